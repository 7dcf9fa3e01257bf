"""The page that shows what changed."""

from collections.abc import Sequence

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core.errors import NotThere
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.practice import queries
from lms.practice.differences import rules
from lms.practice.models import Submission, SubmissionVersion
from lms.ui.page import page

bp = Blueprint("differences", __name__, template_folder="templates")


@bp.get("/submissions/<int:submission_id>/differences")
@limiter.limit("30 per minute", key_func=whoever)
@needs(May.SUBMISSION_READ, load=queries.submission)
def show(submission: Submission) -> Answer:
    numbers = queries.numbers_of(submission.id, also_withdrawn=submission.is_by(g.person.id))
    before, after = (_version(submission, numbers, number) for number in _asked(numbers))
    if before.template or after.template:
        asked = {"from": before.number, "to": after.number}
        return redirect(url_for("documents.compare", submission_id=submission.id, **asked), 303)
    stretches = rules.differences(before.text, after.text)
    return page(
        "differences/show.html",
        submission=submission,
        numbers=numbers,
        before=before,
        after=after,
        stretches=stretches,
        words={change: sum(s.words for s in stretches if s.change is change) for change in rules.Change},
        files_added=_files_only_in(after, before),
        files_removed=_files_only_in(before, after),
    )


def _asked(numbers: Sequence[int]) -> tuple[int, int]:
    """The versions that the address names; else the latest, beside the one before it."""
    if not numbers:
        raise NotThere
    after = number_in(request.args.get("to")) or numbers[0]
    earlier = next((number for number in numbers if number < after), after)
    return number_in(request.args.get("from")) or earlier, after


def _version(submission: Submission, numbers: Sequence[int], number: int) -> SubmissionVersion:
    version = queries.version(submission.id, number) if number in numbers else None
    if version is None:
        raise NotThere
    return version


def _files_only_in(one: SubmissionVersion, other: SubmissionVersion) -> list[str]:
    there = {file.sha256 for file in other.files}
    return [file.name for file in one.files if file.sha256 not in there]

"""Pages of documents that were handed in."""

from collections.abc import Sequence

from flask import Blueprint, g, request
from werkzeug.wrappers import Response

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core.errors import NotThere
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.documents import comparing
from lms.documents.notes import Note, blank, note_of
from lms.documents.reading import document_page
from lms.practice import queries as work
from lms.practice.differences.rules import differences
from lms.practice.models import Submission, SubmissionVersion
from lms.ui.page import page

bp = Blueprint("documents", __name__, template_folder="../templates")


@bp.get("/submissions/<int:submission_id>/documents/<int:number>")
@needs(May.SUBMISSION_READ, load=work.received)
def show(version: SubmissionVersion) -> Response:
    """One version, to be read, printed and taken along."""
    return document_page.show(version)


@bp.get("/submissions/<int:submission_id>/documents")
@limiter.limit("30 per minute", key_func=whoever)
@needs(May.SUBMISSION_READ, load=work.submission)
def compare(submission: Submission) -> Response:
    """What changed between two versions, field by field."""
    numbers = work.numbers_of(submission.id, also_withdrawn=submission.is_by(g.person.id))
    before, after = _two(submission, numbers)
    old, new = note_of(before), note_of(after)
    if old is None and new is None:
        raise NotThere
    found = comparing.compared(*_both(old, new))
    return page(
        "documents/compare.html",
        submission=submission,
        numbers=numbers,
        before=before,
        after=after,
        found=found,
        words=comparing.words_changed(found),
        beside=differences(before.text, after.text) if before.text != after.text else [],
        is_moved=bool(old and new and old.version.id != new.version.id),
    )


def _two(submission: Submission, numbers: Sequence[int]) -> tuple[SubmissionVersion, SubmissionVersion]:
    """The versions that the address names; else the latest, beside the one before it."""
    if not numbers:
        raise NotThere
    after = number_in(request.args.get("to")) or numbers[0]
    before = number_in(request.args.get("from")) or next((each for each in numbers if each < after), after)
    found = {each.number: each for each in work.versions(submission.id, before, after)}
    if {before, after} - set(numbers) or {before, after} - set(found):
        raise NotThere
    return found[before], found[after]


def _both(old: Note | None, new: Note | None) -> tuple[Note, Note]:
    """A version that was written without the form counts as an empty one."""
    there = old or new
    assert there
    return old or blank(there.version, {}), new or blank(there.version, {})

"""The page of one document, for whoever opens it."""

from flask import g
from werkzeug.wrappers import Response

from lms.core.errors import NotThere
from lms.documents.approving import queries as approving
from lms.documents.approving.forms import DecisionForm
from lms.documents.notes import note_of
from lms.practice.models import SubmissionVersion
from lms.ui.page import page


def show(version: SubmissionVersion, form: DecisionForm | None = None, status: int = 200) -> Response:
    """To be read, printed and taken along; what was decided about it, and for trainers the ways to decide."""
    note = note_of(version)
    if note is None:
        raise NotThere
    submission = version.submission
    return page(
        "documents/reading.html",
        status=status,
        submission=submission,
        version=version,
        note=note,
        is_mine=g.person.id in submission.member_ids | {one.person_id for one in version.people},
        decision=approving.decision_on(version.id),
        reason=approving.reason_for(version.id),
        form=form or DecisionForm(None),
    )

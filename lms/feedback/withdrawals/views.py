"""Taking work back, after being asked once."""

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.feedback import queries as feedback
from lms.feedback.withdrawals import queries
from lms.practice import queries as practice
from lms.practice.models import Submission
from lms.practice.withdrawals import actions
from lms.ui.page import page

bp = Blueprint("withdrawals", __name__, template_folder="templates")


def home_practice(submission_id: int) -> Submission | None:
    """A piece of home practice. What answers a moment of a demonstration is changed there, and not taken back."""
    found = practice.submission(submission_id)
    return None if found is None or found.assignment.is_prompt else found


@bp.get("/submissions/<int:submission_id>/withdrawal")
@needs(May.VERSION_WITHDRAW, load=home_practice)
def show(submission: Submission) -> Response:
    standing = practice.standing_versions(submission.id)
    thread = feedback.thread_of(submission.id)
    fault = queries.obstacle(thread, standing[0]) if thread and standing else "Nothing of this is handed in now."
    return page("withdrawals/show.html", submission=submission, standing=standing, fault=fault)


@bp.post("/submissions/<int:submission_id>/withdrawal")
@limiter.limit("10 per hour", key_func=whoever)
@needs(May.VERSION_WITHDRAW, load=home_practice)
def withdraw(submission: Submission) -> Response:
    number = number_in(request.form.get("number")) or 0
    try:
        with db.begin_nested():  # a refusal leaves nothing behind
            version = actions.withdraw(submission, g.person, number, clock.now())
    except Refused as refused:
        flash(refused.message, "warn")
        return redirect(url_for(".show", submission_id=submission.id), 303)
    told = "Your trainers don’t read it any more; what you wrote and recorded is still yours."
    flash(f"Version {version.number} is taken back. {told}", "good")
    if submission.assignment.is_pinned:  # the recording of a role play, which has no page there
        return redirect(url_for("practice.receipt", submission_id=submission.id, number=version.number), 303)
    place = {"assignment_id": submission.assignment_id, "cohort": submission.cohort.slug}
    return redirect(url_for("practice.show", **place), 303)

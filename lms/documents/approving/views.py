"""Deciding about a document, from the page on which it is read."""

from flask import Blueprint, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from lms.access.body import TEXTS
from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock
from lms.core.errors import NotThere, Refused
from lms.documents.approving import actions, queries
from lms.documents.approving.forms import DecisionForm
from lms.documents.approving.models import Decision
from lms.documents.approving.rules import Verdict
from lms.documents.reading import document_page
from lms.practice import queries as work
from lms.practice.models import SubmissionVersion

bp = Blueprint("approving", __name__, template_folder="../templates")


@bp.post("/submissions/<int:submission_id>/documents/<int:number>/decision")
@needs(May.FEEDBACK_REVIEW, load=work.received, most=TEXTS)
def decide(version: SubmissionVersion) -> Response:
    form = DecisionForm()
    if version.template is None:
        raise NotThere
    if form.validate():
        with form.refusals():
            verdict = Verdict(form.verdict.data)
            actions.decide(version, g.person, verdict, form.words.data, clock.now())
            flash("Kept, and said in the conversation.", "good")
            return _back(version)
    return document_page.show(version, form, status=422)


@bp.post("/submissions/<int:submission_id>/documents/<int:number>/decision/removal")
@needs(May.FEEDBACK_REVIEW, load=work.received)
def take_back(version: SubmissionVersion) -> Response:
    actions.take_back(_decision(version))
    flash("The decision is taken back. What was said in the conversation stays there.", "good")
    return _back(version)


@bp.post("/submissions/<int:submission_id>/documents/<int:number>/signature")
@needs(May.FEEDBACK_REVIEW, load=work.received)
def co_sign(version: SubmissionVersion) -> Response:
    try:
        actions.co_sign(_decision(version), g.person, clock.now())
        flash("Your name stands under it.", "good")
    except Refused as refused:
        flash(refused.message, "warn")
    return _back(version)


def _decision(version: SubmissionVersion) -> Decision:
    found = queries.decision_on(version.id)
    if found is None:
        raise NotThere
    return found


def _back(version: SubmissionVersion) -> Response:
    place = {"submission_id": version.submission_id, "number": version.number}
    return redirect(url_for("documents.show", **place, _anchor="decision"), 303)

"""Pages on which more time is asked for, granted and refused."""

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.errors import NotThere
from lms.core.limits import limiter
from lms.practice import queries as practice
from lms.practice.extensions import actions, queries, rules
from lms.practice.extensions.actions import Work
from lms.practice.extensions.forms import AskForm, GrantForm, RefuseForm
from lms.practice.extensions.models import ExtensionRequest
from lms.practice.extensions.queries import Place, Time
from lms.practice.queries import AssignmentHere
from lms.practice.rules import Due
from lms.ui.page import page
from lms.ui.time import said

bp = Blueprint("extensions", __name__, template_folder="templates")


def assignment_here(assignment_id: int) -> AssignmentHere | None:
    """The assignment in the cohort that the viewer looks at."""
    return practice.assignment_here(assignment_id, g.cohort)


@bp.route("/assignments/<int:assignment_id>/extension", methods=["GET", "POST"])
@limiter.limit("10 per hour", key_func=whoever, methods=["POST"])
@needs(May.EXTENSION_ASK, load=assignment_here)
def ask(here: AssignmentHere) -> Response:
    time = queries.time_of(here.assignment.id, here.cohort.id, g.person.id)
    due, now = _due(here, time), clock.now()
    work = Work(here.assignment, here.cohort, g.person, due)
    form = AskForm(wished_on=rules.proposed(due.at, now, g.person.zone), reason=_open_reason(time))
    if form.validate_on_submit():
        with form.refusals():
            made = actions.ask(work, form.reason.data, form.wished_on.data, now)
            flash(_answered(made), "good")
            return redirect(url_for("practice.show", assignment_id=here.assignment.id, cohort=here.cohort.slug), 303)
    return page(
        "extensions/ask.html",
        form=form,
        here=here,
        assignment=here.assignment,
        due=due,
        time=time,
        earliest=rules.earliest(due.at, now, g.person.zone),
        status=422 if form.is_submitted() else 200,
    )


@bp.get("/cohorts/<slug>/extensions")
@needs(May.COHORT_READ, load=cohorts.cohort)
def index(cohort: Cohort) -> Response:
    return page(
        "extensions/index.html",
        target=cohort,
        requests=queries.open_requests(cohort.id, request.args.get("after")),
    )


@bp.get("/cohorts/<slug>/extensions/<int:assignment_id>/<int:person_id>")
@needs(May.EXTENSION_GRANT, load=queries.place)
def show(place: Place) -> Response:
    return _page(place)


@bp.post("/cohorts/<slug>/extensions/<int:assignment_id>/<int:person_id>")
@needs(May.EXTENSION_GRANT, load=queries.place)
def grant(place: Place) -> Response:
    form = GrantForm()
    if form.validate():
        with form.refusals():
            made = actions.grant(_work(place), form.until_on.data, form.said.data or "", g.person, clock.now())
            until = said(made.until_at, place.learner.zone)
            flash(f"{place.learner.name} has until {until} now, and is told.", "good")
            return redirect(url_for(".index", slug=place.cohort.slug), 303)
    return _page(place, grant=form)


@bp.post("/cohorts/<slug>/extensions/<int:assignment_id>/<int:person_id>/refusal")
@needs(May.EXTENSION_GRANT, load=queries.place)
def refuse(place: Place) -> Response:
    form = RefuseForm()
    if form.validate():
        with form.refusals():
            actions.refuse(_work(place), form.said.data, g.person, clock.now())
            flash(f"Refused. {place.learner.name} is told, and reads why here.", "good")
            return redirect(url_for(".index", slug=place.cohort.slug), 303)
    return _page(place, refuse=form)


def _page(place: Place, grant: GrantForm | None = None, refuse: RefuseForm | None = None) -> Response:
    here = AssignmentHere(place.assignment, place.cohort)
    due, now, zone = _due(here, place.time), clock.now(), place.learner.zone
    wished = place.request.wished_at if place.request and place.time.is_asked else None
    until_on = wished.astimezone(zone).date() if wished else rules.proposed(due.at, now, zone)
    return page(
        "extensions/place.html",
        place=place,
        assignment=place.assignment,
        learner=place.learner,
        due=due,
        versions=[v for v in practice.versions_of(here, place.learner.id) if not v.withdrawal],
        grant=grant or GrantForm(None, until_on=until_on),
        refuse=refuse or RefuseForm(None),
        earliest=rules.earliest(due.at, now, zone),
        status=422 if grant or refuse else 200,
    )


def _work(place: Place) -> Work:
    here = AssignmentHere(place.assignment, place.cohort)
    return Work(place.assignment, place.cohort, place.learner, _due(here, place.time))


def _due(here: AssignmentHere, time: Time) -> Due:
    due = here.due(time.extension)
    if due is None:
        raise NotThere
    return due


def _open_reason(time: Time) -> str:
    return time.request.reason if time.request and time.is_asked else ""


def _answered(made: ExtensionRequest) -> str:
    until = said(made.wished_at, g.viewer.zone)
    if made.decision:
        return f"Granted: you have until {until}."
    return "Sent. You are told when somebody has answered; until then the due time stands as it is."

"""Pages for those who run cohorts."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.cohorts import actions, queries, rules
from lms.cohorts.actions import Plan
from lms.cohorts.forms import CohortForm, InviteForm, MoveForm
from lms.cohorts.models import ClassSession, Cohort, Enrollment, Role
from lms.cohorts.rules import Pattern
from lms.core import clock
from lms.core.errors import Refused
from lms.people import actions as people
from lms.people.rules import ZONES
from lms.ui.page import page

bp = Blueprint("cohorts", __name__, template_folder="templates")


@bp.get("/cohorts/")
@needs(May.COHORTS_SEE)
def index() -> Response:
    return page("cohorts/index.html", cohorts=queries.cohorts_seen_by(g.viewer))


@bp.route("/cohorts/new", methods=["GET", "POST"])
@needs(May.COHORTS_RUN)
def new() -> Response:
    form = CohortForm(zone=g.person.zone_name.replace("_", " "))
    programs, trainers = queries.programs(), queries.possible_trainers()
    form.program.choices = [(program.id, program.title) for program in programs]
    form.trainers.choices = [(trainer.id, trainer.name) for trainer in trainers]
    plan, preview = None, None
    if form.validate_on_submit():
        with form.refusals():
            plan = _plan(form)
            program = next(p for p in programs if p.id == form.program.data)
            form.slug.data = form.slug.data or _short_name(form.title.data)
            if "preview" in request.form:
                preview = list(zip(program.classes, plan.times(len(program.classes)), strict=True))
            else:
                cohort = actions.create(
                    program, form.slug.data, form.title.data, plan, form.meeting_url.data, clock.now()
                )
                for trainer in trainers:
                    if trainer.id in form.trainers.data:
                        actions.enroll(cohort, trainer, Role.TRAINER, clock.now(), g.person)
                return redirect(url_for(".show", slug=cohort.slug), 303)
    failed = form.is_submitted() and preview is None
    return page("cohorts/new.html", form=form, plan=plan, preview=preview, zones=ZONES, status=422 if failed else 200)


def _short_name(title: str) -> str:
    name = rules.short_name(title)
    if not name:
        raise Refused("Please give a short name: nothing in the name can stand in an address.", "slug")
    return name


def _plan(form: CohortForm) -> Plan:
    return Plan(
        Pattern(form.pattern.data),
        form.first_on.data,
        form.at.data,
        form.minutes.data,
        ZoneInfo(people.known_zone(form.zone.data)),
        form.skipped.data,
    )


@bp.get("/cohorts/<slug>")
@needs(May.COHORT_READ, load=queries.cohort)
def show(cohort: Cohort) -> Response:
    return page(
        "cohorts/show.html",
        target=cohort,
        sessions=queries.sessions_of(cohort.id),
        participants=queries.participants_page(cohort.id, request.args.get("after")),
    )


@bp.route("/cohorts/<slug>/classes/<int:number>", methods=["GET", "POST"])
@needs(May.CLASS_MOVE, load=queries.session)
def move(session: ClassSession) -> Response:
    form = MoveForm(on=session.held_on, at=session.starts_at_time, meeting_url=session.meeting_url)
    if form.validate_on_submit():
        with form.refusals():
            actions.move_class(session, form.on.data, form.at.data, clock.now(), g.person)
            actions.set_meeting(session, form.meeting_url.data)
            flash(f"Class {session.program_class.number} is kept. Everyone is told if its time has changed.", "good")
            return redirect(url_for(".show", slug=session.cohort.slug), 303)
    return page("cohorts/move.html", form=form, session=session, status=422 if form.is_submitted() else 200)


@bp.route("/cohorts/<slug>/invitations", methods=["GET", "POST"])
@needs(May.PEOPLE_ENROLL, load=queries.cohort)
def invite(cohort: Cohort) -> Response:
    form = InviteForm()
    if form.validate_on_submit():
        with form.refusals():
            person = people.invite(form.email.data, form.name.data, g.person, clock.now())
            actions.enroll(cohort, person, Role(form.role.data), clock.now(), g.person)
            flash(
                f"{person.name} takes part now. Somebody without an account gets an e-mail with a link to make one.",
                "good",
            )
            return redirect(url_for(".show", slug=cohort.slug), 303)
    return page("cohorts/invite.html", form=form, target=cohort, status=422 if form.is_submitted() else 200)


@bp.post("/cohorts/<slug>/enrollments/<int:enrollment_id>/ending")
@needs(May.PEOPLE_ENROLL, load=queries.enrollment)
def end(enrollment: Enrollment) -> Response:
    actions.leave(enrollment, clock.now(), g.person)
    flash(f"{enrollment.person.name} takes part no longer. Inviting them again brings them back.", "success")
    return redirect(url_for(".show", slug=enrollment.cohort.slug), 303)

"""Pages for those who run cohorts."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.cohorts import actions, queries, rules
from lms.cohorts.actions import Plan
from lms.cohorts.forms import CohortForm, EditForm, InviteForm, MoveForm, RoleForm
from lms.cohorts.models import ClassSession, Cohort, Enrollment, Role
from lms.cohorts.rules import Pattern
from lms.core import clock
from lms.core.errors import Refused
from lms.people import actions as people
from lms.people.events import Occasion
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


@bp.route("/cohorts/<slug>/details", methods=["GET", "POST"])
@needs(May.COHORTS_RUN, load=queries.cohort)
def edit(cohort: Cohort) -> Response:
    form = EditForm(title=cohort.title, meeting_url=cohort.meeting_url, own_extension_days=cohort.own_extension_days)
    if form.validate_on_submit():
        actions.edit(cohort, form.title.data, form.meeting_url.data, form.own_extension_days.data)
        flash("Saved.", "good")
        return redirect(url_for(".show", slug=cohort.slug), 303)
    return page("cohorts/edit.html", form=form, target=cohort, status=422 if form.is_submitted() else 200)


@bp.route("/cohorts/<slug>/classes/<int:number>", methods=["GET", "POST"])
@needs(May.CLASS_MOVE, load=queries.session)
def move(session: ClassSession) -> Response:
    form = MoveForm(on=session.held_on, at=session.starts_at_time, meeting_url=session.meeting_url)
    if form.validate_on_submit():
        with form.refusals():
            moved = actions.move_class(
                session, form.on.data, form.at.data, clock.now(), g.person, with_later=form.with_later.data
            )
            actions.set_meeting(session, form.meeting_url.data)
            flash(_moved(len(moved), session), "good")
            return redirect(url_for(".show", slug=session.cohort.slug), 303)
    return page("cohorts/move.html", form=form, session=session, status=422 if form.is_submitted() else 200)


def _moved(count: int, session: ClassSession) -> str:
    number = session.program_class.number
    if count == 0:
        return f"Class {number} is saved. Its time has not changed."
    if count == 1:
        return f"Class {number} has moved. Everyone in the cohort is told."
    return f"Class {number} and {count - 1} after it have moved. Everyone in the cohort is told."


@bp.route("/cohorts/<slug>/invitations", methods=["GET", "POST"])
@needs(May.PEOPLE_ENROLL, load=queries.cohort)
def invite(cohort: Cohort) -> Response:
    form = InviteForm()
    if form.validate_on_submit():
        with form.refusals():
            now = clock.now()
            person = people.invite(form.email.data, form.name.data, g.person, now, _occasion(cohort))
            actions.enroll(cohort, person, Role(form.role.data), now, g.person)
            flash(
                f"{person.name} takes part now, and is told by e-mail."
                if person.password_hash
                else f"Invitation sent to {person.email}.",
                "good",
            )
            return redirect(url_for(".show", slug=cohort.slug), 303)
    return page("cohorts/invite.html", form=form, target=cohort, status=422 if form.is_submitted() else 200)


def _occasion(cohort: Cohort) -> Occasion:
    coming = queries.next_class_of(cohort.id, clock.now())
    return Occasion(cohort.title, coming.starts_at if coming else None)


@bp.get("/cohorts/<slug>/enrollments/<int:enrollment_id>")
@needs(May.COHORT_READ, load=queries.enrollment)
def enrollment(enrollment: Enrollment) -> Response:
    return page("cohorts/enrollment.html", enrollment=enrollment, form=RoleForm(None, role=enrollment.role.value))


@bp.post("/cohorts/<slug>/enrollments/<int:enrollment_id>/role")
@needs(May.PEOPLE_ENROLL, load=queries.enrollment)
def change_role(enrollment: Enrollment) -> Response:
    form = RoleForm()
    if not form.validate():
        return page("cohorts/enrollment.html", enrollment=enrollment, form=form, status=422)
    actions.change_role(enrollment, Role(form.role.data), clock.now(), g.person)
    flash(f"{enrollment.person.name} takes part as a {enrollment.role.value} now.", "good")
    return redirect(url_for(".show", slug=enrollment.cohort.slug), 303)


@bp.post("/cohorts/<slug>/enrollments/<int:enrollment_id>/invitations")
@needs(May.PEOPLE_ENROLL, load=queries.enrollment)
def invite_again(enrollment: Enrollment) -> Response:
    person = enrollment.person
    try:
        people.invite_again(person, g.person, clock.now(), _occasion(enrollment.cohort))
    except Refused as refused:
        flash(refused.message, "warn")
    else:
        flash(f"Invitation sent to {person.email}.", "good")
    return redirect(url_for(".enrollment", slug=enrollment.cohort.slug, enrollment_id=enrollment.id), 303)


@bp.post("/cohorts/<slug>/enrollments/<int:enrollment_id>/ending")
@needs(May.PEOPLE_ENROLL, load=queries.enrollment)
def end(enrollment: Enrollment) -> Response:
    actions.leave(enrollment, clock.now(), g.person)
    flash(f"{enrollment.person.name} takes part no longer. Inviting them again brings them back.", "good")
    return redirect(url_for(".show", slug=enrollment.cohort.slug), 303)

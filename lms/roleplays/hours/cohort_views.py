"""Pages for those who run cohorts: the shared menu, and who has given hours."""

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.roleplays.hours import actions, overseeing, queries, rules
from lms.roleplays.hours.forms import MenuForm, slots_sent
from lms.roleplays.hours.overseeing import Part
from lms.ui.page import page

bp = Blueprint("cohort_hours", __name__, template_folder="templates")

OFFERED = range(6 * 4, 24 * 4, 4)  # the quarters at which an hour of a menu can begin


@bp.route("/cohorts/<slug>/hours-menu", methods=["GET", "POST"])
@needs(May.HOURS_MENU_SET, load=cohorts.cohort)
def menu(cohort: Cohort) -> Answer:
    kept = queries.menu_of(cohort)
    form = MenuForm(minutes=kept.menu.minutes if kept else rules.MEETING_MINUTES)
    slots = {(hour.weekday, hour.begins) for hour in kept.hours} if kept else set()
    if form.is_submitted():
        slots = slots_sent(request.form.getlist("slot"))
    if form.validate_on_submit():
        with form.refusals():
            actions.set_menu(cohort, slots, form.minutes.data, g.person, clock.now())
            flash("The menu is saved. Learners of this cohort see it with their hours.", "good")
            return redirect(url_for(".given", slug=cohort.slug), 303)
    counts = {(hour.weekday, hour.begins): len(kept.ticks[hour.id]) for hour in kept.hours} if kept else {}
    return page(
        "hours/menu.html",
        target=cohort,
        form=form,
        slots=slots,
        counts=counts,
        offered=OFFERED,
        rules=rules,
        status=422 if form.is_submitted() else 200,
    )


@bp.get("/cohorts/<slug>/hours")
@needs(May.HOURS_OVERSEE, load=cohorts.cohort)
def given(cohort: Cohort) -> Answer:
    asked = request.args.get("part", "")
    part = Part(asked) if asked in list(Part) else Part.MISSING
    today = clock.now().astimezone(cohort.zone).date()
    return page(
        "hours/given.html",
        target=cohort,
        part=part,
        counts=overseeing.parts_counts(cohort.id, today),
        learners=overseeing.given_in(cohort.id, part, today, request.args.get("after")),
    )


@bp.post("/cohorts/<slug>/hours/reminders")
@needs(May.HOURS_REMIND, load=cohorts.cohort)
def remind(cohort: Cohort) -> Answer:
    count = actions.remind(cohort, g.person, clock.now())
    people = "1 learner is" if count == 1 else f"{count} learners are"
    flash(f"{people} asked for their hours." if count else "Everybody without hours was asked today already.", "good")
    return redirect(url_for(".given", slug=cohort.slug), 303)

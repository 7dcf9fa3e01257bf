"""A learner's page: the week, its exceptions, an own calendar, ticks of a shared menu."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.db import let_go
from lms.core.errors import Conflict, NotThere, Refused
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.notices.seen import note_seen
from lms.roleplays.hours import actions, queries, rules, shown
from lms.roleplays.hours.forms import AwayForm, CalendarForm, DayForm, Rows, rows_of, rows_sent
from lms.roleplays.hours.letters import key_of
from lms.roleplays.hours.models import HoursException
from lms.ui.page import by_script, page
from lms.ui.time import said

bp = Blueprint("hours", __name__, template_folder="templates")


@bp.get("/role-plays/hours")
@needs(May.HOURS_KEEP)
def show() -> Answer:
    note_seen(key_of(g.person.id))
    return _page()


@bp.post("/role-plays/hours")
@needs(May.HOURS_KEEP)
def paint() -> Any:
    """The week: painted, from the script on the page, or as rows of times."""
    if by_script():
        return _painted()
    typed, seen = rows_sent(request.form), number_in(request.form.get("seen")) or 0
    week = typed.week()
    if typed.has_faults:
        return _page(422, typed=typed, seen=seen)
    try:
        actions.paint(g.person, week, seen, clock.now())
    except Refused as refused:
        let_go()
        return _page(409, typed=typed, refused=refused.message)
    flash("Your hours are saved.", "good")
    return _back()


def _painted() -> Any:
    week, seen = request.form.get("week", ""), number_in(request.form.get("seen")) or 0
    try:
        saved = actions.paint(g.person, week, seen, clock.now())
    except Conflict as conflict:
        let_go()
        kept = queries.weekly_of(g.person.id)
        there = rules.as_week(queries.windows_of(g.person.id))
        return {"message": conflict.message, "seen": kept.saved if kept else 0, "week": there}, 409
    except Refused as refused:
        return {"message": refused.message}, 422
    mine = queries.mine(g.person, g.viewer.learner_in, clock.now())
    return {
        "seen": saved,
        "saved_at_text": said(clock.now(), g.viewer.zone, "time"),
        "outlook": render_template("hours/_outlook.html", mine=mine, advice=_advice(mine), rules=rules),
    }


@bp.post("/role-plays/hours/zone")
@needs(May.HOURS_KEEP)
def move_along() -> Answer:
    actions.move_along(g.person, clock.now())
    flash("Your hours are meant where you live now.", "good")
    return _back()


@bp.post("/role-plays/hours/exceptions")
@needs(May.HOURS_KEEP)
def except_day() -> Answer:
    form = DayForm()
    if form.validate():
        with form.refusals():
            actions.except_day(g.person, form.on.data, form.span, form.kind.data == "free", clock.now())
            flash("Noted for that day.", "good")
            return _back("exceptions")
    return _page(422, day=form)


@bp.post("/role-plays/hours/absences")
@needs(May.HOURS_KEEP)
def go_away() -> Answer:
    form = AwayForm()
    if form.validate():
        with form.refusals():
            actions.go_away(g.person, form.from_on.data, form.to_on.data, clock.now())
            flash("Noted: you are away then.", "good")
            return _back("exceptions")
    return _page(422, away=form)


@bp.post("/role-plays/hours/exceptions/<int:exception_id>/end")
@needs(May.HOURS_CHANGE, load=queries.exception)
def take_back(exception: HoursException) -> Answer:
    actions.take_back(exception)
    flash("Taken back.", "good")
    return _back("exceptions")


@bp.post("/role-plays/hours/calendar")
@limiter.limit("10 per hour", key_func=whoever)
@needs(May.HOURS_KEEP)
def use_calendar() -> Answer:
    form = CalendarForm()
    if form.validate():
        with form.refusals():
            actions.use_calendar(g.person, form.url.data, clock.now())
            return _back("calendar")
    return _page(422, calendar=form)


@bp.get("/role-plays/hours/calendar")
@needs(May.HOURS_KEEP)
def calendar_found() -> Answer:
    """What was found there: a part of the page."""
    source = queries.source_of(g.person.id)
    if source is None:
        raise NotThere
    busy = shown.coming(queries.busy_of(g.person.id), clock.now())
    return page("hours/_found.html", source=source, busy=busy)


@bp.post("/role-plays/hours/calendar/look")
@limiter.limit("20 per hour", key_func=whoever)
@needs(May.HOURS_KEEP)
def look_again() -> Answer:
    if source := queries.source_of(g.person.id):
        actions.look_again(source, clock.now())
    return _back("calendar")


@bp.post("/role-plays/hours/calendar/end")
@needs(May.HOURS_KEEP)
def forget_calendar() -> Answer:
    actions.forget_calendar(g.person)
    flash("Forgotten: the address, and the busy times that were found there.", "good")
    return _back("calendar")


@bp.post("/role-plays/hours/ticks/<slug>")
@needs(May.HOURS_TICK, load=cohorts.cohort)
def tick(cohort: Cohort) -> Answer:
    menu = queries.menu_of(cohort)
    if menu is None:
        raise NotThere
    hours = [number for text in request.form.getlist("hour") if (number := number_in(text))]
    actions.tick(menu, g.person, hours)
    flash("Your ticks are saved.", "good")
    return _back(f"menu-{cohort.id}")


@bp.post("/role-plays/hours/volunteering/<slug>")
@needs(May.HOURS_TICK, load=cohorts.cohort)
def volunteer(cohort: Cohort) -> Answer:
    """Whether somebody is asked where a group lacks somebody at their hours."""
    does = request.form.get("does") == "yes"
    actions.volunteer(cohort, g.person, does, clock.now())
    flash("Thank you: you are asked when you can." if does else "You aren’t asked any more.", "good")
    return _back(f"others-{cohort.id}")


def _page(
    status: int = 200,
    *,
    typed: Rows | None = None,
    seen: int | None = None,
    refused: str = "",
    day: DayForm | None = None,
    away: AwayForm | None = None,
    calendar: CalendarForm | None = None,
) -> Answer:
    now = clock.now()
    mine = queries.mine(g.person, g.viewer.learner_in, now)
    return page(
        "hours/show.html",
        status=status,
        mine=mine,
        rules=rules,
        advice=_advice(mine),
        week=rules.as_week(mine.windows),
        seen=mine.seen if seen is None else seen,
        typed=typed or rows_of(mine.windows),
        is_typing=typed is not None or "typed" in request.args,
        refused=refused,
        exceptions=[one for one in mine.exceptions if one.to_on >= now.astimezone(mine.zone).date()],
        day=day or DayForm(None),
        away=away or AwayForm(None),
        calendar=calendar or CalendarForm(None),
        busy=shown.coming(mine.busy, now),
        learns_in=[one.cohort for one in g.enrollments if one.cohort_id in g.viewer.learner_in],
        menus=[shown.menu_for(menu, g.person, now) for menu in mine.menus],
        change=shown.next_change(g.person.zone, [enrollment.cohort for enrollment in g.enrollments], now),
    )


def _advice(mine: queries.Mine) -> str:
    return rules.advice(mine.windows, mine.ticked, bool(mine.menus))


def _back(part: str = "") -> Answer:
    return redirect(url_for("hours.show", _anchor=part or None), 303)

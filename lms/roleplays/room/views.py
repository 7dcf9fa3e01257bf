"""The room, and what is pressed in it."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, Response, current_app, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import ClassSession
from lms.core import clock
from lms.core.errors import Refused
from lms.core.limits import limiter
from lms.people.models import Person
from lms.roleplays.debrief import actions as writing
from lms.roleplays.debrief import queries as written
from lms.roleplays.debrief.forms import debrief_form
from lms.roleplays.debrief.rules import INTENSITIES, LABELS, Difficulty
from lms.roleplays.meeting import actions, queries, rules
from lms.roleplays.meeting.queries import Pulse, Room
from lms.roleplays.room import forms
from lms.roleplays.room.showing import Live
from lms.roleplays.timing.rules import Event, Press
from lms.ui.form import Form
from lms.ui.page import by_script, page

bp = Blueprint("room", __name__, template_folder="templates")
OFTEN = limiter.shared_limit("120 per minute; 3000 per hour", scope="room", key_func=whoever)


@bp.get("/role-plays/<int:group_id>/room")
@needs(May.ROLE_PLAY_MEET, load=queries.room)
def show(room: Room) -> Answer:
    """The whole page."""
    live = _live(room)
    return page(
        "room/show.html",
        **_shown(live),
        group=room.group,
        scenario=room.scenario,
        call=_call(room),
        is_open=rules.is_open(room.hour, room.started_at, live.now),
        form=debrief_form(room, live.debrief),
        most_bytes=current_app.config["ATTUNE"].upload_limit_bytes,
    )


@bp.get("/classes/<int:number>/role-play")
@needs(May.CLASSES_READ, load=lambda number: cohorts.session(g.cohort.slug, number) if g.cohort else None)
def of_class(session: ClassSession) -> Answer:
    """The way from a class to one's own room, if there is one yet."""
    seat = queries.seat_in(g.person.id, session.cohort_id, session.class_id)
    if seat is None:
        flash("Your group for this role play isn’t announced yet. You are told as soon as it is.", "info")
        return redirect(url_for("classroom.show", number=session.program_class.number), 303)
    return redirect(url_for(".show", group_id=seat.group_id), 303)


@bp.get("/role-plays/<int:group_id>/room/state")
@needs(May.ROLE_PLAY_MEET, load=queries.pulse)
def state(pulse: Pulse) -> Answer:
    """The moving part, for a page that knows of less than was pressed; 204 where nothing new was."""
    if request.args.get("seen", type=int) == pulse.pressed:
        return Response(status=204, headers={"Cache-Control": "no-store"})
    room = queries.room(pulse.group_id)
    assert room
    return _fragment(room)


@bp.post("/role-plays/<int:group_id>/room/presence")
@needs(May.ROLE_PLAY_MEET, load=queries.room)
def presence(room: Room) -> Answer:
    """Say that one is here; give who else is."""
    now = clock.now()
    actions.come(room, g.person.id, now)
    if not by_script():
        return _back(room)
    again = queries.room(room.group.id)
    assert again
    return page("room/_people.html", **_shown(_live(again)), group=room.group)


@bp.post("/role-plays/<int:group_id>/room/presses")
@OFTEN
@needs(May.ROLE_PLAY_MEET, load=queries.room)
def press(room: Room) -> Answer:
    form = forms.PressForm()

    def pressed() -> None:
        seen = (form.beat.data, form.step.data)
        actions.come(room, g.person.id, clock.now())
        actions.press(room, Event(Press(form.press.data), g.person.id, form.key.data, clock.now(), *seen))

    return _done(room, form, pressed)


@bp.post("/role-plays/<int:group_id>/room/absences")
@OFTEN
@needs(May.ROLE_PLAY_MEET, load=queries.room)
def absence(room: Room) -> Answer:
    form = forms.AbsenceForm()

    def said() -> None:
        actions.absent(room.group, _person(room, form.person.data), g.person, clock.now())

    return _done(room, form, said)


@bp.post("/role-plays/<int:group_id>/room/arrival")
@OFTEN
@needs(May.ROLE_PLAY_MEET, load=queries.room)
def arrive(room: Room) -> Answer:
    form = forms.KeyForm()
    return _done(room, form, lambda: actions.arrive(room, g.person, form.key.data, clock.now()))


@bp.post("/role-plays/<int:group_id>/room/marks")
@OFTEN
@needs(May.ROLE_PLAY_MEET, load=queries.room)
def mark(room: Room) -> Answer:
    form = forms.MarkForm()

    def marked() -> None:
        writing.mark(room, form.turn.data, g.person.id, form.point.data, form.mark.data, clock.now())

    return _done(room, form, marked)


@bp.post("/role-plays/<int:group_id>/room/markers")
@OFTEN
@needs(May.ROLE_PLAY_MEET, load=queries.room)
def put_marker(room: Room) -> Answer:
    form = forms.MarkerForm()

    def put() -> None:
        ago = timedelta(milliseconds=form.ago.data or 0)
        writing.put_marker(room, g.person.id, form.label.data, form.key.data, ago, clock.now())

    return _done(room, form, put)


@bp.post("/role-plays/<int:group_id>/room/markers/removal")
@OFTEN
@needs(May.ROLE_PLAY_MEET, load=queries.room)
def take_marker(room: Room) -> Answer:
    form = forms.MarkerRemovalForm()

    def taken() -> None:
        writing.take_marker(room, form.turn.data, g.person.id, form.marker.data, clock.now())

    return _done(room, form, taken)


@bp.post("/role-plays/<int:group_id>/room/choices")
@OFTEN
@needs(May.ROLE_PLAY_MEET, load=queries.room)
def choose(room: Room) -> Answer:
    form = forms.ChoiceForm()

    def chosen() -> None:
        if form.intensity.data:
            writing.choose_intensity(room, g.person.id, form.intensity.data)
        if form.difficulty.data:
            writing.rate_difficulty(room, g.person.id, Difficulty(form.difficulty.data))

    return _done(room, form, chosen)


def _done(room: Room, form: Form, deed: Callable[[], object]) -> Answer:
    """Do it where the form is whole; answer a script with the moving part as it is then."""
    fault = next((error for errors in form.errors.values() for error in errors), "") if not form.validate() else ""
    if not fault:
        try:
            deed()
        except Refused as refused:
            fault = refused.message
    if by_script():
        again = queries.room(room.group.id)
        assert again
        return _fragment(again, fault)
    if fault:
        flash(fault, "warn")
    return _back(room)


def _person(room: Room, person_id: int) -> Person:
    one = room.of(person_id)
    if one is None:
        raise Refused("They aren't in this group.")
    return one.person


def _back(room: Room) -> Answer:
    return redirect(url_for(".show", group_id=room.group.id), 303)


def _fragment(room: Room, fault: str = "") -> Answer:
    return page("room/_live.html", **_shown(_live(room), fault), group=room.group)


def _live(room: Room) -> Live:
    now = clock.now()
    timing = room.clock(now)
    sheet = written.sheet(room.group.id, timing.turn, g.person.id)
    return Live(room, timing, g.person.id, now, sheet, written.debriefs_of(room.group.id))


def _shown(live: Live, fault: str = "") -> dict[str, object]:
    return {
        "live": live,
        "fault": fault,
        "labels": LABELS,
        "intensities": INTENSITIES,
        "difficulties": list(Difficulty),
        "new_key": lambda: secrets.token_urlsafe(12),
    }


def _call(room: Room) -> str:
    settings, meeting = current_app.config["ATTUNE"], room.group.meeting
    return rules.call_address(
        meeting.url if meeting else "",
        settings.meeting_url,
        room.group.round.cohort.meeting_url,
        room.group.id,
        settings.secret_key,
    )

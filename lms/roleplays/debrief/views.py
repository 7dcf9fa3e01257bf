"""After the practice: one's own debrief, the sheets that one marked, and what the others have sent."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock
from lms.core.errors import Conflict, NotThere, Refused
from lms.roleplays.debrief import actions, queries, rules
from lms.roleplays.debrief.forms import DebriefForm, WordsForm, debrief_form, words_form
from lms.roleplays.debrief.models import Debrief, Sheet
from lms.roleplays.meeting import queries as meetings
from lms.roleplays.meeting.queries import Room
from lms.ui.page import by_script, page
from lms.ui.time import said

bp = Blueprint("debrief", __name__, template_folder="templates")


@bp.get("/role-plays/<int:group_id>/debrief")
@needs(May.ROLE_PLAY_MEET, load=meetings.room)
def show(room: Room) -> Answer:
    return _page(room)


@bp.post("/role-plays/<int:group_id>/debrief")
@needs(May.ROLE_PLAY_MEET, load=meetings.room)
def send(room: Room) -> Answer:
    form = _sent(room)
    if form.validate():
        with form.refusals():
            actions.send(room, g.person.id, form.said, form.seen.data, clock.now())
            flash("Your debrief is sent to your group.", "good")
            return redirect(url_for(".show", group_id=room.group.id), 303)
    return _page(room, form)


@bp.post("/role-plays/<int:group_id>/debrief/draft")
@needs(May.ROLE_PLAY_MEET, load=meetings.room)
def save(room: Room) -> Answer | tuple[dict[str, Any], int] | dict[str, Any]:
    """Keep it as typed."""
    form = _sent(room)
    if not form.validate():
        return {"message": _first_fault(form)}, 422
    try:
        debrief = actions.save(room, g.person.id, form.said, form.seen.data, clock.now())
    except Refused as refused:
        kept = queries.debriefs_of(room.group.id).get(g.person.id)
        fields = [
            [f"answer-{place}", kept.answers.get(str(place), "") if kept else ""] for place in range(form.prompts)
        ]
        return _not_saved(refused, kept.saved if kept else 0, fields)
    return _saved(room, debrief)


@bp.post("/role-plays/<int:group_id>/sheets/<int:turn>/draft")
@needs(May.ROLE_PLAY_MEET, load=lambda group_id, turn: meetings.room(group_id))
def save_words(room: Room) -> Answer | tuple[dict[str, Any], int] | dict[str, Any]:
    """Keep an observer's words as typed."""
    sheet = _sheet(room)
    form = words_form(sheet, sent=True)
    if not form.validate():
        return {"message": _first_fault(form)}, 422
    try:
        actions.save_words(sheet, form.words.data, form.seen.data, clock.now())
    except Refused as refused:
        return _not_saved(refused, sheet.saved, [["words", sheet.words]])
    return _saved(room, sheet)


@bp.post("/role-plays/<int:group_id>/sheets/<int:turn>/giving")
@needs(May.ROLE_PLAY_MEET, load=lambda group_id, turn: meetings.room(group_id))
def give(room: Room) -> Answer:
    """Give one's sheet to the therapist of its turn."""
    sheet = _sheet(room)
    form = words_form(sheet, sent=True)
    if form.validate():
        with form.refusals():
            actions.give(sheet, form.words.data, form.seen.data, clock.now())
            flash(f"{room.name(sheet.therapist_id)} can read it now.", "good")
            return redirect(url_for(".show", group_id=room.group.id), 303)
    return _page(room, words={sheet.turn: form})


def _page(room: Room, form: DebriefForm | None = None, words: dict[int, WordsForm] | None = None) -> Answer:
    me, now = g.person.id, clock.now()
    debriefs = queries.debriefs_of(room.group.id)
    mine = debriefs.get(me)
    if form:
        form.seen.data = mine.saved if mine else 0
    attendance = room.of(me)
    timing = room.clock(now)
    return page(
        "debrief/show.html",
        status=422 if form or words else 200,
        room=room,
        form=form or debrief_form(room, mine),
        mine=mine,
        others=[(one.person, debriefs[one.seat.person_id]) for one in room.seated if _is_read(debriefs, one.seat, me)],
        by_me=[
            (sheet, (words or {}).get(sheet.turn) or words_form(sheet))
            for sheet in queries.sheets_by(room.group.id, me)
        ],
        for_me=queries.sheets_for(room.group.id, me),
        evidence=rules.evidence,
        counts=rules.counts(
            bool(timing.played)
            and attendance is not None
            and rules.was_there(attendance.came_at, attendance.seen_at, room.started_at, room.ended_at),
            mine.sent_at if mine else None,
        ),
    )


def _is_read(debriefs: dict[int, Debrief], seat: Any, me: int) -> bool:
    theirs = debriefs.get(seat.person_id)
    return seat.person_id != me and theirs is not None and theirs.sent_at is not None


def _sent(room: Room) -> DebriefForm:
    return debrief_form(room, queries.debriefs_of(room.group.id).get(g.person.id), sent=True)


def _sheet(room: Room) -> Sheet:
    """The viewer's own sheet of the turn in the address."""
    assert request.view_args
    found = queries.sheet(room.group.id, request.view_args["turn"], g.person.id)
    if found is None:
        raise NotThere
    return found


def _saved(room: Room, kept: Debrief | Sheet) -> Answer | dict[str, Any]:
    if not by_script():
        return redirect(url_for(".show", group_id=room.group.id), 303)
    at = said(kept.saved_at, g.viewer.zone, "time") if kept.saved_at else ""
    return {"seen": kept.saved, "saved_at_text": at}


def _not_saved(refused: Refused, seen: int, fields: list[list[str]]) -> tuple[dict[str, Any], int]:
    if not isinstance(refused, Conflict):
        return {"message": refused.message}, 422
    return {"message": refused.message, "seen": seen, "fields": fields}, 409


def _first_fault(form: DebriefForm | WordsForm) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)

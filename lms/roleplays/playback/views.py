"""The recording of a role play: made or uploaded, lined up with what was marked, and handed in."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotThere, Refused
from lms.core.limits import limiter
from lms.practice.rules import TAKES_MOST
from lms.roleplays.meeting import queries as meetings
from lms.roleplays.meeting.queries import Room
from lms.roleplays.playback import actions, queries, rules
from lms.roleplays.playback.forms import HandInForm, LineUpForm, RecordingForm
from lms.roleplays.playback.queries import Kept
from lms.ui.page import page
from lms.videos import actions as videos
from lms.videos import incoming
from lms.videos import queries as uploads

bp = Blueprint("playback", __name__, template_folder="templates")


@bp.get("/role-plays/<int:group_id>/recording")
@needs(May.ROLE_PLAY_MEET, load=meetings.room)
def show(room: Room) -> Answer:
    return _page(room)


@bp.post("/role-plays/<int:group_id>/recordings")
@limiter.limit("20 per minute", key_func=whoever)
@needs(May.ROLE_PLAY_MEET, load=meetings.room)
def add(room: Room) -> Answer:
    """Keep an upload, recorded in the room or elsewhere."""
    form, group_id, home = RecordingForm(), room.group.id, current_app.config["ATTUNE"].home
    began_at = _began_at(form.file_id.data) if form.is_live.data else None
    try:
        source = incoming.keep(form.file_id.data, g.person.id, home)
        again = meetings.room(group_id)
        with suppress(IntegrityError), db.begin_nested():  # sent twice in one moment: the other one is the recording
            if source and again:
                actions.keep(again, g.person, videos.take(source, g.person, clock.now()), began_at, clock.now())
    except Refused as refused:
        flash(refused.message, "urgent")
    return _back(group_id)


@bp.post("/role-plays/<int:group_id>/recordings/<int:take_id>/lining-up")
@needs(May.ROLE_PLAY_MEET, load=lambda group_id, take_id: meetings.room(group_id))
def line_up(room: Room) -> Answer:
    """One moment of it is known, and so all are."""
    form, kept = LineUpForm(), _kept(room)
    if form.validate():
        with form.refusals():
            actions.line_up(kept, form.starts_ms, g.person, clock.now())
            flash("The moments are lined up with the recording.", "good")
            return _back(room.group.id)
    return _page(room, typed={kept.take.id: form})


@bp.post("/role-plays/<int:group_id>/recordings/<int:take_id>/removal")
@needs(May.ROLE_PLAY_MEET, load=lambda group_id, take_id: meetings.room(group_id))
def remove(room: Room) -> Answer:
    try:
        actions.remove(_kept(room), g.person, clock.now())
        flash("The recording is removed.", "good")
    except Refused as refused:
        flash(refused.message, "warn")
    return _back(room.group.id)


@bp.post("/role-plays/<int:group_id>/recording")
@limiter.limit("6 per minute; 30 per hour", key_func=whoever)
@needs(May.ROLE_PLAY_MEET, load=meetings.room)
def hand_in(room: Room) -> Answer:
    """Give it to the trainers, where it is no home practice of the class."""
    form, kept = HandInForm(), queries.kept(room, g.person.id)
    if form.validate():
        with form.refusals():
            said = form.reflection(frozenset(one.take.id for one in kept))
            version = actions.hand_in(room, g.person, said, clock.now())
            return redirect(
                url_for("practice.receipt", submission_id=version.submission_id, number=version.number, new=1), 303
            )
    return _page(room, form)


def _page(room: Room, form: HandInForm | None = None, typed: dict[int, LineUpForm] | None = None) -> Answer:
    me = g.person.id
    home, kept = queries.home(room, me), queries.kept(room, me)
    typed = typed or {}
    return page(
        "playback/show.html",
        status=422 if form or typed else 200,
        room=room,
        home=home,
        kept=[(one, typed.get(one.take.id) or _line_up_form(one)) for one in kept],
        marked=queries.marked(room, me),
        said=rules.said,
        form=form or HandInForm(None),
        others=[one.person for one in room.seated if one.seat.person_id != me],
        takes_most=TAKES_MOST,
        before_ms=rules.BEFORE_MS,
        after_ms=rules.AFTER_MS,
        most_bytes=current_app.config["ATTUNE"].upload_limit_bytes,
    )


def _line_up_form(kept: Kept) -> LineUpForm:
    return LineUpForm(None, starts=rules.said(kept.recording.starts_ms))


def _kept(room: Room) -> Kept:
    """The recording in the address, if the viewer works on it."""
    take_id: Any = (request.view_args or {})["take_id"]
    found = next((one for one in queries.kept(room, g.person.id) if one.take.id == take_id), None)
    if found is None:
        raise NotThere
    return found


def _began_at(key: str | None) -> datetime | None:
    """Since when a recording is sent that was sent while it was made."""
    upload = uploads.upload(key or "", g.person.id, clock.now())
    return upload.started_at if upload else None


def _back(group_id: int) -> Answer:
    return redirect(url_for(".show", group_id=group_id), 303)

"""How to go on where somebody isn't there."""

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core import clock
from lms.core.errors import Refused
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.roleplays.gaps import actions, queries
from lms.roleplays.meeting import queries as meetings
from lms.roleplays.meeting.queries import Room
from lms.ui.page import page

bp = Blueprint("gaps", __name__, template_folder="templates")


@bp.get("/role-plays/<int:group_id>/going-on")
@needs(May.ROLE_PLAY_MEET, load=meetings.room)
def show(room: Room) -> Answer:
    return page("gaps/show.html", room=room, gap=queries.gap(room, clock.now()))


@bp.post("/role-plays/<int:group_id>/going-on/volunteers")
@limiter.limit("6 per minute", key_func=whoever)
@needs(May.ROLE_PLAY_MEET, load=meetings.room)
def ask(room: Room) -> Answer:
    def asked() -> Answer:
        peers = actions.ask(room, clock.now())
        flash(f"{len(peers)} asked. As soon as one says yes, they are in your room.", "good")
        return _back(room)

    return _done(room, asked)


@bp.post("/role-plays/<int:group_id>/going-on/groups")
@needs(May.ROLE_PLAY_MEET, load=meetings.room)
def join(room: Room) -> Answer:
    def joined() -> Answer:
        other = actions.join(room, number_in(request.form.get("group")) or 0, g.person, clock.now())
        flash("You are in. You begin as observer.", "good")
        return redirect(url_for("room.show", group_id=other.id), 303)

    return _done(room, joined)


@bp.post("/role-plays/<int:group_id>/going-on/exercise")
@needs(May.ROLE_PLAY_MEET, load=meetings.room)
def practice_instead(room: Room) -> Answer:
    def taken() -> Answer:
        found = actions.practice_instead(room, g.person, clock.now())
        flash("Once you have handed it in, it counts as practice, not as a live role play.", "info")
        slug = room.group.round.cohort.slug
        return redirect(url_for("practice.show", assignment_id=found.id, cohort=slug), 303)

    return _done(room, taken)


def _done(room: Room, deed: Callable[[], Answer]) -> Answer:
    try:
        return deed()
    except Refused as refused:
        flash(refused.message, "warn")
        return _back(room)


def _back(room: Room) -> Answer:
    return redirect(url_for(".show", group_id=room.group.id), 303)

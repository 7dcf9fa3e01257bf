"""Pages of a cohort's rounds, and the board of one. What changes a board works as a form, and by script in place."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.cohorts.rules import instant
from lms.core import clock
from lms.core.db import let_go
from lms.core.errors import Conflict, Refused
from lms.core.paging import number_in
from lms.roleplays.board import actions, announcing, queries, shown
from lms.roleplays.board.forms import TimesForm
from lms.roleplays.board.queries import Opened
from lms.roleplays.pairing.problem import SIZES, Tier
from lms.ui.page import by_script, page

bp = Blueprint("board", __name__, template_folder="templates")

ROUND = "/cohorts/<slug>/role-plays/<int:number>"


@bp.get("/cohorts/<slug>/role-plays")
@needs(May.ROLE_PLAYS_OVERSEE, load=cohorts.cohort)
def rounds(cohort: Cohort) -> Answer:
    found = queries.rounds_page(cohort.id, request.args.get("after"))
    return page("board/rounds.html", target=cohort, rounds=found)


@bp.post("/cohorts/<slug>/role-plays")
@needs(May.ROLE_PLAYS_PAIR, load=cohorts.cohort)
def set_up(cohort: Cohort) -> Answer:
    made = actions.set_up(cohort, clock.now())
    flash(f"{made} rounds are set up." if made > 1 else "1 round is set up." if made else "All are set up.", "good")
    return redirect(url_for(".rounds", slug=cohort.slug), 303)


@bp.route(f"{ROUND}/times", methods=["GET", "POST"])
@needs(May.ROLE_PLAYS_PAIR, load=queries.opened)
def times(opened: Opened) -> Answer:
    round_, zone = opened.round, opened.round.cohort.zone
    said = {name: getattr(round_, name).astimezone(zone) for name in ("from_at", "until_at", "answer_by_at")}
    form = TimesForm(**said, minutes=round_.minutes)
    if form.validate_on_submit():

        def at(wall: datetime) -> datetime:
            return instant(wall.date(), wall.time(), zone)

        with form.refusals():
            actions.edit(
                round_, at(form.from_at.data), at(form.until_at.data), at(form.answer_by_at.data), form.minutes.data
            )
            flash("Saved.", "good")
            return redirect(_address(opened), 303)
    return page("board/times.html", opened=opened, form=form, status=422 if form.is_submitted() else 200)


@bp.get(ROUND)
@needs(May.ROLE_PLAYS_OVERSEE, load=queries.opened)
def show(opened: Opened) -> Answer:
    return _show(opened)


@bp.get(f"{ROUND}/solving")
@needs(May.ROLE_PLAYS_OVERSEE, load=queries.opened)
def progress(opened: Opened) -> Answer:
    """How far it is: a part of the page."""
    return page("board/_solving.html", opened=opened, solving=opened.solving, tiers=shown.TIERS)


@bp.post(f"{ROUND}/solving")
@needs(May.ROLE_PLAYS_PAIR, load=queries.opened)
def solve(opened: Opened) -> Answer:
    return _do(opened, lambda: actions.ask_solving(opened, g.person, clock.now()))


@bp.post(f"{ROUND}/solving/end")
@needs(May.ROLE_PLAYS_PAIR, load=queries.opened)
def cancel(opened: Opened) -> Answer:
    return _do(opened, lambda: actions.cancel(opened, clock.now()))


@bp.post(f"{ROUND}/moves")
@needs(May.ROLE_PLAYS_PAIR, load=queries.opened)
def move(opened: Opened) -> Answer:
    person, to = number_in(request.form.get("person")), request.form.get("to", "")
    if person is None or not (to == "out" or (to.isdecimal() and len(to) < 6)):
        return _show(opened, "Please choose somebody, and a group for them.", 422)
    place = None if to == "out" else int(to)

    def deed() -> None:
        found = queries.gather(opened)
        if person not in found.learners:
            raise Refused("They take part no longer.")
        actions.move(opened, person, place, _seen(), g.person, clock.now())

    return _do(opened, deed)


@bp.post(f"{ROUND}/pins")
@needs(May.ROLE_PLAYS_PAIR, load=queries.opened)
def pin(opened: Opened) -> Answer:
    place, is_pinned = request.form.get("place", ""), request.form.get("is_pinned") == "yes"
    at = int(place) if place.isdecimal() and len(place) < 6 else -1
    return _do(opened, lambda: actions.pin(opened, at, is_pinned, _seen(), g.person, clock.now()))


@bp.post(f"{ROUND}/leavers")
@needs(May.ROLE_PLAYS_PAIR, load=queries.opened)
def clear(opened: Opened) -> Answer:
    def deed() -> None:
        gone = shown.shown(queries.gather(opened), None).gone
        actions.clear(opened, gone, _seen(), g.person, clock.now())

    return _do(opened, deed)


@bp.post(f"{ROUND}/undo")
@needs(May.ROLE_PLAYS_PAIR, load=queries.opened)
def undo(opened: Opened) -> Answer:
    return _do(opened, lambda: actions.undo(opened, _seen(), g.person, clock.now()))


@bp.post(f"{ROUND}/sizes")
@needs(May.ROLE_PLAYS_PAIR, load=queries.opened)
def sizes(opened: Opened) -> Answer:
    wished = {size for size in SIZES if str(size) in request.form.getlist("size")}
    return _do(opened, lambda: actions.wish(opened, wished, _seen(), g.person, clock.now()))


@bp.post(f"{ROUND}/order")
@needs(May.ROLE_PLAYS_PAIR, load=queries.opened)
def order(opened: Opened) -> Answer:
    asked = request.form.get("tier", "")
    if asked not in set(Tier):
        return _show(opened, "Please choose what is to count more.", 422)
    return _do(opened, lambda: actions.prefer(opened, Tier(asked), _seen(), g.person, clock.now()))


@bp.post(f"{ROUND}/announcement")
@needs(May.ROLE_PLAYS_PAIR, load=queries.opened)
def announce(opened: Opened) -> Answer:
    def deed() -> None:
        count = announcing.announce(opened, _seen(), g.person, clock.now())
        groups = "1 group is" if count == 1 else f"{count} groups are"
        flash(f"{groups} new or changed. Everybody in them is told." if count else "Nothing has changed.", "good")

    return _do(opened, deed)


def _do(opened: Opened, deed: Callable[[], None]) -> Answer:
    """Do it, and show the board as it is then; a refusal stands at its top."""
    try:
        deed()
    except Refused as refused:
        let_go()
        again = queries.opened(opened.round.cohort.slug, opened.round.program_class.number)
        return _show(again or opened, refused.message, 409 if isinstance(refused, Conflict) else 422)
    if by_script():
        return _show(queries.opened_by_id(opened.round.id))
    return redirect(_address(opened), 303)


def _show(opened: Opened, refused: str = "", status: int = 200) -> Answer:
    found = queries.gather(opened)
    picked = number_in(request.args.get("person"))
    first = number_in(request.args.get("from")) or 0
    context: dict[str, Any] = {
        "opened": opened,
        "round": opened.round,
        "solving": opened.solving,
        "seen": opened.board.saved if opened.board else 0,
        "found": shown.shown(found, picked),
        "picked": found.people.get(picked) if picked in found.learners else None,
        "sizes": shown.sizes_of(found),
        "tiers": shown.TIERS,
        "first": first,
        "most": shown.CARDS_MOST,
        "refused": refused,
    }
    return page("board/_board.html" if by_script() else "board/show.html", status=status, **context)


def _seen() -> int:
    said = request.form.get("seen", "")
    return int(said) if said.isdecimal() and len(said) < 9 else -1


def _address(opened: Opened) -> str:
    return url_for(".show", slug=opened.round.cohort.slug, number=opened.round.program_class.number)

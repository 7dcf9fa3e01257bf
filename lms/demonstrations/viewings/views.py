"""Viewings as they begin, and the pages of their log: one's own, and a demonstration's."""

from collections.abc import Iterator

from flask import Blueprint, Response, g, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from lms.access import body
from lms.access.guard import may, needs
from lms.access.table import May
from lms.access.viewer import Viewer
from lms.core import clock, sheets
from lms.core.db import db
from lms.core.errors import NotAllowed, NotThere
from lms.demonstrations.queries import Shown
from lms.demonstrations.streams import stream_of
from lms.demonstrations.through import card_of, eyes, shown
from lms.demonstrations.viewings import actions, csv_log, queries
from lms.ui.page import page

bp = Blueprint("viewings", __name__, template_folder="templates")

IN_A_PIECE = 500  # rows of an export that are in memory at once


@bp.get("/account/viewings")
@needs(May.OWN_ACCOUNT)
def mine() -> AnyResponse:
    return page("viewings/mine.html", viewings=queries.of_person(g.person.id, request.args.get("after")))


@bp.post("/demonstrations/<int:demonstration_id>/viewing")
@needs(May.DEMONSTRATION_WATCH, load=shown)
def begin(seen: Shown) -> Response:
    """Somebody presses play on what is logged: the viewing is kept, and the address answered."""
    card = card_of(seen)
    if card.video is None:
        raise NotThere
    if not may(May.DEMONSTRATION_PLAY, card):
        raise NotAllowed
    said = body.json()
    is_native = isinstance(said, dict) and said.get("native") is True
    kept = actions.begin(eyes(seen), seen.demonstration, card.video, is_native, clock.now())
    stream = stream_of(kept, card.video)
    return jsonify(src=stream.master, storyboard=stream.storyboard, waveform=stream.waveform)


@bp.get("/demonstrations/<int:demonstration_id>/viewings")
@needs(May.VIEWINGS_READ, load=shown)
def of_demonstration(seen: Shown) -> AnyResponse:
    found = queries.seen_by(g.viewer, seen.demonstration.id, request.args.get("after"))
    return page("viewings/of_demonstration.html", seen=seen, viewings=found)


@bp.get("/demonstrations/<int:demonstration_id>/viewings.csv")
@needs(May.VIEWINGS_READ, load=shown)
def as_csv(seen: Shown) -> Response:
    """All of the log, newest first, however long it is."""
    response = Response(_lines(g.viewer, seen.demonstration.id), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="viewings-{seen.demonstration.slug}.csv"'
    return response


def _lines(viewer: Viewer, demonstration_id: int) -> Iterator[str]:
    yield sheets.line(csv_log.HEAD)
    after: str | None = None
    try:
        while True:
            found = queries.seen_by(viewer, demonstration_id, after, IN_A_PIECE)
            yield "".join(sheets.line(csv_log.row(viewing)) for viewing in found.rows)
            db.expunge_all()
            after = found.after
            if after is None:
                return
    finally:
        db.remove()

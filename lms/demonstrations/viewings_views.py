"""Pages of the log of viewings: one's own, and a demonstration's for those who answer for it."""

from collections.abc import Iterator

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from lms.access.guard import needs
from lms.access.table import May
from lms.access.viewer import Viewer
from lms.core.db import db
from lms.demonstrations import csv_log, viewings
from lms.demonstrations.queries import Shown
from lms.demonstrations.through import shown
from lms.ui.page import page

bp = Blueprint("viewings", __name__, template_folder="templates")

IN_A_PIECE = 500  # rows of an export that are in memory at once


@bp.get("/account/viewings")
@needs(May.OWN_ACCOUNT)
def mine() -> AnyResponse:
    return page("demonstrations/my_viewings.html", viewings=viewings.of_person(g.person.id, request.args.get("after")))


@bp.get("/demonstrations/<int:demonstration_id>/viewings")
@needs(May.VIEWINGS_READ, load=shown)
def of_demonstration(seen: Shown) -> AnyResponse:
    found = viewings.seen_by(g.viewer, seen.demonstration.id, request.args.get("after"))
    return page("demonstrations/viewings.html", seen=seen, viewings=found)


@bp.get("/demonstrations/<int:demonstration_id>/viewings.csv")
@needs(May.VIEWINGS_READ, load=shown)
def as_csv(seen: Shown) -> Response:
    """All of the log, newest first, however long it is."""
    response = Response(_lines(g.viewer, seen.demonstration.id), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="viewings-{seen.demonstration.slug}.csv"'
    return response


def _lines(viewer: Viewer, demonstration_id: int) -> Iterator[str]:
    yield csv_log.line(csv_log.HEAD)
    after: str | None = None
    try:
        while True:
            found = viewings.seen_by(viewer, demonstration_id, after, IN_A_PIECE)
            yield "".join(csv_log.line(csv_log.row(viewing)) for viewing in found.rows)
            db.expunge_all()
            after = found.after
            if after is None:
                return
    finally:
        db.remove()

"""Pages of who watched what: one's own log, a demonstration's, and how a cohort watches it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, g, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.access.guard import needs
from lms.access.table import May
from lms.access.viewer import Viewer
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock, sheets
from lms.core.db import db
from lms.core.errors import NotThere
from lms.demonstrations import queries
from lms.demonstrations.queries import Card, Shown
from lms.demonstrations.through import cohort_for, shown
from lms.demonstrations.viewings import csv_log
from lms.demonstrations.viewings import queries as viewings
from lms.demonstrations.watching import heat, watchers
from lms.demonstrations.watching.heat import Stretch
from lms.demonstrations.watching.watchers import Stage
from lms.ui.page import page

bp = Blueprint("viewings", __name__, template_folder="templates")

BARS_MOST = 90
IN_A_PIECE = 500  # rows of an export that are in memory at once


@bp.get("/account/viewings")
@needs(May.OWN_ACCOUNT)
def mine() -> AnyResponse:
    return page("viewings/mine.html", viewings=viewings.of_person(g.person.id, request.args.get("after")))


@bp.get("/demonstrations/<int:demonstration_id>/viewings")
@needs(May.VIEWINGS_READ, load=shown)
def of_demonstration(seen: Shown) -> AnyResponse:
    found = viewings.seen_by(g.viewer, seen.demonstration.id, request.args.get("after"))
    return page("viewings/of_demonstration.html", seen=seen, viewings=found)


def card_here(demonstration_id: int) -> Card | None:
    """The demonstration with what plays of it, seen from the viewer's cohort."""
    card = queries.card_by_id(demonstration_id, g.viewer.person_id, clock.now())
    return card and replace(card, cohort_id=cohort_for(card.demonstration.program_class.program_id))


@bp.get("/demonstrations/<int:demonstration_id>/watched")
@needs(May.VIEWINGS_READ, load=card_here)
def watched(card: Card) -> AnyResponse:
    """How the cohort through which the viewer comes watches it: which moments, and who."""
    here, demonstration_id = cohorts.cohort_by_id(card.cohort_id), card.demonstration.id
    if here is None:
        raise NotThere
    duration_ms = card.duration_ms
    stretches = watchers.stretches_of(demonstration_id, card.video, here.id, duration_ms)
    asked = request.args.get("stage")
    stage = Stage(asked) if asked in list(Stage) else None
    return page(
        "watching/of_demonstration.html",
        shown=card.demonstration,
        here=here,
        chapters=_chapters(card, stretches),
        duration_ms=duration_ms,
        summary=heat.summary(stretches),
        bars=_bars(stretches),
        peak_plays=max((stretch.plays for stretch in stretches), default=0),
        counts=watchers.counts(demonstration_id, here.id),
        stage=stage,
        ways=_ways(demonstration_id, stage),
        watchers=watchers.watchers(demonstration_id, here.id, stage, request.args.get("after")),
    )


@bp.get("/watching/")
@needs(May.VIEWINGS_READ, load=lambda: g.cohort)
def of_cohort(here: Cohort) -> AnyResponse:
    """How far the cohort is with each demonstration of its program."""
    cards = queries.cards_in({here.program_id: here.id}, g.person.id, clock.now())
    standings = watchers.standings(here.id, [card.demonstration.id for card in cards])
    return page("watching/of_cohort.html", here=here, cards=cards, standings=standings)


def _chapters(card: Card, stretches: Sequence[Stretch]) -> list[dict[str, Any]]:
    """Each with where it begins in a hundred, and how often it was played on average."""
    ends = [*(chapter.start_ms for chapter in card.chapters[1:]), card.duration_ms]
    return [
        {
            "chapter": chapter,
            "percent": round(100 * chapter.start_ms / max(1, card.duration_ms), 2),
            "plays": heat.average(stretches, chapter.start_ms, end_ms),
        }
        for chapter, end_ms in zip(card.chapters, ends, strict=True)
    ]


def _bars(stretches: Sequence[Stretch]) -> list[dict[str, Any]]:
    """As many as a phone can show, each with its height of a hundred."""
    parts = heat.together(stretches, BARS_MOST)
    most = max((part.plays for part in parts), default=0) or 1
    return [{"part": part, "height": round(100 * part.plays / most)} for part in parts]


def _ways(demonstration_id: int, here: Stage | None) -> list[dict[str, Any]]:
    """To everybody, and to those who are so far."""
    return [
        {
            "label": stage.value.capitalize() if stage else "Everybody",
            "href": url_for(".watched", demonstration_id=demonstration_id, stage=stage),
            "is_here": stage is here,
        }
        for stage in (None, *Stage)
    ]


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
            found = viewings.seen_by(viewer, demonstration_id, after, IN_A_PIECE)
            yield "".join(sheets.line(csv_log.row(viewing)) for viewing in found.rows)
            db.expunge_all()
            after = found.after
            if after is None:
                return
    finally:
        db.remove()

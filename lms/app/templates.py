"""What every template knows: who looks, where they can go, and how things are said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, request, url_for
from jinja2 import StrictUndefined
from markupsafe import Markup

from lms.access.guard import may
from lms.access.table import May
from lms.core import clock, markup
from lms.core.timecode import timecode
from lms.documents.notes import note_of
from lms.feedback import queries as feedback
from lms.program.rules import without_facts
from lms.ui import time
from lms.ui.assets import asset

# Rooms without an entry of their own.
REACHED_FROM = {
    **dict.fromkeys(
        ["practice", "withdrawals", "differences", "writing", "documents", "approving", "rendering", "cases"],
        "classroom",
    ),
    **dict.fromkeys(["demonstrations", "notes", "questions", "prompts"], "classroom"),
    **dict.fromkeys(["extensions", "overview", "calibration", "cohort_hours", "term", "board", "apart"], "cohorts"),
    **dict.fromkeys(["hours", "agree"], "today"),
    **dict.fromkeys(["room", "debrief"], "classroom"),
    "erasure": "people",
    **dict.fromkeys(["clips", "reviews", "claims", "planner", "phrases", "voices", "peers"], "feedback"),
    **dict.fromkeys(["words", "understood", "reopenings"], "feedback"),
}
PAGES_REACHED_FROM = {  # whatever their room
    "questions.waiting": "feedback",
    "extensions.ask": "classroom",
    "peers.in_cohort": "cohorts",
    "apart.mine": "today",
    "apart.ask": "today",
}
OWN_PAGES = {"people.account", "people.password"}  # in the room of people, but reached from one's own menu


@dataclass(frozen=True)
class Way:
    """An entry of the navigation."""

    label: str
    href: str
    icon: str
    is_here: bool
    count: int = 0
    counted: str = ""
    """What the count is of: 3 "new", 3 "waiting"."""


def wire(app: Flask) -> None:
    """Give the templates their globals and filters."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        markdown=markup.markdown,
        span=time.span,
        timecode=timecode,
        instant=datetime.fromisoformat,
        without_facts=without_facts,
    )
    app.jinja_env.globals.update(asset=asset, may=may, May=May, when=_when, now=clock.now, note_of=note_of)
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    return {
        "viewer": g.get("viewer"),
        "cohort": g.get("cohort"),
        "nav": _nav,
        "unread_notices": g.get("unread", 0),
        "request_id": g.get("request_id", ""),
        "more_cohorts": len(g.get("enrollments", [])) > 1,
        "env": current_app.config["ATTUNE"].env,
    }


def _when(instant: datetime, style: str = "short", zone: ZoneInfo | None = None) -> Markup:
    return time.when(instant, zone or g.viewer.zone, style)


def _nav() -> list[Way]:
    """Where this viewer can go, most needed first."""
    viewer = g.viewer
    if not viewer.signed_in:
        return []
    counts = g.get("counts") or feedback.counts(viewer)
    ways = [_way("Today", "today.show")]
    if g.cohort:
        ways.append(_way("Classes", "classroom.classes"))
    if viewer.learner_in:
        ways.append(_way("Feedback", "feedback.mine", counts.unread, "new"))
    if viewer.teaches:
        ways.append(_way("Review", "feedback.queue", counts.waiting, "waiting"))
    if viewer.is_coordinator or viewer.teaches:
        ways.append(_way("Cohorts", "cohorts.index"))
    if viewer.is_coordinator:
        ways.append(_way("People", "people.index"))
    return ways


def _way(label: str, endpoint: str, count: int = 0, counted: str = "") -> Way:
    return Way(label, url_for(endpoint), label.lower(), _is_here(endpoint), count, counted)


def _is_here(endpoint: str) -> bool:
    """Whether the page that is shown belongs to the entry that leads to this endpoint."""
    if request.endpoint in OWN_PAGES:
        return False
    reached_from = REACHED_FROM.get(request.blueprint or "", request.blueprint)
    room = PAGES_REACHED_FROM.get(request.endpoint or "", reached_from)
    return request.endpoint == endpoint or room == endpoint.split(".")[0]

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
from lms.feedback import queries as feedback
from lms.ui import time
from lms.ui.assets import asset


@dataclass(frozen=True)
class Way:
    """An entry of the navigation."""

    label: str
    href: str
    icon: str
    is_here: bool
    count: int = 0


def wire(app: Flask) -> None:
    """Give the templates their globals and filters."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(markdown=markup.markdown, span=time.span)
    app.jinja_env.globals.update(asset=asset, may=may, May=May, when=_when, now=clock.now)
    app.context_processor(_context)


def _context() -> dict[str, Any]:
    return {
        "viewer": g.get("viewer"),
        "cohort": g.get("cohort"),
        "nav": _nav,
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
    unread = feedback.unread_count(viewer)
    ways = [("Today", "today.show", "today", 0)]
    if g.cohort:
        ways.append(("Classes", "classroom.classes", "classes", 0))
    if viewer.learner_in:
        ways.append(("Feedback", "feedback.mine", "feedback", unread))
    if viewer.teaches:
        ways.append(("Review", "feedback.queue", "review", unread if not viewer.learner_in else 0))
    if viewer.is_coordinator or viewer.teaches:
        ways.append(("Cohorts", "cohorts.index", "cohorts", 0))
    if viewer.is_coordinator:
        ways.append(("People", "people.index", "people", 0))
    room = request.blueprint
    return [
        Way(label, url_for(endpoint), icon, request.endpoint == endpoint or room == endpoint.split(".")[0], count)
        for label, endpoint, icon, count in ways
    ]

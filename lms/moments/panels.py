"""How what is pinned to a demonstration is answered: a page of its own, or alone, beside the player."""

import secrets
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from lms.cohorts.models import Cohort
from lms.demonstrations.cards import Card
from lms.moments import rules
from lms.ui.page import by_script, page


def panel(room: str, card: Card, status: int = 200, **context: Any) -> Response:
    """`<room>/_panel.html`, which `<room>/index.html` holds, too, for whoever opens it as a page."""
    name = "_panel" if by_script() else "index"
    demonstration = card.demonstration

    def href_at(ms: int) -> str:
        """Where the demonstration plays from a moment."""
        second = rules.place(ms, card.duration_ms) // rules.SECONDS
        return url_for("demonstrations.show", demonstration_id=demonstration.id, t=second)

    return page(
        f"{room}/{name}.html",
        status,
        card=card,
        demonstration=demonstration,
        href_at=href_at,
        place=lambda ms: rules.place(ms, card.duration_ms),
        **context,
    )


def to_moment(demonstration_id: int, cohort: Cohort, at_ms: int, anchor: str) -> Response:
    """Lead to what is pinned there, at its moment."""
    at = {"t": at_ms // rules.SECONDS, "_anchor": anchor}
    return redirect(url_for("demonstrations.show", demonstration_id=demonstration_id, cohort=cohort.slug, **at))


def new_key() -> str:
    """A key for something that hasn't been said yet."""
    return secrets.token_urlsafe(12)


def asked_ms() -> int:
    """The moment that the address asks for (`?t=83`), else the beginning."""
    asked = request.args.get("t", "")
    return int(asked) * rules.SECONDS if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0

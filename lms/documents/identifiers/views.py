"""Typed text in, marks out, for the page on which it is typed."""

from typing import Any

from flask import Blueprint, g, get_template_attribute, request

from lms.access.body import TEXTS
from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core.limits import limiter
from lms.documents.identifiers import actions, queries, rules
from lms.documents.identifiers.actions import Looked
from lms.practice import queries as work
from lms.practice.queries import AssignmentHere
from lms.practice.rules import TEXT_LIMIT, as_typed
from lms.program.models import Assignment

bp = Blueprint("identifiers", __name__, template_folder="templates")
OWN = {"csrf_token", "seen", "marks_seen"}
"""What a form sends that nobody has typed."""


def assignment_here(assignment_id: int) -> AssignmentHere | None:
    """The assignment in the cohort that the viewer looks at."""
    return work.assignment_here(assignment_id, g.cohort)


@bp.post("/assignments/<int:assignment_id>/identifier-marks")
@limiter.limit("60 per minute", key_func=whoever)
@needs(May.HAND_IN, load=assignment_here, most=TEXTS)
def show(here: AssignmentHere) -> Any:
    """Of every field that is sent: how many marks, and the pieces of the page that show and confirm them."""
    texts = {name: as_typed(text)[:TEXT_LIMIT] for name, text in request.form.items() if name not in OWN}
    looked = actions.look(here.assignment, texts)
    lists = get_template_attribute("identifiers/_marks.html", "marks_of")
    box = get_template_attribute("identifiers/_marks.html", "confirmation")
    shown = {name: lists(name, pieces(looked, name)) for name in texts}
    return {"count": looked.count, "fields": shown, "confirmation": box(looked.seen, False)}


def pieces(looked: Looked, name: str) -> list[dict[str, Any]]:
    """The marks of a field as the page shows them, the first of very many; places count as browsers do."""
    text, marks = looked.texts[name], looked.marks.get(name, ())[: rules.SHOWN_MOST]
    return [
        {"words": text[mark.start : mark.end], "start": start, "end": end, "mark": mark}
        for mark, (start, end) in zip(marks, rules.in_utf16(text, marks), strict=True)
    ]


@bp.app_context_processor
def _words() -> dict[str, Any]:
    """For pages of rooms below: whether work is looked at, what is found in what was typed, and what was confirmed."""
    return {
        "is_looked_at": _is_looked_at,
        "look_at": actions.look,
        "marks_in": pieces,
        "marks_confirmed": queries.confirmation_of,
    }


def _is_looked_at(assignment: Assignment) -> bool:
    return assignment.kind in rules.CHECKED

"""Pages and panels of one's own notes."""

from collections.abc import Sequence

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import may, needs, whoever
from lms.access.table import May
from lms.core import clock
from lms.core.errors import Refused
from lms.core.limits import limiter
from lms.demonstrations import queries as demonstrations
from lms.demonstrations.cards import Card
from lms.demonstrations.through import cohorts_by_program, playable
from lms.moments.notes import actions, queries, rules
from lms.moments.notes.forms import ChangeForm, NoteForm
from lms.moments.notes.models import MomentNote
from lms.moments.notes.queries import NoteHere
from lms.moments.panels import asked_ms, new_key, panel

bp = Blueprint("notes", __name__, template_folder="templates")
OFTEN = limiter.shared_limit("40 per minute; 600 per hour", scope="notes", key_func=whoever)


def note_here(note_id: int) -> NoteHere | None:
    """A note, and its demonstration as the viewer comes to it."""
    note = queries.note(note_id)
    card = playable(note.demonstration_id) if note else None
    return NoteHere(note, card) if note and card else None


@bp.get("/demonstrations/<int:demonstration_id>/notes")
@needs(May.DEMONSTRATION_PLAY, load=playable)
def index(card: Card) -> Answer:
    return _panel(card)


@bp.post("/demonstrations/<int:demonstration_id>/notes")
@OFTEN
@needs(May.DEMONSTRATION_PLAY, load=playable)
def keep(card: Card) -> Answer:
    form = NoteForm()
    if form.validate():
        with form.refusals():
            made = (form.at_ms.data, form.text.data, form.key.data)
            actions.keep(g.person.id, card.demonstration.id, *made, clock.now())
            return _back(card)
    return _panel(card, form)


@bp.post("/notes/<int:note_id>")
@OFTEN
@needs(May.NOTE_KEEP, load=note_here)
def change(here: NoteHere) -> Answer:
    form = ChangeForm()
    if form.validate():
        try:
            actions.change(here.note, form.text.data, form.seen.data)
        except Refused as refused:
            form.refuse(refused)
            form.seen.data = here.note.changes
        else:
            return _back(here.card)
    return _panel(here.card, changed=(here.note.id, form))


@bp.post("/notes/<int:note_id>/removal")
@needs(May.NOTE_KEEP, load=note_here)
def remove(here: NoteHere) -> Answer:
    actions.remove(here.note, clock.now())
    return _back(here.card, removed=here.note.id)


@bp.post("/notes/<int:note_id>/removal/undo")
@needs(May.NOTE_KEEP, load=note_here)
def bring_back(here: NoteHere) -> Answer:
    actions.bring_back(here.note)
    return _back(here.card)


@bp.get("/demonstrations/<int:demonstration_id>/notes.txt")
@needs(May.DEMONSTRATION_PLAY, load=playable)
def as_text(card: Card) -> Response:
    """One's notes at a demonstration, to keep."""
    notes = queries.notes_of(g.person.id, card.demonstration.id)
    return _file(f"{card.demonstration.slug} notes.txt", _text(card, notes))


@bp.get("/account/notes.txt")
@needs(May.OWN_ACCOUNT)
def all_as_text() -> Response:
    """All of one's notes at what one may play, in the order of the classes."""
    cohorts = {program_id: cohort.id for program_id, cohort in cohorts_by_program().items()}
    cards = demonstrations.cards_in(cohorts, g.person.id, clock.now()) if cohorts else []
    playing = [card for card in cards if may(May.DEMONSTRATION_PLAY, card)]
    notes = queries.all_notes_of(g.person.id, [card.demonstration.id for card in playing])
    texts = [_text(card, notes[card.demonstration.id]) for card in playing if card.demonstration.id in notes]
    return _file("notes.txt", "\n".join(texts) or "No notes yet.\n")


def _text(card: Card, notes: Sequence[MomentNote]) -> str:
    heading = f"{card.demonstration.code} {card.demonstration.title}"
    return rules.as_text(heading, [rules.Line(note.at_ms, note.text) for note in notes])


def _file(name: str, text: str) -> Response:
    answer = Response(text, mimetype="text/plain", headers={"Cache-Control": "private, no-store"})
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _back(card: Card, removed: int | None = None) -> Answer:
    return redirect(url_for(".index", demonstration_id=card.demonstration.id, removed=removed), 303)


def _panel(card: Card, form: NoteForm | None = None, changed: tuple[int, ChangeForm] | None = None) -> Answer:
    """All the notes, and what was typed where something keeps it from being taken."""
    notes = queries.notes_of(g.person.id, card.demonstration.id)
    newest = max(notes, key=lambda note: note.id, default=None)
    return panel(
        "notes",
        card,
        status=422 if form or changed else 200,
        notes=notes,
        form=form or NoteForm(None, key=new_key(), at_ms=asked_ms()),
        changed=dict([changed]) if changed else {},
        change_form=lambda note: ChangeForm(None, text=note.text, seen=note.changes),
        sent=newest.key if newest else "",
        removed=request.args.get("removed", type=int),
    )

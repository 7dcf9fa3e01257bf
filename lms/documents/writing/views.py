"""The page on which a document is written, and the ways to begin one and to move it."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.body import TEXTS
from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.core import clock
from lms.core.errors import Conflict, NotThere, Refused
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.documents.approving import actions as approving
from lms.documents.comparing import as_text, left_over
from lms.documents.filling import rules
from lms.documents.filling.reading import sent_from
from lms.documents.identifiers import actions as identifiers
from lms.documents.notes import Note, blank, note_of, written
from lms.documents.writing import actions, queries
from lms.documents.writing.forms import BeginForm, MoveForm, NoteForm, note_from
from lms.documents.writing.queries import DocumentHere
from lms.documents.writing.sheet import PREFIX, sheet
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice import work_page
from lms.practice.desks import Desk
from lms.ui.page import by_script, page
from lms.ui.time import said

bp = Blueprint("writing", __name__, template_folder="../templates")


def document_here(assignment_id: int) -> DocumentHere | None:
    """An assignment that asks for a document, in the cohort that the viewer looks at."""
    return queries.document_here(assignment_id, g.cohort)


@bp.get("/assignments/<int:assignment_id>/document")
@needs(May.HAND_IN, load=document_here)
def show(here: DocumentHere) -> Answer:
    desk = work_page.desk(here)
    draft = desk.draft
    values = {"text": draft.text, "seen": draft.saved} if draft else {}
    note = (note_of(draft) if draft else None) or blank(here.newest)
    return _page(here, desk, NoteForm(None, **values), note)


@bp.post("/assignments/<int:assignment_id>/document/draft")
@needs(May.HAND_IN, load=document_here, most=TEXTS)
def save(here: DocumentHere) -> Any:
    """For the script on the page, an answer in JSON, with what is said of the answers; without one the page again."""
    form = NoteForm()
    note = _sent(here, form)
    if not form.validate():
        return ({"message": _first_error(form)}, 422) if by_script() else _again(here, form, note)
    try:
        draft = practice.save_draft(
            here, g.person, form.text.data, form.seen_number, clock.now(), filled=actions.kept(note)
        )
    except Conflict as conflict:
        form.refuse(conflict)
        return _conflict(here, conflict) if by_script() else _again(here, form, note)
    except Refused as refused:
        form.refuse(refused)
        return ({"message": refused.message}, 422) if by_script() else _again(here, form, note)
    if by_script():
        return {"seen": draft.saved, "saved_at_text": said(draft.saved_at, g.viewer.zone, "time"), **_said_of(note)}
    if not form.row_more.data:
        flash("Your draft is saved.", "good")
    more = {"row_more": form.row_more.data, "_anchor": f"f-{form.row_more.data}-rows"} if form.row_more.data else {}
    return redirect(_address(here, **more), 303)


@bp.post("/assignments/<int:assignment_id>/document/hand-in")
@limiter.limit("6 per minute; 60 per hour", key_func=whoever)
@needs(May.HAND_IN, load=document_here, most=TEXTS)
def hand_in(here: DocumentHere) -> Answer:
    form = NoteForm()
    note = _sent(here, form)
    if form.validate():
        with form.refusals():
            filled = actions.kept(note)
            if not sheet(note).is_ready:
                raise Refused(actions.NOT_READY)
            approving.refuse_unreasoned(work.latest_version(here, g.person.id), form.reason.data)
            version = practice.hand_in(
                here,
                g.person,
                form.text.data,
                form.seen_number,
                clock.now(),
                filled=filled,
                needs_soon=bool(form.soon.data),
                marks_seen=form.marks_seen.data or "",
            )
            approving.amend(version, form.reason.data)
            place = {"submission_id": version.submission_id, "number": version.number}
            return redirect(url_for("practice.receipt", **place, new=1), 303)
    return _again(here, form, note, is_handing_in=True)


@bp.post("/assignments/<int:assignment_id>/document/template")
@needs(May.HAND_IN, load=document_here)
def move(here: DocumentHere) -> Answer:
    """Go on in the newest version of the template."""
    form = MoveForm()
    draft = work.draft_to_change(here, g.person.id)
    if draft is None:
        raise NotThere
    try:
        actions.move(draft, here.newest, number_in(form.seen.data) or 0, clock.now())
        flash("Your note is in the newest version of its template now. Nothing that you wrote is lost.", "good")
    except Refused as refused:
        flash(refused.message, "warn")
    return redirect(_address(here), 303)


@bp.post("/assignments/<int:assignment_id>/document/beginning")
@needs(May.HAND_IN, load=document_here)
def begin(here: DocumentHere) -> Answer:
    """Begin with what the learner wrote in an earlier note."""
    wanted = number_in(BeginForm().submission_id.data)
    found = next((each for each in queries.earlier(here, g.person.id) if each.submission_id == wanted), None)
    if found is None:
        raise NotThere
    try:
        actions.begin_from(here, g.person, found, here.newest, clock.now())
        flash("Taken over from your earlier note. Go through all of it: this one is of another day.", "good")
    except Refused as refused:
        flash(refused.message, "warn")
    return redirect(_address(here), 303)


def _first_error(form: NoteForm) -> str:
    return next((str(each.errors[0]) for each in form if each.errors), "")


def _address(here: DocumentHere, **more: Any) -> str:
    return url_for("writing.show", assignment_id=here.assignment.id, cohort=here.cohort.slug, **more)


def _sent(here: DocumentHere, form: NoteForm) -> Note:
    """What was sent, read as the page meant it: in the version of the template that the page was made from."""
    version = queries.template_shown(here, form.template_id)
    return note_from({name: request.form.getlist(name) for name in request.form}, version)


def _said_of(note: Note) -> dict[str, Any]:
    """What is said of the answers, by place: for the script on the page."""
    made = sheet(note)
    return {
        "missing": [[each.at, each.say] for each in made.missing],
        "wrong": [[each.at, each.say, made.label_of(each)] for each in made.wrong],
        "computed": rules.computed(note.template.fields, note.answers),
    }


def _again(here: DocumentHere, form: NoteForm, note: Note, is_handing_in: bool = False) -> Answer:
    """The page with all that was written; where something else was saved meanwhile, with that beside it."""
    desk = work_page.desk(here)
    draft, elsewhere = desk.draft, None
    if draft and draft.saved != form.seen_number:
        elsewhere = _other(draft.text, note_of(draft) or blank(here.newest), form.text.data, note)
    form.seen.data = draft.saved if draft else 0
    status = 422 if elsewhere is None else 409
    return _page(here, desk, form, note, kept_elsewhere=elsewhere, is_refused=is_handing_in, status=status)


def _other(text: str, kept: Note, typed: str, note: Note) -> str | None:
    """What was saved meanwhile and says something else, to be read; None where it is the same."""
    differs = [text] if text != typed else []
    if kept.answers != note.answers:
        differs.insert(0, as_text(kept, besides=note))
    return "\n\n".join(differs) if differs else None


def _conflict(here: DocumentHere, conflict: Conflict) -> Any:
    draft = work.draft(here, g.person.id)
    assert draft
    note = note_of(draft) or blank(here.newest)
    sent = sent_from(note.template.fields, note.answers)
    fields = [[PREFIX + place, text] for place, texts in sent.items() for text in texts]
    return {"message": conflict.message, "seen": draft.saved, "fields": [*fields, ["text", draft.text]]}, 409


def _page(here: DocumentHere, desk: Desk, form: NoteForm, note: Note, status: int = 200, **more: Any) -> Answer:
    form.template.data = note.version.id
    is_later = note.version.number > 1 and bool(desk.draft and desk.draft.template_id)
    move = queries.last_move(desk.draft) if is_later else None  # to a first version nothing moves
    is_open = not is_later and not (desk.draft and desk.draft.is_filled)
    row_more = form.row_more.data or request.args.get("row_more")
    typed = written(note) | {"text": form.text.data or ""}
    return page(
        "documents/writing.html",
        looked=identifiers.look(here.assignment, typed) if form.marks_seen.errors else None,
        status=status,
        sheet=sheet(note, {row_more: 1} if row_more else {}),
        note=note,
        newest=here.newest,
        moved=move,
        left=left_over(move.note, note.template.fields) if move else [],
        move_form=MoveForm(None, seen=desk.draft.saved if desk.draft else 0),
        begin_form=BeginForm(None),
        earlier=queries.earlier(here, g.person.id) if is_open else (),
        drill=None,
        **work_page.shown(here, desk, form),
        **{"kept_elsewhere": None, "is_refused": False} | more,
    )

"""Pages on which learners do their home practice."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer

from lms.access.body import FILES, TEXTS
from lms.access.guard import may, needs, whoever
from lms.access.table import May
from lms.core import clock, storage
from lms.core.db import db
from lms.core.errors import Conflict, NotThere, Refused
from lms.core.limits import limiter
from lms.practice import actions, queries, work_page
from lms.practice.desks import Desk
from lms.practice.drills import queries as drills
from lms.practice.drills.rules import ATTEMPTS_MOST
from lms.practice.forms import FilesForm, WorkForm
from lms.practice.models import Draft, SubmissionVersion, WorkFile
from lms.practice.queries import AssignmentHere
from lms.practice.sending import as_attachment
from lms.program.rules import PracticeKind
from lms.ui.page import by_script, page
from lms.ui.time import said

bp = Blueprint("practice", __name__, template_folder="templates")


def assignment_here(assignment_id: int) -> AssignmentHere | None:
    """The assignment in the cohort that the viewer looks at."""
    return queries.assignment_here(assignment_id, g.cohort)


@bp.get("/assignments/<int:assignment_id>")
@needs(May.ASSIGNMENT_READ, load=assignment_here)
def show(here: AssignmentHere) -> Answer:
    if here.assignment.is_form and may(May.HAND_IN, here):
        return redirect(url_for("writing.show", assignment_id=here.assignment.id, cohort=here.cohort.slug), 303)
    desk = work_page.desk(here)
    return _page(here, desk, _form(desk.draft))


@bp.post("/assignments/<int:assignment_id>/draft")
@needs(May.HAND_IN, load=assignment_here, most=TEXTS)
def save(here: AssignmentHere) -> Any:
    """For the script on the page, an answer in JSON; for the Save button without one, the page again."""
    form = WorkForm()
    if not form.validate():
        return ({"message": form.text.errors[0]}, 422) if by_script() else _again(here, form)
    try:
        draft = actions.save_draft(here, g.person, form.text.data, form.seen_number, clock.now(), form.reflection)
    except Conflict as conflict:
        form.refuse(conflict)
        return _conflict(here, conflict) if by_script() else _again(here, form)
    if by_script():
        return {"seen": draft.saved, "saved_at_text": said(draft.saved_at, g.viewer.zone, "time")}
    flash("Your draft is saved.", "good")
    return redirect(work_page.address(here), 303)


@bp.post("/assignments/<int:assignment_id>/hand-in")
@limiter.limit("6 per minute; 30 per hour", key_func=whoever)
@needs(May.HAND_IN, load=assignment_here, most=TEXTS)
def hand_in(here: AssignmentHere) -> Answer:
    form = WorkForm()
    if form.validate():
        with form.refusals():
            also = {"needs_soon": bool(form.soon.data), "marks_seen": form.marks_seen.data or ""}
            now, said = clock.now(), form.reflection
            version = actions.hand_in(here, g.person, form.text.data, form.seen_number, now, said, **also)
            return redirect(url_for(".receipt", submission_id=version.submission_id, number=version.number, new=1), 303)
    return _again(here, form)


@bp.post("/assignments/<int:assignment_id>/files")
@needs(May.HAND_IN, load=assignment_here, most=FILES)
def attach(here: AssignmentHere) -> Answer:
    form = FilesForm()
    sent = [file for file in form.files.data or [] if file.filename]
    with form.refusals():
        _check_all(here, sent)
    if not form.files.errors:
        db.commit()  # lets go of the one writer that SQLite allows, while the bytes are stored
        kept = [(file.filename or "", actions.keep_bytes(storage.store(), file.stream)) for file in sent]
        with form.refusals():
            draft = actions.open_draft(here, g.person, clock.now())
            for name, piece in kept:
                actions.attach(draft, name, piece, clock.now(), by=g.person)
            return redirect(work_page.address(here) + "#files", 303)
    if here.assignment.is_form:
        flash(" ".join(map(str, form.files.errors)), "urgent")
        return redirect(work_page.address(here) + "#files", 303)
    desk = work_page.desk(here)
    return _page(here, desk, _form(desk.draft), files=form, status=422)


@bp.post("/assignments/<int:assignment_id>/files/<int:file_id>/removal")
@needs(May.HAND_IN, load=lambda assignment_id, file_id: assignment_here(assignment_id))
def remove(here: AssignmentHere) -> Answer:
    file = queries.draft_file(here, (request.view_args or {})["file_id"], g.person.id)
    if file is None:
        raise NotThere
    actions.remove(file)
    return redirect(work_page.address(here) + "#files", 303)


@bp.get("/submissions/<int:submission_id>/receipts/<int:number>")
@needs(May.SUBMISSION_READ, load=queries.received)
def receipt(version: SubmissionVersion) -> Answer:
    """Of a group's hand-in to all for whom it was, also to those who are in another group by now."""
    members = version.submission.member_ids
    is_mine = g.person.id in members | {one.person_id for one in version.people}
    return page(
        "practice/receipt.html",
        submission=version.submission,
        version=version,
        is_mine=is_mine,
        has_left=is_mine and g.person.id not in members,
        recordings=queries.recordings_of(version),
        stands=version.stands,
        is_new="new" in request.args,
    )


@bp.get("/files/<int:file_id>")
@needs(May.SUBMISSION_READ, load=queries.work_file)
def download(file: WorkFile) -> Answer:
    return as_attachment(file, file.name)


def _form(draft: Draft | None) -> WorkForm:
    if draft is None:
        return WorkForm(None)
    return WorkForm(None, text=draft.text, seen=draft.saved, question=draft.question)


def _again(here: AssignmentHere, form: WorkForm) -> Answer:
    """The page with all that was typed; where something else was saved meanwhile, with that beside it."""
    desk = work_page.desk(here)
    draft = desk.draft
    kept_elsewhere = _kept_elsewhere(here, draft, form) if draft and draft.saved != form.seen_number else None
    form.seen.data = draft.saved if draft else 0
    status = 422 if kept_elsewhere is None else 409
    return _page(here, desk, form, kept_elsewhere=kept_elsewhere, status=status)


def _page(here: AssignmentHere, desk: Desk, form: WorkForm, files: FilesForm | None = None, **more: Any) -> Answer:
    is_drill = here.assignment.kind is PracticeKind.DRILL
    return page(
        "practice/drill.html" if is_drill else "practice/assignment.html",
        drill=drills.drill(here, desk.draft) if is_drill else None,
        attempts_most=ATTEMPTS_MOST,
        **work_page.shown(here, desk, form, files),
        **{"kept_elsewhere": None} | more,
    )


def _conflict(here: AssignmentHere, conflict: Conflict) -> Any:
    draft = queries.draft(here, g.person.id)
    assert draft
    fields = [["text", draft.text], ["question", draft.question]]
    also = {"fields": fields} if here.assignment.is_shared and draft.question else {}
    return {"message": conflict.message, "seen": draft.saved, "text": draft.text, **also}, 409


def _kept_elsewhere(here: AssignmentHere, draft: Draft, form: WorkForm) -> str | None:
    """What was saved meanwhile, where it says something else; with a group's question below it."""
    mine, others = (form.text.data, form.question.data or ""), (draft.text, draft.question)
    if not here.assignment.is_shared or mine[1] == others[1]:
        return draft.text if mine[0] != others[0] else None
    return f"{draft.text}\n\nThe question: {draft.question}"


def _check_all(here: AssignmentHere, sent: list[FileStorage]) -> None:
    if not sent:
        raise Refused("Please choose a file first, then attach it.", "files")
    draft = actions.open_draft(here, g.person, clock.now())
    for before, file in enumerate(sent):
        actions.check_file(draft, file.filename or "", _size(file), before)


def _size(file: FileStorage) -> int:
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    return size

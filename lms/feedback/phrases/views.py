"""A trainer's phrases: a page to manage them, and what the desk asks for while one types."""

from typing import Any

from flask import Blueprint, flash, g, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.cohorts.models import Role
from lms.core import clock
from lms.core.errors import NotThere, Refused
from lms.core.limits import limiter
from lms.feedback.phrases import actions, queries
from lms.feedback.phrases.forms import PartForm, PhraseForm, ProgramForm
from lms.feedback.phrases.models import Phrase
from lms.feedback.phrases.queries import Bank
from lms.program.models import Program
from lms.ui.page import by_script, page

bp = Blueprint("phrases", __name__, template_folder="templates")
OFTEN = limiter.shared_limit("60 per minute; 1000 per hour", scope="phrases", key_func=whoever)
CHOSEN = ("q", "code", "whose")


def usable(phrase_id: int) -> Phrase | None:
    """A phrase that the viewer may insert."""
    return queries.usable_phrase(_bank(), phrase_id)


def own(phrase_id: int) -> Phrase | None:
    """A phrase that isn't removed."""
    found = queries.phrase(phrase_id)
    return found if found and found.removed_at is None else None


@bp.get("/review/phrases")
@needs(May.PHRASES_USE)
def index() -> Response:
    return _index(PhraseForm(None))


@bp.post("/review/phrases")
@OFTEN
@needs(May.PHRASES_USE)
def keep() -> Any:
    """A new phrase. For the script at the desk, a sentence."""
    form, named = _form(), None
    if form.validate():
        try:
            _refuse_names(form)
            actions.keep(g.person, form.text.data, form.codes.data, clock.now())
        except Refused as refused:
            form.refuse(refused)
            named = refused.found if isinstance(refused, actions.Named) else None
        else:
            if by_script():
                return {"message": "Kept among your phrases."}
            flash("Kept.", "good")
            return redirect(url_for(".index"), 303)
    if by_script():
        may_be_sure = named is not None and not named.is_whole
        return {"message": " ".join(form.text.errors) or "Not kept.", "may_be_sure": may_be_sure}, 422
    return _index(form, asks=named is not None and not named.is_whole)


@bp.get("/review/phrases.json")
@needs(May.PHRASES_USE)
def listed() -> Response:
    """What can be inserted, with placeholders still in it; asked for once somebody wants to insert one."""
    found = queries.usable(_bank())
    rows = [
        {
            "id": kept.phrase.id,
            "text": kept.phrase.text,
            "tags": [tag.code for tag in kept.phrase.tags],
            "is_shared": kept.phrase.owner_id != g.person.id,
        }
        for kept in found
    ]
    answer = jsonify(rows)
    answer.headers["Cache-Control"] = "private, no-cache"  # kept, and asked about each time
    answer.add_etag()
    return answer.make_conditional(request)


@bp.route("/review/phrases/<int:phrase_id>", methods=["GET", "POST"])
@needs(May.PHRASE_CHANGE, load=own)
def edit(phrase: Phrase) -> Response:
    form, named = _form(phrase), None
    if form.validate_on_submit():
        try:
            if phrase.sharings:
                _refuse_names(form)
            actions.change(phrase, form.text.data, form.codes.data)
        except Refused as refused:
            form.refuse(refused)
            named = refused.found if isinstance(refused, actions.Named) else None
        else:
            flash("Saved.", "good")
            return redirect(url_for(".index"), 303)
    return page(
        "phrases/edit.html",
        form=form,
        phrase=phrase,
        asks=named is not None and not named.is_whole,
        status=422 if form.is_submitted() else 200,
    )


@bp.post("/review/phrases/<int:phrase_id>/removal")
@needs(May.PHRASE_CHANGE, load=own)
def remove(phrase: Phrase) -> Response:
    actions.remove(phrase, clock.now())
    return redirect(url_for(".index", removed=phrase.id), 303)


@bp.post("/review/phrases/<int:phrase_id>/removal/undo")
@needs(May.PHRASE_CHANGE, load=queries.phrase)
def bring_back(phrase: Phrase) -> Response:
    actions.bring_back(phrase)
    flash("It is back.", "good")
    return redirect(url_for(".index"), 303)


@bp.post("/review/phrases/<int:phrase_id>/sharing")
@needs(May.PHRASE_CHANGE, load=own)
def share(phrase: Phrase) -> Response:
    """Share it with the trainers of a program; where it seems to hold a learner's name, ask first."""
    form = ProgramForm()
    program_id = form.among(list(_programs()))
    if program_id is None:
        raise NotThere
    try:
        actions.refuse_names(phrase.text, queries.learners_taught(g.viewer), form.is_sure.data)
    except actions.Named as named:
        return page("phrases/named.html", phrase=phrase, form=form, named=named, status=422)
    actions.share(phrase, program_id, clock.now())
    flash(f"Shared with the trainers of {_programs()[program_id].title}.", "good")
    return redirect(url_for(".index"), 303)


@bp.post("/review/phrases/<int:phrase_id>/sharing/undo")
@needs(May.PHRASE_CHANGE, load=own)
def unshare(phrase: Phrase) -> Response:
    form = ProgramForm()
    program_id = form.among([sharing.program_id for sharing in phrase.sharings])
    if program_id is not None:
        actions.unshare(phrase, program_id)
        flash("It is yours alone again. What others have copied stays theirs.", "good")
    return redirect(url_for(".index"), 303)


@bp.post("/review/phrases/<int:phrase_id>/copy")
@OFTEN
@needs(May.PHRASES_USE, load=usable)
def copy(phrase: Phrase) -> Response:
    try:
        actions.copy(phrase, g.person, clock.now())
    except Refused as refused:
        flash(refused.message, "warn")
        return redirect(url_for(".index", whose="others"), 303)
    flash("It is among your own now. Changing it leaves theirs as it is.", "good")
    return redirect(url_for(".index"), 303)


@bp.post("/review/phrases/<int:phrase_id>/use")
@OFTEN
@needs(May.PHRASES_USE, load=usable)
def use(phrase: Phrase) -> tuple[str, int]:
    """Counted by the script at the desk, behind the trainer's back."""
    actions.note_use(phrase, g.person, clock.now())
    return "", 204


def _programs() -> dict[int, Program]:
    """The programs that the viewer teaches, by id. Asks nothing: they came with whoever looks."""
    taught = [enrollment.cohort.program for enrollment in g.enrollments if enrollment.role is Role.TRAINER]
    return {program.id: program for program in taught}


def _bank() -> Bank:
    return Bank(g.viewer.person_id, list(_programs()))


def _form(phrase: Phrase | None = None) -> PhraseForm:
    form = PhraseForm(text=phrase.text, codes=[tag.code for tag in phrase.tags]) if phrase else PhraseForm()
    form.offer(queries.competencies_in(_programs()))
    return form


def _refuse_names(form: PhraseForm) -> None:
    taught = queries.learners_taught(g.viewer)
    actions.refuse_names(form.text.data, taught, form.is_sure.data, form.learner.data or "")


def _index(form: PhraseForm, asks: bool = False) -> Response:
    part, competencies = PartForm(request.args), queries.competencies_in(_programs())
    for each in (form, part):
        each.offer(competencies)
    return page(
        "phrases/index.html",
        status=422 if form.errors else 200,
        form=form,
        asks=asks,
        part=part,
        chosen={name: value for name in CHOSEN if (value := request.args.get(name))},
        phrases=queries.page_of(_bank(), part.part, request.args.get("after")),
        programs=_programs(),
        removed=request.args.get("removed", type=int),
    )

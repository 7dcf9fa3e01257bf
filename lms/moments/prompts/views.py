"""Pages and panels of prompts."""

from flask import Blueprint, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import may, needs, whoever
from lms.access.table import May
from lms.core import clock
from lms.core.errors import NotThere, Refused
from lms.core.limits import limiter
from lms.demonstrations.cards import Card
from lms.demonstrations.through import card_in, playable
from lms.moments.panels import asked_ms, new_key, panel, to_moment
from lms.moments.prompts import actions, queries
from lms.moments.prompts.actions import RecordedAnswer
from lms.moments.prompts.forms import AnswerForm, ChangeForm, PromptForm
from lms.moments.prompts.models import Prompt
from lms.moments.prompts.queries import Asking, PromptHere
from lms.ui.form import Form
from lms.ui.page import by_script, page
from lms.videos import incoming

bp = Blueprint("prompts", __name__, template_folder="templates")
Typed = tuple[int, Form]  # the number of a prompt, and what was typed there that couldn't be taken


def prompt_here(prompt_id: int) -> PromptHere | None:
    """A prompt, and its demonstration as the viewer meets it in the prompt's cohort."""
    return _here(queries.prompt(prompt_id))


def of_assignment_here(assignment_id: int) -> PromptHere | None:
    """The same, by the assignment for which its answers are handed in."""
    return _here(queries.of_assignment(assignment_id))


def _here(prompt: Prompt | None) -> PromptHere | None:
    return PromptHere(prompt, card_in(prompt.demonstration, prompt.cohort_id)) if prompt else None


@bp.get("/demonstrations/<int:demonstration_id>/prompts")
@needs(May.PROMPTS_READ, load=playable)
def index(card: Card) -> Response:
    return _panel(card)


@bp.post("/demonstrations/<int:demonstration_id>/prompts")
@needs(May.PROMPT_SET, load=playable)
def set_prompt(card: Card) -> Response:
    form = PromptForm()
    if form.validate():
        with form.refusals():
            assert card.cohort_id
            what = (form.at_ms.data, form.question.data, form.expert.data, form.key.data)
            by = form.answered_by.data
            actions.set_prompt(card.demonstration, card.cohort_id, g.person, *what, clock.now(), by)
            return _back(card)
    return _panel(card, form)


@bp.get("/assignments/<int:assignment_id>/moment")
@needs(May.PROMPTS_READ, load=of_assignment_here)
def show(here: PromptHere) -> Response:
    """Lead from an answer to the moment at which it was asked for."""
    prompt = here.prompt
    return to_moment(prompt.demonstration_id, prompt.cohort, prompt.at_ms, f"prompt-{prompt.id}")


@bp.get("/assignments/<int:assignment_id>/question")
@needs(May.PROMPTS_READ, load=of_assignment_here)
def asked(here: PromptHere) -> Response:
    """What an answer answers, to be shown beside it; a page of its own for whoever comes without scripts."""
    return page(f"prompts/{'_asked' if by_script() else 'asked'}.html", prompt=here.prompt)


@bp.post("/prompts/<int:prompt_id>")
@needs(May.PROMPT_SET, load=prompt_here)
def change(here: PromptHere) -> Response:
    form = ChangeForm()
    if form.validate():
        try:
            what = (form.question.data, form.expert.data, form.answered_by.data)
            actions.change(here.prompt, *what, form.seen.data)
        except Refused as refused:
            form.refuse(refused)
            form.seen.data = here.prompt.changes
        else:
            return _back(here.card)
    return _panel(here.card, typed=(here.prompt.id, form))


@bp.post("/prompts/<int:prompt_id>/removal")
@needs(May.PROMPT_SET, load=prompt_here)
def take_out(here: PromptHere) -> Response:
    actions.take_out(here.prompt, clock.now())
    return _back(here.card)


@bp.post("/prompts/<int:prompt_id>/answer")
@limiter.limit("12 per minute; 60 per hour", key_func=whoever)
@needs(May.PROMPT_ANSWER, load=prompt_here)
def answer(here: PromptHere) -> Response:
    form = AnswerForm().of(here.prompt.id)
    asked = form.asked.data or here.prompt.asked
    if form.validate():
        try:
            actions.check_asked(here.prompt, asked)
            if recorded := _recorded(here.prompt, form):  # reading took its time: it may have been changed meanwhile
                here = _here_still(here)
                actions.check_asked(here.prompt, asked)
        except Refused as refused:
            form.refuse(refused)
        else:
            with form.refusals():
                actions.answer(here.prompt, g.person, form.text.data, clock.now(), recorded)
                return _back(here.card, answered=here.prompt.id)
    form.asked.data = here.prompt.asked
    return _panel(here.card, typed=(here.prompt.id, form))


def _here_still(here: PromptHere) -> PromptHere:
    """The prompt as it is by now. Raises NotThere where the viewer may answer it no more."""
    found = prompt_here(here.prompt.id)
    if found is None or not may(May.PROMPT_ANSWER, found):
        raise NotThere
    return found


def _recorded(prompt: Prompt, form: AnswerForm) -> RecordedAnswer | None:
    """The recording that was sent. Ends the transaction that it finds, where there is one."""
    if not form.file_id.data or not prompt.takes_recordings:
        return None
    source = incoming.keep(form.file_id.data, g.person.id, current_app.config["ATTUNE"].home)
    return RecordedAnswer(form.file_id.data, bool(form.attested.data), source)


@bp.post("/prompts/<int:prompt_id>/skipping")
@needs(May.PROMPT_ANSWER, load=prompt_here)
def skip(here: PromptHere) -> Response:
    actions.skip(here.prompt, g.person.id, clock.now())
    return _back(here.card)


@bp.post("/prompts/<int:prompt_id>/skipping/undo")
@needs(May.PROMPT_ANSWER, load=prompt_here)
def ask_again(here: PromptHere) -> Response:
    actions.ask_again(here.prompt, g.person.id)
    return _back(here.card)


def _back(card: Card, answered: int | None = None) -> Response:
    return redirect(url_for(".index", demonstration_id=card.demonstration.id, answered=answered), 303)


def _panel(card: Card, form: PromptForm | None = None, typed: Typed | None = None) -> Response:
    """What is asked here, with what was typed where something keeps it from being taken."""
    assert card.cohort_id
    sets = may(May.PROMPT_SET, card)
    where = (card.cohort_id, card.demonstration.id)
    return panel(
        "prompts",
        card,
        status=422 if form or typed else 200,
        settings=queries.settings(*where) if sets else [],
        asking=[] if sets else queries.asking(*where, g.person.id, typed[0] if typed else None),
        sets=sets,
        forms=dict([typed]) if typed else {},
        form=form or PromptForm(None, key=new_key(), at_ms=asked_ms()),
        was_sent=form is not None,
        answer_form=_answer_form,
        change_form=lambda prompt: ChangeForm(None, obj=prompt, seen=prompt.changes),
        most_bytes=current_app.config["ATTUNE"].upload_limit_bytes,
        answered=request.args.get("answered", type=int),
    )


def _answer_form(asking: Asking) -> AnswerForm:
    said = asking.answer.text if asking.answer else ""
    return AnswerForm(None, text=said, asked=asking.prompt.asked).of(asking.prompt.id)

"""Pages and panels of questions, and the trainers' list of those that wait."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import may, needs, whoever
from lms.access.table import May
from lms.access.viewer import Facts
from lms.core import clock
from lms.core.errors import Refused
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.core.words import remover
from lms.demonstrations import queries as demonstrations
from lms.demonstrations.cards import Card
from lms.demonstrations.through import card_in, playable
from lms.moments.panels import asked_ms, new_key, panel, to_moment
from lms.moments.questions import actions, queries
from lms.moments.questions.forms import AnswerForm, AskForm, ChangeForm
from lms.moments.questions.letters import key_of
from lms.moments.questions.models import Answer, Question
from lms.moments.questions.queries import Accepting, Answered, Asked
from lms.notices.seen import note_seen
from lms.ui.form import Form
from lms.ui.page import page

bp = Blueprint("questions", __name__, template_folder="templates")
OFTEN = limiter.shared_limit("12 per minute; 120 per hour", scope="questions", key_func=whoever)
Typed = tuple[str, Form]  # the id of the place, and what was typed there that couldn't be taken


def asked(question_id: int) -> Asked | None:
    """A question, and its demonstration as the viewer meets it in the question's cohort."""
    question = queries.question(question_id)
    return Asked(question, card_in(question.demonstration, question.cohort_id)) if question else None


def answered(answer_id: int) -> Answered | None:
    """One of its answers."""
    answer = queries.answer(answer_id)
    found = asked(answer.question_id) if answer else None
    return Answered(answer, found) if answer and found else None


def accepting(answer_id: int) -> Accepting | None:
    """The same, for its asker."""
    found = answered(answer_id)
    return Accepting(found.answer, found.asked) if found else None


@bp.get("/demonstrations/<int:demonstration_id>/questions")
@needs(May.QUESTIONS_READ, load=playable)
def index(card: Card) -> Response:
    return _panel(card)


@bp.post("/demonstrations/<int:demonstration_id>/questions")
@OFTEN
@needs(May.QUESTION_ASK, load=playable)
def ask(card: Card) -> Response:
    form = AskForm()
    if form.validate():
        with form.refusals():
            assert card.cohort_id
            what = (form.at_ms.data, form.text.data, form.key.data)
            question = actions.ask(card.demonstration, card.cohort_id, g.person, *what, clock.now())
            return _to(question)
    return _panel(card, typed=("ask", form))


@bp.get("/questions/")
@needs(May.FEEDBACK_QUEUE)
def waiting() -> Response:
    """What waits for an answer in the cohorts that the viewer teaches, at what they may play."""
    taught = [e.cohort for e in g.enrollments if e.cohort_id in g.viewer.trainer_in]
    cards = demonstrations.cards_in({one.program_id: one.id for one in taught}, g.person.id, clock.now())
    open_now = [card.demonstration.id for card in cards if may(May.QUESTIONS_READ, card)]
    found = queries.waiting(g.viewer.trainer_in, open_now, request.args.get("after"))
    shown = page("questions/waiting.html", waiting=found)
    note_seen(*(key_of(question.id) for question in found.rows))
    return shown


@bp.get("/questions/<int:question_id>")
@needs(May.QUESTIONS_READ, load=asked)
def show(asked: Asked) -> Response:
    """Lead to its moment."""
    question = asked.question
    lead = to_moment(question.demonstration_id, question.cohort, question.at_ms, f"question-{question.id}")
    note_seen(key_of(question.id))
    return lead


@bp.post("/questions/<int:question_id>")
@OFTEN
@needs(May.QUESTION_CHANGE, load=asked)
def change(asked: Asked) -> Response:
    return _changed(asked.question, asked, f"question-{asked.question.id}")


@bp.post("/questions/<int:question_id>/answers")
@OFTEN
@needs(May.QUESTION_ANSWER, load=asked)
def answer(asked: Asked) -> Response:
    form, question = AnswerForm(), asked.question
    if form.validate():
        with form.refusals():
            teaches = question.cohort_id in g.viewer.trainer_in
            actions.answer(question, g.person, teaches, form.text.data, form.key.data, clock.now())
            return _to(question)
    return _panel(asked.card, typed=(f"answer-to-{question.id}", form), first=question.id)


@bp.post("/answers/<int:answer_id>")
@OFTEN
@needs(May.QUESTION_CHANGE, load=answered)
def change_answer(found: Answered) -> Response:
    return _changed(found.answer, found.asked, f"answer-{found.answer.id}")


@bp.post("/answers/<int:answer_id>/acceptance")
@needs(May.QUESTION_ACCEPT, load=accepting)
def accept(found: Accepting) -> Response:
    actions.accept(found.asked.question, found.answer, clock.now())
    return _to(found.asked.question)


@bp.post("/answers/<int:answer_id>/acceptance/undo")
@needs(May.QUESTION_ACCEPT, load=accepting)
def unaccept(found: Accepting) -> Response:
    actions.unaccept(found.asked.question)
    return _to(found.asked.question)


@bp.get("/questions/<int:question_id>/removal")
@needs(May.QUESTION_MODERATE, load=asked)
def moderate(asked: Asked) -> Response:
    """One question with what is said to it, for whoever was given its number because something has to go."""
    question = queries.thread(asked.question.id)
    here = {"card": asked.card, "demonstration": asked.card.demonstration}
    return page("questions/removal.html", question=question, is_mine=_is_mine, owned=_owned(asked.card), **here)


@bp.post("/questions/<int:question_id>/removal")
@needs(May.WORDS_REMOVE, load=asked)
def remove(asked: Asked) -> Response:
    return _removed(asked.question, asked)


@bp.post("/answers/<int:answer_id>/removal")
@needs(May.WORDS_REMOVE, load=answered)
def remove_answer(found: Answered) -> Response:
    return _removed(found.answer, found.asked)


def _removed(said: Question | Answer, asked: Asked) -> Response:
    as_what = remover(_is_mine(said), asked.question.cohort_id in g.viewer.trainer_in)
    actions.remove(asked.question, said, g.person, as_what, clock.now())
    if may(May.QUESTIONS_READ, asked):
        return _to(asked.question)
    return redirect(url_for(".moderate", question_id=asked.question.id), 303)


def _changed(said: Question | Answer, asked: Asked, place: str) -> Response:
    form = ChangeForm()
    if form.validate():
        try:
            actions.change(said, form.text.data, form.seen.data, clock.now())
        except Refused as refused:
            form.refuse(refused)
            form.seen.data = len(said.earlier)
        else:
            return _to(asked.question)
    return _panel(asked.card, typed=(place, form), first=asked.question.id)


def _to(question: Question) -> Response:
    """Back to the list, where the question is on the page that is shown."""
    return redirect(
        url_for(
            ".index",
            demonstration_id=question.demonstration_id,
            after=request.args.get("after"),
            _anchor=f"question-{question.id}",
        ),
        303,
    )


def _panel(card: Card, typed: Typed | None = None, first: int | None = None) -> Response:
    """A page of questions with what is said to them, and what was typed where something keeps it from being taken."""
    assert card.cohort_id
    after, first = request.args.get("after"), first or number_in(request.args.get("first"))
    found = queries.questions(card.cohort_id, card.demonstration.id, after, first)
    forms = dict([typed]) if typed else {}
    mine = [question for question in found.rows if question.asker_id == g.person.id]
    return panel(
        "questions",
        card,
        status=422 if typed else 200,
        questions=found,
        forms=forms,
        is_from_start=not (after or first),
        ask_form=forms.get("ask") or AskForm(None, key=new_key(), at_ms=asked_ms()),
        answer_form=lambda: AnswerForm(None, key=new_key()),
        change_form=lambda said: ChangeForm(None, text=said.text, seen=len(said.earlier)),
        sent=max(mine, key=lambda one: one.id).key if mine else "",
        is_mine=_is_mine,
        owned=_owned(card),
        sent_answer=lambda question: next(
            (one.key for one in reversed(question.answers) if one.author_id == g.person.id), ""
        ),
    )


def _is_mine(said: Question | Answer) -> bool:
    is_own: bool = said_by(said) == g.person.id
    return is_own


def _owned(card: Card) -> Callable[[Question | Answer], Facts]:
    return lambda said: replace(card.facts, owner_id=said_by(said))


def said_by(said: Question | Answer) -> int:
    """Whose words they are."""
    return said.asker_id if isinstance(said, Question) else said.author_id

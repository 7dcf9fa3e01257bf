"""Pages of cases and of their stages."""

import secrets
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.body import TEXTS
from lms.access.guard import may, needs, whoever
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.errors import Conflict, Refused
from lms.core.limits import limiter
from lms.core.words import remover
from lms.documents.cases import actions, queries
from lms.documents.cases.forms import (
    AnswersForm,
    CommentaryForm,
    MessageForm,
    OpeningForm,
    answers_form,
    commentary_form,
)
from lms.documents.cases.queries import CaseHere, MessageHere, StageHere
from lms.ui.page import by_script, page
from lms.ui.time import said

bp = Blueprint("cases", __name__, template_folder="templates")
STAGE = "/cohorts/<slug>/cases/<case>/stages/<int:stage>"
OFTEN = limiter.shared_limit("12 per minute; 120 per hour", scope="cases", key_func=whoever)


def case_here(slug: str, case: str) -> CaseHere | None:
    """A case as the viewer meets it."""
    return queries.case(slug, case, g.viewer.person_id or 0, clock.now())


def stage_here(slug: str, case: str, stage: int) -> StageHere | None:
    """One stage of it."""
    here = case_here(slug, case)
    return StageHere(here, here.stages[stage - 1]) if here and 1 <= stage <= len(here.stages) else None


def message_here(slug: str, case: str, stage: int, message_id: int) -> MessageHere | None:
    """Something said about it."""
    at = stage_here(slug, case, stage)
    return queries.message(at, message_id) if at else None


@bp.get("/cohorts/<slug>/cases/")
@needs(May.CASES_READ, load=cohorts.cohort)
def index(cohort: Cohort) -> Answer:
    return page("cases/index.html", target=cohort, cases=queries.cases(cohort, g.person.id, clock.now()))


@bp.get("/cohorts/<slug>/cases/<case>")
@needs(May.CASES_READ, load=case_here)
def show(here: CaseHere) -> Answer:
    """Its stages; the notes, once they are shown; to trainers, who is where."""
    guides = may(May.CASE_GUIDE, here)
    shown = queries.notes_shown(here)
    learners = queries.learners(here, request.args.get("after")) if guides else None
    return page("cases/show.html", here=here, guides=guides, notes_shown=shown, learners=learners)


@bp.get(STAGE)
@needs(May.CASE_STAGE_READ, load=stage_here)
def stage(at: StageHere) -> Answer:
    return _page(at)


@bp.post(f"{STAGE}/draft")
@needs(May.CASE_ANSWER, load=stage_here, most=TEXTS)
def save(at: StageHere) -> Answer | tuple[dict[str, Any], int] | dict[str, Any]:
    """Keep answers as typed."""
    form = answers_form(at.stage, at.own, sent=True)
    if not form.validate():
        return {"message": _first_fault(form)}, 422
    try:
        kept = actions.save(at, g.person.id, form.said, form.seen.data, clock.now())
    except Refused as refused:
        if not isinstance(refused, Conflict) or at.own is None:
            return {"message": refused.message}, 422
        fields = [[f"answer-{place}", at.own.answers.get(str(place), "")] for place in range(form.questions)]
        return {"message": refused.message, "seen": at.own.saved, "fields": fields}, 409
    if not by_script():
        return redirect(_address(at), 303)
    return {"seen": kept.saved, "saved_at_text": said(kept.saved_at, g.viewer.zone, "time") if kept.saved_at else ""}


@bp.post(STAGE)
@OFTEN
@needs(May.CASE_ANSWER, load=stage_here, most=TEXTS)
def hand_in(at: StageHere) -> Answer:
    form = answers_form(at.stage, at.own, sent=True)
    if form.validate():
        with form.refusals():
            actions.hand_in(at, g.person.id, form.said, form.seen.data, clock.now())
            flash("Your answers are handed in. Below is what the others say.", "good")
            return redirect(_address(at), 303)
    return _page(at, answers=form)


@bp.post(f"{STAGE}/commentary")
@OFTEN
@needs(May.CASE_GUIDE, load=stage_here, most=TEXTS)
def comment(at: StageHere) -> Answer:
    """Keep a trainer's commentary, and release it if that is ticked."""
    form = CommentaryForm()
    if form.validate():
        with form.refusals():
            what = (form.text.data, form.seen.data, form.release.data)
            actions.comment(at, g.person.id, *what, clock.now())
            flash("Your commentary is saved.", "good")
            return redirect(_address(at, "commentary-title"), 303)
    return _page(at, commentary=form)


@bp.post(f"{STAGE}/messages")
@OFTEN
@needs(May.CASE_DISCUSS, load=stage_here)
def say(at: StageHere) -> Answer:
    form = MessageForm()
    if form.validate():
        with form.refusals():
            teaches = at.here.cohort.id in g.viewer.trainer_in
            made = actions.say(at, g.person, teaches, form.text.data, form.key.data, clock.now())
            return redirect(_address(at, f"message-{made.id}"), 303)
    return _page(at, message=form)


@bp.post(f"{STAGE}/messages/<int:message_id>/removal")
@needs(May.CASE_WORDS_REMOVE, load=message_here)
def remove(found: MessageHere) -> Answer:
    is_author = found.message.author_id == g.person.id
    as_what = remover(is_author, found.message.cohort_id in g.viewer.trainer_in)
    actions.remove(found, g.person, as_what, clock.now())
    return redirect(_address(found.at, f"message-{found.message.id}"), 303)


@bp.post("/cohorts/<slug>/cases/<case>/openings")
@needs(May.CASE_GUIDE, load=case_here)
def open_stage(here: CaseHere) -> Answer:
    """Let a late learner read on."""
    form = OpeningForm()
    if form.validate():
        try:
            actions.open_stage(here, form.stage.data, form.person.data, g.person.id, clock.now())
            flash(f"Stage {form.stage.data} is open for them.", "good")
        except Refused as refused:
            flash(refused.message, "warn")
    return redirect(url_for(".show", slug=here.cohort.slug, case=here.case.slug), 303)


@bp.post("/cohorts/<slug>/cases/<case>/notes")
@needs(May.CASE_GUIDE, load=case_here)
def release_notes(here: CaseHere) -> Answer:
    """Let the cohort read the notes now."""
    actions.release_notes(here, g.person.id, clock.now())
    flash("Everybody in the cohort can read the notes now.", "good")
    return redirect(url_for(".show", slug=here.cohort.slug, case=here.case.slug), 303)


def _page(
    at: StageHere,
    answers: AnswersForm | None = None,
    commentary: CommentaryForm | None = None,
    message: MessageForm | None = None,
) -> Answer:
    guides = may(May.CASE_GUIDE, at)
    talks = may(May.CASE_DISCUSS, at)
    if answers:
        answers.seen.data = at.own.saved if at.own else 0
    said_of_it = queries.commentary(at) if talks else None
    if commentary:
        commentary.seen.data = said_of_it.saved if said_of_it else 0
    return page(
        "cases/stage.html",
        status=422 if answers or commentary or message else 200,
        at=at,
        guides=guides,
        talks=talks,
        form=answers or answers_form(at.stage, at.own),
        others=queries.others(at, g.person.id, request.args.get("after")) if talks else None,
        commentary=said_of_it,
        commentary_form=(commentary or commentary_form(said_of_it)) if guides else None,
        messages=queries.messages(at) if talks else [],
        message_form=message or MessageForm(None, key=secrets.token_urlsafe(16)),
    )


def _address(at: StageHere, anchor: str | None = None) -> str:
    here = at.here
    place = {"slug": here.cohort.slug, "case": here.case.slug, "stage": at.stage.number}
    return url_for(".stage", **place, _anchor=anchor)


def _first_fault(form: AnswersForm) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)

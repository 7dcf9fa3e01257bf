"""A peer's list and page, what authors answer, and what trainers release, hide and oversee."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.body import TEXTS
from lms.access.guard import may, needs, whoever
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.db import let_go
from lms.core.errors import Conflict, NotThere, Refused
from lms.core.limits import limiter
from lms.feedback.peers import actions, queries, rules
from lms.feedback.peers.actions import Said
from lms.feedback.peers.forms import DeclineForm, HideForm, PeerForm, form_for
from lms.feedback.peers.letters import key_of
from lms.feedback.peers.queries import Opened, Part, Playable, Received
from lms.feedback.peers.rules import Verdict, Why
from lms.feedback.reviews.rules import levels_in
from lms.notices.seen import note_seen
from lms.practice import sending
from lms.ui.page import by_script, page
from lms.ui.time import said as said_time
from lms.videos import playing

bp = Blueprint("peers", __name__, template_folder="templates")


def opened(peer_review_id: int, **_: Any) -> Opened | None:
    """A peer's task, as things stand now."""
    return queries.opened(peer_review_id, clock.now())


def playable(peer_review_id: int, number: int) -> Playable | None:
    """A recording of the work that a task is about."""
    return queries.playable(peer_review_id, number, clock.now())


@bp.get("/peer-reviews/")
@needs(May.FEEDBACK_SEE_OWN)
def mine() -> Answer:
    owed = queries.owed(g.viewer, clock.now())
    return page("peers/mine.html", owed=owed, written=queries.written(g.viewer, request.args.get("after")))


@bp.get("/peer-reviews/<int:peer_review_id>")
@needs(May.PEER_TASK_SEE, load=opened)
def show(opened: Opened) -> Answer:
    note_seen(key_of(opened.review.id))
    return _page(opened)


@bp.post("/peer-reviews/<int:peer_review_id>/draft")
@needs(May.PEER_WORK_REVIEW, load=opened, most=TEXTS)
def save(opened: Opened) -> Any:
    """What is written, as it is typed: for the script on the page, an answer in JSON."""
    form = form_for(opened.questions)
    try:
        review = actions.save(opened, _said(opened, form), form.seen_count, clock.now())
    except Refused as refused:
        return _not_saved(opened, form, refused)
    if by_script():
        return {"seen": review.saved, "saved_at_text": said_time(clock.now(), g.viewer.zone, "time")}
    flash("Saved. Nobody else sees it until you hand it in.", "good")
    return redirect(url_for(".show", peer_review_id=review.id), 303)


@bp.post("/peer-reviews/<int:peer_review_id>/hand-in")
@limiter.limit("20 per minute", key_func=whoever)
@needs(May.PEER_WORK_REVIEW, load=opened, most=TEXTS)
def hand_in(opened: Opened) -> Any:
    form = form_for(opened.questions)
    try:
        said = _said(opened, form)
        if form.refuse_gaps(said):
            return _page(opened, form, 422)
        version_id = request.form.get("version", type=int) or 0
        actions.hand_in(opened, said, form.seen_count, version_id, clock.now())
    except Refused as refused:
        return _not_saved(opened, form, refused)
    flash("Handed in. Thank you: somebody learns from it.", "good")
    return redirect(url_for(".show", peer_review_id=opened.review.id), 303)


@bp.route("/peer-reviews/<int:peer_review_id>/declining", methods=["GET", "POST"])
@needs(May.PEER_WORK_REVIEW, load=opened)
def decline(opened: Opened) -> Answer:
    form = DeclineForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.decline(opened, Why(form.why.data), form.reason.data or "", clock.now())
            flash("You have given it back. Somebody else is asked.", "good")
            return redirect(url_for(".mine"), 303)
    return page("peers/decline.html", opened=opened, form=form, status=422 if form.is_submitted() else 200)


@bp.post("/peer-reviews/<int:peer_review_id>/recordings/<int:number>/playing")
@needs(May.PEER_RECORDING_PLAY, load=playable)
def play(playable: Playable) -> Response:
    return playing.stream(playable.recording.video)


@bp.get("/peer-reviews/<int:peer_review_id>/recordings/<int:number>/poster")
@needs(May.PEER_RECORDING_PLAY, load=playable)
def poster(playable: Playable) -> Answer:
    return playing.poster(playable.recording.video)


@bp.get("/peer-reviews/<int:peer_review_id>/recordings/<int:number>/waveform")
@needs(May.PEER_RECORDING_PLAY, load=playable)
def waveform(playable: Playable) -> Answer:
    return playing.waveform(playable.recording.video)


@bp.get("/peer-reviews/<int:peer_review_id>/files/<int:number>")
@needs(May.PEER_WORK_SEE, load=opened)
def download(opened: Opened) -> Answer:
    number = (request.view_args or {})["number"]
    files = queries.files(opened)
    if not 0 < number <= len(files):
        raise NotThere
    file = files[number - 1]
    return sending.as_attachment(file, rules.file_name(file.name, number, opened.review.request.anonymous))


@bp.post("/peer-reviews/<int:received_id>/verdict")
@needs(May.PEER_VERDICT_GIVE, load=queries.received)
def judge(received: Received) -> Answer:
    """What the author says of it; pressed again, it is taken back."""
    word = request.form.get("verdict", "")
    if word not in list(Verdict):
        raise Refused("Please choose one of the answers on the page.")
    actions.judge(received, None if received.review.verdict == word else Verdict(word))
    return _to_thread(received)


@bp.post("/peer-reviews/<int:received_id>/release")
@needs(May.PEER_REVIEW_RELEASE, load=queries.received)
def release(received: Received) -> Answer:
    actions.release(received, clock.now())
    flash(f"{received.submission.learner.name} sees it now, and is told.", "good")
    return _to_thread(received)


@bp.route("/peer-reviews/<int:received_id>/hiding", methods=["GET", "POST"])
@needs(May.PEER_REVIEW_HIDE, load=queries.received)
def hide(received: Received) -> Answer:
    form = HideForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.hide(received, g.person, form.reason.data, clock.now())
            flash("Hidden. Its author reads it no more.", "good")
            return _to_thread(received)
    return page("peers/hide.html", received=received, form=form, status=422 if form.is_submitted() else 200)


@bp.post("/peer-reviews/<int:received_id>/hiding/end")
@needs(May.PEER_REVIEW_HIDE, load=queries.received)
def lift(received: Received) -> Answer:
    actions.lift(received, g.person, clock.now())
    flash("It can be read again.", "good")
    return _to_thread(received)


@bp.get("/cohorts/<slug>/peer-reviews")
@needs(May.PEERS_OVERSEE, load=cohorts.cohort)
def in_cohort(cohort: Cohort) -> Answer:
    """Who owes a review, what is to be released, where an author disagrees, and everything."""
    asked = request.args.get("part", "")
    part = Part(asked) if asked in list(Part) else Part.OWED
    tasks = queries.in_cohort(cohort.id, part, request.args.get("after"))
    return page("peers/in_cohort.html", target=cohort, part=part, tasks=tasks)


def _page(opened: Opened, form: PeerForm | None = None, status: int = 200, other: str = "") -> Answer:
    review, is_open = opened.review, may(May.PEER_WORK_SEE, opened)
    return page(
        "peers/show.html",
        status=status,
        opened=opened,
        review=review,
        version=queries.version(opened) if is_open else None,
        recordings=queries.recordings(opened) if is_open else (),
        form=form or _blank(opened),
        levels=levels_in(request.form, opened.judged) if form else review.levels,
        other=other,
        file_name=rules.file_name,
        is_overdue=review.is_owed and clock.now() > review.due_at,
    )


def _blank(opened: Opened) -> PeerForm:
    review = opened.review
    answers = {f"answer_{number}": review.answers.get(asked, "") for number, asked in enumerate(opened.questions)}
    return form_for(opened.questions, None, keep=review.keep, try_next=review.try_next, seen=review.saved, **answers)


def _said(opened: Opened, form: PeerForm) -> Said:
    if not form.validate():
        raise Refused(next(iter(form.errors.values()))[0])
    return form.said(opened.questions, levels_in(request.form, opened.judged))


def _not_saved(opened: Opened, form: PeerForm, refused: Refused) -> Any:
    """Why, beside what was typed; where another window saved something else, that as well."""
    let_go()
    kept = queries.opened(opened.review.id, clock.now())
    assert kept
    is_conflict = isinstance(refused, Conflict)
    is_other = is_conflict and kept.review.saved != form.seen_count
    if by_script():
        other = {"seen": kept.review.saved, "fields": _fields(kept)} if is_other else {}
        return {"message": refused.message, **other}, 409 if is_conflict else 422
    if not form.errors:
        form.form_errors = [*form.form_errors, refused.message]
    form.seen.data = str(kept.review.saved)
    other = "\n\n".join(text for _, text in _fields(kept) if text and not text.isdecimal()) if is_other else ""
    return _page(kept, form, 409 if is_conflict else 422, other)


def _fields(opened: Opened) -> list[tuple[str, str]]:
    review = opened.review
    answers = [(f"answer_{n}", review.answers.get(asked, "")) for n, asked in enumerate(opened.questions)]
    levels = [(f"level-{code}", str(level)) for code, level in review.levels.items()]
    return [("keep", review.keep), ("try_next", review.try_next), *answers, *levels]


def _to_thread(received: Received) -> Answer:
    return redirect(url_for("feedback.of_submission", submission_id=received.review.submission_id), 303)

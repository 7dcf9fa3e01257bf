"""What trainers prepare beside the work, and what learners answer to it. The page itself is the thread's."""

import secrets
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.access.body import TEXTS
from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.db import let_go
from lms.core.errors import Conflict, NotThere, Refused
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.feedback import queries as threads
from lms.feedback import way
from lms.feedback.queries import Opened
from lms.feedback.reviews import actions, chart, queries, rules
from lms.feedback.reviews.forms import RemarkForm, ReviewForm
from lms.feedback.reviews.models import Review, ReviewRemark
from lms.feedback.reviews.rules import Outcome, Reaction
from lms.practice import queries as practice
from lms.practice.models import SubmissionVersion
from lms.program import queries as programs
from lms.ui.page import page
from lms.ui.time import said

bp = Blueprint("reviews", __name__, template_folder="templates")


def opened(thread_id: int, **_: Any) -> Opened | None:
    """A thread as the viewer opens it."""
    return threads.thread(thread_id, g.viewer)


@bp.post("/threads/<int:thread_id>/review/remarks")
@needs(May.FEEDBACK_REVIEW, load=opened, most=TEXTS)
def pin(opened: Opened) -> Any:
    """A new remark. For the script on the page, the list of remarks; without one, the page again."""
    form = RemarkForm()
    if form.validate():
        with form.refusals():
            review = actions.begin(opened.thread, g.person, clock.now())
            actions.pin(review, _version(review), form.text.data, form.key.data, form.place(), form.is_later.data)
    return _remarks(opened, form)


@bp.post("/threads/<int:thread_id>/review/remarks/<int:remark_id>")
@needs(May.FEEDBACK_REVIEW, load=opened, most=TEXTS)
def change(opened: Opened) -> Any:
    form, review, remark = RemarkForm(), *_own(opened)
    if form.validate():
        with form.refusals():
            actions.change(remark, _version(review), form.text.data, form.place(), form.is_later.data)
    return _remarks(opened, form)


@bp.post("/threads/<int:thread_id>/review/remarks/<int:remark_id>/removal")
@needs(May.FEEDBACK_REVIEW, load=opened)
def drop(opened: Opened) -> Any:
    actions.drop(_own(opened)[1])
    return _remarks(opened, None)


@bp.post("/threads/<int:thread_id>/review")
@needs(May.FEEDBACK_REVIEW, load=opened, most=TEXTS)
def save(opened: Opened) -> Any:
    """What is said of the whole, as it is typed: for the script on the page, an answer in JSON."""
    form = ReviewForm()
    try:
        _save(opened, form)
    except Refused as refused:
        if _by_script():
            return {"message": refused.message}, 409 if isinstance(refused, Conflict) else 422
        flash(refused.message, "warn")
    else:
        if _by_script():
            return {"seen": int(form.seen.data), "saved_at_text": said(clock.now(), g.viewer.zone, "time")}
        flash("Your review is saved. Nobody sees it until you release it.", "success")
    return _back(opened)


@bp.post("/threads/<int:thread_id>/review/release")
@limiter.limit("20 per minute; 300 per hour", key_func=whoever)
@needs(May.FEEDBACK_REVIEW, load=opened, most=TEXTS)
def release(opened: Opened) -> Response:
    """Save what the form holds, and let the learner see all of it: now, or on a day."""
    form, place = ReviewForm(), way.place_of(opened.thread)
    try:
        review = _save(opened, form)
        if form.later.data:
            actions.release_later(review, form.day(g.viewer.zone), clock.now())
            flash("It is released by itself then. Until then you can change it.", "good")
            return _back(opened)
        actions.release(review, g.person, clock.now(), form.count("last_message"))
    except Refused as refused:
        let_go()
        flash(refused.message, "warn")
        return _back(opened)
    flash(f"Released. {opened.thread.submission.learner.name} is told.", "good")
    return redirect(way.onward(place), 303) if form.onward.data and place else _back(opened)


@bp.post("/threads/<int:thread_id>/self-rating")
@needs(May.NEXT_STEP_ANSWER, load=opened)
def rate_oneself(opened: Opened) -> Response:
    thread = opened.thread
    version = practice.version(thread.submission_id, thread.version.number)
    assert version
    competencies = queries.competencies_for(thread.submission.assignment)
    actions.rate_oneself(version, g.person, actions.levels_from(request.form, competencies), clock.now())
    flash("Kept. Your trainers see it beside theirs.", "success")
    return _back(opened)


@bp.post("/threads/<int:thread_id>/steps/<int:review_id>")
@needs(May.NEXT_STEP_ANSWER, load=opened)
def answer_step(opened: Opened) -> Response:
    """What the learner says of a next step, or of the feedback itself; pressed again, it is taken back."""
    review = queries.released(request.view_args["review_id"], opened.thread.id)
    if review is None:
        raise NotThere
    outcome, reaction = request.form.get("outcome"), request.form.get("reaction")
    if outcome in list(Outcome):
        actions.tell_outcome(review, None if review.outcome == outcome else Outcome(outcome))
    elif reaction in list(Reaction):
        actions.react(review, None if review.reaction == reaction else Reaction(reaction))
    else:
        raise Refused("Please choose one of the answers on the page.")
    return _back(opened)


@bp.route("/review/drafts", methods=["GET", "POST"])
@needs(May.FEEDBACK_RELEASE)
def drafts() -> Response:
    """What is prepared and not released; some or all of it is released together."""
    if request.method == "POST":
        chosen = [number for text in request.form.getlist("review") if (number := number_in(text))]
        count = sum(_released(review) for review in queries.chosen(g.viewer, chosen))
        flash(f"{count} released. The learners are told." if count else "Choose at least one first.", "good")
        return redirect(url_for(".drafts"), 303)
    return page("reviews/drafts.html", drafts=queries.drafts(g.viewer, request.args.get("after")))


@bp.get("/cohorts/<slug>/growth")
@needs(May.GROWTH_COMPARE, load=lambda slug: cohorts.cohort(slug))
def cohort_growth(cohort: Cohort) -> Response:
    learners = queries.learners_page(cohort.id, request.args.get("after"))
    competencies = programs.competencies_of(cohort.program_id)
    codes, points = [each.code for each in competencies], queries.points_in(cohort.id)
    return page(
        "reviews/cohort_growth.html",
        here=cohort,
        learners=learners,
        competencies=competencies,
        lines={person.id: rules.lines(points.get(person.id, ()), codes) for person in learners.rows},
    )


@bp.get("/cohorts/<slug>/growth/<int:person_id>")
@needs(May.GROWTH_READ, load=lambda slug, person_id: cohorts.enrollment_of(slug, person_id))
def growth(enrollment: Any) -> Response:
    """How one learner's ratings went, a line for each competency."""
    cohort, learner = enrollment.cohort, enrollment.person
    competencies = programs.competencies_of(cohort.program_id)
    lines = rules.lines(queries.points_of(learner.id, cohort.id), [each.code for each in competencies])
    return page(
        "reviews/growth.html",
        here=cohort,
        learner=learner,
        is_mine=learner.id == g.person.id,
        rows=[(each, line, chart.spark(line)) for each, line in zip(competencies, lines, strict=True)],
        goal=queries.goal(learner.id, cohort.id),
    )


def _save(opened: Opened, form: ReviewForm) -> Review:
    if not form.validate():
        raise Refused(next(iter(form.errors.values()))[0])
    review = actions.begin(opened.thread, g.person, clock.now())
    levels = actions.levels_from(request.form, queries.competencies_for(opened.thread.submission.assignment))
    actions.save(review, form.keep.data, form.try_next.data, levels, int(form.seen.data or 0), clock.now())
    form.seen.data = str(review.saved)
    return review


def _released(review: Review) -> int:
    try:
        actions.release(review, g.person, clock.now())
    except Refused:
        return 0  # it says nothing yet
    return 1


def _own(opened: Opened) -> tuple[Review, ReviewRemark]:
    review = queries.mine(opened.thread.id, g.person.id)
    remark = review and queries.remark(request.view_args["remark_id"], review.id)
    if not review or not remark:
        raise NotThere
    return review, remark


def _version(review: Review) -> SubmissionVersion:
    found = practice.version_by_id(review.version_id)
    assert found
    return found


def _remarks(opened: Opened, form: RemarkForm | None) -> Any:
    """The list as it is now; what was refused stays in its form."""
    errors = [message for messages in form.errors.values() for message in messages] if form else []
    errors += form.form_errors if form else []
    if not _by_script():
        for message in errors:
            flash(message, "warn")
        return _back(opened)
    if errors:
        return {"message": " ".join(errors)}, 422
    review = queries.mine(opened.thread.id, g.person.id)
    html = render_template("reviews/_remarks.html", thread=opened.thread, review=review, along=_along(opened))
    return {"html": html, "key": secrets.token_urlsafe(12)}


def _along(opened: Opened) -> dict[str, str]:
    return way.along(way.place_of(opened.thread))


def _by_script() -> bool:
    return "X-Requested-With" in request.headers


def _back(opened: Opened) -> Response:
    return redirect(url_for("feedback.show", thread_id=opened.thread.id, _anchor="desk", **_along(opened)), 303)



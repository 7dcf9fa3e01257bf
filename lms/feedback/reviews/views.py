"""What trainers prepare beside the work, and what learners answer to it. The page itself is the thread's."""

import secrets
from enum import StrEnum
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms.access.body import TEXTS
from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort, Enrollment
from lms.core import clock
from lms.core.db import let_go
from lms.core.errors import Conflict, NotThere, Refused
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.feedback import arrival, thread_page, way
from lms.feedback import queries as threads
from lms.feedback.calibration import chart as agreement
from lms.feedback.calibration import queries as calibration
from lms.feedback.queries import Opened
from lms.feedback.reviews import actions, chart, queries, rules
from lms.feedback.reviews.forms import RemarkForm, ReviewForm, StepForm
from lms.feedback.reviews.models import Review, ReviewRemark
from lms.feedback.reviews.rules import Reaction
from lms.feedback.voices import arrival as voices
from lms.practice import actions as work
from lms.practice import queries as practice
from lms.practice.models import SubmissionVersion
from lms.practice.steps import actions as step_actions
from lms.practice.steps import queries as steps
from lms.practice.steps.models import NextStep
from lms.practice.steps.rules import Outcome
from lms.program import queries as programs
from lms.ui.page import by_script, page
from lms.ui.time import said

bp = Blueprint("reviews", __name__, template_folder="templates")


def learner(slug: str, person_id: int) -> Enrollment | None:
    """A learner of a cohort."""
    return cohorts.learner(slug, person_id)


@bp.post("/threads/<int:thread_id>/review/remarks")
@needs(May.FEEDBACK_REVIEW, load=way.opened, most=TEXTS)
def pin(opened: Opened) -> Any:
    """A new remark. For the script on the page, the list of remarks; without one, the page again."""
    form = RemarkForm()
    spoken = voices.spoken(form) if form.validate() else None
    if not form.errors:
        with form.refusals():
            review = actions.begin(opened.thread, g.person, clock.now())
            said = (form.text.data, form.key.data, form.place(), form.is_later.data)
            actions.pin(review, _version(review), *said, spoken)
    return _remarks(opened, form)


@bp.post("/threads/<int:thread_id>/review/remarks/<int:remark_id>")
@needs(May.FEEDBACK_REVIEW, load=way.opened, most=TEXTS)
def change(opened: Opened) -> Any:
    form, review, remark = RemarkForm(), *_own(opened)
    if form.validate():
        with form.refusals():
            actions.change(remark, _version(review), form.text.data, form.place(), form.is_later.data)
    return _remarks(opened, form)


@bp.post("/threads/<int:thread_id>/review/remarks/<int:remark_id>/removal")
@needs(May.FEEDBACK_REVIEW, load=way.opened)
def drop(opened: Opened) -> Any:
    actions.drop(_own(opened)[1], clock.now())
    return _remarks(opened, None)


@bp.post("/threads/<int:thread_id>/review/remarks/<int:remark_id>/voice/removal")
@needs(May.FEEDBACK_REVIEW, load=way.opened)
def silence(opened: Opened) -> Any:
    actions.silence(_own(opened)[1], clock.now())
    return _remarks(opened, None)


@bp.post("/threads/<int:thread_id>/review")
@needs(May.FEEDBACK_REVIEW, load=way.opened, most=TEXTS)
def save(opened: Opened) -> Any:
    """What is said of the whole, as it is typed: for the script on the page, an answer in JSON."""
    form = ReviewForm()
    try:
        _save(opened, form)
    except Refused as refused:
        return _not_saved(opened, form, refused)
    if by_script():
        return {"seen": int(form.seen.data), "saved_at_text": said(clock.now(), g.viewer.zone, "time")}
    flash("Your review is saved. Nobody sees it until you release it.", "good")
    return _back(opened)


@bp.post("/threads/<int:thread_id>/review/release")
@limiter.limit("20 per minute; 300 per hour", key_func=whoever)
@needs(May.FEEDBACK_REVIEW, load=way.opened, most=TEXTS)
def release(opened: Opened) -> Any:
    """Save what the form holds, and let the learner see all of it: now, or on a day."""
    form, place = ReviewForm(), way.place_of(opened.thread)
    try:
        arrival.refuse_if_held(opened.thread, form)
        review = _save(opened, form)
        if form.later.data:
            actions.release_later(review, form.day(g.viewer.zone), clock.now())
            flash("It is released by itself then. Until then you can change it.", "good")
            return _back(opened)
        actions.release(review, g.person, clock.now(), form.count("last_message"))
    except Refused as refused:
        return _not_saved(opened, form, refused)
    told = f"Released. {opened.thread.submission.learner.name} is told."
    if form.onward.data and place:
        return way.go_on(place, told)
    flash(told, "good")
    return _back(opened, "conversation")


@bp.post("/threads/<int:thread_id>/self-rating")
@needs(May.NEXT_STEP_ANSWER, load=way.opened)
def rate_oneself(opened: Opened) -> Response:
    thread = opened.thread
    version = practice.version(thread.submission_id, thread.version.number) if thread.version else None
    if version is None:
        raise NotThere
    work.rate_oneself(version, g.person, rules.levels_in(request.form, opened.judged), clock.now())
    flash("Kept. Your trainers see it beside theirs.", "good")
    return _back(opened, "ratings")


@bp.post("/threads/<int:thread_id>/reviews/<int:review_id>/reaction")
@needs(May.NEXT_STEP_ANSWER, load=way.opened)
def react(opened: Opened) -> Response:
    """What the learner says of the feedback itself; pressed again, it is taken back."""
    review = queries.released((request.view_args or {})["review_id"], opened.thread.id)
    if review is None:
        raise NotThere
    reaction = Reaction(_chosen("reaction", Reaction))
    actions.react(review, None if review.reaction == reaction else reaction)
    return _back(opened, f"review-{review.id}")


@bp.post("/steps/<int:step_id>")
@needs(May.NEXT_STEP_ANSWER, load=steps.step)
def answer_step(step: NextStep) -> Response:
    """The learner takes a step on, or says what came of it; the same word again is taken back."""
    if request.form.get("agree"):
        form = StepForm()
        if not form.validate():
            raise Refused(form.own_words.errors[0])
        step_actions.agree(step, form.own_words.data, clock.now())
    else:
        outcome = Outcome(_chosen("outcome", Outcome))
        step_actions.tell_outcome(step, None if step.outcome == outcome else outcome)
    return redirect(url_for("feedback.of_submission", submission_id=step.submission_id), 303)


@bp.get("/threads/<int:thread_id>/attempts")
@needs(May.SUBMISSION_READ, load=way.opened)
def attempts(opened: Opened) -> Response:
    """Two versions side by side, each with its recordings and ratings: the last two, unless others are asked for."""
    thread = opened.thread
    there = thread_page.numbers_in(opened)
    if len(there) < 2:
        raise NotThere
    asked = [
        number_in(request.args.get(side)) or default for side, default in (("left", there[1]), ("right", there[0]))
    ]
    if not set(asked) <= set(there):
        raise NotThere
    found = practice.versions(thread.submission_id, *asked)
    recordings = practice.recordings_in(*(version.id for version in found))
    return page(
        "reviews/attempts.html",
        thread=thread,
        submission=thread.submission,
        around=queries.around(thread, g.viewer),
        judged=opened.judged,
        attempts=[(version, [one for one in recordings if one.version_id == version.id]) for version in found],
        is_mine=thread.is_by(g.person.id),
    )


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
@needs(May.GROWTH_COMPARE, load=cohorts.cohort)
def cohort_growth(cohort: Cohort) -> Response:
    learners = queries.learners_page(cohort.id, request.args.get("after"))
    competencies = programs.competencies_of(cohort.program_id)
    codes, points = [each.code for each in competencies], queries.points_in(cohort.id)
    works = agreement.by_learner(calibration.works_told(cohort.id))
    return page(
        "reviews/cohort_growth.html",
        here=cohort,
        learners=learners,
        competencies=competencies,
        lines={person.id: rules.lines(points.get(person.id, ()), codes) for person in learners.rows},
        leanings={person.id: agreement.leanings(works.get(person.id, ()), codes) for person in learners.rows},
    )


@bp.get("/cohorts/<slug>/growth/<int:person_id>")
@needs(May.GROWTH_READ, load=learner)
def growth(enrollment: Enrollment) -> Response:
    """How one learner's ratings went, a line for each competency."""
    cohort, learner = enrollment.cohort, enrollment.person
    competencies = programs.competencies_of(cohort.program_id)
    lines = rules.lines(queries.points_of(learner.id, cohort.id), [each.code for each in competencies])
    return page(
        "reviews/growth.html",
        here=cohort,
        learner=learner,
        is_mine=learner.id == g.person.id,
        rows=[
            (each, line, chart.spark(line, len(each.levels))) for each, line in zip(competencies, lines, strict=True)
        ],
        leanings=agreement.leanings(
            calibration.works_told(cohort.id, learner.id), [each.code for each in competencies]
        ),
        goal=steps.goal(learner.id, cohort.id),
    )


def _save(opened: Opened, form: ReviewForm) -> Review:
    if not form.validate():
        raise Refused(next(iter(form.errors.values()))[0])
    review = actions.begin(opened.thread, g.person, clock.now())
    levels = rules.levels_in(request.form, opened.judged)
    actions.save(review, form.keep.data, form.try_next.data, levels, form.count("seen"), clock.now())
    form.seen.data = str(review.saved)
    return review


def _not_saved(opened: Opened, form: ReviewForm, refused: Refused) -> Any:
    """Why, beside what was typed; where another window saved something else, that as well."""
    let_go()
    found = threads.thread(opened.thread.id, g.viewer)
    assert found
    is_conflict = isinstance(refused, Conflict)
    if not by_script():
        form.form_errors = [*form.form_errors, refused.message]
        return thread_page.show(found, review=form, status=409 if is_conflict else 422)
    mine = queries.mine(opened.thread.id, g.person.id) if is_conflict else None
    other = {"seen": mine.saved, "fields": [["keep", mine.keep], ["try_next", mine.try_next]]} if mine else {}
    return {"message": refused.message, **other}, 409 if is_conflict else 422


def _released(review: Review) -> int:
    try:
        actions.release(review, g.person, clock.now())
    except Refused:
        return 0  # it says nothing yet
    return 1


def _own(opened: Opened) -> tuple[Review, ReviewRemark]:
    review = queries.mine(opened.thread.id, g.person.id)
    remark = review and queries.remark((request.view_args or {})["remark_id"], review.id)
    if not review or not remark:
        raise NotThere
    return review, remark


def _version(review: Review) -> SubmissionVersion:
    found = practice.version(*queries.version_of(review))
    assert found
    return found


def _remarks(opened: Opened, form: RemarkForm | None) -> Any:
    """The list as it is now; what was refused stays in its form."""
    errors = [message for messages in form.errors.values() for message in messages] if form else []
    errors += form.form_errors if form else []
    if errors and by_script():
        return {"message": " ".join(errors)}, 422
    if errors:
        found = threads.thread(opened.thread.id, g.viewer)
        assert found
        return thread_page.show(found, remark=form, status=422)
    if not by_script():
        return _back(opened)
    review = queries.mine(opened.thread.id, g.person.id)
    along = way.along(way.place_of(opened.thread))
    html = render_template(
        "reviews/_remarks.html", thread=opened.thread, remarks=review.remarks if review else (), along=along,
        said_range=rules.said_range,
    )  # fmt: skip
    return {"html": html, "key": secrets.token_urlsafe(12)}


def _chosen(name: str, among: type[StrEnum]) -> str:
    said = request.form.get(name, "")
    if said not in list(among):
        raise Refused("Please choose one of the answers on the page.")
    return said


def _back(opened: Opened, anchor: str = "desk") -> Response:
    along = way.along(way.place_of(opened.thread))
    return redirect(url_for("feedback.show", thread_id=opened.thread.id, _anchor=anchor, **along), 303)

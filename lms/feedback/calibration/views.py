"""How far ratings agree in a cohort, and the pages on which trainers rate the same work."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask import Response as Download
from werkzeug.wrappers import Response

from lms.access.guard import may, needs, whoever
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.errors import Refused
from lms.core.limits import limiter
from lms.feedback.calibration import actions, queries, report, rules
from lms.feedback.calibration.forms import RatingForm, SetUpForm, WhoseForm
from lms.feedback.calibration.models import Calibration
from lms.feedback.reviews.rules import RatedBy, levels_in
from lms.practice import queries as practice
from lms.program import queries as programs
from lms.program.rules import Competency, competencies
from lms.ui.page import page

bp = Blueprint("calibration", __name__, template_folder="templates")
OFTEN = limiter.shared_limit("60 per hour", scope="calibrations", key_func=whoever)


@bp.get("/cohorts/<slug>/agreement")
@needs(May.RATINGS_COMPARE, load=cohorts.cohort)
def agreement(cohort: Cohort) -> Response:
    return page(
        "calibration/agreement.html",
        here=cohort,
        tables=_tables(cohort),
        only_blind=_only_blind(),
        enough=rules.ENOUGH,
        calibrations=queries.calibrations(cohort.id, request.args.get("after")),
    )


@bp.get("/cohorts/<slug>/agreement.csv")
@OFTEN
@needs(May.RATINGS_COMPARE, load=cohorts.cohort)
def as_csv(cohort: Cohort) -> Download:
    """The same tables for other programs. Nobody is named in them."""
    answer = Download("".join(report.as_csv(_tables(cohort))), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{cohort.slug}-agreement.csv")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/cohorts/<slug>/calibrations")
@needs(May.CALIBRATION_SET_UP, load=cohorts.cohort)
def choose(cohort: Cohort) -> Response:
    """Work to calibrate on."""
    form = WhoseForm(request.args)
    learner = (form.learner.data or "")[:80]
    found = queries.to_choose(cohort.id, learner, request.args.get("after"))
    return page("calibration/choose.html", here=cohort, form=form, learner=learner, versions=found)


@bp.post("/cohorts/<slug>/calibrations")
@OFTEN
@needs(May.CALIBRATION_SET_UP, load=cohorts.cohort)
def set_up(cohort: Cohort) -> Response:
    version_id = SetUpForm().version_id
    version = queries.version_in(cohort.id, version_id) if version_id else None
    if version is None:
        flash("This work isn’t there any more. Please choose another.", "warn")
        return redirect(url_for(".choose", slug=cohort.slug), 303)
    made = actions.set_up(version, g.person, clock.now())
    flash("Set up. Every trainer of the cohort can rate it.", "good")
    return redirect(url_for(".show", calibration_id=made.id), 303)


@bp.get("/calibrations/<int:calibration_id>")
@needs(May.CALIBRATION_READ, load=queries.calibration)
def show(calibration: Calibration) -> Response:
    return _show(calibration, RatingForm(None))


@bp.post("/calibrations/<int:calibration_id>")
@OFTEN
@needs(May.CALIBRATION_RATE, load=queries.calibration)
def rate(calibration: Calibration) -> Response:
    form, judged = RatingForm(), _judged(calibration)
    levels = levels_in(request.form, judged)
    if form.validate():
        with form.refusals():
            actions.give(calibration, g.person, levels, judged, form.note.data, clock.now())
            flash("Kept. Here is how the others saw it, as soon as they have rated.", "good")
            return redirect(url_for(".show", calibration_id=calibration.id), 303)
    return _show(calibration, form, levels, judged)


@bp.post("/calibrations/<int:calibration_id>/removal")
@needs(May.CALIBRATION_SET_UP, load=queries.calibration)
def call_off(calibration: Calibration) -> Response:
    try:
        actions.call_off(calibration)
    except Refused as refused:
        flash(refused.message, "warn")
        return redirect(url_for(".show", calibration_id=calibration.id), 303)
    flash("The calibration is called off.", "good")
    return redirect(url_for(".agreement", slug=calibration.version.submission.cohort.slug), 303)


def _tables(cohort: Cohort) -> list[report.Table]:
    rubric = programs.competencies_of(cohort.program_id)
    return report.tables(queries.works_in(cohort.id), rubric, _only_blind())


def _only_blind() -> bool:
    return bool(request.args.get("blind"))


def _judged(calibration: Calibration) -> list[Competency]:
    submission = calibration.version.submission
    return competencies(programs.rubric_of(submission.cohort.program_id), submission.assignment.competencies)


def _show(
    calibration: Calibration,
    form: RatingForm,
    levels: dict[str, int] | None = None,
    judged: list[Competency] | None = None,
) -> Response:
    """The work and the rubric; for whoever has rated, and once two have for coordinators, how each saw it."""
    judged = judged or _judged(calibration)
    raters = queries.raters_of(calibration.version_id)
    rates = may(May.CALIBRATION_RATE, calibration)
    has_rated = any(rater.person_id == g.person.id for rater in raters)
    sees = has_rated if rates else len(raters) > 1
    return page(
        "calibration/show.html",
        status=422 if form.errors or form.form_errors else 200,
        calibration=calibration,
        form=form,
        levels=levels or {},
        judged=judged,
        raters=raters,
        rates=rates and not has_rated,
        version=calibration.version,
        recordings=practice.recordings_of(calibration.version) if rates else (),
        said=queries.said_in(calibration.id),
        enough=rules.ENOUGH,
        **(_seen(calibration, judged) if sees else {"beside": None}),
    )


def _seen(calibration: Calibration, judged: list[Competency]) -> dict[str, Any]:
    """Each rater's levels beside the others', and how far they agree."""
    work = queries.work_at(calibration.version_id)
    assert work
    said = rules.judgments(work)
    kinds = (RatedBy.TRAINER, RatedBy.TRAINER)
    found = [pair for each in judged for pair in rules.pairs(said.triples, each.code, *kinds)]
    return {
        "beside": {rating.rater_id: rating for rating in said.ratings if rating.by is RatedBy.TRAINER},
        "found": rules.concordance(found),
    }

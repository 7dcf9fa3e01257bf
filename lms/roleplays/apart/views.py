"""Two pages: a learner's own, which nobody else sees, and that of coordinators."""

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.roleplays.apart import actions, queries
from lms.roleplays.apart.forms import MineForm, PairForm
from lms.roleplays.apart.models import KeptApart
from lms.ui.page import page

bp = Blueprint("apart", __name__, template_folder="templates")


@bp.get("/cohorts/<slug>/kept-apart")
@needs(May.APART_OVERSEE, load=cohorts.cohort)
def index(cohort: Cohort) -> Answer:
    return _index(cohort, PairForm(None))


@bp.post("/cohorts/<slug>/kept-apart")
@needs(May.APART_OVERSEE, load=cohorts.cohort)
def keep(cohort: Cohort) -> Answer:
    form = PairForm()
    form.one.choices = form.other.choices = _choices(queries.learners(cohort.id))
    if form.validate():
        with form.refusals():
            actions.keep_apart(cohort, int(form.one.data), int(form.other.data), g.person, clock.now())
            flash("Noted. From the next solving on they are in no group together; nobody is told.", "good")
            return redirect(url_for(".index", slug=cohort.slug), 303)
    return _index(cohort, form, 422)


@bp.get("/role-plays/kept-apart/<slug>")
@needs(May.APART_ASK, load=cohorts.cohort)
def mine(cohort: Cohort) -> Answer:
    return _mine(cohort, MineForm(None))


@bp.post("/role-plays/kept-apart/<slug>")
@needs(May.APART_ASK, load=cohorts.cohort)
def ask(cohort: Cohort) -> Answer:
    form = MineForm()
    form.other.choices = _choices(queries.learners(cohort.id), but=g.person.id)
    if form.validate():
        with form.refusals():
            actions.keep_apart(cohort, g.person.id, int(form.other.data), g.person, clock.now())
            flash("Noted. Only you and your coordinator can see it.", "good")
            return redirect(url_for(".mine", slug=cohort.slug), 303)
    return _mine(cohort, form, 422)


@bp.post("/cohorts/<slug>/kept-apart/<int:pair_id>/end")
@needs(May.APART_END, load=queries.pair)
def end(pair: KeptApart) -> Answer:
    is_mine = pair.asked_by_id == g.person.id and not g.viewer.is_coordinator
    actions.end(pair)
    flash("Ended. They may be in one group again.", "good")
    return redirect(url_for(".mine" if is_mine else ".index", slug=pair.cohort.slug), 303)


def _index(cohort: Cohort, form: PairForm, status: int = 200) -> Answer:
    pairs = queries.pairs_page(cohort.id, request.args.get("after"))
    form.one.choices = form.other.choices = _choices(queries.learners(cohort.id))
    return page("apart/index.html", target=cohort, pairs=pairs, form=form, status=status)


def _mine(cohort: Cohort, form: MineForm, status: int = 200) -> Answer:
    form.other.choices = _choices(queries.learners(cohort.id), but=g.person.id)
    asked = queries.asked_by(g.person.id, cohort.id)
    return page("apart/mine.html", target=cohort, asked=asked, form=form, status=status)


def _choices(learners: Sequence[tuple[int, str]], but: int | None = None) -> list[tuple[str, str]]:
    return [("", "Choose")] + [(str(id), name) for id, name in learners if id != but]

"""The page on which the groups of a shared assignment are made by hand."""

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.core import clock
from lms.core.limits import limiter
from lms.practice import desks
from lms.practice import queries as practice
from lms.practice.groups import actions, queries, rules
from lms.practice.groups.forms import GroupsForm
from lms.practice.queries import AssignmentHere
from lms.ui.page import page

bp = Blueprint("groups", __name__, template_folder="templates")


def shared_here(slug: str, assignment_id: int) -> AssignmentHere | None:
    """An assignment of a cohort that is done in groups."""
    here = practice.assignment_here(assignment_id, cohorts.cohort(slug))
    return here if here and here.assignment.is_shared else None


def shared_with_me(assignment_id: int) -> AssignmentHere | None:
    """An assignment that is done in groups, in the cohort that the viewer looks at."""
    here = practice.assignment_here(assignment_id, g.cohort)
    return here if here and here.assignment.is_shared else None


@bp.get("/assignments/<int:assignment_id>/before")
@needs(May.HAND_IN, load=shared_with_me)
def before(here: AssignmentHere) -> Response:
    """What the viewer did of it by themselves, or with another group."""
    apart = desks.apart(here, g.person.id)
    return page("groups/before.html", here=here, assignment=here.assignment, apart=apart)


@bp.route("/cohorts/<slug>/groups/<int:assignment_id>", methods=["GET", "POST"])
@limiter.limit("60 per hour", key_func=whoever, methods=["POST"])
@needs(May.GROUPS_ARRANGE, load=shared_here)
def show(here: AssignmentHere) -> Response:
    after = request.args.get("after")
    learners = queries.learners_page(here.cohort.id, after)
    groups = queries.groups_of(here.assignment.id, here.cohort.id)
    shown = [person.id for person in learners.rows]
    if request.method == "POST":
        form = GroupsForm.of(request.form, shown)
        if form.validate():
            elsewhere = {person: number for person, number in groups.number_of.items() if person not in shown}
            actions.arrange_numbered(here.cohort, here.assignment, _by_number(elsewhere | form.numbers), clock.now())
            flash("The groups are kept. Each member finds the others on the page of the assignment.", "good")
            return redirect(url_for(".show", slug=here.cohort.slug, assignment_id=here.assignment.id, after=after), 303)
    else:
        form = GroupsForm({person: str(groups.number_of.get(person, "")) for person in shown})
    return page(
        "groups/show.html",
        here=here,
        assignment=here.assignment,
        learners=learners,
        form=form,
        number_most=rules.NUMBER_MOST,
        alone=[person for person in learners.rows if len(groups.beside(person.id)) < 2],
        status=422 if form.errors else 200,
    )


def _by_number(numbers: dict[int, int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for person, number in numbers.items():
        found.setdefault(number, []).append(person)
    return found

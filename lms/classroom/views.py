"""The programme page, the class page, and its handouts."""

from typing import Any

from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.classroom import queries, rules
from lms.cohorts import queries as cohorts
from lms.cohorts.letters import class_key
from lms.cohorts.models import ClassSession, Cohort
from lms.cohorts.rules import can_join
from lms.core import clock
from lms.core.errors import NotThere
from lms.demonstrations import queries as demonstrations
from lms.demonstrations.streams import with_streams
from lms.notices.seen import note_seen
from lms.program import queries as programs
from lms.ui.page import page

bp = Blueprint("classroom", __name__, template_folder="templates")


def here() -> Cohort | None:
    """The cohort that the viewer looks at."""
    return g.cohort


def session_here(number: int) -> ClassSession | None:
    """The dated class with this number in the cohort that the viewer looks at."""
    return cohorts.session(g.cohort.slug, number) if g.cohort else None


@bp.get("/classes/")
@needs(May.CLASSES_READ, load=here)
def classes(cohort: Cohort) -> Response:
    cards = queries.class_cards(cohort, g.person.id)
    states = [card.progress.state for card in cards]
    return page(
        "classroom/classes.html",
        cards=cards,
        states=states,
        done=states.count("done"),
        is_learner=cohort.id in g.viewer.learner_in,
        my_cohorts=_ways(cohort),
    )


@bp.get("/classes/<int:number>")
@needs(May.CLASSES_READ, load=session_here)
def show(session: ClassSession) -> Response:
    class_id = session.class_id
    shown = page(
        "classroom/class.html",
        session=session,
        program_class=session.program_class,
        demonstrations=with_streams(demonstrations.cards_of(class_id, g.person.id, session.cohort_id, clock.now())),
        handouts=session.program_class.handouts,
        at_home=queries.practice_of(g.person.id, session.cohort_id, class_id),
        is_learner=session.cohort_id in g.viewer.learner_in,
        untracked=rules.untracked(session.program_class.completion),
        due=cohorts.due_times(session.cohort),
        can_join=can_join(clock.now(), session.starts_at, session.ends_at),
    )
    note_seen(class_key(session.id))
    return shown


def _ways(here: Cohort) -> list[dict[str, Any]]:
    """To the classes of each cohort that the viewer takes part in, as tabs."""
    mine = [enrollment.cohort for enrollment in g.enrollments]
    return [{"label": c.title, "href": url_for(".classes", cohort=c.slug), "is_here": c.id == here.id} for c in mine]


@bp.get("/classes/<int:number>/handouts/<slug>")
@needs(May.CLASSES_READ, load=lambda number, slug: session_here(number))
def handout(session: ClassSession) -> Response:
    found = programs.handout(session.class_id, request.view_args["slug"])
    if found is None:
        raise NotThere
    return page("classroom/handout.html", handout=found, session=session)

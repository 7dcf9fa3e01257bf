"""How whoever is looking comes to a demonstration."""

from dataclasses import replace

from flask import g

from lms.cohorts.models import Cohort
from lms.core import clock
from lms.demonstrations import queries
from lms.demonstrations.cards import Card
from lms.demonstrations.queries import Shown
from lms.demonstrations.viewings.actions import Eyes
from lms.program.models import Demonstration


def shown(demonstration_id: int) -> Shown | None:
    """The demonstration, as the viewer comes to it."""
    found = queries.demonstration(demonstration_id)
    return Shown(found, cohort_for(found.program_class.program_id)) if found else None


def card_of(seen: Shown) -> Card:
    """What the viewer meets of it now."""
    return card_in(seen.demonstration, seen.cohort_id)


def card_in(demonstration: Demonstration, cohort_id: int | None) -> Card:
    """The same, through this cohort, whatever others the viewer has."""
    return queries.card(demonstration, g.viewer.person_id, cohort_id, clock.now())


def playable(demonstration_id: int) -> Card | None:
    """What the viewer meets of it now, for what only those may have who may play it."""
    seen = shown(demonstration_id)
    return card_of(seen) if seen else None


def card_here(demonstration_id: int) -> Card | None:
    """The demonstration with its class and what plays of it, for who answers for the cohort. Two statements."""
    card = queries.card_by_id(demonstration_id, g.viewer.person_id, clock.now())
    return card and replace(card, cohort_id=cohort_for(card.demonstration.program_class.program_id))


def eyes(seen: Shown | Card) -> Eyes:
    """Who looks, from where."""
    return Eyes(g.person.id, g.sign_in.id, g.sign_in.browser, seen.cohort_id)


def cohorts_by_program() -> dict[int, Cohort]:
    """By program id, the cohort through which the viewer sees it: one that they teach, else the one they look at."""
    mine = filter(None, [g.cohort, *(enrollment.cohort for enrollment in g.enrollments)])
    taught_first = sorted(mine, key=lambda cohort: cohort.id not in g.viewer.trainer_in)
    return {cohort.program_id: cohort for cohort in reversed(taught_first)}


def cohort_for(program_id: int) -> int | None:
    """The viewer's cohort that takes this program; None where there is none."""
    found = cohorts_by_program().get(program_id)
    return found.id if found else None

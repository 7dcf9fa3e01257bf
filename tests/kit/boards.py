"""A cohort with hours for role plays, a round of it, and a worker's turn at its board."""

from collections.abc import Sequence
from datetime import timedelta

from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.program.models import Program, ProgramClass
from lms.roleplays.board import actions, jobs, queries
from lms.roleplays.board.queries import Opened
from lms.roleplays.hours import actions as hours
from lms.roleplays.hours import queries as kept_hours
from lms.roleplays.hours.rules import Window, as_week
from lms.roleplays.rounds.models import RolePlayRound
from tests.kit import make
from tests.kit.roleplays import PROTOCOLS, ROLE_PLAY

EVENINGS = [Window(day, 72, 84) for day in range(7)]


def with_role_plays(cohort: Cohort, *numbers: int) -> None:
    """Let these classes of the cohort's program have a role play."""
    program = db.get_one(Program, cohort.program_id)
    program.protocols = PROTOCOLS
    rows = db.query(ProgramClass).filter(ProgramClass.program_id == program.id, ProgramClass.number.in_(numbers))
    for one in rows:
        one.role_play = ROLE_PLAY
    db.flush()


def learners(cohort: Cohort, count: int, windows: Sequence[Window] = EVENINGS) -> list[Person]:
    """So many learners who can meet in these hours, in UTC."""
    made = [make.person(learner_in=cohort) for _ in range(count)]
    for person in made:
        can(person, windows)
    return made


def can(person: Person, windows: Sequence[Window]) -> None:
    """When somebody can meet, from now on."""
    kept = kept_hours.weekly_of(person.id)
    hours.paint(person, as_week(windows), kept.saved if kept else 0, clock.now())


def a_round(cohort: Cohort, number: int = 1) -> Opened:
    """The round of a class, which begins now and lasts a week; nothing is announced."""
    with_role_plays(cohort, number)
    actions.set_up(cohort, clock.now())
    found = queries.opened(cohort.slug, number)
    assert found
    found.round.from_at, found.round.until_at = clock.now(), clock.now() + timedelta(days=7)
    found.round.answer_by_at = clock.now() + timedelta(days=2)
    db.commit()
    return again(found)


def again(opened: Opened) -> Opened:
    """The same as it is now."""
    return queries.opened_by_id(opened.round.id)


def solve(opened: Opened, by: Person) -> Opened:
    """Ask for groups, and be the worker."""
    actions.ask_solving(again(opened), by, clock.now())
    db.commit()
    assert jobs.solve_next()
    return again(opened)


def round_row(opened: Opened) -> RolePlayRound:
    """Its row."""
    return db.get_one(RolePlayRound, opened.round.id)


def seen(opened: Opened) -> int:
    """How often its board has been changed."""
    board = again(opened).board
    return board.saved if board else 0

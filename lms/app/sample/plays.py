"""Role plays of the sample: three rounds that were held, and one group that meets within the hour."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from lms.app.sample import words
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core.db import db
from lms.people.models import Person
from lms.program import queries as programs
from lms.roleplays.debrief.models import Debrief
from lms.roleplays.meeting.models import Attendance
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, RolePlayRound, Seat
from lms.roleplays.rounds.rules import Part, State, scenario_json
from lms.roleplays.timing.models import PlayedPart
from lms.roleplays.timing.rules import parts_in

WEEK = timedelta(days=7)
HELD = (4, 5, 6)  # classes
COMING = 7
STEPS = (1, 5, 7)  # through the list of learners, week by week: nobody comes twice, and few meet again


def make(cohort: Cohort, learners: Sequence[Person], now: datetime) -> None:
    """Groups of three, in another order each week; in the round to come, the first three."""
    for weeks, (number, step) in enumerate(zip(reversed(HELD), STEPS, strict=True), start=1):
        of = _round(cohort, number, now - (weeks + 1) * WEEK)
        mixed = [learners[place * step % len(learners)] for place in range(len(learners))]
        threes = [mixed[place : place + 3] for place in range(0, len(mixed) - 2, 3)]
        for place, people in enumerate(threes):
            _hold(_group(of, people, place + 1, of.from_at + timedelta(days=2, hours=place), State.HELD), people)
    hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    _group(_round(cohort, COMING, now - timedelta(days=1)), learners[:3], 1, hour, State.BOOKED)
    db.flush()


def _round(cohort: Cohort, number: int, from_at: datetime) -> RolePlayRound:
    session = cohorts.session(cohort.slug, number)
    assert session
    made = RolePlayRound(
        cohort_id=cohort.id,
        class_id=session.class_id,
        from_at=from_at,
        until_at=from_at + WEEK,
        answer_by_at=from_at + timedelta(days=2),
        scenario=scenario_json(session.program_class.role_play, programs.protocols_of(cohort.program_id)),
        created_at=from_at,
        announced_at=from_at,
    )
    db.add(made)
    db.flush()
    return made


def _group(
    of: RolePlayRound, people: Sequence[Person], number: int, starts_at: datetime, state: State
) -> RolePlayGroup:
    made = RolePlayGroup(round_id=of.id, number=number, announced_at=of.created_at)
    db.add(made)
    db.flush()
    for person, part in zip(people, Part, strict=True):
        db.add(Seat(group_id=made.id, person_id=person.id, part=part, since=of.created_at))
    wall = starts_at.astimezone(people[0].zone)
    db.add(
        Meeting(
            group_id=made.id,
            held_on=wall.date(),
            starts_at_time=wall.time(),
            zone_name=people[0].zone_name,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=60),
            state=state,
            changed_at=of.created_at,
        )
    )
    return made


def _hold(group: RolePlayGroup, people: Sequence[Person]) -> None:
    """All three turns were played; the last one of the group owes the debrief."""
    seats, at = [person.id for person in people], group.announced_at + timedelta(days=2)
    for turn in range(len(seats)):
        for person_id, part in parts_in(seats, frozenset(), turn).items():
            db.add(PlayedPart(group_id=group.id, turn=turn, person_id=person_id, part=part))
    for person_id in seats:
        db.add(Attendance(group_id=group.id, person_id=person_id, came_at=at, seen_at=at + timedelta(hours=1)))
        sent_at = None if person_id == seats[-1] else at + timedelta(hours=2)
        said = {"answers": {"0": words.DEBRIEF}, "saved": 1, "saved_at": at}
        db.add(Debrief(group_id=group.id, person_id=person_id, **said, sent_at=sent_at))

"""Makers of rounds of role plays, and of groups in them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.roleplays.rounds import queries
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, RolePlayRound, Seat
from lms.roleplays.rounds.rules import Part, State, scenario_json

ROLE_PLAY = {
    "slug": "role-play",
    "title": "A first call",
    "protocol": "T30",
    "goals": ["Open the call."],
    "parts": {
        "therapist": "Welcome the caller, and listen.",
        "client": "You have read much, and hope for much.",
        "observer": "Watch for pressure.",
    },
    "checklist": ["Welcomes", "Asks what the caller hopes for", "Offers a next step"],
    "debrief": ["Therapist: what would you do again?", "Client: when did you feel heard?"],
}
PROTOCOLS = {
    "protocols": [
        {
            "id": "T30", "group": "triads", "rounds": 3, "setup_minutes": 1, "play_minutes": 6, "debrief_minutes": 3,
            "minutes": 30, "used_in": [1],
        }
    ],
    "debrief_order": ["Therapist first.", "Then the client.", "Then the observer."],
    "safety": ["Anyone may say “pause” at any time."],
    "deliberate_practice": ["Each round names one skill."],
    "grouping": ["Groups are triads."],
    "marks": ["seen", "partly", "not seen", "no chance to see"],
}  # fmt: skip


def a_round(cohort: Cohort, number: int = 1, days: int = 7) -> RolePlayRound:
    """The round of a class that begins now and lasts so many days, announced."""
    now = clock.now()
    session = cohorts.session(cohort.slug, number)
    assert session
    made = RolePlayRound(
        cohort_id=cohort.id,
        class_id=session.class_id,
        from_at=now,
        until_at=now + timedelta(days=days),
        answer_by_at=now + timedelta(days=2),
        scenario=scenario_json(ROLE_PLAY, PROTOCOLS),
        created_at=now,
        announced_at=now,
    )
    db.add(made)
    db.flush()
    return made


def a_group(of: RolePlayRound, *people: Person, number: int = 1, starts_at: datetime | None = None) -> RolePlayGroup:
    """A group of these people, in the order therapist, client, observers; booked for an hour, if one is given."""
    now = clock.now()
    made = RolePlayGroup(round_id=of.id, number=number, announced_at=now)
    db.add(made)
    db.flush()
    parts = [Part.THERAPIST, Part.CLIENT, Part.OBSERVER, Part.OBSERVER]
    for person, part in zip(people, parts, strict=False):
        db.add(Seat(group_id=made.id, person_id=person.id, part=part, since=now))
    if starts_at:
        _book(of, made, starts_at)
    db.flush()
    found = queries.group(made.id)
    assert found
    return found


def _book(of: RolePlayRound, group: RolePlayGroup, starts_at: datetime) -> None:
    cohort = db.get_one(Cohort, of.cohort_id)
    wall = starts_at.astimezone(ZoneInfo(cohort.zone_name))
    db.add(
        Meeting(
            group_id=group.id,
            held_on=wall.date(),
            starts_at_time=wall.time().replace(tzinfo=None),
            zone_name=cohort.zone_name,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=of.minutes),
            state=State.BOOKED,
            changed_at=clock.now(),
        )
    )

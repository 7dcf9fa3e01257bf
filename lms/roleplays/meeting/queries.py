"""A group's room: who sits in it, who is there, what was pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.access.viewer import Facts
from lms.cohorts.models import Enrollment, Role
from lms.core.db import db
from lms.people.models import Closing, Person
from lms.roleplays.meeting import rules
from lms.roleplays.meeting.models import Attendance
from lms.roleplays.meeting.rules import Hour
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, RolePlayRound, Seat
from lms.roleplays.rounds.rules import Scenario, scenario
from lms.roleplays.timing.models import RoomEvent
from lms.roleplays.timing.queries import clock_of, events_of
from lms.roleplays.timing.rules import Clock, Press


@dataclass(frozen=True)
class Seated:
    """Somebody of a group, and what is known of their being there."""

    seat: Seat
    attendance: Attendance | None

    @property
    def person(self) -> Person:
        return self.seat.person

    @property
    def came_at(self) -> datetime | None:
        return self.attendance.came_at if self.attendance else None

    @property
    def seen_at(self) -> datetime | None:
        return self.attendance.seen_at if self.attendance else None

    @property
    def is_missed(self) -> bool:
        return self.attendance is not None and self.attendance.missed_at is not None


@dataclass(frozen=True)
class Room:
    """A group with its round, cohort, class and meeting, everybody in it, and all that was pressed."""

    group: RolePlayGroup
    seated: Sequence[Seated]
    events: Sequence[RoomEvent]
    scenario: Scenario

    @property
    def facts(self) -> Facts:
        here = {one.seat.person_id for one in self.seated} if self.group.dissolved_at is None else ()
        return Facts(cohort_id=self.group.round.cohort_id, member_ids=frozenset(here))

    @property
    def hour(self) -> Hour:
        meeting, of = self.group.agreed, self.group.round
        return Hour(meeting.starts_at if meeting else None, of.from_at, of.until_at)

    @property
    def started_at(self) -> datetime | None:
        """When the clock was set going first."""
        return next((event.at for event in self.events if event.press is Press.START), None)

    @property
    def ended_at(self) -> datetime | None:
        """When the practice was last ended; None where nobody has said so."""
        return next((event.at for event in reversed(self.events) if event.press is Press.END), None)

    def clock(self, now: datetime) -> Clock:
        return clock_of(self.scenario, [one.seat for one in self.seated], self.events, now)

    def of(self, person_id: int) -> Seated | None:
        """Somebody's place in it."""
        return next((one for one in self.seated if one.seat.person_id == person_id), None)

    def name(self, person_id: int) -> str:
        found = self.of(person_id)
        return found.person.name if found else ""

    def can_be_missed(self, one: Seated, now: datetime) -> bool:
        """Whether somebody of the group can be called absent now."""
        turn = self.clock(now).turn
        return not one.is_missed and rules.can_be_missed(self.hour, one.came_at, turn, now)


@dataclass(frozen=True)
class Pulse:
    """As little of a room as can be asked every second."""

    group_id: int
    pressed: int
    """How much was pressed, in all."""
    facts: Facts


def room(group_id: int) -> Room | None:
    """A group's room. Two statements."""
    rows = db.execute(_seated().where(Seat.group_id == group_id).order_by(Seat.id)).all()
    if not rows or not rows[0].Seat.group.round.scenario:
        return None
    group = rows[0].Seat.group
    seated = [Seated(seat, attendance) for seat, attendance in rows if seat.left_at is None]
    return Room(group, seated, events_of(group_id), scenario(group.round.scenario))


def pulse(group_id: int) -> Pulse | None:
    """How much has been pressed in a group's room, and for whom it is. One statement."""
    pressed = select(func.count()).where(RoomEvent.group_id == group_id).scalar_subquery()
    rows = db.execute(
        select(Seat.person_id, RolePlayRound.cohort_id, RolePlayGroup.dissolved_at, pressed.label("pressed"))
        .join(RolePlayGroup, RolePlayGroup.id == Seat.group_id)
        .join(RolePlayRound, RolePlayRound.id == RolePlayGroup.round_id)
        .where(Seat.group_id == group_id, Seat.left_at.is_(None))
    ).all()
    if not rows:
        return None
    here = frozenset(row.person_id for row in rows) if rows[0].dissolved_at is None else frozenset()
    return Pulse(group_id, rows[0].pressed, Facts(cohort_id=rows[0].cohort_id, member_ids=here))


def misses(person_id: int, cohort_id: int) -> int:
    """At how many meetings of a cohort somebody was missed."""
    return (
        db.scalar(
            select(func.count())
            .select_from(Attendance)
            .join(RolePlayGroup, RolePlayGroup.id == Attendance.group_id)
            .join(RolePlayRound, RolePlayRound.id == RolePlayGroup.round_id)
            .where(
                Attendance.person_id == person_id,
                Attendance.missed_at.is_not(None),
                RolePlayRound.cohort_id == cohort_id,
            )
        )
        or 0
    )


def _seated() -> Select[tuple[Seat, Attendance]]:
    of = contains_eager(Seat.group).contains_eager(RolePlayGroup.round)
    mine = and_(Attendance.group_id == Seat.group_id, Attendance.person_id == Seat.person_id)
    return (
        select(Seat, Attendance)
        .join(Seat.group)
        .join(RolePlayGroup.round)
        .outerjoin(Attendance, mine)
        .options(
            joinedload(Seat.person, innerjoin=True),
            of.joinedload(RolePlayRound.cohort, innerjoin=True),
            of.joinedload(RolePlayRound.program_class, innerjoin=True),
            contains_eager(Seat.group).joinedload(RolePlayGroup.meeting),
        )
        .execution_options(populate_existing=True)
    )


def staff_of(cohort_id: int) -> Sequence[Person]:
    """The trainers of a cohort, and coordinators."""
    teaches = exists().where(
        Enrollment.person_id == Person.id,
        Enrollment.cohort_id == cohort_id,
        Enrollment.role == Role.TRAINER,
        Enrollment.ended_at.is_(None),
    )
    closed = exists().where(Closing.person_id == Person.id)
    return db.scalars(select(Person).where(or_(Person.is_coordinator, teaches), ~closed).order_by(Person.id)).all()


def coming(person_id: int, now: datetime) -> Sequence[Seat]:
    """Somebody's seats in groups of rounds that last, with round, class, cohort and meeting, the soonest first.

    One statement. A meeting that is over isn't coming any more.
    """
    rows = _mine(person_id).where(RolePlayRound.until_at > now, or_(Meeting.group_id.is_(None), Meeting.ends_at > now))
    return db.scalars(rows.order_by(func.coalesce(Meeting.starts_at, RolePlayRound.until_at), Seat.id)).all()


def seat_in(person_id: int, cohort_id: int, class_id: int) -> Seat | None:
    """Somebody's seat in the role play of a class, likewise."""
    of = (RolePlayRound.cohort_id == cohort_id, RolePlayRound.class_id == class_id)
    return db.scalars(_mine(person_id).where(*of).order_by(Seat.id.desc()).limit(1)).one_or_none()


def _mine(person_id: int) -> Select[tuple[Seat]]:
    of = contains_eager(Seat.group).contains_eager(RolePlayGroup.round)
    return (
        select(Seat)
        .join(Seat.group)
        .join(RolePlayGroup.round)
        .outerjoin(RolePlayGroup.meeting)
        .where(Seat.person_id == person_id, Seat.left_at.is_(None), RolePlayGroup.dissolved_at.is_(None))
        .options(
            of.joinedload(RolePlayRound.cohort, innerjoin=True),
            of.joinedload(RolePlayRound.program_class, innerjoin=True),
            contains_eager(Seat.group).contains_eager(RolePlayGroup.meeting),
        )
    )

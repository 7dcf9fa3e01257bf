"""What a coordinator's board is made from: a round with its draft, and everything that decides who can be with whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, and_, cast, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased, contains_eager

from lms.access.viewer import Facts
from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core import clock
from lms.core.db import db
from lms.core.paging import Page, cut_at, limited, number_in
from lms.people.models import Closing, Person
from lms.program.models import ProgramClass
from lms.roleplays.apart.models import KeptApart
from lms.roleplays.board import rules
from lms.roleplays.board.models import Board, LeftOut, Solving
from lms.roleplays.board.past import Past, PastSeat, past_of
from lms.roleplays.hours.queries import hours_of
from lms.roleplays.hours.resolving import Hours, instants
from lms.roleplays.pairing.problem import Pair
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, RolePlayRound, Seat
from lms.roleplays.rounds.rules import Part, State


@dataclass(frozen=True)
class Opened:
    """A round with what lies on its board; its cohort and class come along."""

    round: RolePlayRound
    board: Board | None
    solving: Solving | None

    @property
    def facts(self) -> Facts:
        return self.round.facts

    @property
    def draft(self) -> rules.Draft:
        return rules.draft_of(self.board.groups) if self.board else ()

    @property
    def is_solving(self) -> bool:
        return self.solving is not None and self.solving.state.is_open


@dataclass(frozen=True)
class Told:
    """A group that people were told of."""

    id: int
    number: int
    parts: Mapping[int, Part]
    """By member, in their seats."""
    meeting: Meeting | None

    @property
    def members(self) -> tuple[int, ...]:
        return tuple(self.parts)


@dataclass(frozen=True)
class Gathered:
    """All that decides about a round, by the ids of people."""

    opened: Opened
    people: Mapping[int, Person]
    """Learners, and whoever was announced a group and has left since."""
    learners: frozenset[int]
    hours: Mapping[int, Hours]
    starts: Mapping[int, int]
    """Bits of the quarters after `begin`; those that have passed aren't among them."""
    comfortable: Mapping[int, int]
    begin: datetime
    told: Sequence[Told]
    past: Past
    apart: frozenset[Pair]
    now: datetime

    @property
    def settled(self) -> list[Told]:
        """Groups whose meeting has begun, or been held: nothing about them changes any more."""
        return [one for one in self.told if one.meeting and _is_settled(one.meeting, self.now)]

    @property
    def fixed(self) -> frozenset[int]:
        """Those who are in them."""
        return frozenset(one for group in self.settled for one in group.members)

    def start_bit(self, meeting: Meeting) -> int | None:
        """Which start a meeting has; None for one that isn't at a full quarter within the round."""
        bit, rest = divmod(meeting.starts_at - self.begin, rules.QUARTER)
        return bit if bit >= 0 and not rest else None

    def shared(self, members: Sequence[int]) -> list[datetime]:
        """The starts that suit all of these."""
        return instants(rules.shared(self.starts, members), self.begin)

    def away(self) -> set[int]:
        """Learners who have given hours, and are free at no time of what is left of this round."""
        return {
            one for one in self.learners - self.fixed if not self.hours[one].is_empty and not self.starts.get(one, 0)
        }

    def silent(self) -> set[int]:
        """Learners who have given no hours."""
        return {one for one in self.learners - self.fixed if self.hours[one].is_empty}


def opened(slug: str, number: int) -> Opened | None:
    """The round of a class in a cohort, with its board. One statement."""
    rows = _opened().where(Cohort.slug == slug, ProgramClass.number == number)
    row = db.execute(rows).one_or_none()
    return Opened(*row) if row else None


def opened_by_id(round_id: int) -> Opened:
    """The same by its number. Raises LookupError where it is gone."""
    row = db.execute(_opened().where(RolePlayRound.id == round_id)).one_or_none()
    if row is None:
        raise LookupError(f"There is no round {round_id}.")
    return Opened(*row)


@dataclass(frozen=True)
class Listed:
    """A line of a cohort's rounds."""

    opened: Opened
    groups: int
    """Announced ones."""

    def state(self, now: datetime) -> rules.RoundState:
        opened = self.opened
        differs = bool(opened.board and opened.board.groups)
        is_announced = opened.round.announced_at is not None
        return rules.state_of(now, opened.round.until_at, is_announced, opened.is_solving, differs and not is_announced)


def rounds_page(cohort_id: int, after: str | None) -> Page[Listed]:
    """A page of a cohort's rounds, in the order of its classes. One statement."""
    standing = select(func.count()).where(
        RolePlayGroup.round_id == RolePlayRound.id, RolePlayGroup.dissolved_at.is_(None)
    )
    rows = _opened().add_columns(standing.scalar_subquery()).where(RolePlayRound.cohort_id == cohort_id)
    if number := number_in(after):
        rows = rows.where(ProgramClass.number > number)
    found = [Listed(Opened(*row[:3]), row[3]) for row in db.execute(limited(rows.order_by(ProgramClass.number)))]
    return cut_at(found, lambda one: one.opened.round.program_class.number)


def classes_with_role_play(program_id: int) -> Sequence[int]:
    """Ids of a program's classes that have one."""
    rows = select(ProgramClass.id, ProgramClass.role_play).where(ProgramClass.program_id == program_id)
    return [class_id for class_id, role_play in db.execute(rows) if role_play]


def role_play_of(class_id: int) -> dict[str, Any]:
    """What the program says of a class's role play now."""
    return db.scalars(select(ProgramClass.role_play).where(ProgramClass.id == class_id)).one()


def gather(opened: Opened, now: datetime | None = None) -> Gathered:
    """All that decides about a round. Five statements, however many people there are."""
    round_, now = opened.round, now or clock.now()
    begin, end = rules.grid(round_.from_at, round_.until_at)
    hours = hours_of(round_.cohort_id, (begin, end))
    people, learners, told = _people(round_)
    past, apart = _pairs(round_)
    late = ~((1 << max(0, -((begin - now) // rules.QUARTER))) - 1)
    there = {one: hours.get(one, Hours(people[one].zone)) for one in learners}
    return Gathered(
        opened,
        people,
        learners,
        there,
        {one: said.starts(begin, end, round_.minutes) & late for one, said in there.items()},
        {one: said.comfortable_starts(begin, end, round_.minutes) & late for one, said in there.items()},
        begin,
        told,
        past,
        apart,
        now,
    )


def _is_settled(meeting: Meeting, now: datetime) -> bool:
    return meeting.state is State.HELD or (meeting.state is State.BOOKED and meeting.starts_at <= now)


def _opened() -> Select[Any]:
    return (
        select(RolePlayRound, Board, Solving)
        .join(RolePlayRound.program_class)
        .join(RolePlayRound.cohort)
        .outerjoin(Board, Board.round_id == RolePlayRound.id)
        .outerjoin(Solving, Solving.round_id == RolePlayRound.id)
        .options(
            contains_eager(RolePlayRound.program_class).load_only(
                ProgramClass.slug, ProgramClass.number, ProgramClass.title, ProgramClass.program_id
            ),
            contains_eager(RolePlayRound.cohort),
        )
        .execution_options(populate_existing=True)
    )


def _people(round_: RolePlayRound) -> tuple[dict[int, Person], frozenset[int], list[Told]]:
    standing = select(RolePlayGroup.id).where(RolePlayGroup.round_id == round_.id, RolePlayGroup.dissolved_at.is_(None))
    closed = exists().where(Closing.person_id == Person.id)
    takes_part = exists().where(
        Enrollment.person_id == Person.id,
        Enrollment.cohort_id == round_.cohort_id,
        Enrollment.role == Role.LEARNER,
        Enrollment.ended_at.is_(None),
    )
    is_learner = and_(takes_part, ~closed)
    rows = db.execute(
        select(Person, is_learner, RolePlayGroup.id, RolePlayGroup.number, Seat.part, Meeting)
        .select_from(Person)
        .outerjoin(Seat, and_(Seat.person_id == Person.id, Seat.left_at.is_(None), Seat.group_id.in_(standing)))
        .outerjoin(RolePlayGroup, RolePlayGroup.id == Seat.group_id)
        .outerjoin(Meeting, Meeting.group_id == RolePlayGroup.id)
        .where(or_(is_learner, Seat.id.is_not(None)))
        .order_by(RolePlayGroup.number, Seat.id, Person.name, Person.id)
    ).all()
    told: dict[int, tuple[int, dict[int, Part], Meeting | None]] = {}
    for person, _, group_id, number, part, meeting in rows:
        if group_id:
            told.setdefault(group_id, (number, {}, meeting))[1][person.id] = part
    people = {row[0].id: row[0] for row in rows}
    learners = frozenset(row[0].id for row in rows if row[1])
    return people, learners, [Told(id, *rest) for id, rest in told.items()]


def _pairs(round_: RolePlayRound) -> tuple[Past, frozenset[Pair]]:
    """What earlier rounds of the cohort leave behind, and who is kept apart. One statement."""
    earlier = aliased(RolePlayRound)
    before = (earlier.cohort_id == round_.cohort_id, earlier.from_at < round_.from_at)
    didnt = or_(Meeting.state.is_(None), Meeting.state.not_in((State.MISSED, State.CANCELED)))
    seats = (
        select(
            literal("seat").label("kind"), earlier.id.label("a"), Seat.group_id.label("b"),
            Seat.person_id.label("c"), cast(Seat.part, String).label("part"), Seat.id.label("d"),
        )
        .select_from(Seat)
        .join(RolePlayGroup, RolePlayGroup.id == Seat.group_id)
        .join(earlier, earlier.id == RolePlayGroup.round_id)
        .outerjoin(Meeting, Meeting.group_id == RolePlayGroup.id)
        .where(*before, RolePlayGroup.dissolved_at.is_(None), Seat.left_at.is_(None), didnt)
    )  # fmt: skip
    left_out = (
        select(literal("left out"), earlier.id, literal(0), LeftOut.person_id, literal(""), literal(0))
        .select_from(LeftOut)
        .join(earlier, earlier.id == LeftOut.round_id)
        .where(*before)
    )
    apart = select(literal("apart"), literal(0), KeptApart.one_id, KeptApart.other_id, literal(""), literal(0)).where(
        KeptApart.cohort_id == round_.cohort_id
    )
    rounds = select(literal("round"), earlier.id, literal(0), literal(0), literal(""), literal(0)).where(
        *before, earlier.announced_at.is_not(None)
    )
    rows = db.execute(union_all(seats, left_out, apart, rounds)).all()
    past = past_of(
        [PastSeat(row.a, row.b, row.c, Part(row.part), row.d) for row in rows if row.kind == "seat"],
        Counter(row.c for row in rows if row.kind == "left out"),
        sorted(row.a for row in rows if row.kind == "round"),
    )
    return past, frozenset((row.b, row.c) for row in rows if row.kind == "apart")

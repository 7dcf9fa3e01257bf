"""What a group's page shows, and what has to be known to find an hour, or somebody for a place."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.cohorts.models import Enrollment, Role
from lms.core.db import db
from lms.people.models import Closing, Person
from lms.roleplays.agree import rules
from lms.roleplays.agree.models import Absence, HourAnswer, HourOffer, StandInAsk
from lms.roleplays.rounds import queries as rounds
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, RolePlayRound, Seat
from lms.roleplays.rounds.rules import State


def open_offers(group_id: int) -> Sequence[HourOffer]:
    """Hours that a group has before it, in the order in which they were offered, with answers. One statement."""
    rows = select(HourOffer).outerjoin(HourOffer.answers).options(contains_eager(HourOffer.answers))
    mine = rows.where(HourOffer.group_id == group_id, HourOffer.closed_at.is_(None))
    ordered = mine.order_by(HourOffer.offered_at, HourOffer.rank, HourOffer.id)
    return db.scalars(ordered, execution_options={"populate_existing": True}).unique().all()


def offer(group_id: int, offer_id: int) -> HourOffer | None:
    """An hour of a group, with all of the group."""
    group = rounds.group(group_id)  # which the relation below is filled from
    mine = (HourOffer.id == offer_id, HourOffer.group_id == group_id)
    rows = select(HourOffer).where(*mine).options(joinedload(HourOffer.group))
    return db.scalars(rows).one_or_none() if group else None


def offer_at(group_id: int, starts_at: datetime) -> HourOffer | None:
    """What a group was offered for this instant."""
    mine = (HourOffer.group_id == group_id, HourOffer.starts_at == starts_at)
    return db.scalars(select(HourOffer).where(*mine)).one_or_none()


def answers_of(offer_id: int) -> Sequence[HourAnswer]:
    """What members have said to an hour."""
    return db.scalars(select(HourAnswer).where(HourAnswer.offer_id == offer_id)).all()


def hold(group_id: int) -> None:
    """Let nobody else change a group meanwhile: answers that come at once are counted one after the other."""
    db.execute(select(RolePlayGroup.id).where(RolePlayGroup.id == group_id).with_for_update())


def fresh(group_id: int) -> RolePlayGroup:
    """A group as it is now."""
    db.flush()
    known = db.get(RolePlayGroup, group_id)
    if known:
        db.expire(known, ["meeting", "seats"])
    found = rounds.group(group_id)
    assert found
    return found


def burdens(cohort_id: int, people: Collection[int], but: int) -> Mapping[int, int]:
    """What the role plays of the term have cost each of these people, one group's left out. One statement."""
    met = (Meeting.state.in_([State.BOOKED, State.HELD]), Seat.left_at.is_(None), RolePlayGroup.id != but)
    rows = db.execute(
        select(Person, Meeting.starts_at, Meeting.ends_at)
        .select_from(Seat)
        .join(Seat.person)
        .join(Seat.group)
        .join(RolePlayGroup.round)
        .join(RolePlayGroup.meeting)
        .where(RolePlayRound.cohort_id == cohort_id, Seat.person_id.in_(people), *met)
    )
    sums = dict.fromkeys(people, 0)
    for person, starts_at, ends_at in rows:
        minutes = int((ends_at - starts_at).total_seconds() // 60)
        sums[person.id] += rules.cost_of(starts_at, minutes, person.zone)
    return sums


def absences_of(group_id: int) -> Sequence[Absence]:
    """Who couldn't come, the latest last. One statement."""
    rows = select(Absence).where(Absence.group_id == group_id).options(joinedload(Absence.person, innerjoin=True))
    return db.scalars(rows.order_by(Absence.id)).all()


def seeking(group_id: int) -> Absence | None:
    """The absence of a group for which something is still looked for."""
    mine = (Absence.group_id == group_id, Absence.settled_at.is_(None))
    rows = select(Absence).where(*mine).options(selectinload(Absence.asks), joinedload(Absence.person))
    return db.scalars(rows.order_by(Absence.id.desc()).limit(1), execution_options=_ANEW).one_or_none()


def ask(ask_id: int) -> StandInAsk | None:
    """A question to a peer, with the absence and its group."""
    rows = select(StandInAsk).where(StandInAsk.id == ask_id)
    of_group = joinedload(StandInAsk.absence, innerjoin=True).joinedload(Absence.group, innerjoin=True)
    return db.scalars(
        rows.options(
            of_group.joinedload(RolePlayGroup.round, innerjoin=True).joinedload(RolePlayRound.cohort, innerjoin=True),
            of_group.joinedload(RolePlayGroup.round, innerjoin=True).joinedload(RolePlayRound.program_class),
            of_group.joinedload(RolePlayGroup.meeting),
            of_group.selectinload(RolePlayGroup.seats).joinedload(Seat.person, innerjoin=True),
        )
    ).one_or_none()


def learners_apart_from(cohort_id: int, people: Collection[int]) -> Sequence[Person]:
    """Learners of a cohort with open accounts, but for these."""
    closed = exists().where(Closing.person_id == Person.id)
    here = (Enrollment.cohort_id == cohort_id, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
    rows = select(Person).join(Enrollment, Enrollment.person_id == Person.id).where(*here, ~closed)
    return db.scalars(rows.where(Person.id.not_in(people)).order_by(Person.id)).all()


def busy_then(people: Collection[int], starts_at: datetime, ends_at: datetime) -> set[int]:
    """Of these people those who have a role play then."""
    at_once = (Meeting.starts_at < ends_at, Meeting.ends_at > starts_at, Meeting.state == State.BOOKED)
    rows = select(Seat.person_id).join(Meeting, Meeting.group_id == Seat.group_id)
    return set(db.scalars(rows.where(Seat.person_id.in_(people), Seat.left_at.is_(None), *at_once)))


def staff_of(cohort_id: int) -> Sequence[Person]:
    """Coordinators, and the trainers of a cohort, with open accounts."""
    closed = exists().where(Closing.person_id == Person.id)
    trains = exists().where(
        Enrollment.person_id == Person.id,
        Enrollment.cohort_id == cohort_id,
        Enrollment.role == Role.TRAINER,
        Enrollment.ended_at.is_(None),
    )
    return db.scalars(select(Person).where(Person.is_coordinator | trains, ~closed).order_by(Person.id)).all()


def groups_to_book(now: datetime) -> Sequence[int]:
    """Groups that haven't agreed though the time for it is over, of rounds that aren't."""
    in_time = (RolePlayRound.answer_by_at <= now, RolePlayRound.until_at > now, RolePlayGroup.dissolved_at.is_(None))
    unbooked = ~exists().where(Meeting.group_id == RolePlayGroup.id)
    return db.scalars(_group_ids().where(*in_time, unbooked).order_by(RolePlayGroup.id)).all()


def groups_to_resolve(now: datetime) -> Sequence[int]:
    """Groups whose meeting is still to come."""
    to_come = (Meeting.starts_at > now, Meeting.state == State.BOOKED)
    return db.scalars(select(Meeting.group_id).where(*to_come).order_by(Meeting.group_id)).all()


def absences_to_tend() -> Sequence[int]:
    """Groups for which something is looked for."""
    return db.scalars(select(Absence.group_id).where(Absence.settled_at.is_(None)).order_by(Absence.id)).all()


def _group_ids() -> Select[Any]:
    return select(RolePlayGroup.id).join(RolePlayGroup.round)


_ANEW = {"populate_existing": True}

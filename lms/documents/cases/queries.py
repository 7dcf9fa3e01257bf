"""What people see of cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from lms.access.viewer import Facts
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core.db import db
from lms.core.paging import Page, cut_at, limited, number_in
from lms.documents.cases import rules
from lms.documents.cases.models import CaseAnswer, CaseCommentary, CaseMessage, CaseNotesRelease, CaseOpening
from lms.documents.cases.rules import Stage
from lms.people.models import Person
from lms.program.models import CaseStudy

ANSWERS = 20  # on a page


@dataclass(frozen=True)
class CaseHere:
    """A case as somebody meets it in a cohort."""

    case: CaseStudy
    cohort: Cohort
    stages: Sequence[Stage]
    opens_at: datetime | None
    """The end of the class after which it opens; None where the cohort doesn't hold it."""
    mine: Mapping[int, CaseAnswer]
    """The viewer's own answers by stage, handed in or not."""
    readable: int
    """How many stages they read as a learner."""

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort.id, is_open=self.readable > 0)

    @property
    def answered(self) -> int:
        return len(_answered(self.mine))


@dataclass(frozen=True)
class StageHere:
    """One stage of it."""

    here: CaseHere
    stage: Stage

    @property
    def own(self) -> CaseAnswer | None:
        return self.here.mine.get(self.stage.number)

    @property
    def is_answered(self) -> bool:
        return self.own is not None and self.own.handed_in_at is not None

    @property
    def facts(self) -> Facts:
        return Facts(
            cohort_id=self.here.cohort.id,
            is_open=self.stage.number <= self.here.readable,
            is_handed_in=self.is_answered,
        )

    @property
    def key(self) -> dict[str, int]:
        return {"case_id": self.here.case.id, "cohort_id": self.here.cohort.id, "stage": self.stage.number}


@dataclass(frozen=True)
class MessageHere:
    """What somebody said about it."""

    message: CaseMessage
    at: StageHere

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.at.here.cohort.id, owner_id=self.message.author_id)


def cases(cohort: Cohort, person_id: int, now: datetime) -> list[CaseHere]:
    """All cases of a cohort's program. Three statements."""
    found = db.scalars(
        select(CaseStudy)
        .where(CaseStudy.program_id == cohort.program_id, ~CaseStudy.is_retired)
        .order_by(CaseStudy.opens_after_class, CaseStudy.position, CaseStudy.id)
    ).all()
    return _met(found, cohort, person_id, now)


def case(slug: str, case_slug: str, person_id: int, now: datetime) -> CaseHere | None:
    """One case in the cohort with this slug, retired ones too: what people wrote stays to be read."""
    row = db.execute(
        select(CaseStudy, Cohort)
        .join(Cohort, Cohort.program_id == CaseStudy.program_id)
        .where(Cohort.slug == slug, CaseStudy.slug == case_slug)
    ).one_or_none()
    return _met([row[0]], row[1], person_id, now)[0] if row else None


def message(at: StageHere, message_id: int) -> MessageHere | None:
    """Something said about a stage."""
    found = db.scalar(select(CaseMessage).filter_by(id=message_id, **at.key))
    return MessageHere(found, at) if found else None


def others(at: StageHere, person_id: int, after: str | None) -> Page[CaseAnswer]:
    """What others of the cohort handed in, also those who have left it since, in the order of their coming."""
    rows = (
        select(CaseAnswer)
        .filter_by(**at.key)
        .where(CaseAnswer.person_id != person_id, CaseAnswer.handed_in_at.is_not(None))
        .where(CaseAnswer.id > (number_in(after) or 0))
        .options(joinedload(CaseAnswer.person, innerjoin=True))
        .order_by(CaseAnswer.id)
    )
    return cut_at(db.scalars(limited(rows, ANSWERS)).all(), lambda one: one.id, ANSWERS)


def commentary(at: StageHere) -> CaseCommentary | None:
    """What a trainer says of a stage, released or not."""
    return db.scalar(select(CaseCommentary).filter_by(**at.key).options(joinedload(CaseCommentary.author)))


def messages(at: StageHere) -> Sequence[CaseMessage]:
    """What is said about a stage, `MESSAGES_MOST` at most."""
    rows = select(CaseMessage).filter_by(**at.key).options(joinedload(CaseMessage.author, innerjoin=True))
    return db.scalars(rows.order_by(CaseMessage.id).limit(rules.MESSAGES_MOST)).all()


def messages_count(at: StageHere) -> int:
    """How much was said about a stage."""
    return db.scalar(select(func.count()).select_from(CaseMessage).filter_by(**at.key)) or 0


def message_by_key(author_id: int, key: str) -> CaseMessage | None:
    """What arrived under this key."""
    return db.scalar(select(CaseMessage).where(CaseMessage.author_id == author_id, CaseMessage.key == key))


def learners(here: CaseHere, after: str | None) -> Page[tuple[int, Person, int, int]]:
    """Learners of the cohort now: enrollment, person, how many stages they answered, up to which one is opened."""
    rows = (
        select(Enrollment.id, Person, _count(here), _opened(here))
        .join(Person, Person.id == Enrollment.person_id)
        .where(*_learning(here), Enrollment.id > (number_in(after) or 0))
        .order_by(Enrollment.id)
    )
    return cut_at([tuple(row) for row in db.execute(limited(rows))], lambda row: row[0])


def learner(here: CaseHere, person_id: int) -> bool:
    """Whether somebody learns in the cohort now."""
    return db.scalar(select(exists().where(*_learning(here), Enrollment.person_id == person_id))) or False


def notes_shown(here: CaseHere) -> bool:
    """Whether learners read the notes: a trainer opened them, or all who are expected have answered all.

    Whoever joined after the last stage was due isn't waited for, nor whoever has left. One statement.
    """
    expected = [*_learning(here)]
    dues = [stage.due_at for stage in here.stages if stage.due_at]
    if dues:
        expected.append(Enrollment.since <= max(dues))
    released = exists().where(CaseNotesRelease.case_id == here.case.id, CaseNotesRelease.cohort_id == here.cohort.id)
    some = exists().where(*expected)
    behind = exists().where(*expected, _count(here) < len(here.stages))
    return db.scalar(select(or_(released, and_(some, ~behind)))) or False


def _count(here: CaseHere) -> ScalarSelect[int]:
    of = (CaseAnswer.case_id == here.case.id, CaseAnswer.cohort_id == here.cohort.id)
    whose = (CaseAnswer.person_id == Enrollment.person_id, CaseAnswer.handed_in_at.is_not(None))
    return select(func.count(CaseAnswer.id)).where(*of, *whose).correlate(Enrollment).scalar_subquery()


def _opened(here: CaseHere) -> ScalarSelect[int]:
    of = (CaseOpening.case_id == here.case.id, CaseOpening.cohort_id == here.cohort.id)
    most = select(func.coalesce(func.max(CaseOpening.stage), 0))
    return most.where(*of, CaseOpening.person_id == Enrollment.person_id).correlate(Enrollment).scalar_subquery()


def _learning(here: CaseHere) -> tuple[ColumnElement[bool], ...]:
    return (Enrollment.cohort_id == here.cohort.id, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))


def _met(found: Sequence[CaseStudy], cohort: Cohort, person_id: int, now: datetime) -> list[CaseHere]:
    ids = [one.id for one in found]
    sessions = {session.program_class.number: session for session in cohorts.sessions_of(cohort.id)}
    starts = {number: session.starts_at for number, session in sessions.items()}
    mine: dict[int, dict[int, CaseAnswer]] = {one: {} for one in ids}
    opened = dict.fromkeys(ids, 0)
    for case_id, answer, up_to in db.execute(_own(ids, cohort.id, person_id)):
        opened[case_id] = up_to
        if answer:
            mine[case_id][answer.stage] = answer
    met = []
    for one in found:
        session = sessions.get(one.opens_after_class)
        is_open = session is not None and session.ends_at <= now
        reads = rules.readable(len(one.stages), is_open, _answered(mine[one.id]), [opened[one.id]])
        opens_at = session.ends_at if session else None
        met.append(CaseHere(one, cohort, rules.stages(one.stages, starts), opens_at, mine[one.id], reads))
    return met


def _own(ids: Sequence[int], cohort_id: int, person_id: int) -> Select[tuple[int, CaseAnswer | None, int]]:
    """Somebody's answers to cases, and up to which stage each is opened for them."""
    whose = (CaseAnswer.person_id == person_id, CaseAnswer.cohort_id == cohort_id)
    opened = select(func.coalesce(func.max(CaseOpening.stage), 0)).where(
        CaseOpening.case_id == CaseStudy.id, CaseOpening.cohort_id == cohort_id, CaseOpening.person_id == person_id
    )
    rows = select(CaseStudy.id, CaseAnswer, opened.correlate(CaseStudy).scalar_subquery())
    return rows.outerjoin(CaseAnswer, and_(CaseAnswer.case_id == CaseStudy.id, *whose)).where(CaseStudy.id.in_(ids))


def _answered(mine: Mapping[int, CaseAnswer]) -> list[int]:
    return [stage for stage, answer in mine.items() if answer.handed_in_at]

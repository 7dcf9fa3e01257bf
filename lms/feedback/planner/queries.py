"""What the plan is made of, and how the weeks so far went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, case, func, literal, select, union_all
from sqlalchemy.orm import aliased

from lms.access.viewer import Viewer
from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core.db import db
from lms.feedback.claims.models import Claim
from lms.feedback.claims.rules import stale_before
from lms.feedback.models import FeedbackThread
from lms.feedback.planner import rules
from lms.feedback.planner.models import DepthChoice, ReviewMinutes, ReviewPlan, Stint
from lms.feedback.planner.rules import Depth, Plan, Planned, Trainer, Work
from lms.feedback.rules import Material
from lms.people.models import Person

LOOKS_BACK = timedelta(weeks=rules.DEEP_EVERY_WEEKS)
STEPS_MOST = 40  # reviews that come first in the queue, before what waits longest
LEARNERS_MOST = 100  # on the page of the plan


@dataclass(frozen=True)
class Step:
    """A review in a trainer's plan, as they saw it."""

    thread_id: int
    depth: Depth
    seconds: int

    @property
    def is_deep(self) -> bool:
        return self.depth is Depth.DEEP


@dataclass(frozen=True)
class Colleague:
    """Somebody who shares the work, and their minutes."""

    name: str
    minutes: Trainer


@dataclass(frozen=True)
class Week:
    """The plan of a week, as one trainer sees it."""

    number: int
    plan: Plan
    colleagues: dict[int, Colleague]
    """By id, the viewer among them."""
    learners: dict[int, str]
    """By work id, whose it is."""
    viewer_id: int | None
    kept: ReviewPlan | None
    """The plan that the viewer saw last."""

    @property
    def begins_at(self) -> datetime:
        return rules.week_begins(self.number)

    @property
    def ends_at(self) -> datetime:
        return rules.week_begins(self.number + 1)

    @cached_property
    def mine(self) -> tuple[Planned, ...]:
        """What the viewer is to review, in order."""
        return self.plan.of(self.viewer_id)

    @cached_property
    def by_thread(self) -> dict[int, Planned]:
        """By thread id, what is planned for it, whoever is to do it."""
        return {review.work.id: review for review in self.plan.reviews}

    @property
    def steps(self) -> list[list[Any]]:
        """The viewer's part, as it is kept."""
        return [[review.work.id, review.depth.value, review.seconds] for review in self.mine]

    @property
    def own(self) -> Trainer:
        """The viewer's minutes."""
        return self.colleagues[self.viewer_id].minutes if self.viewer_id in self.colleagues else Trainer(0, 0)

    @property
    def planned_s(self) -> int:
        return sum(review.seconds for review in self.mine)

    @property
    def deep(self) -> int:
        return sum(review.is_deep for review in self.mine)


@dataclass(frozen=True)
class Covered:
    """Of learners, how many had a deep review in the last four weeks; and how long answers took to come."""

    learners: int
    with_deep: int
    answers: int
    median_s: int | None


@dataclass(frozen=True)
class LearnerRow:
    """A learner, and when they last had a deep review."""

    name: str
    cohort: str
    deep_at: datetime | None
    is_due: bool


def week(viewer: Viewer, now: datetime) -> Week:
    """This week's plan for whoever teaches where the viewer does. Two statements."""
    number = rules.week_of(now)
    colleagues, teaches, kept = _colleagues(viewer, number)
    works, learners = _works(viewer, teaches, now)
    made = rules.plan(works, [colleague.minutes for colleague in colleagues.values()], number)
    return Week(number, made, colleagues, learners, viewer.person_id, kept)


def covered(viewer: Viewer, now: datetime) -> Covered:
    """How the last four weeks went where the viewer teaches. Two statements."""
    since = now - LOOKS_BACK
    had_deep = (
        select(Stint.id)
        .where(Stint.cohort_id == Enrollment.cohort_id, Stint.learner_id == Enrollment.person_id)
        .where(Stint.depth == Depth.DEEP, Stint.answered_at >= since)
        .exists()
    )
    learners = select(func.count(), func.coalesce(func.sum(case((had_deep, 1), else_=0)), 0)).where(*_learns(viewer))
    count, with_deep = db.execute(learners.select_from(Enrollment)).one()
    recent = (Stint.cohort_id.in_(viewer.trainer_in), Stint.answered_at >= since)
    answers = select(func.count()).select_from(Stint).where(*recent)
    half = select(func.count() // 2).select_from(Stint).where(*recent).scalar_subquery()
    middle = select(Stint.waited_s).where(*recent).order_by(Stint.waited_s).limit(1).offset(half)
    row = db.execute(select(answers.scalar_subquery(), middle.scalar_subquery())).one()
    return Covered(count, with_deep, *row)


def learners(viewer: Viewer, now: datetime) -> Sequence[LearnerRow]:
    """The learners where the viewer teaches, longest without a deep review first. One statement."""
    deep_at = _deep_at(Enrollment.cohort_id, Enrollment.person_id).label("deep_at")
    rows = db.execute(
        select(Person.name, Cohort.title, deep_at, Enrollment.since, Cohort.first_on)
        .select_from(Enrollment)
        .join(Person, Person.id == Enrollment.person_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(*_learns(viewer))
        .order_by(case((deep_at.is_(None), 0), else_=1), deep_at, Person.name, Enrollment.id)
        .limit(LEARNERS_MOST)
    )
    number = rules.week_of(now)
    return [LearnerRow(row.name, row.title, row.deep_at, rules.is_due(_deep_week(*row[2:]), number)) for row in rows]


def steps(plan: ReviewPlan | None) -> list[Step]:
    """What a kept plan says, in order."""
    return [Step(number, Depth(depth), seconds) for number, depth, seconds in plan.reviews] if plan else []


def kept_plan(trainer_id: int | None) -> ReviewPlan | None:
    """The plan that a trainer saw last."""
    return db.get(ReviewPlan, trainer_id) if trainer_id else None


def choice(thread_id: int) -> DepthChoice | None:
    """What a trainer has said about how thoroughly a thread is to be answered."""
    return db.get(DepthChoice, thread_id)


def _colleagues(viewer: Viewer, number: int) -> tuple[dict[int, Colleague], dict[int, set[int]], ReviewPlan | None]:
    """Trainers by id; by cohort, who teaches it; and the plan that the viewer saw last. One statement."""
    minutes = (
        select(ReviewMinutes.minutes)
        .where(ReviewMinutes.trainer_id == Person.id, ReviewMinutes.week <= number)
        .order_by(ReviewMinutes.week.desc())
        .limit(1)
        .scalar_subquery()
    )
    begun, ended = rules.week_begins(number), rules.week_begins(number + 1)
    used = (
        select(func.coalesce(func.sum(Stint.seconds), 0))
        .where(Stint.trainer_id == Person.id, Stint.answered_at >= begun, Stint.answered_at < ended)
        .scalar_subquery()
    )
    rows = db.execute(
        select(Enrollment.cohort_id, Person.id, Person.name, func.coalesce(minutes, rules.MINUTES), used, ReviewPlan)
        .select_from(Enrollment)
        .join(Person, Person.id == Enrollment.person_id)
        .outerjoin(ReviewPlan, and_(ReviewPlan.trainer_id == Person.id, ReviewPlan.trainer_id == viewer.person_id))
        .where(Enrollment.cohort_id.in_(viewer.trainer_in))
        .where(Enrollment.role == Role.TRAINER, Enrollment.ended_at.is_(None))
    )
    colleagues: dict[int, Colleague] = {}
    teaches: dict[int, set[int]] = {}
    kept = None
    for cohort_id, trainer_id, name, given, spent, plan in rows:
        kept = plan or kept
        teaches.setdefault(cohort_id, set()).add(trainer_id)
        colleagues[trainer_id] = Colleague(name, Trainer(trainer_id, given * 60, int(spent)))
    return colleagues, teaches, kept


def _works(viewer: Viewer, teaches: dict[int, set[int]], now: datetime) -> tuple[list[Work], dict[int, str]]:
    """What is planned with: what is needed soon, and what has waited longest. One statement."""
    learner = aliased(Enrollment)
    here = union_all(
        *(part for cohort_id in sorted(viewer.trainer_in) for part in _first(cohort_id)),
        select(literal(0)),
    ).subquery()
    rows = db.execute(
        select(
            FeedbackThread.id,
            FeedbackThread.cohort_id,
            FeedbackThread.learner_id,
            Person.name,
            FeedbackThread.waiting_since,
            FeedbackThread.words,
            FeedbackThread.marked_ms,
            FeedbackThread.recorded_ms,
            FeedbackThread.needed_soon_at,
            FeedbackThread.trainer_id,
            Claim.trainer_id.label("holder_id"),
            DepthChoice.depth,
            _deep_at(FeedbackThread.cohort_id, FeedbackThread.learner_id).label("deep_at"),
            learner.since,
            Cohort.first_on,
        )
        .where(FeedbackThread.id.in_(select(here.c[0])))
        .join(Person, Person.id == FeedbackThread.learner_id)
        .join(Cohort, Cohort.id == FeedbackThread.cohort_id)
        .outerjoin(
            learner,
            and_(learner.cohort_id == FeedbackThread.cohort_id, learner.person_id == FeedbackThread.learner_id),
        )
        .outerjoin(Claim, and_(Claim.thread_id == FeedbackThread.id, Claim.touched_at > stale_before(now)))
        .outerjoin(DepthChoice, DepthChoice.thread_id == FeedbackThread.id)
    ).all()
    rows = sorted(rows, key=lambda row: (row.needed_soon_at is None, row.waiting_since, row.id))[: rules.WORKS_MOST]
    works = []
    for row in rows:
        material = Material(row.words, row.marked_ms, row.recorded_ms)
        whose = row.holder_id or row.trainer_id
        works.append(
            Work(
                id=row.id,
                learner_id=row.learner_id,
                waiting_since=row.waiting_since,
                light_s=material.light_s + rules.ANSWER_LIGHT_S,
                deep_s=material.deep_s + rules.ANSWER_DEEP_S,
                trainer_ids=frozenset({whose} if whose else teaches.get(row.cohort_id, ())),
                deep_week=_deep_week(row.deep_at, row.since, row.first_on),
                is_needed_soon=row.needed_soon_at is not None,
                depth=row.depth,
            )
        )
    return works, {row.id: row.name for row in rows}


def _first(cohort_id: int) -> list[Select[tuple[int]]]:
    """Of one cohort, so that its index gives each in order without reading what comes after."""
    waits = (FeedbackThread.cohort_id == cohort_id, FeedbackThread.waiting_since.is_not(None))
    longest = select(FeedbackThread.id).order_by(FeedbackThread.waiting_since, FeedbackThread.id)
    longest = longest.limit(rules.WORKS_MOST)
    soon = longest.where(*waits, FeedbackThread.needed_soon_at.is_not(None))
    return [select(part.subquery().c.id) for part in (soon, longest.where(*waits))]


def _deep_at(cohort_id: Any, learner_id: Any) -> ScalarSelect[datetime | None]:
    """When a learner last had a deep review in a cohort."""
    return (
        select(func.max(Stint.answered_at))
        .where(Stint.cohort_id == cohort_id, Stint.learner_id == learner_id, Stint.depth == Depth.DEEP)
        .scalar_subquery()
    )


def _deep_week(deep_at: datetime | None, since: datetime | None, first_on: date) -> int:
    """The week of the last deep review, or the one before they began: when the cohort did, or when they joined it."""
    if deep_at:
        return rules.week_of(deep_at)
    began = datetime.combine(first_on, time(), UTC)
    return rules.week_of(max(began, since) if since else began) - 1


def _learns(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    here = Enrollment.cohort_id.in_(viewer.trainer_in)
    return here, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None)

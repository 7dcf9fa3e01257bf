"""What is known where peers are sought for work, and where that is called for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core.db import db
from lms.feedback.peers import rules
from lms.feedback.peers.matching import Pair
from lms.feedback.peers.models import PeerRequest, PeerReview
from lms.feedback.peers.rules import PASSED_ON, Slots, Why
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.groups import queries as groups
from lms.practice.groups.models import WorkMember
from lms.practice.groups.queries import Groups
from lms.practice.models import Submission
from lms.program.models import Assignment


@dataclass(frozen=True)
class Work:
    """What one learner has handed in for an assignment; `version_id` is None where all of it was taken back."""

    submission: Submission
    request: PeerRequest | None
    version_id: int | None


@dataclass(frozen=True)
class Group:
    """All that counts where peers are sought for an assignment in a cohort, held until the transaction ends."""

    assignment: Assignment
    cohort: Cohort
    closes_at: datetime | None
    """When the work is due, grace included; None where no class has it."""
    learners: Sequence[Person]
    works: Sequence[Work]
    reviews: list[PeerReview]
    together: Groups
    """Who does the work with whom."""
    before: Sequence[tuple[int, int, int, Why | None]]
    """All tasks of the cohort that weren't as though nobody had been asked: assignment, author, reviewer, and why it
    was declined, if it was."""

    @cached_property
    def author_of(self) -> dict[int, int]:
        """By learner, who stands for all that do the work with them: under whom it lies, or where they have gone, the
        first of the others."""
        here = {person.id for person in self.learners}
        found = {}
        for person in sorted(here):
            beside = sorted(set(self.together.beside(person)) & here)
            founder = self.together.founder_of.get(person, person)
            found[person] = founder if founder in beside else beside[0]
        return found

    @cached_property
    def by_author(self) -> dict[int, Work]:
        """The works by who stands for them."""
        founders = {self.together.founder_of.get(person, person): author for person, author in self.author_of.items()}
        works = {work.submission.learner_id: work for work in self.works}
        return {founders.get(founder, founder): work for founder, work in works.items()}

    def author(self, submission: Submission) -> int:
        """Who stands for a work."""
        return next(one for one, work in self.by_author.items() if work.submission.id == submission.id)

    @property
    def own(self) -> set[Pair]:
        """Who is given no work because it is their group's: they and who stands for it."""
        return {(author, person) for person, author in self.author_of.items() if person != author}

    def reviews_of(self, work: Work) -> list[PeerReview]:
        return [review for review in self.reviews if review.submission_id == work.submission.id]

    def slots(self, work: Work) -> Slots:
        """What is still to be given out of a work; nothing of what was taken back, or whose author has left."""
        if work.request is None or not work.version_id or not self.is_there(work):
            return Slots(0, 0)
        return rules.slots(work.request.wanted, work.request.missing, (one.task for one in self.reviews_of(work)))

    def is_there(self, work: Work) -> bool:
        """Whether anybody whose work it is still takes part."""
        return self.author(work.submission) in self.author_of

    @property
    def excluded(self) -> set[Pair]:
        """Who is never given whose work, both ways: whoever said in this cohort that they know each other too well."""
        known = [(author, reviewer) for _, author, reviewer, why in self.before if why is Why.KNOWN]
        return {pair for author, reviewer in known for pair in ((author, reviewer), (reviewer, author))}

    @property
    def met(self) -> Counter[Pair]:
        """How often two have been given each other's work in other assignments, both ways."""
        others = [(author, peer) for work, author, peer, _ in self.before if work != self.assignment.id]
        return Counter(pair for author, peer in others for pair in ((author, peer), (peer, author)))


def group(assignment_id: int, cohort_id: int) -> Group | None:
    """An assignment in a cohort. From here to the end of the transaction nobody else gives out work in that cohort."""
    cohort = db.scalar(select(Cohort).where(Cohort.id == cohort_id).with_for_update(key_share=True))
    assignment = db.get(Assignment, assignment_id)
    if cohort is None or assignment is None:
        return None
    due_at = cohorts.due_times(cohort).get(assignment_id)
    here = (Submission.assignment_id == assignment_id, Submission.cohort_id == cohort_id)
    works = db.execute(
        select(Submission, PeerRequest, practice.newest_standing(Submission.id))
        .outerjoin(PeerRequest, PeerRequest.submission_id == Submission.id)
        .where(*here)
        .options(joinedload(Submission.learner, innerjoin=True))
        .order_by(Submission.id)
    )
    reviews = db.scalars(_reviews().where(*here).order_by(PeerReview.id)).all()
    return Group(
        assignment,
        cohort,
        due_at and due_at + timedelta(hours=assignment.grace_hours),
        cohorts.learners_of(cohort_id),
        [Work(*row) for row in works],
        list(reviews),
        groups.groups_of(assignment_id, cohort_id),
        _before(cohort_id),
    )


def _before(cohort_id: int) -> Sequence[tuple[int, int, int, Why | None]]:
    rows = (
        select(Submission.assignment_id, Submission.learner_id, PeerReview.reviewer_id, PeerReview.why)
        .join(PeerReview, PeerReview.submission_id == Submission.id)
        .where(PeerReview.cohort_id == cohort_id, or_(PeerReview.ending.is_(None), PeerReview.ending.in_(PASSED_ON)))
    )
    return [tuple(row) for row in db.execute(rows)]


def _reviews() -> Select[tuple[PeerReview]]:
    return (
        select(PeerReview)
        .join(PeerReview.request)
        .join(PeerRequest.submission)
        .options(
            contains_eager(PeerReview.request)
            .contains_eager(PeerRequest.submission)
            .joinedload(Submission.assignment, innerjoin=True)
        )
    )


def to_tend(now: datetime) -> Sequence[tuple[int, int]]:
    """Assignment and cohort wherever a review is overdue, somebody has left, or a work still wants a peer."""
    active = select(func.count()).where(
        PeerReview.submission_id == PeerRequest.submission_id, PeerReview.ending.is_(None)
    )
    wants = and_(
        PeerRequest.wanted - PeerRequest.missing > active.scalar_subquery(),
        practice.newest_standing(Submission.id).is_not(None),
        _is_anybodys(),
    )
    is_over = or_(PeerReview.due_at < now, ~_takes_part(PeerReview.reviewer_id), ~_is_anybodys())
    lapses = exists().where(
        PeerReview.submission_id == PeerRequest.submission_id,
        PeerReview.ending.is_(None),
        PeerReview.handed_in_at.is_(None),
        is_over,
    )
    rows = select(Submission.assignment_id, Submission.cohort_id).join(
        PeerRequest, PeerRequest.submission_id == Submission.id
    )
    return [tuple(row) for row in db.execute(rows.where(or_(wants, lapses)).distinct())]


def _is_anybodys() -> ColumnElement[bool]:
    """Whether anybody whose work it is still takes part."""
    member = (practice.is_work_of(WorkMember), _takes_part(WorkMember.person_id))
    return or_(_takes_part(Submission.learner_id), exists().where(*member).correlate_except(WorkMember))


def _takes_part(person_id: Any) -> ColumnElement[bool]:
    """Whether somebody is a learner in the cohort of the submission in the query around it."""
    here = (Enrollment.cohort_id == Submission.cohort_id, Enrollment.person_id == person_id)
    part = exists().where(*here, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
    return part.correlate_except(Enrollment)

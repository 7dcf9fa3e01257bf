"""What is asked about reviews. What isn't released is asked for by its trainer alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, literal, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.access.viewer import Viewer
from lms.cohorts.models import Enrollment, Role
from lms.core.db import db
from lms.core.paging import Page, cut_at, limited, number_in
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.queries import framed
from lms.feedback.reviews import rules
from lms.feedback.reviews.models import Review, ReviewRemark
from lms.feedback.reviews.rules import Point, RatedBy
from lms.feedback.voices.queries import with_voice
from lms.people.models import Person
from lms.practice.groups.models import Contributor
from lms.practice.models import SelfRating, Submission, SubmissionVersion
from lms.practice.steps.models import NextStep
from lms.practice.withdrawals.models import VersionWithdrawal


@dataclass(frozen=True)
class Around:
    """Reviews of one thread: the viewer's own that isn't released, and those that are."""

    mine: Review | None
    released: Sequence[Review]

    def level(self, code: str, version_id: int) -> int | None:
        """Where trainers saw a competency in a version, the last that was released."""
        found = [r.levels[code] for r in self.released if r.version_id == version_id and code in r.levels]
        return found[-1] if found else None

    def level_before(self, code: str, version_id: int) -> int | None:
        """The same of all other versions."""
        found = [r.levels[code] for r in self.released if r.version_id != version_id and code in r.levels]
        return found[-1] if found else None


def around(thread: FeedbackThread, viewer: Viewer) -> Around:
    """What the viewer may know of the reviews of a thread. One statement."""
    rows = (
        db.scalars(
            select(Review)
            .where(Review.thread_id == thread.id)
            .options(
                joinedload(Review.trainer, innerjoin=True),
                joinedload(Review.version, innerjoin=True).load_only(SubmissionVersion.number),
                joinedload(Review.step).joinedload(NextStep.others).joinedload(NextStep.learner),
                joinedload(Review.step).joinedload(NextStep.learner),
                joinedload(Review.remarks).options(with_voice(ReviewRemark.voice)),
            )
            .order_by(Review.released_at, Review.id)
        )
        .unique()
        .all()
    )
    drafts = [review for review in rows if review.released_at is None]
    return Around(
        next((review for review in drafts if review.trainer_id == viewer.person_id), None),
        [review for review in rows if review.released_at is not None],
    )


def mine(thread_id: int, trainer_id: int) -> Review | None:
    """A trainer's review of a thread that isn't released, held until the transaction ends."""
    return db.scalar(
        select(Review)
        .where(Review.thread_id == thread_id, Review.trainer_id == trainer_id, Review.released_at.is_(None))
        .options(selectinload(Review.remarks).options(with_voice(ReviewRemark.voice)))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def review_of(version_id: int, trainer_id: int) -> Review | None:
    """A trainer's review of a version, released or not."""
    return db.scalar(select(Review).where(Review.version_id == version_id, Review.trainer_id == trainer_id))


def version_of(review: Review) -> tuple[int, int]:
    """The submission, and the number in it, of the version that a review is about."""
    found = select(SubmissionVersion.submission_id, SubmissionVersion.number)
    submission_id, number = db.execute(found.where(SubmissionVersion.id == review.version_id)).one()
    return submission_id, number


def said_in(message: Message) -> Review | None:
    """The released review that said a message, if one did. Whoever writes could make up a key like a review's."""
    told = rules.told_by(message.key)
    if told is None:
        return None
    its = (Review.trainer_id == message.author_id, Review.thread_id == message.thread_id)
    return db.scalar(select(Review).where(Review.id == told[0], *its, Review.released_at.is_not(None)))


def is_withdrawn(review: Review) -> bool:
    """Whether the learner has taken back the version that a review is about."""
    return db.get(VersionWithdrawal, review.version_id) is not None


def has_begun(version_id: int) -> bool:
    """Whether any trainer has begun a review of a version."""
    return db.scalar(select(Review.id).where(Review.version_id == version_id).limit(1)) is not None


def remark(remark_id: int, review_id: int) -> ReviewRemark | None:
    """A remark of a review, with what was spoken."""
    found = select(ReviewRemark).where(ReviewRemark.id == remark_id, ReviewRemark.review_id == review_id)
    return db.scalar(found.options(with_voice(ReviewRemark.voice)))


def remark_by_key(review_id: int, key: str) -> ReviewRemark | None:
    """What has been pinned under this key already."""
    return db.scalar(select(ReviewRemark).where(ReviewRemark.review_id == review_id, ReviewRemark.key == key))


def released(review_id: int, thread_id: int) -> Review | None:
    """A review of a thread, if it is released."""
    return db.scalar(
        select(Review).where(Review.id == review_id, Review.thread_id == thread_id, Review.released_at.is_not(None))
    )


def due(now: datetime) -> Sequence[int]:
    """Reviews whose day has come."""
    return db.scalars(select(Review.id).where(Review.released_at.is_(None), Review.release_on <= now)).all()


def due_review(review_id: int, now: datetime) -> Review | None:
    """A review whose day has come, held until the transaction ends."""
    mine = select(Review).where(Review.id == review_id, Review.released_at.is_(None), Review.release_on <= now)
    return db.scalar(mine.options(selectinload(Review.remarks)).with_for_update())


def drafts(viewer: Viewer, after: str | None) -> Page[Review]:
    """What a trainer has prepared and not released where they teach, oldest first, each with its work and learner."""
    rows = _mine_to_release(viewer)
    if number := number_in(after):
        rows = rows.where(Review.id > number)
    found = db.scalars(
        limited(rows.order_by(Review.id)).options(
            contains_eager(Review.thread).options(*framed()), selectinload(Review.remarks)
        )
    ).all()
    return cut_at(found, lambda review: review.id)


def chosen(viewer: Viewer, review_ids: Sequence[int]) -> Sequence[Review]:
    """Of these, what the trainer may release."""
    return db.scalars(_mine_to_release(viewer).where(Review.id.in_(review_ids)).order_by(Review.id)).all()


def _mine_to_release(viewer: Viewer) -> Select[tuple[Review]]:
    mine = (Review.trainer_id == viewer.person_id, Review.released_at.is_(None))
    taught = FeedbackThread.cohort_id.in_(viewer.trainer_in)
    return select(Review).join(FeedbackThread, FeedbackThread.id == Review.thread_id).where(*mine, taught)


def points_of(learner_id: int, cohort_id: int) -> list[Point]:
    """Every rating of a learner's work in a cohort: trainers' once released, and the learner's own. One statement."""
    return [point for _, point in _points(cohort_id, learner_id)]


def points_in(cohort_id: int) -> Mapping[int, Sequence[Point]]:
    """The same of everybody in a cohort, by learner. One statement."""
    found: dict[int, list[Point]] = {}
    for learner_id, point in _points(cohort_id):
        found.setdefault(learner_id, []).append(point)
    return found


def _points(cohort_id: int, learner_id: int | None = None) -> list[tuple[int, Point]]:
    whose = func.coalesce(Contributor.person_id, Submission.learner_id)
    work = select(whose).select_from(Submission)
    work = work.join(SubmissionVersion, SubmissionVersion.submission_id == Submission.id)
    work = work.outerjoin(Contributor, Contributor.version_id == SubmissionVersion.id)
    work = work.where(Submission.cohort_id == cohort_id)
    if learner_id is not None:
        work = work.where(whose == learner_id)
    rated = work.join(Review, Review.version_id == SubmissionVersion.id).where(Review.released_at.is_not(None))
    own = work.join(SelfRating, and_(SelfRating.version_id == SubmissionVersion.id, SelfRating.person_id == whose))
    rows = union_all(
        rated.add_columns(literal(RatedBy.TRAINER.value), Review.levels, Review.released_at),
        own.add_columns(literal(RatedBy.SELF.value), SelfRating.levels, SelfRating.rated_at),
    )
    return [
        (who, Point(code, RatedBy(by), level, at))
        for who, by, levels, at in db.execute(rows)
        for code, level in levels.items()
    ]


def learners_page(cohort_id: int, after: str | None) -> Page[Person]:
    """Learners of a cohort, in the order in which they joined."""
    rows = select(Person, Enrollment.id).join(Enrollment, Enrollment.person_id == Person.id)
    here = (Enrollment.cohort_id == cohort_id, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
    if number := number_in(after):
        here = (*here, Enrollment.id > number)
    found = db.execute(limited(rows.where(*here).order_by(Enrollment.id))).all()
    page = cut_at(found, lambda row: row[1])
    return Page([row[0] for row in page.rows], page.after)

"""What is asked about reviews. What isn't released is asked for by its trainer alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from lms.access.viewer import Viewer
from lms.cohorts.models import Enrollment, Role
from lms.core.db import db
from lms.core.paging import Page, cut_at, limited, number_in
from lms.feedback.models import FeedbackThread
from lms.feedback.queries import framed
from lms.feedback.reviews.models import Rating, Review, ReviewRemark
from lms.feedback.reviews.rules import IS_AT_IT, Point, RatedBy
from lms.people.models import Person
from lms.practice.models import Submission, SubmissionVersion
from lms.program.models import Assignment, Competency


@dataclass(frozen=True)
class Judged:
    """One competency by which a piece of work is judged, and what was said of it: the newest version's last."""

    competency: Competency
    ratings: Sequence[Rating]

    def level(self, rater_id: int | None, version_id: int) -> int | None:
        """Where somebody sees it in a version: 0 for not observed, None where they said nothing."""
        return next((r.level for r in self.ratings if (r.rater_id, r.version_id) == (rater_id, version_id)), None)

    def last(self, by: RatedBy, version_id: int) -> int | None:
        """The same of the last trainer, or of the learner."""
        found = [r.level for r in self.ratings if r.by == by and r.version_id == version_id]
        return found[-1] if found else None


@dataclass(frozen=True)
class Around:
    """Reviews of one thread: the viewer's own that isn't released, those that are, and who else is at one."""

    mine: Review | None
    released: Sequence[Review]
    others: Sequence[Review]
    judged: Sequence[Judged]


def around(thread: FeedbackThread, viewer: Viewer, now: datetime) -> Around:
    """What the viewer may know of the reviews of a thread. Two statements."""
    rows = (
        db.scalars(
            select(Review)
            .where(Review.thread_id == thread.id)
            .options(
                joinedload(Review.trainer, innerjoin=True),
                joinedload(Review.version, innerjoin=True).load_only(SubmissionVersion.number),
                joinedload(Review.step),
                joinedload(Review.remarks),
            )
            .order_by(Review.id)
        )
        .unique()
        .all()
    )
    teaches = thread.cohort_id in viewer.trainer_in
    drafts = [review for review in rows if review.released_at is None]
    return Around(
        next((review for review in drafts if review.trainer_id == viewer.person_id), None),
        [review for review in rows if review.released_at is not None],
        [r for r in drafts if teaches and r.trainer_id != viewer.person_id and now - r.touched_at < IS_AT_IT],
        _judged(thread, viewer),
    )


def _judged(thread: FeedbackThread, viewer: Viewer) -> Sequence[Judged]:
    is_open = or_(Rating.rater_id == viewer.person_id, Review.released_at.is_not(None))
    if thread.cohort_id in viewer.trainer_in:
        is_open = or_(is_open, Rating.by == RatedBy.SELF)
    said = (
        select(Rating)
        .join(SubmissionVersion, SubmissionVersion.id == Rating.version_id)
        .outerjoin(Review, Review.id == Rating.review_id)
        .where(SubmissionVersion.submission_id == thread.submission_id, is_open)
        .subquery()
    )
    rating = aliased(Rating, said)
    judged = _competencies(thread.submission.assignment).add_columns(rating)
    rows = judged.outerjoin(rating, rating.competency_id == Competency.id).order_by(rating.id)
    found: dict[Competency, list[Rating]] = {}
    for competency, one in db.execute(rows):
        found.setdefault(competency, []).extend([one] if one else [])
    return [Judged(competency, ratings) for competency, ratings in found.items()]


def mine(thread_id: int, trainer_id: int) -> Review | None:
    """A trainer's review of a thread that isn't released, held until the transaction ends."""
    return db.scalar(
        select(Review)
        .where(Review.thread_id == thread_id, Review.trainer_id == trainer_id, Review.released_at.is_(None))
        .options(selectinload(Review.remarks))
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


def remark(remark_id: int, review_id: int) -> ReviewRemark | None:
    """A remark of a review."""
    return db.scalar(select(ReviewRemark).where(ReviewRemark.id == remark_id, ReviewRemark.review_id == review_id))


def remark_by_key(review_id: int, key: str) -> ReviewRemark | None:
    """What has been pinned under this key already."""
    return db.scalar(select(ReviewRemark).where(ReviewRemark.review_id == review_id, ReviewRemark.key == key))


def released(review_id: int, thread_id: int) -> Review | None:
    """A review of a thread, if it is released."""
    return db.scalar(
        select(Review).where(Review.id == review_id, Review.thread_id == thread_id, Review.released_at.is_not(None))
    )


def own_ratings(version_id: int, rater_id: int) -> dict[int, Rating]:
    """By competency, what somebody has said about a version."""
    found = db.scalars(select(Rating).where(Rating.version_id == version_id, Rating.rater_id == rater_id))
    return {rating.competency_id: rating for rating in found}


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
    rows = (
        select(Submission.learner_id, Competency.code, Rating.by, Rating.level, Rating.rated_at)
        .join(SubmissionVersion, SubmissionVersion.submission_id == Submission.id)
        .join(Rating, Rating.version_id == SubmissionVersion.id)
        .join(Competency, Competency.id == Rating.competency_id)
        .outerjoin(Review, Review.id == Rating.review_id)
        .where(
            Submission.cohort_id == cohort_id,
            or_(Review.released_at.is_not(None), and_(Rating.by == RatedBy.SELF, Rating.review_id.is_(None))),
        )
    )
    if learner_id is not None:
        rows = rows.where(Submission.learner_id == learner_id)
    return [(who, Point(code, by, level, at)) for who, code, by, level, at in db.execute(rows)]


def competencies_for(assignment: Assignment) -> Sequence[Competency]:
    """What this assignment's work is judged by, in the order of the rubric; all of it where none is named."""
    return db.scalars(_competencies(assignment)).all()


def _competencies(assignment: Assignment) -> Select[tuple[Competency]]:
    program = assignment.program_class.program_id
    rows = select(Competency).where(Competency.program_id == program, ~Competency.is_retired)
    if assignment.competencies:
        rows = rows.where(Competency.code.in_(assignment.competencies))
    return rows.order_by(Competency.position)


def learners_page(cohort_id: int, after: str | None) -> Page[Person]:
    """Learners of a cohort, in the order in which they joined."""
    rows = select(Person, Enrollment.id).join(Enrollment, Enrollment.person_id == Person.id)
    here = (Enrollment.cohort_id == cohort_id, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
    if number := number_in(after):
        here = (*here, Enrollment.id > number)
    found = db.execute(limited(rows.where(*here).order_by(Enrollment.id))).all()
    page = cut_at(found, lambda row: row[1])
    return Page([row[0] for row in page.rows], page.after)

"""Ratings of the same work by whoever gave them, and the calibrations of a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, select, union_all
from sqlalchemy.orm import contains_eager, defer, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from lms.core.db import db
from lms.core.paging import Page, cut_at, limited, number_in
from lms.feedback.calibration.models import Calibration, CalibrationRating
from lms.feedback.calibration.rules import Rating, Work
from lms.feedback.models import Message, Reading
from lms.feedback.peers.models import PeerReview
from lms.feedback.peers.queries import is_hidden
from lms.feedback.reviews.models import Review
from lms.feedback.reviews.rules import RatedBy
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.groups.models import Contributor
from lms.practice.models import SelfRating, Submission, SubmissionVersion
from lms.practice.withdrawals.models import VersionWithdrawal
from lms.program.models import Assignment


@dataclass(frozen=True)
class Rater:
    """A trainer who has rated a version, in a calibration or by a released review."""

    person_id: int
    name: str


@dataclass(frozen=True)
class Listed:
    """A calibration, and who has rated its version so far."""

    calibration: Calibration
    raters: Sequence[Rater]

    def is_done_by(self, person_id: int | None) -> bool:
        return any(rater.person_id == person_id for rater in self.raters)


def works_told(cohort_id: int, learner_id: int | None = None) -> list[Work]:
    """Rated versions in a cohort, of one learner or all, the oldest first: what their learners know. What a group did
    stands there for each of them, with their own rating of it. One statement."""
    each = func.coalesce(Contributor.person_id, Submission.learner_id)
    versions = _versions(Submission.cohort_id == cohort_id, whose=each)
    versions = versions.outerjoin(Contributor, Contributor.version_id == SubmissionVersion.id)
    if learner_id is not None:
        versions = versions.where(each == learner_id)
    return _works(_told(versions, SelfRating.person_id == each))


def works_in(cohort_id: int) -> list[Work]:
    """The same with what trainers said in calibrations. One statement."""
    versions = _versions(Submission.cohort_id == cohort_id)
    return _works([*_told(versions), _calibrated(versions)])


def work_at(version_id: int) -> Work | None:
    """All that was said of one version; None where nothing was. One statement."""
    versions = _versions(SubmissionVersion.id == version_id)
    return next(iter(_works([*_told(versions), _calibrated(versions)])), None)


def calibrations(cohort_id: int, after: str | None) -> Page[Listed]:
    """The calibrations of a cohort, newest first, each with its work, learner and raters. Two statements."""
    rows = select(Calibration).where(Calibration.cohort_id == cohort_id).order_by(Calibration.id.desc())
    if number := number_in(after):
        rows = rows.where(Calibration.id < number)
    found = cut_at(db.scalars(limited(rows.options(_framed(defer(SubmissionVersion.text))))).all(), lambda row: row.id)
    raters = _raters([row.version_id for row in found.rows])
    return Page([Listed(row, raters.get(row.version_id, [])) for row in found.rows], found.after)


def calibration(calibration_id: int) -> Calibration | None:
    """A calibration with its work, learner and cohort, whole."""
    form = practice.whole_form(SubmissionVersion)
    work = _framed(joinedload(SubmissionVersion.files), joinedload(SubmissionVersion.reflection), *form)
    found = select(Calibration).where(Calibration.id == calibration_id)
    asked = found.options(work, joinedload(Calibration.set_up_by, innerjoin=True))
    return db.scalars(asked).unique().one_or_none()


def of_version(version_id: int) -> Calibration | None:
    """The calibration on a version."""
    return db.scalar(select(Calibration).where(Calibration.version_id == version_id))


def said_in(calibration_id: int) -> Sequence[CalibrationRating]:
    """What trainers said in a calibration, each with its trainer, in the order in which they did."""
    mine = select(CalibrationRating).where(CalibrationRating.calibration_id == calibration_id)
    whose = joinedload(CalibrationRating.trainer, innerjoin=True)
    return db.scalars(mine.options(whose).order_by(CalibrationRating.given_at, CalibrationRating.trainer_id)).all()


def raters_of(version_id: int) -> Sequence[Rater]:
    """The trainers who have rated a version. One statement."""
    return _raters([version_id]).get(version_id, [])


def version_in(cohort_id: int, version_id: int) -> SubmissionVersion | None:
    """A version that was handed in there and not taken back."""
    return db.scalar(_to_choose(cohort_id).where(SubmissionVersion.id == version_id))


def to_choose(cohort_id: int, learner: str, after: str | None) -> Page[SubmissionVersion]:
    """What a calibration can be set up on, newest first, without the texts: by learners with this in their name."""
    free = ~exists().where(Calibration.version_id == SubmissionVersion.id)
    rows = _to_choose(cohort_id).where(free).order_by(SubmissionVersion.id.desc())
    if learner:
        rows = rows.where(Person.name.icontains(learner, autoescape=True))
    if number := number_in(after):
        rows = rows.where(SubmissionVersion.id < number)
    return cut_at(db.scalars(limited(rows)).all(), lambda version: version.id)


def has_seen_another(version_id: int, trainer_id: int) -> bool:
    """Whether a trainer has read the thread up to where another's review of this version was released."""
    said = (Message.author_id == Review.trainer_id, Message.said_at >= Review.released_at)
    seen = (
        select(Review.id)
        .join(Message, Message.thread_id == Review.thread_id)
        .join(Reading, Reading.thread_id == Review.thread_id)
        .where(Review.version_id == version_id, Review.trainer_id != trainer_id, *said)
        .where(Reading.person_id == trainer_id, Reading.last_message_id >= Message.id)
    )
    return db.scalar(seen.limit(1)) is not None


def _versions(*which: ColumnElement[bool], whose: Any = Submission.learner_id) -> Select[tuple[int, int]]:
    taken_back = exists().where(VersionWithdrawal.version_id == SubmissionVersion.id)
    rows = select(SubmissionVersion.id, whose).join(Submission, Submission.id == SubmissionVersion.submission_id)
    return rows.where(*which, ~taken_back)


def _told(versions: Select[tuple[int, int]], *by_themselves: ColumnElement[bool]) -> list[Select[Any]]:
    """What each kind of rater has said of versions, and the learner knows. Another kind is another of these."""
    own = versions.join(SelfRating, and_(SelfRating.version_id == SubmissionVersion.id, *by_themselves))
    reviews = versions.join(Review, Review.version_id == SubmissionVersion.id).where(Review.released_at.is_not(None))
    said = (PeerReview.released_at.is_not(None), ~is_hidden())
    peers = versions.join(PeerReview, PeerReview.version_id == SubmissionVersion.id).where(*said)
    return [
        peers.add_columns(
            literal(RatedBy.PEER.value),
            PeerReview.reviewer_id,
            PeerReview.released_at,
            PeerReview.levels,
            *_flags(True),
        ),
        own.add_columns(
            literal(RatedBy.SELF.value), SelfRating.person_id, SelfRating.rated_at, SelfRating.levels, *_flags(True)
        ),
        reviews.add_columns(
            literal(RatedBy.TRAINER.value), Review.trainer_id, Review.released_at, Review.levels, *_flags(True)
        ),
    ]


def _calibrated(versions: Select[tuple[int, int]]) -> Select[Any]:
    """What trainers have said in calibrations."""
    said = CalibrationRating
    given = versions.join(Calibration, Calibration.version_id == SubmissionVersion.id)
    return given.join(said, said.calibration_id == Calibration.id).add_columns(
        literal(RatedBy.TRAINER.value), said.trainer_id, said.given_at, said.levels, literal(False), said.is_blind
    )


def _flags(is_told: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return literal(is_told), literal(False)


def _works(sources: Sequence[Select[Any]]) -> list[Work]:
    found: dict[tuple[int, int], list[Rating]] = {}
    for version_id, learner_id, by, rater_id, at, levels, is_told, is_blind in db.execute(union_all(*sources)):
        if levels:
            rating = Rating(RatedBy(by), rater_id, at, levels, is_told, is_blind)
            found.setdefault((version_id, learner_id), []).append(rating)
    return [Work(*key, ratings) for key, ratings in sorted(found.items(), key=lambda each: each[0])]


def _raters(version_ids: Sequence[int]) -> dict[int, list[Rater]]:
    """By version, the trainers who have rated it, by id."""
    rated = select(Review.version_id, Review.trainer_id, Review.levels).where(Review.released_at.is_not(None))
    said = select(Calibration.version_id, CalibrationRating.trainer_id, CalibrationRating.levels).join(
        CalibrationRating, CalibrationRating.calibration_id == Calibration.id
    )
    either = union_all(
        rated.where(Review.version_id.in_(version_ids)), said.where(Calibration.version_id.in_(version_ids))
    ).subquery()
    rows = select(either.c.version_id, Person.id, Person.name, either.c.levels).join(
        Person, Person.id == either.c.trainer_id
    )
    found: dict[int, dict[int, Rater]] = {}
    for version_id, person_id, name, levels in db.execute(rows.order_by(Person.id)):
        if levels:
            found.setdefault(version_id, {})[person_id] = Rater(person_id, name)
    return {version_id: list(raters.values()) for version_id, raters in found.items()}


def _framed(*more: ORMOption) -> ORMOption:
    """What tells a calibration from others: learner, assignment and class, and whether the version was taken back."""
    return joinedload(Calibration.version, innerjoin=True).options(
        *more,
        joinedload(SubmissionVersion.withdrawal),
        joinedload(SubmissionVersion.submission, innerjoin=True).options(
            joinedload(Submission.learner, innerjoin=True),
            joinedload(Submission.cohort, innerjoin=True),
            joinedload(Submission.assignment, innerjoin=True).joinedload(Assignment.program_class, innerjoin=True),
        ),
    )


def _to_choose(cohort_id: int) -> Select[tuple[SubmissionVersion]]:
    taken_back = exists().where(VersionWithdrawal.version_id == SubmissionVersion.id)
    return (
        select(SubmissionVersion)
        .join(SubmissionVersion.submission)
        .join(Submission.learner)
        .where(Submission.cohort_id == cohort_id, ~taken_back)
        .options(
            defer(SubmissionVersion.text),
            contains_eager(SubmissionVersion.submission).options(
                contains_eager(Submission.learner),
                joinedload(Submission.assignment, innerjoin=True).joinedload(Assignment.program_class, innerjoin=True),
            ),
        )
    )

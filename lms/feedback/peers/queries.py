"""What is asked about peers' reviews. What isn't released is asked for by its peer and by trainers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from operator import itemgetter

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.access.viewer import Facts, Viewer
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.consents.queries import agree_to_playing
from lms.core.db import db
from lms.core.paging import Page, cut_at, limited, number_in
from lms.feedback.peers import rules
from lms.feedback.peers.models import PeerHiding, PeerRequest, PeerReview
from lms.feedback.peers.rules import Verdict
from lms.practice import queries as practice
from lms.practice.models import Recording, Reflection, Submission, SubmissionVersion, WorkFile
from lms.program.models import Assignment, Program
from lms.program.rules import Competency, PeerPlan, competencies
from lms.videos.models import Video


@dataclass(frozen=True)
class Opened:
    """A peer's task as the peer opens it."""

    review: PeerReview
    newest_id: int | None
    """The last version of the work that counts."""
    is_withdrawn: bool
    """Whether the version that the review is about was taken back."""
    ends_at: datetime | None
    rubric: Sequence[object]
    now: datetime

    @property
    def submission(self) -> Submission:
        return self.review.request.submission

    @property
    def assignment(self) -> Assignment:
        return self.submission.assignment

    @property
    def plan(self) -> PeerPlan | None:
        """What the program asks of peers now."""
        return self.assignment.peers

    @property
    def judged(self) -> list[Competency]:
        """What the peer rates; what they rated, once it is handed in."""
        codes = tuple(self.review.levels) if self.review.handed_in_at else self.plan.rate if self.plan else ()
        return competencies(self.rubric, codes) if codes else []

    @property
    def questions(self) -> Sequence[str]:
        """What the peer answers; what they answered, once it is handed in."""
        if self.review.handed_in_at or self.plan is None:
            return tuple(self.review.answers)
        return self.plan.questions

    @property
    def version_id(self) -> int | None:
        """The version to be read: the one that was reviewed, until then the last that counts."""
        if self.review.handed_in_at:
            return None if self.is_withdrawn else self.review.version_id
        return self.newest_id

    @property
    def author(self) -> str:
        return rules.named(self.submission.named, self.review.request.anonymous, is_author=True)

    @property
    def facts(self) -> Facts:
        is_over = self.ends_at is not None and self.now > self.ends_at + rules.TERM_RUNS_ON
        return Facts(
            cohort_id=self.review.cohort_id,
            owner_id=self.review.reviewer_id,
            is_handed_in=self.version_id is not None,
            is_open=self.review.ending is None and not is_over,
        )


@dataclass(frozen=True)
class Playable:
    """A recording of a work, for its peer; `are_agreed`: whether everybody in it has said that peers may play it."""

    opened: Opened
    recording: Recording
    are_agreed: bool

    @property
    def facts(self) -> Facts:
        return replace(self.opened.facts, is_released=self.are_agreed)


@dataclass(frozen=True)
class Received:
    """A peer's review as the author of the work, or a trainer, comes to it."""

    review: PeerReview

    @property
    def submission(self) -> Submission:
        return self.review.request.submission

    @property
    def facts(self) -> Facts:
        return replace(self.submission.facts, is_open=self.review.is_seen)


def opened(peer_review_id: int, now: datetime) -> Opened | None:
    """A peer's task with its work's frame. One statement."""
    withdrawn = practice.is_withdrawn(PeerReview.version_id)
    row = (
        db.execute(
            _framed()
            .join(Cohort, Cohort.id == PeerReview.cohort_id)
            .join(Program, Program.id == Cohort.program_id)
            .add_columns(
                practice.newest_standing(Submission.id),
                withdrawn,
                cohorts.term_ends(PeerReview.cohort_id),
                Program.rubric,
            )
            .where(PeerReview.id == peer_review_id)
            .options(joinedload(PeerReview.hidings), joinedload(PeerReview.reviewer, innerjoin=True))
        )
        .unique(itemgetter(0))
        .one_or_none()
    )
    return Opened(*row, now) if row else None


def playable(peer_review_id: int, number: int, now: datetime) -> Playable | None:
    """A recording of the work that a task is about, by its number there."""
    found = opened(peer_review_id, now)
    return next((one for one in recordings(found) if one.recording.number == number), None) if found else None


def recordings(found: Opened) -> list[Playable]:
    """The recordings of the version that is read in a task, in order, with what they answer. One statement."""
    if found.version_id is None:
        return []
    rows = db.execute(
        select(Recording, and_(_is_for_peers(), agree_to_playing(Video.id)))
        .join(Recording.video)
        .where(Recording.version_id == found.version_id)
        .options(contains_eager(Recording.video), joinedload(Recording.marks), joinedload(Recording.statement))
        .order_by(Recording.number)
    ).unique()
    return [Playable(found, recording, bool(agreed)) for recording, agreed in rows]


def version(found: Opened) -> SubmissionVersion | None:
    """The version that is read in a task, with its files."""
    rows = select(SubmissionVersion).where(SubmissionVersion.id == found.version_id)
    whole = (joinedload(SubmissionVersion.files), *practice.whole_form(SubmissionVersion))
    return db.scalars(rows.options(*whole)).unique().one_or_none()


def files(found: Opened) -> Sequence[WorkFile]:
    """The files of that version, in order."""
    return db.scalars(select(WorkFile).where(WorkFile.version_id == found.version_id).order_by(WorkFile.id)).all()


def received(received_id: int) -> Received | None:
    """A review that a peer has handed in, with its work's frame and whoever wrote it."""
    row = (
        db.scalars(
            _framed()
            .where(PeerReview.id == received_id, PeerReview.handed_in_at.is_not(None))
            .options(joinedload(PeerReview.hidings), joinedload(PeerReview.reviewer))
        )
        .unique()
        .one_or_none()
    )
    return Received(row) if row else None


def is_under_way(submission_id: int) -> bool:
    """Whether any peer has a work, or has written about it."""
    active = select(PeerReview.id).where(PeerReview.submission_id == submission_id, PeerReview.ending.is_(None))
    return db.scalar(active.limit(1)) is not None


class Part(StrEnum):
    """Which of a cohort's tasks a trainer looks at."""

    OWED = "owed"
    TO_RELEASE = "to_release"
    DISAGREED = "disagreed"
    ALL = "all"


@dataclass(frozen=True)
class Owed:
    """A peer's task in their list: what it is about, and how its author is called there."""

    review: PeerReview
    author: str

    @property
    def assignment(self) -> Assignment:
        return self.review.request.submission.assignment


def owed(viewer: Viewer, now: datetime) -> Sequence[Owed]:
    """What waits for the viewer, due first. At most one statement."""
    if not viewer.learner_in:
        return ()
    mine = (PeerReview.reviewer_id == viewer.person_id, PeerReview.cohort_id.in_(viewer.learner_in))
    there = (practice.newest_standing(Submission.id).is_not(None), _in_term(now))
    rows = _framed().where(*mine, *there, _is_owed()).order_by(PeerReview.due_at, PeerReview.id)
    return [_owed(review) for review in db.scalars(rows.limit(rules.OWED_MOST))]


def written(viewer: Viewer, after: str | None) -> Page[Owed]:
    """What the viewer has written for peers, the newest first; also what they declined, missed or lost."""
    mine = (PeerReview.reviewer_id == viewer.person_id, PeerReview.cohort_id.in_(viewer.learner_in))
    rows = _framed().where(*mine, ~_is_owed())
    if number := number_in(after):
        rows = rows.where(PeerReview.id < number)
    found = cut_at(db.scalars(limited(rows.order_by(PeerReview.id.desc()))).all(), lambda review: review.id)
    return Page([_owed(review) for review in found.rows], found.after)


def in_cohort(cohort_id: int, part: Part, after: str | None) -> Page[PeerReview]:
    """Peers' tasks of a cohort with everybody's names, the newest first."""
    rows = _framed().where(PeerReview.cohort_id == cohort_id, *_PARTS[part])
    if number := number_in(after):
        rows = rows.where(PeerReview.id < number)
    named = (joinedload(PeerReview.reviewer), selectinload(PeerReview.hidings))
    found = db.scalars(limited(rows.options(*named).order_by(PeerReview.id.desc()))).all()
    return cut_at(found, lambda review: review.id)


def _owed(review: PeerReview) -> Owed:
    name = review.request.submission.named
    return Owed(review, rules.named(name, review.request.anonymous, is_author=True))


def _framed() -> Select[tuple[PeerReview]]:
    """Tasks with the frames of their works: assignment and class, author, and the terms."""
    submission = contains_eager(PeerReview.request).contains_eager(PeerRequest.submission)
    return (
        select(PeerReview)
        .join(PeerReview.request)
        .join(PeerRequest.submission)
        .options(
            submission.joinedload(Submission.assignment, innerjoin=True).joinedload(
                Assignment.program_class, innerjoin=True
            ),
            submission.joinedload(Submission.learner, innerjoin=True),
            submission.joinedload(Submission.cohort, innerjoin=True),
        )
    )


def _is_owed() -> ColumnElement[bool]:
    return and_(PeerReview.ending.is_(None), PeerReview.handed_in_at.is_(None))


def _in_term(now: datetime) -> ColumnElement[bool]:
    ends_at = cohorts.term_ends(PeerReview.cohort_id)
    return or_(ends_at.is_(None), ends_at >= now - rules.TERM_RUNS_ON)


def is_hidden() -> ColumnElement[bool]:
    """Whether a trainer keeps the author from reading it."""
    return exists().where(PeerHiding.review_id == PeerReview.id, PeerHiding.lifted_at.is_(None))


def _is_for_peers() -> ColumnElement[bool]:
    return exists().where(Reflection.version_id == Recording.version_id, Reflection.is_for_peers)


_PARTS: dict[Part, Sequence[ColumnElement[bool]]] = {
    Part.OWED: [_is_owed()],
    Part.TO_RELEASE: [PeerReview.handed_in_at.is_not(None), PeerReview.released_at.is_(None), ~is_hidden()],
    Part.DISAGREED: [PeerReview.verdict == Verdict.DISAGREE, ~is_hidden()],
    Part.ALL: [],
}

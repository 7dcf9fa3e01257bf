"""What people see of feedback. Learners: their own threads; trainers: those of the cohorts they teach."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import aliased, defer, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from lms.access.viewer import Facts, Viewer
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core.db import db
from lms.core.paging import SIZE, Page, limited, number_in
from lms.feedback.claims.models import Claim, Handover
from lms.feedback.models import (
    AllUnderstood,
    FeedbackThread,
    Message,
    Reading,
    Remark,
    Reopening,
    Settling,
    Understanding,
)
from lms.feedback.peers.models import PeerHiding, PeerRequest, PeerReview
from lms.feedback.planner.models import DepthChoice, ReviewPlan
from lms.feedback.planner.rules import Depth
from lms.feedback.subjects import key_of
from lms.feedback.voices.queries import with_voice
from lms.notices import queries as notices
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.groups.models import Contributor, WorkMember
from lms.practice.models import Recording, Submission, SubmissionVersion
from lms.practice.steps.models import NextStep
from lms.program.models import Assignment, Program
from lms.program.rules import Competency, competencies

COUNTED_MOST = 1_000  # of what waits, for the badge


@dataclass(frozen=True)
class Counts:
    """How much calls for somebody: own threads with something unread, and threads that wait where they teach."""

    unread: int
    waiting: int


@dataclass(frozen=True)
class Opened:
    """A thread as somebody opens it, how far they had read it before, and whether a trainer has said anything in it.

    For trainers, too: how thoroughly they want to answer it, and their plan.
    """

    thread: FeedbackThread
    reading: Reading | None
    is_answered: bool
    has_withdrawn: bool
    """Whether any version was taken back."""
    rubric: Sequence[Any]
    goal: NextStep | None
    """What the learner tried with the latest version: the next step that had been set before."""
    depth: Depth | None
    plan: ReviewPlan | None
    untold: int
    """How much of what the bell says of it the viewer hasn't seen."""
    is_muted: bool
    unread: int
    waiting: int
    has_work: bool
    """Whether the latest version is here as a whole."""

    @property
    def counts(self) -> Counts:
        """What calls for the viewer anywhere, so that the page need not ask it by itself."""
        return Counts(self.unread, self.waiting)

    @property
    def judged(self) -> list[Competency]:
        """What the work is judged by: what its assignment names, else all that the program's rubric holds."""
        return competencies(self.rubric, self.thread.submission.assignment.competencies)

    @property
    def read_up_to(self) -> int:
        return self.reading.last_message_id if self.reading else 0

    @property
    def facts(self) -> Facts:
        return self.thread.facts


@dataclass(frozen=True)
class Conversation:
    """A thread in somebody's list, and the first message in it that they haven't read."""

    thread: FeedbackThread
    is_unread: bool
    first_unread: int | None


@dataclass(frozen=True)
class Answer:
    """What a learner finds in the thread about their work: whether a trainer spoke last, and what they haven't read."""

    thread_id: int
    is_answered: bool
    first_unread: int | None


def thread(thread_id: int, viewer: Viewer, with_work: bool = False) -> Opened | None:
    """A thread with its work's frame (`with_work`: and the latest version as a whole), its learner, and how far the
    viewer has read it. One statement."""
    rows = db.execute(
        select(
            FeedbackThread,
            Reading,
            _said_by_a_trainer(),
            practice.has_withdrawn(FeedbackThread.submission_id),
            Program.rubric,
            NextStep,
            DepthChoice.depth,
            ReviewPlan,
            notices.unread_count(viewer.person_id, key_of(thread_id)),
            notices.mute_of(viewer.person_id, key_of(thread_id)),
            *_counted(viewer),
        )
        .join(Cohort, Cohort.id == FeedbackThread.cohort_id)
        .join(Program, Program.id == Cohort.program_id)
        .outerjoin(Reading, _reading_of(viewer))
        .outerjoin(NextStep, NextStep.id == _goal(viewer))
        .outerjoin(DepthChoice, DepthChoice.thread_id == FeedbackThread.id)
        .outerjoin(ReviewPlan, ReviewPlan.trainer_id == viewer.person_id)
        .where(FeedbackThread.id == thread_id)
        .options(
            *framed(with_work),
            joinedload(FeedbackThread.settling).joinedload(Settling.person, innerjoin=True),
            joinedload(FeedbackThread.reopening).joinedload(Reopening.person, innerjoin=True),
            joinedload(FeedbackThread.claim).joinedload(Claim.trainer, innerjoin=True),
            joinedload(FeedbackThread.handover).joinedload(Handover.by, innerjoin=True),
            joinedload(FeedbackThread.trainer),
            joinedload(FeedbackThread.all_understood).joinedload(AllUnderstood.person),
            _with_peers(),
        )
    )
    row = rows.unique(lambda row: row[0].id).one_or_none()  # a row for each file; not all of it can be hashed
    return Opened(*row, has_work=with_work) if row else None


def thread_of(submission_id: int) -> FeedbackThread | None:
    """The thread about a submission."""
    return db.scalar(select(FeedbackThread).where(FeedbackThread.submission_id == submission_id))


def threads_that_play(video_id: int) -> Sequence[FeedbackThread]:
    """The threads whose latest version has this video, held until the transaction ends; with that version."""
    plays = select(Recording.version_id).where(Recording.video_id == video_id)
    whole = joinedload(FeedbackThread.version, innerjoin=True).defer(SubmissionVersion.text)
    found = select(FeedbackThread).where(FeedbackThread.version_id.in_(plays)).order_by(FeedbackThread.id)
    return db.scalars(found.options(whole).with_for_update(of=FeedbackThread)).all()


def is_answered(thread: FeedbackThread) -> bool:
    """Whether a trainer has said anything in a thread."""
    return bool(db.scalar(select(_said_by_a_trainer()).where(FeedbackThread.id == thread.id)))


def message_by_key(thread_id: int, key: str) -> Message | None:
    """What has been said under this key already."""
    return db.scalar(select(Message).where(Message.thread_id == thread_id, Message.key == key))


def messages_before(thread_id: int, before: str | None, size: int = SIZE) -> Page[Message]:
    """What was said, in order, up to `size` messages before the one with this id (None: the latest).

    With authors and what was spoken; with remarks, the numbers of the versions that those point at, and what plays
    there. The page's key leads to earlier ones.
    """
    rows = select(Message).where(Message.thread_id == thread_id)
    if number := number_in(before):
        rows = rows.where(Message.id < number)
    found = (
        db.scalars(
            rows.options(
                joinedload(Message.author),
                joinedload(Message.understandings).joinedload(Understanding.person),
                joinedload(Message.remark).joinedload(Remark.version).load_only(SubmissionVersion.number),
                joinedload(Message.remark).joinedload(Remark.recording).joinedload(Recording.video, innerjoin=True),
                with_voice(Message.voice),
            )
            .order_by(Message.id.desc())
            .limit(size + 1)
        )
        .unique()
        .all()
    )
    return Page(found[:size][::-1], str(found[size - 1].id) if len(found) > size else None)


def counts(viewer: Viewer) -> Counts:
    """What calls for the viewer. At most one statement."""
    if not viewer.cohort_ids:
        return Counts(0, 0)
    whose = {"person_id": viewer.person_id, "learner_in": viewer.learner_in, "trainer_in": viewer.trainer_in}
    return Counts(*db.execute(_counts(), whose).one())


def unread_threads(viewer: Viewer, limit: int = SIZE) -> list[Conversation]:
    """Threads with something that the viewer hasn't read, latest first; each with its work and its last message."""
    unread = or_(FeedbackThread.id.in_(_unread_own(viewer)), FeedbackThread.id.in_(_unread_taught(viewer)))
    found = db.execute(
        select(FeedbackThread, _first_unread(viewer.person_id))
        .outerjoin(Reading, _reading_of(viewer))
        .where(unread)
        .options(*framed(), _last_message())
        .order_by(FeedbackThread.last_message_id.desc(), FeedbackThread.id.desc())
        .limit(limit)
    )
    return [Conversation(thread, True, first) for thread, first in found]


def with_answers(work: Select[Any]) -> Select[Any]:
    """A statement about the submissions of `learner_id` with four more columns, of which `answer` makes an Answer."""
    learner = bindparam("learner_id")
    counts = and_(FeedbackThread.submission_id == Submission.id, FeedbackThread.version_id.is_not(None))
    return (
        work.outerjoin(FeedbackThread, counts)
        .outerjoin(Reading, and_(Reading.thread_id == FeedbackThread.id, Reading.person_id == learner))
        .add_columns(
            FeedbackThread.id, FeedbackThread.waiting_since, FeedbackThread.last_message_id, _first_unread(learner)
        )
    )


def answer(
    thread_id: int | None, waiting_since: datetime | None, last_message_id: int | None, first_unread: int | None
) -> Answer | None:
    """What the columns of `with_answers` say; None where nothing was handed in."""
    if thread_id is None:
        return None
    return Answer(thread_id, waiting_since is None and last_message_id is not None, first_unread)


def conversations(viewer: Viewer, after: str | None) -> Page[Conversation]:
    """A learner's own threads and their groups': those with something unread first, then the newest; each with its last
    message."""
    is_unread = case((_is_news(), 1), else_=0)
    rows = (
        select(FeedbackThread, is_unread, _first_unread(viewer.person_id))
        .outerjoin(Reading, _reading_of(viewer))
        .where(_own(viewer, _once_own(viewer)))
        .options(*framed(), _last_message())
        .order_by(is_unread.desc(), FeedbackThread.id.desc())
    )
    unread, _, last_id = (after or "").partition("_")
    if unread in ("0", "1") and (last := number_in(last_id)) is not None:
        rows = rows.where(tuple_(is_unread, FeedbackThread.id) < tuple_(literal(int(unread)), literal(last)))
    found = [Conversation(thread, bool(news), first) for thread, news, first in db.execute(limited(rows))]
    key = f"{int(found[SIZE - 1].is_unread)}_{found[SIZE - 1].thread.id}" if len(found) > SIZE else None
    return Page(found[:SIZE], key)


def trainers_to_tell(thread: FeedbackThread) -> Sequence[Person]:
    """The trainers who have taken part in a thread and still teach the cohort, else all of the cohort's trainers."""
    took_part = select(Message.author_id).where(Message.thread_id == thread.id)
    found = db.scalars(
        select(Person)
        .join(Enrollment, Enrollment.person_id == Person.id)
        .where(
            Enrollment.cohort_id == thread.cohort_id,
            Enrollment.role == Role.TRAINER,
            Enrollment.ended_at.is_(None),
            Person.id.in_(took_part),
        )
        .order_by(Person.id)
    ).all()
    return found or cohorts.trainers_of(thread.cohort_id)


def read_up_to(thread_id: int, person_ids: Sequence[int]) -> dict[int, int]:
    """By person, the last message of a thread that they have read; whoever has opened none isn't in it."""
    readings = select(Reading.person_id, Reading.last_message_id)
    rows = db.execute(readings.where(Reading.thread_id == thread_id, Reading.person_id.in_(person_ids)))
    return dict(iter(rows))


def framed(with_work: bool = False) -> list[ORMOption]:
    """What a thread's heading needs: assignment and class, learner, cohort, and the latest version without its text, or
    `with_work` as a whole."""
    version = joinedload(FeedbackThread.version)
    submission = joinedload(FeedbackThread.submission, innerjoin=True)
    return [
        submission.joinedload(Submission.assignment, innerjoin=True).joinedload(
            Assignment.program_class, innerjoin=True
        ),
        submission.joinedload(Submission.learner, innerjoin=True),
        submission.joinedload(Submission.cohort, innerjoin=True),
        submission.joinedload(Submission.extension),
        version.options(*practice.whole_version()) if with_work else version.defer(SubmissionVersion.text),
    ]


def _goal(viewer: Viewer) -> ScalarSelect[int]:
    """The newest step that had been set when a thread's latest version was handed in: the viewer's own where a group's
    work is theirs, else that of the learner under whom it lies."""
    is_theirs = practice.is_worked_on(FeedbackThread.submission_id, viewer.person_id)
    whose = case((is_theirs, viewer.person_id), else_=FeedbackThread.learner_id)
    handed_in_at = select(SubmissionVersion.handed_in_at).where(SubmissionVersion.id == FeedbackThread.version_id)
    return (
        select(NextStep.id)
        .where(
            NextStep.learner_id == whose,
            NextStep.cohort_id == FeedbackThread.cohort_id,
            NextStep.set_at < handed_in_at.correlate(FeedbackThread).scalar_subquery(),
        )
        .order_by(NextStep.set_at.desc(), NextStep.id.desc())
        .limit(1)
        .correlate(FeedbackThread)
        .scalar_subquery()
    )


def _with_peers() -> ORMOption:
    review = joinedload(FeedbackThread.peer_request).joinedload(PeerRequest.reviews)
    return review.options(
        joinedload(PeerReview.reviewer),
        joinedload(PeerReview.version).load_only(SubmissionVersion.number),
        joinedload(PeerReview.hidings).joinedload(PeerHiding.hidden_by),
    )


def _last_message() -> ORMOption:
    return joinedload(FeedbackThread.last_message).options(joinedload(Message.author), defer(Message.text))


@dataclass(frozen=True)
class _Whoever:
    """Stands for a viewer in a statement that is put together once and asked for many."""

    person_id: BindParameter[int]
    learner_in: BindParameter[int]
    trainer_in: BindParameter[int]


@cache  # every page asks this
def _counts() -> Select[tuple[int, int]]:
    sets = (bindparam(name, expanding=True) for name in ("learner_in", "trainer_in"))
    return select(*_counted(_Whoever(bindparam("person_id"), *sets)))


def _counted(viewer: Viewer | _Whoever) -> tuple[Any, Any]:
    """The numbers of `Counts`, as columns."""
    waiting = FeedbackThread.waiting_since.is_not(None), FeedbackThread.cohort_id.in_(viewer.trainer_in)
    waits = select(FeedbackThread.id).where(*waiting).limit(COUNTED_MOST)
    return _count(_unread_own(viewer)), _count(waits)


def _said_by_a_trainer() -> ColumnElement[bool]:
    by_a_trainer = Message.thread_id == FeedbackThread.id, Message.by_trainer
    return exists().where(*by_a_trainer, Message.removed_at.is_(None)).correlate(FeedbackThread)


def _own(viewer: Viewer | _Whoever, *also: Select[tuple[int]]) -> ColumnElement[bool]:
    """About the viewer's work, or that of their group; `also` the threads of these ids.

    Ids are put together instead of conditions: with "or" between them, PostgreSQL would read every thread.
    """
    one, work = aliased(FeedbackThread), aliased(Submission)
    mine = select(one.id).where(one.learner_id == viewer.person_id)
    its = practice.is_work_of(WorkMember, work)
    together = select(one.id).join(work, work.id == one.submission_id).join(WorkMember, its)
    ids = union(mine, together.where(WorkMember.person_id == viewer.person_id), *also)
    return and_(FeedbackThread.id.in_(ids), FeedbackThread.cohort_id.in_(viewer.learner_in))


def _once_own(viewer: Viewer) -> Select[tuple[int]]:
    """Threads about what was handed in for the viewer, also where they have left the group since."""
    one = aliased(FeedbackThread)
    for_them = select(one.id).join(Contributor, Contributor.version_id == one.version_id)
    return for_them.where(Contributor.person_id == viewer.person_id)


def _reading_of(viewer: Viewer | _Whoever) -> ColumnElement[bool]:
    return and_(Reading.thread_id == FeedbackThread.id, Reading.person_id == viewer.person_id)


def _is_news() -> ColumnElement[bool]:
    """Something was said since the one whose `Reading` is joined last looked, or they never have."""
    return FeedbackThread.last_message_id > func.coalesce(Reading.last_message_id, 0)


def _first_unread(reader: Any) -> ScalarSelect[int]:
    """The first message by somebody else since the reader, whose `Reading` is joined, last looked."""
    return (
        select(func.min(Message.id))
        .where(
            Message.thread_id == FeedbackThread.id,
            Message.author_id != reader,
            Message.id > func.coalesce(Reading.last_message_id, 0),
        )
        .correlate(FeedbackThread, Reading)
        .scalar_subquery()
    )


def _unread_own(viewer: Viewer | _Whoever) -> Select[tuple[int]]:
    return select(FeedbackThread.id).outerjoin(Reading, _reading_of(viewer)).where(_own(viewer), _is_news())


def _unread_taught(viewer: Viewer) -> Select[tuple[int]]:
    """Only what the trainer has opened before: what nobody has opened stands in the queue."""
    return (
        select(FeedbackThread.id)
        .join(Reading, _reading_of(viewer))
        .where(
            FeedbackThread.cohort_id.in_(viewer.trainer_in),
            FeedbackThread.last_message_id > Reading.last_message_id,
            FeedbackThread.version_id.is_not(None),
        )
    )


def _count(ids: Select[tuple[int]]) -> Any:
    return select(func.count()).select_from(ids.subquery()).scalar_subquery()

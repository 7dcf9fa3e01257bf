"""What people see of their work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, defer, joinedload, selectinload, undefer
from sqlalchemy.orm.interfaces import ORMOption

from lms.access.viewer import Facts
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core.db import db
from lms.practice import rules
from lms.practice.extensions import queries as extensions
from lms.practice.extensions.models import Extension
from lms.practice.extensions.queries import extension_of
from lms.practice.groups.models import Contributor, WorkMember, founder_of
from lms.practice.models import Draft, Mark, Recording, SelfRating, Submission, SubmissionVersion, Take, WorkFile
from lms.practice.rules import Due, Standing
from lms.practice.withdrawals.models import VersionWithdrawal
from lms.program.models import Assignment, ProgramClass


@dataclass(frozen=True)
class AssignmentHere:
    """An assignment as a cohort has it."""

    assignment: Assignment
    cohort: Cohort

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort.id)

    def due(self, extension: Extension | None) -> Due | None:
        """When it is due for a learner who was granted this. Asks the database."""
        due_at = self.due_at
        return due_at and due(self.assignment, due_at, extension)

    @property
    def due_at(self) -> datetime | None:
        """When it is due in this cohort. Asks the database."""
        return cohorts.due_times(self.cohort).get(self.assignment.id)


@dataclass(frozen=True)
class Work:
    """Where one learner stands with one assignment, by themselves or with their group. Neither draft nor version has
    its text loaded."""

    cohort_id: int
    assignment: Assignment
    draft: Draft | None
    latest: SubmissionVersion | None
    extension: Extension | None

    @property
    def standing(self) -> Standing | None:
        """As it counts by now."""
        if self.latest is None:
            return None
        until_at = self.extension.until_at if self.extension else None
        return rules.standing_since(self.latest.standing, self.latest.handed_in_at, until_at)

    def due(self, class_at: datetime) -> Due:
        """When it is due for this learner; `class_at` is the due time of the class."""
        return due(self.assignment, class_at, self.extension)


def due(assignment: Assignment, class_at: datetime, extension: Extension | None) -> Due:
    """When an assignment that a class has due at `class_at` is due for a learner who was granted this."""
    return Due(class_at, timedelta(hours=assignment.grace_hours), extension.until_at if extension else None)


def standing(here: AssignmentHere, learner_id: int, now: datetime) -> Standing:
    """Where work that a learner hands in now stands."""
    time = extensions.time_of(here.assignment.id, here.cohort.id, learner_id)
    due = here.due(time.extension)
    return rules.standing(now, due and due.last_at)


def assignment_here(assignment_id: int, cohort: Cohort | None) -> AssignmentHere | None:
    """An assignment with its class, if it belongs to the program that the cohort takes."""
    if cohort is None:
        return None
    found = db.scalar(_assignment(), {"assignment_id": assignment_id, "program_id": cohort.program_id})
    return AssignmentHere(found, cohort) if found else None


@cache
def _assignment() -> Select[tuple[Assignment]]:
    return (
        select(Assignment)
        .join(Assignment.program_class)
        .where(Assignment.id == bindparam("assignment_id"), ~Assignment.is_pinned)
        .where(ProgramClass.program_id == bindparam("program_id"))
        .options(contains_eager(Assignment.program_class))
    )


def draft(here: AssignmentHere, learner_id: int) -> Draft | None:
    """The learner's draft with its files."""
    return db.scalars(_draft_to_read(), whose(here, learner_id)).unique().one_or_none()


def draft_with_takes(here: AssignmentHere, learner_id: int) -> Draft | None:
    """The learner's draft with its takes and their videos, without files and marks."""
    whole = _draft().options(joinedload(Draft.takes).joinedload(Take.video))
    return db.scalars(whole, whose(here, learner_id)).unique().one_or_none()


def draft_to_change(here: AssignmentHere, learner_id: int) -> Draft | None:
    """The draft as it is this moment, held until the transaction ends."""
    whole = (selectinload(Draft.files), selectinload(Draft.template), undefer(Draft.answers))
    held = _draft().options(*whole).with_for_update()
    return db.scalar(held.execution_options(populate_existing=True), whose(here, learner_id))


def hold_draft_of(thing: WorkFile | Take) -> None:
    """Let nobody else change the draft that a file or take belongs to until the transaction ends."""
    db.scalar(select(Draft.id).where(Draft.id == thing.draft_id).with_for_update())


@cache
def _draft() -> Select[tuple[Draft]]:
    return select(Draft).where(*is_whose(Draft))


@cache
def _draft_to_read() -> Select[tuple[Draft]]:
    return _draft().options(joinedload(Draft.files), *whole_form(Draft))


def is_whose(table: type[Draft] | type[Submission]) -> tuple[ColumnElement[bool], ...]:
    """One learner's or their group's work on one assignment in one cohort; `whose` gives the values."""
    here = (bindparam("assignment_id"), bindparam("cohort_id"))
    columns = (table.assignment_id, table.cohort_id, table.learner_id)
    wanted = (*here, founder_of(*here, bindparam("learner_id")))
    return tuple(column == value for column, value in zip(columns, wanted, strict=True))


def whose(here: AssignmentHere, learner_id: int) -> dict[str, int]:
    return {"assignment_id": here.assignment.id, "cohort_id": here.cohort.id, "learner_id": learner_id}


def versions_of(here: AssignmentHere, learner_id: int) -> Sequence[SubmissionVersion]:
    """What the learner or their group has handed in, latest first, without the texts, each with its submission; taken
    back or not."""
    return db.scalars(_versions().options(defer(SubmissionVersion.text)), whose(here, learner_id)).all()


def latest_version(here: AssignmentHere, learner_id: int) -> SubmissionVersion | None:
    """What the learner has handed in last, whole, and whether they took it back."""
    whole = (
        selectinload(SubmissionVersion.files),
        joinedload(SubmissionVersion.reflection),
        undefer(SubmissionVersion.answers),
    )
    latest = _versions().options(*whole).limit(1)
    return db.scalar(latest, whose(here, learner_id))


@cache
def _versions() -> Select[tuple[SubmissionVersion]]:
    return (
        select(SubmissionVersion)
        .join(SubmissionVersion.submission)
        .where(*is_whose(Submission))
        .options(
            contains_eager(SubmissionVersion.submission).joinedload(Submission.extension),
            joinedload(SubmissionVersion.withdrawal),
        )
        .order_by(SubmissionVersion.number.desc())
    )


def submission(submission_id: int) -> Submission | None:
    """A piece of work with its assignment and class, its learner and cohort."""
    return db.scalar(
        select(Submission)
        .where(Submission.id == submission_id)
        .options(
            joinedload(Submission.assignment).joinedload(Assignment.program_class),
            joinedload(Submission.learner),
            joinedload(Submission.cohort),
            joinedload(Submission.extension),
        )
    )


def version(submission_id: int, number: int) -> SubmissionVersion | None:
    """One hand-in with its files, what was said about its recordings, its learners' ratings, and who they are."""
    return next(iter(versions(submission_id, number)), None)


def versions(submission_id: int, *numbers: int) -> Sequence[SubmissionVersion]:
    """Some hand-ins of a piece of work likewise, in order. One statement."""
    return (
        db.scalars(
            select(SubmissionVersion)
            .where(SubmissionVersion.submission_id == submission_id, SubmissionVersion.number.in_(numbers))
            .options(*whole_version())
            .order_by(SubmissionVersion.number)
        )
        .unique()
        .all()
    )


def whole_version() -> list[ORMOption]:
    """What one hand-in is read with, for statements that ask more."""
    return [
        joinedload(SubmissionVersion.files),
        joinedload(SubmissionVersion.reflection),
        joinedload(SubmissionVersion.self_ratings).joinedload(SelfRating.person),
        joinedload(SubmissionVersion.people).joinedload(Contributor.person),
        joinedload(SubmissionVersion.withdrawal),
        *whole_form(SubmissionVersion),
    ]


def whole_form(table: type[Draft] | type[SubmissionVersion]) -> list[ORMOption]:
    """What a draft or version is read with where its form is shown."""
    return [undefer(table.answers), joinedload(table.template)]


def received(submission_id: int, number: int) -> SubmissionVersion | None:
    """One hand-in as its receipt shows it: whole, with its piece of work. One statement."""
    its = select(SubmissionVersion).join(SubmissionVersion.submission)
    framed = contains_eager(SubmissionVersion.submission).options(
        joinedload(Submission.assignment, innerjoin=True).joinedload(Assignment.program_class, innerjoin=True),
        joinedload(Submission.learner, innerjoin=True),
        joinedload(Submission.cohort, innerjoin=True),
        joinedload(Submission.extension),
    )
    rows = its.where(Submission.id == submission_id, SubmissionVersion.number == number)
    return db.scalars(rows.options(framed, *whole_version())).unique().one_or_none()


def standing_versions(submission_id: int) -> Sequence[SubmissionVersion]:
    """What counts of a piece of work, latest first, without the texts: all that was handed in and not taken back."""
    return db.scalars(
        select(SubmissionVersion)
        .where(SubmissionVersion.submission_id == submission_id, ~is_withdrawn(SubmissionVersion.id))
        .options(defer(SubmissionVersion.text))
        .order_by(SubmissionVersion.number.desc())
    ).all()


def numbers_of(submission_id: int, also_withdrawn: bool) -> Sequence[int]:
    """The numbers of a piece of work's versions, latest first."""
    numbers = select(SubmissionVersion.number).where(SubmissionVersion.submission_id == submission_id)
    if not also_withdrawn:
        numbers = numbers.where(~is_withdrawn(SubmissionVersion.id))
    return db.scalars(numbers.order_by(SubmissionVersion.number.desc())).all()


def has_withdrawn(submission_id: Any) -> ColumnElement[bool]:
    """Whether any version of a piece of work was taken back; a column."""
    of_it = (SubmissionVersion.submission_id == submission_id, VersionWithdrawal.version_id == SubmissionVersion.id)
    return exists().where(*of_it)


def newest_standing(submission_id: Any) -> ScalarSelect[int]:
    """The id of the last version that counts of the piece of work in the query around it; a column."""
    standing = (SubmissionVersion.submission_id == submission_id, ~is_withdrawn(SubmissionVersion.id))
    return select(func.max(SubmissionVersion.id)).where(*standing).correlate(Submission).scalar_subquery()


def is_work_of(member: type[WorkMember], work: type[Submission] = Submission) -> ColumnElement[bool]:
    """The condition that joins a piece of work and somebody in the group that does it."""
    return and_(
        member.assignment_id == work.assignment_id,
        member.cohort_id == work.cohort_id,
        member.founder_id == work.learner_id,
    )


def is_worked_on(submission_id: Any, person_id: Any) -> ColumnElement[bool]:
    """Whether somebody is in the group that does a piece of work; a column."""
    its = (is_work_of(WorkMember), Submission.id == submission_id, WorkMember.person_id == person_id)
    return exists().where(*its).correlate_except(WorkMember, Submission)


def is_withdrawn(version_id: Any) -> ColumnElement[bool]:
    """Whether a version was taken back; a column."""
    return exists().where(VersionWithdrawal.version_id == version_id)


def work_file(file_id: int) -> WorkFile | None:
    """An attached file, with the draft or version that has it."""
    homes = (joinedload(WorkFile.draft).defer(Draft.text), joinedload(WorkFile.version).options(*_framed()))
    return db.scalar(select(WorkFile).where(WorkFile.id == file_id).options(*homes))


def draft_file(here: AssignmentHere, file_id: int, learner_id: int) -> WorkFile | None:
    """A file that is attached to the learner's or their group's draft."""
    attached = select(WorkFile).join(WorkFile.draft).where(WorkFile.id == file_id, *is_whose(Draft))
    return db.scalar(attached, whose(here, learner_id))


def is_shared(key: str) -> bool:
    """Whether any file still lies under this key."""
    return db.scalar(select(WorkFile.id).where(WorkFile.key == key).limit(1)) is not None


def takes_of(draft: Draft | None) -> Sequence[Take]:
    """The recordings of a draft in the order in which they were made, with videos and marks. One statement."""
    if draft is None:
        return ()
    whole = _takes().options(joinedload(Take.marks)).where(Take.draft_id == draft.id).order_by(Take.id)
    return db.scalars(whole).unique().all()


def take(take_id: int) -> Take | None:
    """A take with its video and marks."""
    return db.scalars(_takes().options(joinedload(Take.marks)).where(Take.id == take_id)).unique().one_or_none()


def attempts_beside(take: Take) -> Sequence[Take]:
    """All takes of its draft that answer the same statement, itself among them; the draft is held meanwhile."""
    hold_draft_of(take)
    return db.scalars(_beside(take).order_by(Take.id).execution_options(populate_existing=True)).all()


def _beside(take: Take) -> Select[tuple[Take]]:
    return select(Take).where(Take.draft_id == take.draft_id, Take.statement_id == take.statement_id)


def latest_attempt(take: Take) -> Take | None:
    """The last take of its draft that answers the same statement."""
    return db.scalar(_beside(take).order_by(Take.id.desc()).limit(1))


def own_take(take_id: int, owner_id: int | None) -> Take | None:
    """The same, if somebody made it themselves; another's isn't there."""
    found = take(take_id)
    return found if found and found.owner_id == owner_id else None


def home_of(take: Take) -> tuple[int, str]:
    """The assignment that a take was made for, and the cohort's short name."""
    found = select(Draft.assignment_id, Cohort.slug).join(Cohort, Cohort.id == Draft.cohort_id)
    assignment_id, slug = db.execute(found.where(Draft.id == take.draft_id)).one()
    return assignment_id, slug


def mark_of(take: Take, mark_id: int) -> Mark | None:
    """One of a take's marks."""
    return db.scalar(select(Mark).where(Mark.id == mark_id, Mark.take_id == take.id))


def recordings_of(version: SubmissionVersion) -> Sequence[Recording]:
    """The recordings of a hand-in, with videos, marks and the statements that they answer. One statement; none where
    nothing was said about any."""
    return recordings_in(version.id) if version.reflection else ()


def recordings_in(*version_ids: int) -> Sequence[Recording]:
    """The same of some hand-ins, whether or not anything was said about them."""
    parts = (joinedload(Recording.marks), joinedload(Recording.statement))
    whole = _recordings().options(*parts).where(Recording.version_id.in_(version_ids))
    return db.scalars(whole.order_by(Recording.version_id, Recording.number)).unique().all()


def recording(recording_id: int) -> Recording | None:
    """A recording that was handed in, with its video."""
    return db.scalar(_recordings().where(Recording.id == recording_id))


def is_handed_in(video_id: int) -> bool:
    """Whether a version has the video."""
    return db.scalar(select(Recording.id).where(Recording.video_id == video_id).limit(1)) is not None


def work_with(video_id: int) -> tuple[Submission, Assignment] | None:
    """The piece of work with which a video was handed in first, and what it was done for."""
    found = (
        select(Submission, Assignment)
        .join(Assignment, Assignment.id == Submission.assignment_id)
        .join(SubmissionVersion, SubmissionVersion.submission_id == Submission.id)
        .join(Recording, Recording.version_id == SubmissionVersion.id)
        .where(Recording.video_id == video_id)
        .order_by(Recording.id)
        .limit(1)
    )
    row = db.execute(found).first()
    return (row[0], row[1]) if row else None


def _takes() -> Select[tuple[Take]]:
    with_draft = joinedload(Take.draft, innerjoin=True).defer(Draft.text)
    return select(Take).options(joinedload(Take.video, innerjoin=True), with_draft)


def _recordings() -> Select[tuple[Recording]]:
    with_version = joinedload(Recording.version, innerjoin=True).options(*_framed())
    return select(Recording).options(joinedload(Recording.video, innerjoin=True), with_version)


def _framed() -> list[ORMOption]:
    """What a version's facts are made of, without its text."""
    return [
        defer(SubmissionVersion.text),
        joinedload(SubmissionVersion.withdrawal),
        joinedload(SubmissionVersion.submission, innerjoin=True),
    ]


def work_of(learner_id: int, *cohort_ids: int) -> list[Work]:
    """One row per assignment of each cohort's program, in the order of the classes. One statement.

    What is no longer in the program is left out, unless the learner has handed it in.
    """
    return [Work(*row) for row in db.execute(work(), {"cohort_ids": cohort_ids, "learner_id": learner_id})]


@cache
def work() -> Select[Any]:
    """What `work_of` asks, the columns of a `Work`, for rooms that know more about each submission."""
    other = aliased(SubmissionVersion)
    standing = (other.submission_id == Submission.id, ~is_withdrawn(other.id))
    latest = select(func.max(other.number)).where(*standing).scalar_subquery()
    here = Cohort.id.in_(bindparam("cohort_ids", expanding=True))

    def its(table: type[Draft] | type[Submission]) -> ColumnElement[bool]:
        whose = (table.cohort_id == Cohort.id, table.assignment_id == Assignment.id)
        return and_(*whose, table.learner_id == founder_of(Assignment.id, Cohort.id, bindparam("learner_id")))

    return (
        select(Cohort.id, Assignment, Draft, SubmissionVersion, Extension)
        .join(Assignment.program_class)
        .join(Cohort, and_(Cohort.program_id == ProgramClass.program_id, here))
        .outerjoin(Draft, its(Draft))
        .outerjoin(Submission, its(Submission))
        .outerjoin(
            SubmissionVersion,
            and_(SubmissionVersion.submission_id == Submission.id, SubmissionVersion.number == latest),
        )
        .outerjoin(Extension, extension_of(Assignment.id, Cohort.id, bindparam("learner_id")))
        .where(~Assignment.is_pinned, or_(~Assignment.is_retired, Submission.id.is_not(None)))
        .options(
            contains_eager(Assignment.program_class).load_only(ProgramClass.number, ProgramClass.title),
            contains_eager(SubmissionVersion.submission),
            defer(Assignment.brief),
            defer(Draft.text),
            defer(SubmissionVersion.text),
        )
        .order_by(Cohort.id, ProgramClass.number, Assignment.id)
    )

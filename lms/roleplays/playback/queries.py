"""A group's recordings, for whoever works on them; and the moments that observers marked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.consents.models import RecordingConsent
from lms.consents.rules import Answer, Use
from lms.core.db import db
from lms.people.models import Person
from lms.practice.groups.models import founder_of
from lms.practice.models import Draft, Submission, Take
from lms.practice.queries import AssignmentHere
from lms.program.models import Assignment
from lms.program.rules import PracticeKind
from lms.roleplays.debrief.models import Marker, Sheet
from lms.roleplays.meeting.queries import Room
from lms.roleplays.playback import rules
from lms.roleplays.playback.models import RolePlayRecording
from lms.roleplays.playback.rules import Point
from lms.roleplays.timing.models import RoomEvent
from lms.roleplays.timing.rules import Press


@dataclass(frozen=True)
class Home:
    """Where recordings of a role play go."""

    assignment: Assignment | None
    """That of the class which asks for a recording; else the role play's own, None before the first recording."""
    submission: Submission | None
    """What somebody, or their group, has handed in there."""

    @property
    def is_own(self) -> bool:
        """Whether it is the role play's own: no home practice of the class asks for a recording."""
        return self.assignment is None or self.assignment.is_pinned

    def here(self, room: Room) -> AssignmentHere | None:
        return AssignmentHere(self.assignment, room.group.round.cohort) if self.assignment else None


@dataclass(frozen=True)
class Kept:
    """A recording of a role play, not handed in or not only."""

    take: Take
    recording: RolePlayRecording
    asked: Sequence[RecordingConsent]
    """Who else is in it, and what they say."""

    @property
    def waits_for(self) -> list[str]:
        """Who hasn't answered yet."""
        return [one.name for one in self.asked if one.answer is Answer.OPEN]

    @property
    def refused_by(self) -> list[str]:
        return [one.name for one in self.asked if one.answer in (Answer.WITHDRAWN, Answer.NOT_ME)]


def home(room: Room, person_id: int) -> Home:
    """Where somebody's recording of a role play goes, and what they handed in there. One statement."""
    cohort_id = room.group.round.cohort_id
    theirs = and_(
        Submission.assignment_id == Assignment.id,
        Submission.cohort_id == cohort_id,
        Submission.learner_id == founder_of(Assignment.id, cohort_id, person_id),
    )
    asked = (Assignment.class_id == room.group.round.class_id, Assignment.kind == PracticeKind.RECORDING)
    rows = (
        select(Assignment, Submission)
        .outerjoin(Submission, theirs)
        .where(*asked, ~Assignment.is_retired, or_(~Assignment.is_pinned, Assignment.slug == rules.SLUG))
        .order_by(Assignment.is_pinned, Assignment.id)
    )
    found = db.execute(rows.limit(1)).one_or_none()
    return Home(*found) if found else Home(None, None)


def kept(room: Room, person_id: int) -> Sequence[Kept]:
    """Recordings of a role play in the draft of somebody or their group, in order. Two statements."""
    theirs = founder_of(Draft.assignment_id, Draft.cohort_id, person_id)
    rows = db.execute(
        select(Take, RolePlayRecording)
        .join(RolePlayRecording, RolePlayRecording.video_id == Take.video_id)
        .join(Take.draft)
        .where(RolePlayRecording.group_id == room.group.id, Draft.learner_id == theirs)
        .options(contains_eager(Take.draft), joinedload(Take.video, innerjoin=True), joinedload(Take.marks))
        .order_by(Take.id)
    ).unique()
    found = [(take, recording) for take, recording in rows]
    asked = _asked([take.video_id for take, _ in found]) if found else {}
    return [Kept(take, recording, asked.get(take.video_id, ())) for take, recording in found]


def seen_in(video_ids: Collection[int], viewer_id: int, people: Collection[int]) -> Mapping[int, Sequence[Point]]:
    """By video, the markers that lie in it, in order, of recordings that are lined up: what was sent to therapists who
    are among `people`, and what the viewer marked. One statement; none without videos."""
    if not video_ids:
        return {}
    rows = _points(viewer_id, people).where(
        RolePlayRecording.video_id.in_(video_ids), RolePlayRecording.lined_up_at.is_not(None)
    )
    found: dict[int, list[Point]] = {}
    for row in db.execute(rows):
        found.setdefault(row.video_id, []).append(_point(row.at, row.started_at, row.starts_ms, row))
    return found


def marked(room: Room, viewer_id: int) -> Sequence[Point]:
    """The same of a role play, as in a recording that began with the clock. One statement."""
    started_at = room.started_at
    if started_at is None:
        return ()
    rows = _markers(viewer_id, [viewer_id]).where(Sheet.group_id == room.group.id)
    return [_point(row.at, started_at, 0, row) for row in db.execute(rows)]


def _asked(video_ids: Sequence[int]) -> dict[int, list[RecordingConsent]]:
    of = (RecordingConsent.video_id.in_(video_ids), RecordingConsent.use == Use.PLAYING)
    found: dict[int, list[RecordingConsent]] = {}
    for one in db.scalars(select(RecordingConsent).where(*of).order_by(RecordingConsent.name, RecordingConsent.id)):
        found.setdefault(one.video_id, []).append(one)
    return found


def _markers(viewer_id: int, people: Collection[int]) -> Select[tuple[datetime, str, int, str, str]]:
    observer, therapist = aliased(Person), aliased(Person)
    return (
        select(Marker.at, Marker.label, Sheet.turn, observer.name.label("observer"), therapist.name.label("therapist"))
        .join(Sheet, Sheet.id == Marker.sheet_id)
        .join(observer, observer.id == Sheet.observer_id)
        .join(therapist, therapist.id == Sheet.therapist_id)
        .where(_is_read(viewer_id, people))
        .order_by(Marker.at, Marker.id)
    )


def _points(viewer_id: int, people: Collection[int]) -> Select[tuple[datetime, str, int, str, str]]:
    return (
        _markers(viewer_id, people)
        .join(RolePlayRecording, RolePlayRecording.group_id == Sheet.group_id)
        .add_columns(RolePlayRecording.video_id, RolePlayRecording.starts_ms, _started_at().label("started_at"))
    )


def _is_read(viewer_id: int, people: Collection[int]) -> ColumnElement[bool]:
    return or_(Sheet.observer_id == viewer_id, and_(Sheet.sent_at.is_not(None), Sheet.therapist_id.in_(people)))


def _started_at() -> ScalarSelect[datetime]:
    pressed = (RoomEvent.group_id == Sheet.group_id, RoomEvent.press == Press.START)
    return select(func.min(RoomEvent.at)).where(*pressed).correlate(Sheet).scalar_subquery()


def _point(at: datetime, started_at: datetime, starts_ms: int, row: object) -> Point:
    return Point((at - started_at) // rules.MS, starts_ms, row.label, row.turn, row.observer, row.therapist)

"""Keeping a recording of a role play, lining it up, taking it away, and handing it in."""

from datetime import datetime

from lms.consents import actions as consents
from lms.consents.rules import Use
from lms.core.db import added, db
from lms.core.errors import Refused
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice.groups import actions as work
from lms.practice.groups import queries as groups
from lms.practice.models import SubmissionVersion, Take
from lms.practice.queries import AssignmentHere
from lms.practice.rules import Reflection
from lms.program.models import Assignment
from lms.program.rules import PracticeKind
from lms.roleplays.meeting.queries import Room
from lms.roleplays.playback import queries, rules
from lms.roleplays.playback.models import RolePlayRecording
from lms.roleplays.playback.queries import Kept
from lms.roleplays.rounds import queries as rounds
from lms.videos.models import Video


def keep(room: Room, person: Person, video: Video, began_at: datetime | None, now: datetime) -> Take:
    """Let a video be a recording of the group's role play, in the draft of the assignment that it goes to, and ask the
    others who are in it: it plays once they agree.

    `began_at`: since when it was recorded in the room; None for one that was made elsewhere. Raises Refused("file")
    where there are too many.
    """
    here = _here(room, person, now)
    take = practice.add_take(here, person, video, now)
    starts_ms = rules.starts_ms(began_at, room.started_at) if began_at else None
    db.add(
        RolePlayRecording(
            video_id=video.id,
            group_id=room.group.id,
            starts_ms=starts_ms or 0,
            lined_up_at=None if starts_ms is None else now,
        )
    )
    title = f"Role play “{room.scenario.title}”, class {room.group.round.program_class.number}"
    for one in room.seated:
        if one.seat.person_id != person.id and not one.is_missed:
            consents.ask(video, one.person.name, one.person.email, [Use.PLAYING], person, now, title)
    db.flush()
    return take


def line_up(kept: Kept, starts_ms: int, person: Person, now: datetime) -> None:
    """Say at which moment of a recording the shared clock started."""
    recording = kept.recording
    recording.starts_ms, recording.lined_up_at, recording.lined_up_by_id = starts_ms, now, person.id


def remove(kept: Kept, person: Person, now: datetime) -> None:
    """Take a recording away again. Raises Refused for somebody else's."""
    if kept.take.owner_id != person.id:
        raise Refused("Only whoever made a recording can remove it.")
    practice.remove_take(kept.take, now)


def hand_in(room: Room, person: Person, said: Reflection, now: datetime) -> SubmissionVersion:
    """Give the recordings of a role play of its own to the trainers, for all of the group. Raises Refused where nothing
    is there, or the word that goes with it wasn't given."""
    if not queries.home(room, person.id).is_own:
        raise Refused("The home practice of this class asks for a recording: please hand it in there.")
    here = _here(room, person, now)
    draft = practice.open_draft(here, person, now)
    return practice.hand_in(here, person, draft.text, draft.saved, now, said)


def _here(room: Room, person: Person, now: datetime) -> AssignmentHere:
    """The assignment that recordings of this role play go to, made if there is none, and done by the groups as they are
    now where it is the role play's own."""
    home = queries.home(room, person.id)
    if home.assignment and not home.is_own:
        return AssignmentHere(home.assignment, room.group.round.cohort)
    assignment = home.assignment or _made(room, person)
    _let_share(room, assignment, person, now)
    return AssignmentHere(assignment, room.group.round.cohort)


def _made(room: Room, person: Person) -> Assignment:
    added(
        Assignment(
            class_id=room.group.round.class_id,
            slug=rules.SLUG,
            title=rules.TITLE,
            kind=PracticeKind.RECORDING,
            brief="",
            minutes=rules.MINUTES,
            is_shared=True,
            competencies=[],
            is_pinned=True,
        )
    )
    found = queries.home(room, person.id).assignment
    assert found
    return found


def _let_share(room: Room, assignment: Assignment, person: Person, now: datetime) -> None:
    round_ = room.group.round
    together = set(groups.groups_of(assignment.id, round_.cohort_id).beside(person.id))
    if together == {one.seat.person_id for one in room.seated}:
        return
    numbered = {one.number: [seat.person_id for seat in one.taken] for one in rounds.groups_of(round_.id)}
    work.arrange_numbered(round_.cohort, assignment, numbered, now)

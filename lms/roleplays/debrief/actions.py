"""Marking, choosing, writing, sending."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.roleplays.debrief import queries, rules
from lms.roleplays.debrief.models import Debrief, Marker, Sheet
from lms.roleplays.debrief.rules import Difficulty
from lms.roleplays.meeting import actions as meeting
from lms.roleplays.meeting.queries import Room
from lms.roleplays.rounds.rules import Part

ELSEWHERE = (
    "This was saved in another window after you had opened it here. Its words there stand above; yours are still in "
    "the field, and saving again keeps yours."
)


def mark(room: Room, turn: int, observer_id: int, point: int, said: str, now: datetime) -> None:
    """Mark a point of the checklist, or with "" take the mark back. Raises Refused for what can't be marked."""
    if not 0 <= point < len(room.scenario.checklist) or said not in ("", *room.scenario.marks):
        raise Refused("This can't be marked so.")
    sheet = _sheet(room, turn, observer_id, now)
    others = {place: mark for place, mark in sheet.marks.items() if place != str(point)}
    sheet.marks = others | ({str(point): said} if said else {})


def put_marker(room: Room, observer_id: int, label: str, key: str, ago: timedelta, now: datetime) -> None:
    """Mark the moment `ago` before now, which was tapped while there was no connection. The same key marks it once."""
    at = now - ago
    clock = room.clock(at)
    if not clock.is_started or clock.is_ended:
        raise Refused("The clock isn't running, so there is no moment to mark.")
    if label not in rules.LABELS:
        raise Refused("There is no such marker.")
    sheet = _sheet(room, clock.turn, observer_id, now)
    if len(sheet.markers) >= rules.MARKERS_MOST:
        raise Refused(f"There are {rules.MARKERS_MOST} markers in this turn, as many as there can be.")
    at_ms = clock.in_turn // timedelta(milliseconds=1)
    if all(marker.key != key for marker in sheet.markers):
        added(Marker(sheet_id=sheet.id, at_ms=at_ms, at=at, label=label, key=key))


def take_marker(room: Room, turn: int, observer_id: int, marker_id: int, now: datetime) -> None:
    """Take a marker away again."""
    found = queries.marker(_sheet(room, turn, observer_id, now).id, marker_id)
    if found:
        db.delete(found)
        db.flush()


def choose_intensity(room: Room, person_id: int, intensity: int) -> None:
    """How strongly somebody wants to play the client."""
    if intensity not in rules.INTENSITIES:
        raise Refused("Please choose 1, 2 or 3.")
    _debrief(room, person_id).intensity = intensity


def rate_difficulty(room: Room, person_id: int, difficulty: Difficulty) -> None:
    """How somebody found being the therapist."""
    _debrief(room, person_id).difficulty = difficulty


def save(room: Room, person_id: int, said: Mapping[str, str], seen: int, now: datetime) -> Debrief:
    """Keep a debrief as it is typed. Raises Conflict where another window saved something else since `seen`."""
    debrief = _debrief(room, person_id)
    kept = rules.answers(said, len(room.scenario.debrief))
    if kept == debrief.answers:
        return debrief
    if debrief.sent_at:
        raise Refused("Your debrief is sent and stays as it is.")
    if debrief.saved != seen:
        raise Conflict(ELSEWHERE)
    debrief.answers, debrief.saved, debrief.saved_at = kept, debrief.saved + 1, now
    return debrief


def send(room: Room, person_id: int, said: Mapping[str, str], seen: int, now: datetime) -> None:
    """Give one's debrief to the group. Raises Refused while it says nothing."""
    debrief = save(room, person_id, said, seen, now)
    if not debrief.answers:
        raise Refused("Please answer at least one question before you send.", "answer-0")
    debrief.sent_at = debrief.sent_at or now
    meeting.settle(room, now)


def save_words(sheet: Sheet, words: str, seen: int, now: datetime) -> None:
    """Keep an observer's words as they are typed, as `save` does."""
    if words == sheet.words:
        return
    if sheet.sent_at:
        raise Refused("This is sent and stays as it is.", "words")
    if sheet.saved != seen:
        raise Conflict(ELSEWHERE, "words")
    sheet.words, sheet.saved, sheet.saved_at = words, sheet.saved + 1, now


def give(sheet: Sheet, words: str, seen: int, now: datetime) -> None:
    """Give a sheet to the therapist of its turn. Raises Refused while there is nothing on it."""
    save_words(sheet, words, seen, now)
    if not (sheet.marks or sheet.markers or words.strip()):
        raise Refused("There is nothing on this sheet yet.", "words")
    sheet.sent_at = sheet.sent_at or now


def _sheet(room: Room, turn: int, observer_id: int, now: datetime) -> Sheet:
    """Somebody's sheet of a turn, that they mark and that isn't sent."""
    clock = room.clock(now)
    if not 0 <= turn <= clock.turn or observer_id not in clock.marking(turn):
        raise Refused("You don't observe in this turn.")
    parts = clock.parts(turn)
    therapist = next(person for person, part in parts.items() if part is Part.THERAPIST)
    found = queries.sheet(room.group.id, turn, observer_id)
    if found is None:
        added(
            Sheet(
                group_id=room.group.id, turn=turn, observer_id=observer_id, therapist_id=therapist, marks={}, words=""
            )
        )
        found = queries.sheet(room.group.id, turn, observer_id)
        assert found
    if found.sent_at:
        raise Refused("This is sent and stays as it is.")
    return found


def _debrief(room: Room, person_id: int) -> Debrief:
    key = {"group_id": room.group.id, "person_id": person_id}
    found = db.get(Debrief, key)
    if found is None:
        added(Debrief(**key, answers={}))
        found = db.get_one(Debrief, key)
    return found

"""What is found, for the one who seeks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased, joinedload, load_only

from lms.core.db import db
from lms.core.paging import Page
from lms.demonstrations.models import Showing
from lms.program.models import Demonstration, Handout, ProgramClass
from lms.search import rules
from lms.search.rules import Piece
from lms.videos.tracks.models import TextTrack, TrackCue
from lms.videos.tracks.rules import TrackKind

SIZE = 20  # spoken hits on a page
KEY = (ProgramClass.number, Demonstration.position, Demonstration.id, TrackCue.track_id, TrackCue.number)


@dataclass(frozen=True)
class Spoken:
    """A moment at which the words are said, with what is said around it."""

    video_id: int
    language: str
    start_ms: int
    pieces: Sequence[Piece]

    @property
    def second(self) -> int:
        return self.start_ms // 1000


def classes_of(program_ids: Collection[int]) -> Sequence[ProgramClass]:
    """Classes by number and title, each with its handouts' titles. One statement."""
    found = db.scalars(
        select(ProgramClass)
        .where(ProgramClass.program_id.in_(program_ids))
        .options(
            load_only(ProgramClass.number, ProgramClass.title, ProgramClass.program_id, ProgramClass.arc),
            joinedload(ProgramClass.handouts).load_only(Handout.title, Handout.code, Handout.slug),
        )
        .order_by(ProgramClass.number, ProgramClass.id)
    )
    return found.unique().all()


def spoken(words: Sequence[str], video_ids: Collection[int], after: str | None) -> Page[Spoken]:
    """A page of moments in these videos, in the order of the classes and of time. One statement.

    A moment counts where one of the words is said, and all of them there or in the cue after it. Of several in a row
    each second is left out: its passage stands with the one before.
    """
    if not words or not video_ids:
        return Page([])
    found = db.execute(_spoken(words, video_ids, after).limit(2 * SIZE + 2)).all()
    rows = _firsts(found, _key(after))
    shown = [_hit(row, words) for row in rows[:SIZE]]
    return Page(shown, "_".join(str(part) for part in rows[SIZE - 1][5:]) if len(rows) > SIZE else None)


def _firsts(rows: Sequence[Any], before: tuple[int, ...]) -> list[Any]:
    """Of cues that follow one another each second is left out. `before`: the key of the last that was shown."""
    shown: list[Any] = []
    for row in rows:
        *_, track_id, number = row
        if before[-2:] == (track_id, number - 1):
            before = ()
        else:
            before = tuple(row[5:])
            shown.append(row)
    return shown


def _hit(row: Any, words: Sequence[str]) -> Spoken:
    video_id, language, start_ms, said, said_after, *_ = row
    return Spoken(video_id, language, start_ms, rules.marked(" ".join(filter(None, [said, said_after])), words))


def _spoken(words: Sequence[str], video_ids: Collection[int], after: str | None) -> Select[Any]:
    next_cue = aliased(TrackCue)
    here = [TrackCue.folded.contains(word, autoescape=True) for word in words]
    both = TrackCue.folded + " " + func.coalesce(next_cue.folded, "")
    all_of_them = [both.contains(word, autoescape=True) for word in words] if len(words) > 1 else []
    return (
        select(Showing.video_id, TextTrack.language, TrackCue.start_ms, TrackCue.text, next_cue.text, *KEY)
        .select_from(Demonstration)
        .join(ProgramClass, ProgramClass.id == Demonstration.class_id)
        .join(Showing, Showing.demonstration_id == Demonstration.id)
        .join(TextTrack, and_(TextTrack.video_id == Showing.video_id, TextTrack.kind == TrackKind.CAPTIONS))
        .join(TrackCue, TrackCue.track_id == TextTrack.id)
        .outerjoin(next_cue, and_(next_cue.track_id == TrackCue.track_id, next_cue.number == TrackCue.number + 1))
        .where(Showing.video_id.in_(video_ids), or_(*here), *all_of_them, *_later(after))
        .order_by(*KEY)
    )


def _later(after: str | None) -> list[ColumnElement[bool]]:
    """Behind the row with this key."""
    return [tuple_(*KEY) > key] if (key := _key(after)) else []


def _key(after: str | None) -> tuple[int, ...]:
    """The key of a row as a page names it; a bad one means the start."""
    parts = (after or "").split("_")
    if len(parts) != len(KEY) or not all(part.isascii() and part.isdecimal() and len(part) < 10 for part in parts):
        return ()
    return tuple(int(part) for part in parts)

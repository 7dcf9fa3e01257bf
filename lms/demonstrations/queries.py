"""What people see of demonstrations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.access.viewer import Facts
from lms.agreements.queries import is_signed_by
from lms.cohorts.models import ClassSession, Cohort
from lms.consents.queries import are_agreed, is_named
from lms.consents.rules import may_play
from lms.core.db import db
from lms.demonstrations import rules
from lms.demonstrations.cards import Card, Published
from lms.demonstrations.models import PlayerSettings, Showing, Withdrawal
from lms.demonstrations.rules import Chapter, Liking, Opening, Part
from lms.demonstrations.watching.models import Watching
from lms.program.models import ConfidentialityLevel, Demonstration, Program, ProgramClass
from lms.videos.models import Video
from lms.videos.tracks import queries as tracks
from lms.videos.tracks.models import TextTrack, TrackCue
from lms.videos.tracks.rules import FIRST_LANGUAGE, TrackKind


@dataclass(frozen=True)
class Shown:
    """A demonstration, seen from the cohort through which somebody comes to it; None where there is none."""

    demonstration: Demonstration
    cohort_id: int | None

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id)


@dataclass(frozen=True)
class Placed:
    """That a video shows a demonstration, or showed it before it was withdrawn."""

    demonstration_id: int
    is_withdrawn: bool


def demonstration(demonstration_id: int) -> Demonstration | None:
    """A demonstration with its class."""
    return db.scalar(
        select(Demonstration)
        .where(Demonstration.id == demonstration_id)
        .options(joinedload(Demonstration.program_class, innerjoin=True))
    )


def demonstrations_of(program_id: int) -> Sequence[Demonstration]:
    """All that a program authors now, with their classes, in order. One statement."""
    return db.scalars(
        select(Demonstration)
        .join(Demonstration.program_class)
        .where(ProgramClass.program_id == program_id, ~Demonstration.is_retired)
        .options(contains_eager(Demonstration.program_class))
        .order_by(ProgramClass.number, Demonstration.position, Demonstration.id)
    ).all()


def cards_of(class_id: int, person_id: int, cohort_id: int | None, now: datetime) -> list[Card]:
    """The demonstrations of a class, in order. Two statements."""
    return _cards(_shown_in_class(), now, [cohort_id], class_id=class_id, person_id=person_id)


def card(demonstration: Demonstration, person_id: int | None, cohort_id: int | None, now: datetime) -> Card:
    """One demonstration. Two statements."""
    return _cards(_shown_alone(), now, [cohort_id], demonstration_id=demonstration.id, person_id=person_id)[0]


def card_by_id(demonstration_id: int, person_id: int | None, now: datetime) -> Card | None:
    """One demonstration with its class, through no cohort, for whoever comes with no more than its number.

    Two statements.
    """
    found = _cards(_shown_with_class(), now, [], demonstration_id=demonstration_id, person_id=person_id)
    return next(iter(found), None)


def cards_in(cohorts: Mapping[int, int], person_id: int, now: datetime) -> list[Card]:
    """All demonstrations of programs, each with its class, seen through the program's cohort. Two statements.

    `cohorts`: by program id, the cohort's id.
    """
    cards = _cards(_shown_in_programs(), now, list(cohorts.values()), program_ids=list(cohorts), person_id=person_id)
    return [replace(card, cohort_id=cohorts[card.demonstration.program_class.program_id]) for card in cards]


def transcript(card: Card, language: str | None = None) -> list[Part]:
    """What is said, by chapter: in this language, else in the one that the viewer reads captions in, else in any."""
    if card.playing is None or not card.playing.captions:
        return []
    wanted = (language, card.liking.captions, FIRST_LANGUAGE, *card.playing.captions)
    chosen = next(tag for tag in wanted if tag in card.playing.captions)
    return rules.by_chapter(tracks.lines_of(card.playing.video.id, chosen), card.chapters)


def watched_of(person_id: int, program_id: int) -> dict[int, int]:
    """By demonstration id, the permille of it that somebody has watched. What they haven't begun isn't in it."""
    rows = db.execute(
        select(Watching.demonstration_id, Watching.watched_permille)
        .join(Demonstration, Demonstration.id == Watching.demonstration_id)
        .join(ProgramClass, ProgramClass.id == Demonstration.class_id)
        .where(Watching.person_id == person_id, ProgramClass.program_id == program_id)
    )
    return dict(iter(rows))


def latest(demonstration_id: int) -> Video | None:
    """What was uploaded last to show a demonstration, and wasn't withdrawn."""
    return db.scalar(
        select(Video)
        .join(Showing, Showing.video_id == Video.id)
        .where(Showing.demonstration_id == demonstration_id, ~_is_withdrawn())
        .order_by(Showing.since.desc(), Showing.id.desc())
        .limit(1)
    )


def placed(video_id: int) -> Placed | None:
    """Which demonstration a video shows, or showed before it was withdrawn."""
    row = db.execute(select(Showing.demonstration_id, _is_withdrawn()).where(Showing.video_id == video_id)).first()
    return Placed(*row) if row else None


def showings_of(demonstration_id: int) -> Sequence[Showing]:
    """Through what videos show a demonstration, or could, with the videos."""
    return db.scalars(
        select(Showing)
        .where(Showing.demonstration_id == demonstration_id, ~_is_withdrawn())
        .options(joinedload(Showing.video, innerjoin=True))
        .order_by(Showing.id)
    ).all()


def _cards(shown: Select[Any], now: datetime, cohort_ids: Sequence[int | None], **values: Any) -> list[Card]:
    """As seen through the first of the cohorts; whoever gives several says afterwards which is whose."""
    rows = db.execute(shown, values | {"cohort_ids": cohort_ids}).all()
    videos = _videos([row.Demonstration.id for row in rows])
    return [_card(row, videos.get(row.Demonstration.id, []), next(iter(cohort_ids), None), now) for row in rows]


def _videos(demonstration_ids: Sequence[int]) -> dict[int, list[Published]]:
    """By demonstration id, its videos, newest first."""
    found: dict[int, dict[int, Published]] = {}
    for demonstration_id, video, named, agreed, language, label, chapter_ms, chapter in db.execute(
        _shown_videos(), {"demonstration_ids": demonstration_ids}
    ):
        here = found.setdefault(demonstration_id, {})
        published = here.setdefault(video.id, Published(video, named, agreed, {}, []))
        if chapter:
            published.chapters.append(Chapter(chapter_ms, chapter))
        elif language:
            published.captions[language] = label
    return {demonstration_id: list(videos.values()) for demonstration_id, videos in found.items()}


@cache
def _shown() -> Select[Any]:
    mine = (Watching.demonstration_id == Demonstration.id) & (Watching.person_id == bindparam("person_id"))
    level = (ConfidentialityLevel.program_id == Program.id) & (
        ConfidentialityLevel.level == Demonstration.confidentiality
    )
    here = (ClassSession.class_id == Demonstration.class_id) & (
        ClassSession.cohort_id.in_(bindparam("cohort_ids", expanding=True))
    )
    return (
        select(
            Demonstration,
            Watching,
            PlayerSettings,
            ConfidentialityLevel,
            is_signed_by(bindparam("person_id")).label("is_signed"),
            Program.slug,
            Program.agreement_version,
            ClassSession.starts_at,
            ClassSession.ends_at,
            Cohort.zone_name,
        )
        .join(ProgramClass, ProgramClass.id == Demonstration.class_id)
        .join(Program, Program.id == ProgramClass.program_id)
        .outerjoin(Watching, mine)
        .outerjoin(PlayerSettings, PlayerSettings.person_id == bindparam("person_id"))
        .outerjoin(ConfidentialityLevel, level)
        .outerjoin(ClassSession, here)
        .outerjoin(Cohort, Cohort.id == ClassSession.cohort_id)
    )


@cache
def _shown_in_class() -> Select[Any]:
    here = (Demonstration.class_id == bindparam("class_id"), ~Demonstration.is_retired)
    return _shown().where(*here).order_by(Demonstration.position, Demonstration.id)


@cache
def _shown_alone() -> Select[Any]:
    return _shown().where(Demonstration.id == bindparam("demonstration_id"))


@cache
def _shown_with_class() -> Select[Any]:
    return _shown_alone().options(joinedload(Demonstration.program_class, innerjoin=True))


@cache
def _shown_in_programs() -> Select[Any]:
    here = (ProgramClass.program_id.in_(bindparam("program_ids", expanding=True)), ~Demonstration.is_retired)
    return (
        _shown()
        .where(*here)
        .options(joinedload(Demonstration.program_class, innerjoin=True))
        .order_by(ProgramClass.number, Demonstration.position, Demonstration.id)
    )


@cache
def _shown_videos() -> Select[Any]:
    """A row for each language of captions and each chapter of each video, or one for a video that has neither."""
    is_told = (TextTrack.video_id == Video.id) & (TextTrack.published > 0)
    is_chapter = (TrackCue.track_id == TextTrack.id) & (TextTrack.kind == TrackKind.CHAPTERS)
    return (
        select(
            Showing.demonstration_id,
            Video,
            is_named(Video.id),
            are_agreed(Video.id),
            TextTrack.language,
            TextTrack.label,
            TrackCue.start_ms,
            TrackCue.text,
        )
        .join(Video, Video.id == Showing.video_id)
        .outerjoin(TextTrack, is_told)
        .outerjoin(TrackCue, is_chapter)
        .where(Showing.demonstration_id.in_(bindparam("demonstration_ids", expanding=True)), ~_is_withdrawn())
        .order_by(Showing.since.desc(), Showing.id.desc(), TextTrack.id, TrackCue.number)
    )


def _is_withdrawn() -> ColumnElement[bool]:
    return select(Withdrawal.id).where(Withdrawal.showing_id == Showing.id).correlate(Showing).exists()


def _card(row: Any, videos: Sequence[Published], cohort_id: int | None, now: datetime) -> Card:
    """What plays is the newest that can and that everybody agrees to; where there is none, the newest that can."""
    level = row.ConfidentialityLevel
    has_to_be_named = level is None or level.consent
    ready = [(one, may_play(one.is_named, one.are_agreed, has_to_be_named)) for one in videos if one.video.plays]
    playing, is_released = next((each for each in ready if each[1]), next(iter(ready), (None, False)))
    before = videos[videos.index(playing) + 1 :] if playing else []
    return Card(
        demonstration=row.Demonstration,
        watching=row.Watching,
        playing=playing,
        latest=videos[0].video if videos else None,
        earlier=next((one for one in before if one.are_agreed and (one.captions or one.chapters)), None),
        liking=row.PlayerSettings or Liking(),
        cohort_id=cohort_id,
        level=level,
        is_signed=row.is_signed,
        agreement_slug=row.slug if row.agreement_version else None,
        opening=_opening(row),
        at=now,
        is_released=is_released,
    )


def _opening(row: Any) -> Opening | None:
    level = row.ConfidentialityLevel
    if level is None:
        return None
    if level.open_days_before is None and level.open_days_after is None:
        return Opening()
    if row.starts_at is None:
        return None
    days = level.open_days_before, level.open_days_after
    return rules.opening(row.starts_at, row.ends_at, ZoneInfo(row.zone_name), *days)

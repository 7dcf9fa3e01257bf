"""What people see of demonstrations."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
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
from lms.demonstrations.models import PlayerSettings, Showing, Watching, Withdrawal
from lms.demonstrations.rules import Chapter, Liking, Opening, Part
from lms.program.models import ConfidentialityLevel, Demonstration, Program, ProgramClass
from lms.videos.addresses import Addresses
from lms.videos.models import Video
from lms.videos.tracks import queries as tracks
from lms.videos.tracks.models import TextTrack, TrackCue
from lms.videos.tracks.rules import FIRST_LANGUAGE, TrackKind

LIKINGS = [field.name for field in fields(Liking)]


@dataclass(frozen=True)
class Told:
    """A video with what is published beside it, and what is known of those who are in it."""

    video: Video
    is_named: bool
    """Whether somebody has said who is in it, or that nobody is."""
    are_agreed: bool
    captions: dict[str, str]
    """By language (BCP 47), what it is called."""
    chapters: list[Chapter]
    """None of its own where the list is empty."""


@dataclass(frozen=True)
class Track:
    """Captions in one language, and where the player gets them."""

    language: str
    label: str
    href: str


@dataclass(frozen=True)
class Card:
    """A demonstration as one person meets it. `told` is what plays; `latest` was uploaded last, in whatever state."""

    demonstration: Demonstration
    watching: Watching | None
    told: Told | None
    latest: Video | None
    liking: PlayerSettings | Liking
    cohort_id: int | None = None
    """Through which the person comes to it."""
    level: ConfidentialityLevel | None = None
    """What the program says about its confidentiality; None (never loaded) opens it to nobody."""
    is_signed: bool = False
    """Whether the person has signed the program's agreement as it is now."""
    agreement_slug: str | None = None
    """The program's, where it has an agreement to sign."""
    opening: Opening | None = None
    """When it is open to learners of the cohort; None where the cohort doesn't hold its class."""
    at: datetime | None = None
    """Of what moment all this is."""
    is_released: bool = False
    """Whether those who are in the video have agreed."""
    earlier: Told | None = None
    """The newest video before it beside which something is published, and to which nobody in it has said no."""
    stream: Addresses | None = None
    """Where it plays from; known once the page is made, and never for what is logged."""
    tracks: Sequence[Track] = ()
    """Its captions; known once the page is made, for those who may play it. Likewise the next."""
    transcript: Sequence[Part] = ()
    """What is said, by chapter, in the language that the viewer reads; only where a page asked for it."""
    watch_pass: str = ""
    """Of the player, when it tells what was watched; known once the page is made, likewise."""
    asked_second: str | None = None
    """What the page's address asks for: `?t=83`."""

    @property
    def video(self) -> Video | None:
        """What plays."""
        return self.told and self.told.video

    @property
    def needs_captions(self) -> bool:
        return self.told is not None and not self.told.captions

    @property
    def facts(self) -> Facts:
        return Facts(
            cohort_id=self.cohort_id,
            is_open=bool(self.opening and self.at and self.opening.is_open(self.at)),
            is_signed=self.level is not None and (self.is_signed or not self.level.agreement),
            is_released=self.level is not None and self.video is not None and self.is_released,
        )

    @property
    def is_logged(self) -> bool:
        """Whether each viewing is logged, so that the address has to be asked for."""
        return self.level is None or self.level.every_view_logged

    @property
    def duration_ms(self) -> int:
        return (self.video and self.video.duration_ms) or self.demonstration.seconds * 1000

    @property
    def position_ms(self) -> int:
        return rules.begins_at(self.asked_second, self.watching.position_ms if self.watching else 0, self.duration_ms)

    @property
    def is_asked(self) -> bool:
        """Whether an address asked for the moment at which it begins."""
        return rules.asked_ms(self.asked_second, self.duration_ms) is not None

    @property
    def left_at_ms(self) -> int:
        """Of what moment the viewer's position is that the server knows, Unix time; 0 for none."""
        return int(self.watching.seen_at.timestamp() * 1000) if self.watching else 0

    @property
    def chapters(self) -> list[Chapter]:
        """The video's own, else the program's."""
        return (self.told and self.told.chapters) or self.authored_chapters

    @property
    def authored_chapters(self) -> list[Chapter]:
        return rules.chapters_in(self.demonstration.chapters, self.demonstration.seconds, self.duration_ms)

    @property
    def are_chapters_estimated(self) -> bool:
        """Whether nobody has looked yet where the program's chapters begin in this video."""
        has_own = self.told is not None and bool(self.told.chapters)
        return not has_own and rules.are_estimated(self.demonstration.chapters, self.duration_ms)

    @property
    def permille(self) -> int:
        return self.watching.watched_permille if self.watching else 0

    @property
    def enough(self) -> int:
        """Permille from which it counts as watched."""
        return rules.WATCHED

    @property
    def is_watched(self) -> bool:
        return self.permille >= self.enough

    @property
    def liking_json(self) -> str:
        """How the viewer likes to watch, for the player."""
        return json.dumps({name: getattr(self.liking, name) for name in LIKINGS})

    @property
    def confidentiality(self) -> str:
        """What the viewer has to mind, as a sentence; empty where there is nothing to."""
        return self.level.said if self.level else ""

    @property
    def is_marked(self) -> bool:
        """Whether the viewer's mark lies over the picture."""
        return self.level is None or self.level.watermark


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
    if card.told is None or not card.told.captions:
        return []
    wanted = (language, card.liking.captions, FIRST_LANGUAGE, *card.told.captions)
    chosen = next(tag for tag in wanted if tag in card.told.captions)
    return rules.by_chapter(tracks.lines_of(card.told.video.id, chosen), card.chapters)


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


def _videos(demonstration_ids: Sequence[int]) -> dict[int, list[Told]]:
    """By demonstration id, its videos, newest first."""
    found: dict[int, dict[int, Told]] = {}
    for demonstration_id, video, named, agreed, language, label, chapter_ms, chapter in db.execute(
        _shown_videos(), {"demonstration_ids": demonstration_ids}
    ):
        here = found.setdefault(demonstration_id, {})
        told = here.setdefault(video.id, Told(video, named, agreed, {}, []))
        if chapter:
            told.chapters.append(Chapter(chapter_ms, chapter))
        elif language:
            told.captions[language] = label
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


def _card(row: Any, videos: Sequence[Told], cohort_id: int | None, now: datetime) -> Card:
    """What plays is the newest that can and that everybody agrees to; where there is none, the newest that can."""
    level = row.ConfidentialityLevel
    has_to_be_named = level is None or level.consent
    ready = [(told, may_play(told.is_named, told.are_agreed, has_to_be_named)) for told in videos if told.video.plays]
    told, is_released = next((each for each in ready if each[1]), next(iter(ready), (None, False)))
    before = videos[videos.index(told) + 1 :] if told else []
    return Card(
        demonstration=row.Demonstration,
        watching=row.Watching,
        told=told,
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

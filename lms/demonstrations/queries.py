"""What people see of demonstrations."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from lms.access.viewer import Facts
from lms.core.db import db
from lms.demonstrations import rules
from lms.demonstrations.models import PlayerSettings, Showing, Watching
from lms.demonstrations.rules import Chapter, Liking
from lms.program.models import Demonstration, ProgramClass
from lms.program.rules import Confidentiality
from lms.videos.addresses import Addresses
from lms.videos.models import Video
from lms.videos.rules import VideoState

LIKINGS = [field.name for field in fields(Liking)]


@dataclass(frozen=True)
class Card:
    """A demonstration as one person meets it. `video` is what plays; `latest` was uploaded last, in whatever state."""

    demonstration: Demonstration
    watching: Watching | None
    video: Video | None
    latest: Video | None
    liking: PlayerSettings | Liking
    stream: Addresses | None = None
    """Where it plays from; known once the page is made."""
    asked_second: str | None = None
    """What the page's address asks for: `?t=83`."""

    @property
    def duration_ms(self) -> int:
        return (self.video and self.video.duration_ms) or self.demonstration.seconds * 1000

    @property
    def position_ms(self) -> int:
        return rules.begins_at(self.asked_second, self.watching.position_ms if self.watching else 0, self.duration_ms)

    @property
    def chapters(self) -> list[Chapter]:
        return rules.chapters_in(self.demonstration.chapters, self.demonstration.seconds, self.duration_ms)

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
        return rules.SENTENCES[Confidentiality(self.demonstration.confidentiality)]

    @property
    def is_marked(self) -> bool:
        """Whether the viewer's name lies over the picture."""
        return self.demonstration.confidentiality in rules.MARKED


@dataclass(frozen=True)
class Shown:
    """A demonstration, seen from the cohort through which somebody comes to it; None where there is none."""

    demonstration: Demonstration
    cohort_id: int | None

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id)


def demonstration(demonstration_id: int) -> Demonstration | None:
    """A demonstration with its class."""
    return db.scalar(
        select(Demonstration)
        .where(Demonstration.id == demonstration_id)
        .options(joinedload(Demonstration.program_class, innerjoin=True))
    )


def cards_of(class_id: int, person_id: int) -> list[Card]:
    """The demonstrations of a class, in order. Two statements."""
    return _cards(_shown_in_class(), {"class_id": class_id, "person_id": person_id})


def card(demonstration: Demonstration, person_id: int) -> Card:
    """One demonstration. Two statements."""
    return _cards(_shown_alone(), {"demonstration_id": demonstration.id, "person_id": person_id})[0]


def watched_of(person_id: int, program_id: int) -> dict[int, int]:
    """By demonstration id, the permille of it that somebody has watched. What they haven't begun isn't in it."""
    rows = db.execute(
        select(Watching.demonstration_id, Watching.watched_permille)
        .join(Demonstration, Demonstration.id == Watching.demonstration_id)
        .join(ProgramClass, ProgramClass.id == Demonstration.class_id)
        .where(Watching.person_id == person_id, ProgramClass.program_id == program_id)
    )
    return dict(iter(rows))


def watching(person_id: int, demonstration_id: int) -> Watching | None:
    """What somebody has watched of one demonstration, held until the transaction ends."""
    return db.scalar(
        select(Watching)
        .where(Watching.person_id == person_id, Watching.demonstration_id == demonstration_id)
        .with_for_update()
    )


def playing(demonstration_id: int) -> Video | None:
    """The video that shows a demonstration now."""
    return db.scalar(
        select(Video)
        .join(Showing, Showing.video_id == Video.id)
        .where(Showing.demonstration_id == demonstration_id, Video.state == VideoState.READY)
        .order_by(Showing.since.desc(), Showing.id.desc())
        .limit(1)
    )


def latest(demonstration_id: int) -> Video | None:
    """What was uploaded last to show a demonstration."""
    return db.scalar(
        select(Video)
        .join(Showing, Showing.video_id == Video.id)
        .where(Showing.demonstration_id == demonstration_id)
        .order_by(Showing.since.desc(), Showing.id.desc())
        .limit(1)
    )


def _cards(shown: Select[Any], values: dict[str, int]) -> list[Card]:
    rows = db.execute(shown, values).all()
    showings = _showings([demonstration.id for demonstration, *_ in rows])
    return [_card(demonstration, *mine, showings.get(demonstration.id, [])) for demonstration, *mine in rows]


def _showings(demonstration_ids: Sequence[int]) -> dict[int, list[Video]]:
    """By demonstration id, its videos, newest first."""
    found: dict[int, list[Video]] = {}
    for showing in db.scalars(_showings_of(), {"demonstration_ids": demonstration_ids}):
        found.setdefault(showing.demonstration_id, []).append(showing.video)
    return found


@cache
def _shown() -> Select[Any]:
    mine = (Watching.demonstration_id == Demonstration.id) & (Watching.person_id == bindparam("person_id"))
    return (
        select(Demonstration, Watching, PlayerSettings)
        .outerjoin(Watching, mine)
        .outerjoin(PlayerSettings, PlayerSettings.person_id == bindparam("person_id"))
    )


@cache
def _shown_in_class() -> Select[Any]:
    here = (Demonstration.class_id == bindparam("class_id"), ~Demonstration.is_retired)
    return _shown().where(*here).order_by(Demonstration.position, Demonstration.id)


@cache
def _shown_alone() -> Select[Any]:
    return _shown().where(Demonstration.id == bindparam("demonstration_id"))


@cache
def _showings_of() -> Select[tuple[Showing]]:
    return (
        select(Showing)
        .where(Showing.demonstration_id.in_(bindparam("demonstration_ids", expanding=True)))
        .options(joinedload(Showing.video, innerjoin=True))
        .order_by(Showing.since.desc(), Showing.id.desc())
    )


def _card(
    demonstration: Demonstration, watching: Watching | None, settings: PlayerSettings | None, videos: Sequence[Video]
) -> Card:
    ready = next((video for video in videos if video.state is VideoState.READY), None)
    return Card(demonstration, watching, ready, next(iter(videos), None), settings or Liking())

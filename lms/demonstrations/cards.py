"""A demonstration as one person meets it on a page: what plays, from where, how far they are, what keeps it shut."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from lms.access.viewer import Facts
from lms.demonstrations import rules
from lms.demonstrations.models import PlayerSettings
from lms.demonstrations.rules import Chapter, Liking, Opening, Part
from lms.demonstrations.watching.models import Watching
from lms.demonstrations.watching.rules import WATCHED
from lms.program.models import ConfidentialityLevel, Demonstration
from lms.videos.addresses import Addresses
from lms.videos.models import Video

LIKINGS = [field.name for field in fields(Liking)]


@dataclass(frozen=True)
class Published:
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
    """A demonstration as one person meets it. `playing` is what plays, `latest` was uploaded last, in any state."""

    demonstration: Demonstration
    watching: Watching | None
    playing: Published | None
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
    earlier: Published | None = None
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
        return self.playing and self.playing.video

    @property
    def needs_captions(self) -> bool:
        return self.playing is not None and not self.playing.captions

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
        return (self.playing and self.playing.chapters) or self.authored_chapters

    @property
    def authored_chapters(self) -> list[Chapter]:
        return rules.chapters_in(self.demonstration.chapters, self.demonstration.seconds, self.duration_ms)

    @property
    def are_chapters_estimated(self) -> bool:
        """Whether nobody has looked yet where the program's chapters begin in this video."""
        has_own = self.playing is not None and bool(self.playing.chapters)
        return not has_own and rules.are_estimated(self.demonstration.chapters, self.duration_ms)

    @property
    def permille(self) -> int:
        return self.watching.watched_permille if self.watching else 0

    @property
    def enough(self) -> int:
        """Permille from which it counts as watched."""
        return WATCHED

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

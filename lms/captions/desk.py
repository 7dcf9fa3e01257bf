"""What a trainer has before them: the video that plays, and perhaps one of its tracks."""

from dataclasses import dataclass, replace

from lms.access.guard import may
from lms.access.table import May
from lms.access.viewer import Facts
from lms.consents import queries as consents
from lms.core.errors import NotThere
from lms.demonstrations.cards import Card
from lms.demonstrations.rules import chapters_in
from lms.demonstrations.through import card_here
from lms.demonstrations.viewings.reading import note_reading
from lms.program.models import Demonstration
from lms.videos.models import Video
from lms.videos.tracks import queries, rules
from lms.videos.tracks.models import TextTrack
from lms.videos.tracks.rules import FIRST_LANGUAGE, TrackKind
from media import captions
from media.cues import Cue


@dataclass(frozen=True)
class Desk:
    """A demonstration, seen from the cohort through which a trainer comes to it."""

    card: Card
    cohort_id: int | None

    @property
    def demonstration(self) -> Demonstration:
        return self.card.demonstration

    @property
    def video(self) -> Video:
        """What plays. Raises NotThere where nothing does yet."""
        if self.card.video is None:
            raise NotThere
        return self.card.video

    @property
    def facts(self) -> Facts:
        return Facts(cohort_id=self.cohort_id)


@dataclass(frozen=True)
class TrackDesk(Desk):
    """And one track of the video, which may not have been begun yet."""

    kind: TrackKind
    language: str

    @property
    def name(self) -> str:
        return "Chapters" if self.kind is TrackKind.CHAPTERS else f"Captions in {rules.label_of(self.language)}"


def desk(demonstration_id: int) -> Desk | None:
    """Whatever plays. Two statements."""
    card = card_here(demonstration_id)
    return Desk(replace(card, asked_second="0"), card.cohort_id) if card else None


def track_desk(demonstration_id: int, kind: str, language: str, **_: object) -> TrackDesk | None:
    """The desk for one track of a video that plays. Chapters are in the program's language only.

    What is said in a confidential recording is there only for whoever may play it; what is said in any, for nobody once
    somebody in it doesn't agree any more.
    """
    found = desk(demonstration_id)
    if found is None or found.card.video is None or rules.language_tag(language) != language:
        return None
    if found.card.is_logged and not may(May.DEMONSTRATION_PLAY, found.card):
        return None
    if kind == TrackKind.CAPTIONS and not found.card.is_logged and consents.is_refused(found.card.video.id):
        return None
    if kind == TrackKind.CHAPTERS and language != FIRST_LANGUAGE:
        return None
    return TrackDesk(found.card, found.cohort_id, TrackKind(kind), language)


def note_words(at: TrackDesk, track: TextTrack | None) -> None:
    """Where each viewing is logged, keep that what is said there was given to the one who is looking.

    To be called when the answer is made: what wasn't committed is undone.
    """
    if at.card.is_logged and at.kind is TrackKind.CAPTIONS and track and track.is_begun:
        note_reading(at.card)


def first_text(at: TrackDesk, track: TextTrack | None) -> str:
    """What the editor begins with: draft, version, or else, for chapters, what the program says."""
    if track and track.is_begun:
        return queries.text_to_edit(track)
    if at.kind is TrackKind.CAPTIONS:
        return captions.write([])
    return captions.write(authored(at.demonstration, at.video))


def authored(demonstration: Demonstration, video: Video) -> tuple[Cue, ...]:
    """The program's chapters, in this video."""
    duration_ms = video.duration_ms or 0
    found = chapters_in(demonstration.chapters, demonstration.seconds, duration_ms)
    return rules.as_chapters([Cue(one.start_ms, one.start_ms + 1, one.title) for one in found], duration_ms)

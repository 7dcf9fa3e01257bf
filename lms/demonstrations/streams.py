"""Where what a card shows plays from, for the one who is looking."""

from collections.abc import Iterable
from dataclasses import replace

from lms.access.guard import may
from lms.access.table import May
from lms.demonstrations.models import Viewing
from lms.demonstrations.queries import Card
from lms.videos.addresses import Addresses, addresses
from lms.videos.models import Video
from lms.videos.rules import RENEWED, native_term


def with_streams(cards: Iterable[Card]) -> list[Card]:
    """The same cards, with addresses where the viewer may play. What is logged has none: the player asks for it."""
    return [_with_stream(card) for card in cards]


def stream_of(viewing: Viewing, video: Video) -> Addresses:
    """Where a viewing that is logged plays from: for minutes where the player renews it, else beyond the end."""
    return addresses(video, native_term(video.duration_ms or 0) if viewing.is_native else RENEWED)


def _with_stream(card: Card) -> Card:
    if card.video is None or card.is_logged or not may(May.DEMONSTRATION_PLAY, card):
        return card
    return replace(card, stream=addresses(card.video))

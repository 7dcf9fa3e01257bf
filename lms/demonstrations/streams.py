"""Where what a card shows plays from, and its captions come from, for the one who is looking."""

from collections.abc import Iterable
from dataclasses import replace

from flask import url_for

from lms.access.guard import may
from lms.access.table import May
from lms.demonstrations.models import Viewing
from lms.demonstrations.queries import Card, Track
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
    if card.video is None or not may(May.DEMONSTRATION_PLAY, card):
        return card
    card = replace(card, tracks=_tracks(card))
    return card if card.is_logged else replace(card, stream=addresses(card.video))


def _tracks(card: Card) -> list[Track]:
    """No secret stands in these addresses: each asks whether the viewer may play the video."""
    assert card.told
    return [
        Track(tag, label, url_for("demonstrations.captions", demonstration_id=card.demonstration.id, language=tag))
        for tag, label in card.told.captions.items()
    ]

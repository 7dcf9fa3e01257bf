"""Cards with the addresses that their videos play from, for the one who is looking."""

from collections.abc import Iterable
from dataclasses import replace

from lms.demonstrations.queries import Card
from lms.videos.addresses import addresses


def with_streams(cards: Iterable[Card]) -> list[Card]:
    """The same cards, those with a video that plays with its addresses."""
    return [replace(card, stream=addresses(card.video)) if card.video else card for card in cards]

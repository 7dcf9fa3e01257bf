"""Where what a card shows plays from, and its captions come from, for the one who is looking."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from flask import current_app, url_for

from lms.access.guard import may
from lms.access.table import May
from lms.core import clock
from lms.demonstrations.cards import Card, Track
from lms.demonstrations.viewings.models import Viewing
from lms.demonstrations.watching import passes
from lms.demonstrations.watching.passes import Pass
from lms.videos import queries as videos
from lms.videos.addresses import Addresses, addresses, ticket_for
from lms.videos.models import Video
from lms.videos.rules import RENEWED, USUAL, native_term


def with_streams(cards: Iterable[Card]) -> list[Card]:
    """The same cards, with addresses where the viewer may play. What is logged has none: the player asks for it."""
    return [_with_stream(card) for card in cards]


def stream_of(viewing: Viewing, video: Video) -> Addresses:
    """Where a viewing that is logged plays from: for minutes where the player renews it, else beyond the end."""
    return addresses(video, native_term(video.duration_ms or 0) if viewing.is_native else RENEWED)


def _with_stream(card: Card) -> Card:
    if card.video is None or not may(May.DEMONSTRATION_PLAY, card):
        return card
    card = replace(card, tracks=_tracks(card), watch_pass=signed(pass_for(card, clock.now())))
    return card if card.is_logged else replace(card, stream=addresses(card.video))


def pass_for(card: Card, now: datetime) -> Pass:
    """What a player shows when it tells what was watched on a page that is opened now."""
    assert card.video
    ticket = ticket_for(card.video, USUAL, now)
    return Pass(ticket, card.demonstration.id, card.video.id, card.cohort_id, card.video.duration_ms or 0, now)


def may_have_played_until(card: Card, page: Pass) -> datetime:
    """Till when somebody who may not play it any more can have played it, on the page with this pass."""
    lasted_until = datetime.fromtimestamp(page.ticket.ends, UTC)
    closed_at = card.opening and card.opening.closes_at
    revoked_at = videos.revoked_after(page.opened_at, page.ticket.person_id, page.ticket.stream)
    return min(end for end in (lasted_until, closed_at, revoked_at) if end and end > page.opened_at)


def signed(given: Pass) -> str:
    return passes.sign(given, current_app.config["ATTUNE"].secret_key)


def _tracks(card: Card) -> list[Track]:
    """No secret stands in these addresses: each asks whether the viewer may play the video."""
    assert card.playing
    return [
        Track(tag, label, url_for("demonstrations.captions", demonstration_id=card.demonstration.id, language=tag))
        for tag, label in card.playing.captions.items()
    ]

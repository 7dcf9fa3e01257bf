"""What somebody wrote about peers' work, and why they hid a peer's review. Levels, numbers, stay with the work."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, cast, or_, select, update

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.feedback.peers.models import PeerHiding, PeerReview

ERASED = "(erased)"


def _reviews(whose: Whose) -> Select[Any]:
    r = PeerReview
    written = or_(r.keep != "", r.try_next != "", r.reason != "", cast(r.answers, Text) != "{}")
    said = select(r.id, r.keep, r.try_next, r.reason, cast(r.answers, Text))
    return said.where(r.reviewer_id == whose.id, written)


def _erase_reviews(whose: Whose, now: datetime) -> None:
    theirs = update(PeerReview).where(PeerReview.reviewer_id == whose.id)
    db.execute(theirs.values(keep="", try_next="", reason="", answers={}))


def _hidings(whose: Whose) -> Select[Any]:
    mine = (PeerHiding.hidden_by_id == whose.id, PeerHiding.reason != ERASED)
    return select(PeerHiding.id, PeerHiding.reason).where(*mine)


def _erase_hidings(whose: Whose, now: datetime) -> None:
    db.execute(update(PeerHiding).where(PeerHiding.hidden_by_id == whose.id).values(reason=ERASED))


PARTS = (
    Part("peer_reviews", "What they wrote about peers’ work", _reviews, _erase_reviews),
    Part("peer_hidings", "Reasons for hiding a peer’s review", _hidings, _erase_hidings),
)

"""What threads keep of a person: what they said, what others quoted of their work, and what they prepared as a trainer.

What others said in their own words stays.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, literal, or_, select, union_all, update

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.core.words import Remover
from lms.feedback.claims.models import Claim, Handover
from lms.feedback.models import AllUnderstood, FeedbackThread, Message, Remark, Settling
from lms.feedback.reviews import rules as review_rules
from lms.feedback.reviews.models import Review, ReviewRemark
from lms.feedback.words.rules import without_quotes
from lms.practice.erasing import versions_of
from lms.practice.groups.models import Contributor


def _messages(whose: Whose) -> Select[Any]:
    mine = (Message.author_id == whose.id, Message.removed_at.is_(None))
    return select(Message.id, Message.text, Message.earlier).where(*mine)


def _erase_messages(whose: Whose, now: datetime) -> None:
    """Their words everywhere; their own threads wait for nobody any more."""
    said = update(Message).where(Message.author_id == whose.id, Message.removed_at.is_(None))
    db.execute(said.values(text="", earlier=[], removed_at=now, removed_as=Remover.AUTHOR))
    said_by_them = select(Message.id).where(Message.author_id == whose.id)
    db.execute(update(Remark).where(Remark.message_id.in_(said_by_them), Remark.quote != "").values(quote=""))
    db.execute(delete(AllUnderstood).where(AllUnderstood.person_id == whose.id))
    mine = _is_about_theirs(whose)
    at_rest = {"waiting_since": None, "needed_soon_at": None, "words": 0}
    db.execute(update(FeedbackThread).where(mine).values(marked_ms=0, recorded_ms=0, **at_rest))
    theirs = select(FeedbackThread.id).where(mine)
    for table in (Claim, Settling):
        db.execute(delete(table).where(table.thread_id.in_(theirs)))
    db.execute(update(Review).where(Review.thread_id.in_(theirs)).values(reaction=None))


def _is_about_theirs(whose: Whose) -> Any:
    """Of threads: about their work, and of a group's nobody else's."""
    people = select(Contributor.version_id).where(Contributor.version_id == FeedbackThread.version_id)
    theirs = people.where(Contributor.person_id == whose.id).correlate(FeedbackThread).exists()
    others = people.where(Contributor.person_id != whose.id).correlate(FeedbackThread).exists()
    return and_(or_(FeedbackThread.learner_id == whose.id, theirs), ~others)


def _quotes(whose: Whose) -> Select[Any]:
    said = select(literal("said").label("where"), Remark.id, Remark.quote).where(*_quoted(whose))
    prepared = select(literal("prepared").label("where"), ReviewRemark.id, ReviewRemark.quote).where(
        *_prepared_quotes(whose)
    )
    both = union_all(said, prepared).subquery()
    return select(*both.c)


def _erase_quotes(whose: Whose, now: datetime) -> None:
    """Passages of their work, wherever somebody pointed at them or a released review repeats them."""
    rows = select(ReviewRemark.review_id, ReviewRemark.quote).where(*_prepared_quotes(whose))
    quotes: dict[int, list[str]] = {}
    for review_id, quote in db.execute(rows):
        quotes.setdefault(review_id, []).append(quote)
    for review_id, those in quotes.items():
        for message in db.scalars(select(Message).where(Message.key == review_rules.key_of(review_id))):
            message.text = without_quotes(message.text, those)
            message.earlier = [[without_quotes(words, those), until] for words, until in message.earlier]
    db.execute(update(Remark).where(*_quoted(whose)).values(quote=""))
    db.execute(update(ReviewRemark).where(*_prepared_quotes(whose)).values(quote=""))


def _quoted(whose: Whose) -> Sequence[Any]:
    return Remark.version_id.in_(versions_of(whose)), Remark.quote != ""


def _prepared_quotes(whose: Whose) -> Sequence[Any]:
    about_theirs = select(Review.id).where(Review.version_id.in_(versions_of(whose)))
    return ReviewRemark.review_id.in_(about_theirs), ReviewRemark.quote != ""


def _reviews(whose: Whose) -> Select[Any]:
    mine = (Review.trainer_id == whose.id, or_(Review.keep != "", Review.try_next != ""))
    return select(Review.id, Review.keep, Review.try_next).where(*mine)


def _erase_reviews(whose: Whose, now: datetime) -> None:
    db.execute(update(Review).where(Review.trainer_id == whose.id).values(keep="", try_next="", release_on=None))


def _review_remarks(whose: Whose) -> Select[Any]:
    return select(ReviewRemark.id, ReviewRemark.text, ReviewRemark.quote).where(_is_in_theirs(whose))


def _erase_review_remarks(whose: Whose, now: datetime) -> None:
    db.execute(delete(ReviewRemark).where(_is_in_theirs(whose)))


def _is_in_theirs(whose: Whose) -> Any:
    return ReviewRemark.review_id.in_(select(Review.id).where(Review.trainer_id == whose.id))


def _handovers(whose: Whose) -> Select[Any]:
    return select(Handover.thread_id, Handover.note).where(Handover.by_id == whose.id, Handover.note != "")


def _erase_handovers(whose: Whose, now: datetime) -> None:
    db.execute(update(Handover).where(Handover.by_id == whose.id).values(note=""))


PARTS = (
    Part("messages", "Messages and remarks, with what they said before", _messages, _erase_messages),
    Part("quotes", "Passages of their work that others quoted", _quotes, _erase_quotes),
    Part("reviews", "Reviews that they prepared", _reviews, _erase_reviews),
    Part("review_remarks", "Remarks in such reviews", _review_remarks, _erase_review_remarks),
    Part("handover_notes", "Notes to other trainers", _handovers, _erase_handovers),
)

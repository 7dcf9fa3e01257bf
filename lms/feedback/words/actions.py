"""What becomes of words that were said."""

from datetime import datetime

from sqlalchemy import or_, update

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.core.db import db
from lms.core.words import Remover
from lms.feedback.models import FeedbackThread, Message, Settling
from lms.feedback.reopenings import queries as reopenings
from lms.feedback.reviews import queries as reviews
from lms.feedback.reviews.models import Review, ReviewRemark
from lms.feedback.reviews.rules import told_by
from lms.feedback.understood import actions as understood
from lms.feedback.voices import actions as voices
from lms.feedback.voices import queries as voices_of
from lms.feedback.words import queries
from lms.feedback.words.rules import TAKEN_AWAY, Why
from lms.people.models import Person
from lms.practice.models import SubmissionVersion
from lms.practice.steps.models import NextStep


def change(message: Message, text: str, seen: int, now: datetime) -> None:
    """Give a message other words; the earlier ones stay to be read. It keeps its place, and is news to nobody.

    Raises as `Worded.reword`.
    """
    message.reword(text, seen, now)
    db.flush()


def remove(message: Message, by: Person, as_what: Remover, why: Why, now: datetime) -> None:
    """Take a message away: its words, all that it said before and what it quotes are erased for good.

    That it was there stays; who took it away and why is in the audit log. Where it was a trainer's last word the thread
    waits again; where it was what the thread waited for, it no longer does.
    """
    if message.removed_at:
        return
    thread = message.thread
    db.refresh(thread, ["waiting_since", "version_id"], with_for_update=True)
    _erase(message, as_what, now)
    _let_wait(thread, message)
    understood.reckon(thread, now)
    audit.record(
        Deed.WORDS_REMOVED,
        (Kind.MESSAGE, message.id),
        actor_id=by.id,
        person_id=message.author_id,
        cohort_id=thread.cohort_id,
        now=now,
        removed_as=as_what,
        why=why,
    )


def _erase(message: Message, as_what: Remover, now: datetime) -> None:
    message.erase_words(as_what, now)
    if message.remark and message.remark.quote:
        message.remark.quote = ""
    if voice := voices_of.of_message(message.id):
        voices.erase(voice, now)
    db.flush()
    if (review := reviews.said_in(message)) and (told := told_by(message.key)):
        _erase_prepared(review, told[1])


def _erase_prepared(review: Review, remark_id: int | None) -> None:
    """The same words as they were prepared: one remark's, or (None) what was said of the whole, with the next step."""
    its = ReviewRemark.is_later if remark_id is None else ReviewRemark.id == remark_id
    prepared = update(ReviewRemark).where(ReviewRemark.review_id == review.id, its)
    unsynchronized = {"synchronize_session": False}
    db.execute(prepared.where(ReviewRemark.quote.is_not(None)).values(quote=""), execution_options=unsynchronized)
    db.execute(prepared.values(text=TAKEN_AWAY), execution_options=unsynchronized)
    if remark_id is None:
        review.keep = review.try_next = ""
        its = or_(NextStep.id == review.step_id, NextStep.same_as_id == review.step_id)
        db.execute(update(NextStep).where(its).values(text=TAKEN_AWAY))
    db.flush()


def _let_wait(thread: FeedbackThread, removed: Message) -> None:
    """Have the thread wait as if what was removed had never been said; "no answer needed" goes on holding."""
    version = db.get(SubmissionVersion, thread.version_id) if thread.version_id else None
    if version is None or version.erased_at or db.get(Settling, thread.id):
        return
    if removed.by_trainer:
        thread.waiting_since = thread.waiting_since or queries.unanswered_since(thread)
    elif thread.waiting_since:
        reopening = reopenings.live(thread.id)
        work_at = version.handed_in_at if version.handed_in_at >= thread.waiting_since else None
        since = [work_at, queries.unanswered_since(thread), reopening.reopened_at if reopening else None]
        thread.waiting_since = min((at for at in since if at), default=None)
    db.flush()

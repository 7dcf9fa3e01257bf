"""What trainers say about their minutes, and what their answers took."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from lms.core.db import added, db
from lms.feedback.claims.models import Claim
from lms.feedback.events import MessageWritten
from lms.feedback.models import FeedbackThread
from lms.feedback.planner import queries, rules
from lms.feedback.planner.models import DepthChoice, ReviewMinutes, ReviewPlan, Stint
from lms.feedback.planner.queries import Week
from lms.feedback.planner.rules import Depth
from lms.people.models import Person


def give_minutes(trainer: Person, minutes: int, now: datetime) -> None:
    """Set the minutes of this week, and of those after it."""
    number = rules.week_of(now)
    added(ReviewMinutes(trainer_id=trainer.id, week=number, minutes=minutes))  # or they have said so before
    db.get_one(ReviewMinutes, (trainer.id, number), populate_existing=True).minutes = minutes
    db.flush()


def keep_plan(trainer: Person, week: Week, now: datetime) -> None:
    """Let the trainer's part of the plan be the order that they work in."""
    fresh = {"reviews": week.steps, "made_at": now}
    if week.kept is None:
        added(ReviewPlan(trainer_id=trainer.id, **fresh))  # or another window of theirs has just kept one
    else:
        db.execute(update(ReviewPlan).where(ReviewPlan.trainer_id == trainer.id).values(**fresh))


def choose(thread: FeedbackThread, depth: Depth | None, by: Person, now: datetime) -> None:
    """Set how thoroughly a thread is to be answered next, or (None) leave it to the plan."""
    db.execute(delete(DepthChoice).where(DepthChoice.thread_id == thread.id))
    if depth and thread.waiting_since:
        db.add(DepthChoice(thread_id=thread.id, depth=depth, by_id=by.id, chosen_at=now))
    db.flush()


def keep_stint(event: MessageWritten) -> None:
    """A trainer has answered what waited: keep how thoroughly, how long it took them, and how long it had waited.

    Needs the claim, so it follows before that is forgotten. A further word to the same is part of the same answer.
    """
    thread, author, at = event.thread, event.author, event.message.said_at
    claim = db.get(Claim, thread.id, populate_existing=True)
    if not event.message.by_trainer or claim is None:
        return
    chosen = queries.choice(thread.id)
    planned = Depth.DEEP if claim.is_deep else Depth.LIGHT
    until = at if claim.holds(at) else claim.touched_at
    db.add(
        Stint(
            message_id=event.message.id,
            cohort_id=thread.cohort_id,
            learner_id=thread.learner_id,
            trainer_id=author.id,
            depth=chosen.depth if chosen else planned,
            answered_at=at,
            waited_s=int(max(at - claim.waiting_since, timedelta(0)).total_seconds()),
            seconds=rules.stint_s(claim.since, until) if claim.trainer_id == author.id else 0,
        )
    )
    db.execute(delete(DepthChoice).where(DepthChoice.thread_id == thread.id))
    db.flush()

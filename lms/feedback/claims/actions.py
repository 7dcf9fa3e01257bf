"""What trainers do about whose work it is."""

from datetime import datetime

from sqlalchemy import CursorResult, Update, delete, or_, update

from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.core.events import publish
from lms.feedback.claims import queries, rules
from lms.feedback.claims.events import HandedOver
from lms.feedback.claims.models import Claim, Handover
from lms.feedback.events import MessageWritten
from lms.feedback.models import FeedbackThread
from lms.feedback.subjects import subject_of
from lms.notices import actions as notices
from lms.notices.rules import Kind
from lms.people.models import Person


def begin(thread: FeedbackThread, trainer_id: int, now: datetime, is_deep: bool | None = None) -> bool:
    """Claim a thread that waits, or hold on to it for longer. False where somebody else is at it.

    Of two who begin in the same moment one does. What one was at more than half an hour ago begins anew.
    """
    if thread.waiting_since is None:
        return False
    mine = (Claim.thread_id == thread.id, Claim.trainer_id == trainer_id)
    if _wrote(update(Claim).where(*mine, Claim.touched_at > rules.stale_before(now)).values(touched_at=now)):
        return True
    fresh = {
        "trainer_id": trainer_id,
        "since": now,
        "touched_at": now,
        "waiting_since": thread.waiting_since,
        "is_deep": is_deep,
    }
    is_over = or_(Claim.trainer_id == trainer_id, Claim.touched_at <= rules.stale_before(now))
    if _wrote(update(Claim).where(Claim.thread_id == thread.id, is_over).values(**fresh)):
        return True
    if queries.live(thread.id, now):
        return False
    return added(Claim(thread_id=thread.id, **fresh))


def refuse_if_held(thread: FeedbackThread, trainer: Person, confirmed_id: int | None, now: datetime) -> None:
    """Raises Held where somebody else is at a thread, unless the trainer has confirmed that just they may be."""
    db.refresh(thread, ["waiting_since"], with_for_update=True)
    claim = queries.live(thread.id, now)
    if claim and rules.is_in_the_way(claim.trainer_id, trainer.id, confirmed_id):
        raise Held(claim)


def end(event: MessageWritten) -> None:
    """A trainer has answered: nobody is at the thread any more."""
    if event.message.by_trainer:
        db.execute(delete(Claim).where(Claim.thread_id == event.thread.id))


def let_go(thread: FeedbackThread, trainer_id: int) -> None:
    """Say that one isn't at a thread any more."""
    db.execute(delete(Claim).where(Claim.thread_id == thread.id, Claim.trainer_id == trainer_id))


def take(thread: FeedbackThread, trainer: Person, now: datetime) -> None:
    """Take a thread out of the pool. Raises Conflict where it is somebody else's already."""
    db.refresh(thread, ["trainer_id"], with_for_update=True)
    if thread.trainer_id == trainer.id:
        return
    if thread.trainer_id is not None:
        raise Conflict("Another trainer has taken this. They can hand it over to you.")
    _give(thread, trainer.id, trainer.id, "", now)


def hand_over(
    thread: FeedbackThread, by: Person, to: Person | None, note: str, now: datetime, seen_id: int | None
) -> None:
    """Give a thread to another trainer of its cohort, or (None) back into the pool.

    Raises Refused("to") for somebody who doesn't teach there, Conflict where it has changed hands since it was
    `seen_id`'s.
    """
    db.refresh(thread, ["trainer_id"], with_for_update=True)
    if thread.trainer_id != seen_id:
        raise Conflict("This has changed hands meanwhile. Look at whose it is now, then decide again.", "to")
    if to and to.id not in {person.id for person in queries.possible_trainers(thread)}:
        raise Refused("They don't teach this cohort, or have this already. Please choose somebody else.", "to")
    _give(thread, by.id, to.id if to else None, note.strip(), now)
    let_go(thread, by.id)
    if to and to.id != by.id:
        publish(HandedOver(thread, by, to, note.strip(), now))


def tell_new_trainer(event: HandedOver) -> None:
    """Tell whoever was handed a thread, also where they had muted it: it is theirs now. The note stays in here."""
    submission = event.thread.submission
    about = subject_of(event.thread, submission.assignment.title)
    notices.unmute(event.to.id, about.key)
    notices.tell(
        event.to,
        Kind.HANDED_OVER,
        key=f"handed-over-{event.thread.id}-{event.at:%Y%m%dT%H%M%S%f}-{event.to.id}",
        about=about,
        who=event.by,
        whose=submission.learner.name,
        has_note=bool(event.note),
    )


class Held(Conflict):
    """Somebody else is at it; sending again says that it shall be answered all the same."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(
            f"{claim.trainer.name} is answering this just now. Your words are still here: leave it to them, or send "
            "again to answer all the same.",
            "text",
        )
        self.holder_id = claim.trainer_id


def _give(thread: FeedbackThread, by_id: int, to_id: int | None, note: str, now: datetime) -> None:
    thread.trainer_id = to_id
    db.execute(delete(Handover).where(Handover.thread_id == thread.id))
    if to_id:
        db.add(Handover(thread_id=thread.id, by_id=by_id, note=note, handed_at=now))
    db.flush()


def _wrote(statement: Update) -> bool:
    result = db.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount == 1

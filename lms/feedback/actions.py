"""What people do in threads, and what follows from work and from words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update

from lms.cohorts.queries import trainers_of
from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.core.events import publish
from lms.documents.approving.events import Decided
from lms.documents.notes import places_in
from lms.feedback import queries, rules
from lms.feedback.events import MessageWritten
from lms.feedback.models import FeedbackThread, Message, Reading, Remark, Settling
from lms.feedback.rules import Anchor
from lms.feedback.subjects import key_of, subject_of
from lms.feedback.voices import actions as voices
from lms.feedback.voices import rules as voice_rules
from lms.feedback.voices.actions import Spoken
from lms.notices import actions as notices
from lms.notices.rules import Kind
from lms.people import queries as people
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.events import HandedIn
from lms.practice.models import SubmissionVersion
from lms.videos.events import VideoMeasured


@dataclass(frozen=True)
class Passage:
    """A stretch of a version's text that a message is about; without a position, the first place where it stands. Or,
    without a stretch, a field of its form."""

    version: SubmissionVersion
    quote: str
    position: int | None = None
    field: str | None = None


def open_thread(event: HandedIn) -> FeedbackThread:
    """Begin the thread about a submission, or take it up again: from now on it waits, unless it does already."""
    submission, version = event.submission, event.version
    thread = queries.thread_of(submission.id)
    if thread is None:
        thread = FeedbackThread(
            submission_id=submission.id, cohort_id=submission.cohort_id, learner_id=submission.learner_id
        )
        db.add(thread)
    be_about(thread, version)
    if event.needs_soon:
        thread.needed_soon_at = version.handed_in_at
    elif thread.waiting_since is None:
        thread.needed_soon_at = None
    thread.waiting_since = thread.waiting_since or version.handed_in_at
    db.flush()
    _forget_settling(thread)
    return thread


def be_about(thread: FeedbackThread, version: SubmissionVersion | None) -> None:
    """Let a thread be about this version from now on, with all that there is to read and to play in it."""
    thread.version_id, thread.words = (version.id, version.words) if version else (None, 0)
    thread.marked_ms, thread.recorded_ms = _playing_ms(version) if version else (0, 0)


def measure_again(event: VideoMeasured) -> None:
    """A video's length has become known: note how much there is to play where it was handed in last."""
    for thread in queries.threads_that_play(event.video_id):
        thread.marked_ms, thread.recorded_ms = _playing_ms(thread.version)


def post(
    thread: FeedbackThread,
    author: Person,
    text: str,
    key: str,
    seen: int,
    now: datetime,
    passage: Passage | None = None,
    spoken: Spoken | None = None,
) -> Message:
    """Say something in the thread, in writing, by voice or both.

    A trainer's word ends the waiting, a learner's begins it.
    The same key again gives the message that there is already. Raises Conflict where somebody else has said something
    after the message `seen`; Refused("quote") or ("field") for what isn't in its version, Refused("text") for nothing.
    """
    db.refresh(thread, ["waiting_since", "last_message_id", "version_id"], with_for_update=True)
    if said := queries.message_by_key(thread.id, key):
        return said
    if thread.version_id is None:
        raise Conflict(
            "This work was taken back while you were writing. It can be answered once it is handed in again."
        )
    refuse_if_answered(thread, author, seen)
    words = voice_rules.words(text, spoken is not None)
    if not words:
        raise Refused("Please write something before you send it.", "text")
    message = say(thread, author, words, key, now, _remark(passage) if passage else None)
    if spoken:
        voices.keep(spoken, thread.id, message_id=message.id)
    thread.waiting_since = None if message.by_trainer else thread.waiting_since or now
    has_spoken(thread, message, author)
    return message


def say(
    thread: FeedbackThread, author: Person, text: str, key: str, now: datetime, remark: Remark | None = None
) -> Message:
    """Put a message into a thread, and what it points at. Whoever does says afterwards who `has_spoken`."""
    by_trainer = author.id not in thread.learner_ids
    message = Message(thread_id=thread.id, author_id=author.id, by_trainer=by_trainer, text=text, key=key, said_at=now)
    db.add(message)
    db.flush()
    if remark:
        remark.message_id = message.id
        db.add(remark)
    return message


def has_spoken(thread: FeedbackThread, last: Message, author: Person) -> None:
    """What follows from words in a thread, of which `last` is the last: the author has read them, others are told."""
    thread.last_message_id = last.id
    _forget_settling(thread)
    mark_read(thread.id, author.id, db.get(Reading, (thread.id, author.id)), last.id)
    notices.read(author.id, key_of(thread.id))
    if thread.waiting_since is None:
        notices.over(key_of(thread.id), Kind.WORK_WAITING)
    publish(MessageWritten(thread, last, author))


def say_decision(event: Decided) -> None:
    """Let the conversation say what a trainer has decided about a document; it waits no longer."""
    thread = queries.thread_of(event.version.submission_id)
    assert thread, "opened as it was handed in"
    db.refresh(thread, ["waiting_since", "last_message_id", "version_id"], with_for_update=True)
    decision = event.decision
    message = say(thread, event.trainer, event.words, f"decision-{decision.id}", decision.decided_at)
    thread.waiting_since = None
    has_spoken(thread, message, event.trainer)


def settle(thread: FeedbackThread, trainer: Person, seen: int, version_id: int, now: datetime) -> None:
    """Take a thread out of the queue without an answer: what the learner said or handed in last needs none.

    Raises Refused for work that no trainer has answered yet, Conflict where something came in after the message `seen`
    or the version that the trainer saw. Nothing happens to a thread that doesn't wait.
    """
    db.refresh(thread, ["waiting_since", "last_message_id", "version_id"], with_for_update=True)
    if thread.waiting_since is None:
        return
    if (thread.last_message_id or 0) > seen or thread.version_id != version_id:
        raise Conflict("Something new came in while you were reading, so this still waits for an answer.")
    if not queries.is_answered(thread):
        raise Refused("This work hasn’t been answered yet. Every first answer is one that a learner waits for.")
    db.add(Settling(thread_id=thread.id, person_id=trainer.id, settled_at=now, waiting_since=thread.waiting_since))
    thread.waiting_since = None
    db.flush()
    notices.over(key_of(thread.id), Kind.WORK_WAITING)


def unsettle(thread: FeedbackThread) -> None:
    """Put a thread back to where it stood in the queue, if it was taken out without an answer."""
    db.refresh(thread, ["waiting_since"], with_for_update=True)
    settling = db.get(Settling, thread.id)
    if settling:
        thread.waiting_since = settling.waiting_since
        db.delete(settling)
        db.flush()


def refuse_if_answered(thread: FeedbackThread, author: Person, seen: int) -> None:
    """Raises Conflict where somebody else has said something after the message `seen`."""
    if (thread.last_message_id or 0) <= seen:
        return
    last = db.get_one(Message, thread.last_message_id)
    if last.author_id != author.id:
        raise Conflict(
            "Something was said here while you were writing. Read it above; your words are still here, and "
            "sending again sends them as they are.",
            "text",
        )


def mark_read(thread_id: int, person_id: int, reading: Reading | None, message_id: int) -> None:
    """Note that somebody has read up to a message. Never goes back, also where they read in two windows at once.

    `reading` goes on saying how far they had read before.
    """
    if reading is None and added(Reading(thread_id=thread_id, person_id=person_id, last_message_id=message_id)):
        return
    further = update(Reading).where(
        Reading.thread_id == thread_id, Reading.person_id == person_id, Reading.last_message_id < message_id
    )
    db.execute(further.values(last_message_id=message_id), execution_options={"synchronize_session": False})


def tell_trainers(event: HandedIn) -> None:
    """Tell the trainers of the cohort that work has come in.

    Once a day while the thread waits, however often the learner hands in meanwhile.
    """
    submission, version = event.submission, event.version
    thread = queries.thread_of(submission.id)
    assert thread and thread.waiting_since, "opened by the same event"
    for trainer in trainers_of(submission.cohort_id):
        notices.tell(
            trainer,
            Kind.WORK_WAITING,
            key=f"work-waiting-{thread.id}-{thread.waiting_since:%Y%m%dT%H%M%S%f}-"
            f"{version.handed_in_at:%Y%m%d}-{trainer.id}",
            about=subject_of(thread, submission.assignment.title),
            who=submission.learner,
            path=f"/submissions/{submission.id}/thread",
        )


def tell_other_side(event: MessageWritten) -> None:
    """Tell the learner, or the thread's trainers, that there is something to read; of a group the others, in any case.
    What, stays in here.

    Once a day until they have read it, however much is said meanwhile.
    """
    thread, author = event.thread, event.author
    submission = practice.submission(thread.submission_id)
    assert submission
    trainers = () if event.message.by_trainer else queries.trainers_to_tell(thread)
    side = [*trainers, *(one for one in people.among(thread.learner_ids) if one.id != author.id)]
    read_up_to = queries.read_up_to(thread.id, [person.id for person in side])
    for person in side:
        notices.tell(
            person,
            Kind.MESSAGE,
            key=f"new-message-{thread.id}-{read_up_to.get(person.id, 0)}-{event.message.said_at:%Y%m%d}-{person.id}",
            about=subject_of(thread, submission.assignment.title),
            who=author,
            path=f"/threads/{thread.id}#message-{event.message.id}",
        )


def _playing_ms(version: SubmissionVersion) -> tuple[int, int]:
    """Of a version's recordings: what is marked, and the whole."""
    recordings = practice.recordings_in(version.id)
    marked = sum(rules.covered_ms((mark.start_ms, mark.end_ms) for mark in one.marks) for one in recordings)
    return marked, sum(one.video.duration_ms or 0 for one in recordings)


def _forget_settling(thread: FeedbackThread) -> None:
    db.execute(delete(Settling).where(Settling.thread_id == thread.id))


def field_named(version: SubmissionVersion, place: str) -> str:
    """What a field or row of a version's form is called. Raises Refused("field") where there is none."""
    label = places_in(version).get(place)
    if label is None:
        raise Refused("There is no such field in the version that you see. Choose another, or none.", "field")
    return label[: rules.LABEL_LIMIT]


def _remark(passage: Passage) -> Remark:
    if passage.field:
        label = field_named(passage.version, passage.field)
        return Remark(version_id=passage.version.id, anchor=Anchor.FIELD, field=passage.field, label=label)
    found = rules.find_passage(passage.version.text, passage.quote, passage.position)
    if found is None:
        raise Refused(
            "This passage isn't in the version that you see. Copy it from there word by word, or leave it out.",
            "quote",
        )
    return Remark(
        version_id=passage.version.id,
        anchor=Anchor.PASSAGE,
        quote=passage.quote,
        position=found.start,
    )

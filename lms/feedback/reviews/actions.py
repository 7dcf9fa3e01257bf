"""What trainers prepare and release, and what learners make of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from lms.core import words
from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.core.events import publish
from lms.feedback import actions as threads
from lms.feedback.models import FeedbackThread, Message, Remark
from lms.feedback.reviews import queries, rules
from lms.feedback.reviews.events import ReviewAnswered
from lms.feedback.reviews.models import Review, ReviewRemark
from lms.feedback.reviews.rules import Reaction
from lms.feedback.rules import find_passage
from lms.feedback.voices import actions as voices
from lms.feedback.voices import queries as spoken_words
from lms.feedback.voices import rules as voice_rules
from lms.feedback.voices.actions import Spoken
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.models import Recording, SubmissionVersion
from lms.practice.steps import actions as steps


@dataclass(frozen=True)
class Place:
    """What a remark is about: a moment or range of a recording in milliseconds, a passage, a field, or the whole."""

    recording_id: int | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    quote: str | None = None
    position: int | None = None
    field: str | None = None


def begin(thread: FeedbackThread, trainer: Person, now: datetime) -> Review:
    """The trainer's review of a thread that isn't released, begun about the newest version if there is none.

    Raises Refused where they have released one of that version: what comes after is a message.
    """
    found = queries.mine(thread.id, trainer.id)
    if found is None:
        if thread.version_id is None:
            raise Refused("This work was taken back. It can be answered once it is handed in again.")
        if queries.review_of(thread.version_id, trainer.id):
            raise Refused("Your feedback on this version is released already. Write a message to add to it.")
        added(_blank(thread, trainer, now))  # or another tab of theirs has begun it
        found = queries.mine(thread.id, trainer.id)
        assert found
    found.touched_at = now
    return found


def pin(
    review: Review,
    version: SubmissionVersion,
    text: str,
    key: str,
    place: Place,
    is_later: bool,
    spoken: Spoken | None = None,
) -> ReviewRemark:
    """Keep a remark with the review, written, spoken or both. The same key once more gives the one there is already.

    Raises Refused("start"), ("quote"), ("field") or ("text") for a place that isn't in the version, or no words.
    """
    if found := queries.remark_by_key(review.id, key):
        return found
    made = ReviewRemark(review_id=review.id, key=key)
    _write(made, version, voice_rules.words(text, spoken is not None), place, is_later)
    db.add(made)
    db.flush()
    if spoken:
        voices.keep(spoken, review.thread_id, remark_id=made.id)
    return made


def change(remark: ReviewRemark, version: SubmissionVersion, text: str, place: Place, is_later: bool) -> None:
    """Say a remark otherwise. Raises as `pin`."""
    _write(remark, version, text, place, is_later)
    db.flush()


def drop(remark: ReviewRemark, now: datetime) -> None:
    """Take a remark out of the review; what was spoken is deleted for good."""
    if remark.voice:
        voices.take_back(remark.voice, now)
    db.execute(delete(ReviewRemark).where(ReviewRemark.id == remark.id))


def silence(remark: ReviewRemark, now: datetime) -> None:
    """Take back what was spoken; what was written with it stays, if anything was."""
    if remark.voice is None:
        return
    if remark.text == voice_rules.SPOKEN:
        drop(remark, now)
    else:
        voices.take_back(remark.voice, now)


def save(review: Review, keep: str, try_next: str, levels: Mapping[str, int], seen: int, now: datetime) -> None:
    """Keep what is said of the whole. Raises Conflict where something else was saved since `seen`."""
    said = (keep, try_next, dict(levels))
    if (review.keep, review.try_next, review.levels) != said:
        if review.saved != seen:
            raise Conflict(words.BOTH_ARE_HERE)
        review.keep, review.try_next, review.levels = said
        review.saved += 1
    review.touched_at = now
    db.flush()


def release(review: Review, trainer: Person, now: datetime, seen: int | None = None) -> Message:
    """Let the learner see the review: a message for each remark in the order of the work, and one for the whole.

    What was spoken comes with its remark's message, prepared to be played or not yet; for later, too.
    Raises Refused where it says nothing, Conflict where somebody else has said something after the message `seen`.
    """
    thread = db.get_one(FeedbackThread, review.thread_id)
    db.refresh(thread, ["waiting_since", "last_message_id", "version_id"], with_for_update=True)
    db.refresh(review, ["remarks"])
    if queries.is_withdrawn(review):
        raise Conflict("This version was taken back while you were writing. What you prepared stays here, unseen.")
    if seen is not None:
        threads.refuse_if_answered(thread, trainer, seen)
    spoken = spoken_words.of_review(review.id)
    now_said = [r for r in sorted(review.remarks, key=_in_order) if not r.is_later or r.id in spoken]
    later = [_told_later(r) for r in review.remarks if r.is_later and r.id not in spoken]
    whole = rules.closing(review.keep, review.try_next, later)
    if not now_said and not whole:
        raise Refused("There is nothing to release yet. Say one thing to keep or to try next, or pin a remark.")
    said = [_say(thread, trainer, review, remark, now) for remark in now_said]
    for remark, message in zip(now_said, said, strict=True):
        if voice := spoken.get(remark.id):
            voices.say(voice, message)
    if whole:
        said.append(threads.say(thread, trainer, whole, rules.key_of(review.id), now))
    review.released_at, review.release_on = now, None
    if thread.version_id == review.version_id:
        thread.waiting_since = None  # else something has come in since that nobody has answered
    if review.try_next:
        submission = practice.submission(thread.submission_id)
        assert submission
        review.step_id = steps.set_step(submission, review.try_next, trainer, now).id
    threads.has_spoken(thread, said[-1], trainer)
    return said[-1]


def release_later(review: Review, on: datetime | None, now: datetime) -> None:
    """Have the review released by itself, or (None) not. Raises Refused("release_on") for a time that has passed."""
    if on is not None and on <= now:
        raise Refused("This time has passed. Choose a later one, or release it now.", "release_on")
    review.release_on = on


def react(review: Review, reaction: Reaction | None) -> None:
    """What the learner says of the feedback itself; None takes it back."""
    review.reaction = reaction
    if reaction:
        publish(ReviewAnswered(review, reaction))


def _blank(thread: FeedbackThread, trainer: Person, now: datetime) -> Review:
    return Review(
        thread_id=thread.id,
        version_id=thread.version_id,
        trainer_id=trainer.id,
        keep="",
        try_next="",
        saved=0,
        touched_at=now,
    )


def _write(remark: ReviewRemark, version: SubmissionVersion, text: str, place: Place, is_later: bool) -> None:
    if not text.strip():
        raise Refused("Please write what you want to say.", "text")
    remark.text, remark.is_later = text.strip(), is_later
    remark.recording_id, remark.start_ms, remark.end_ms, remark.quote, remark.position = None, None, None, None, None
    remark.field, remark.label = None, None
    if place.start_ms is not None or place.end_ms is not None:
        recording = _recording(version, place.recording_id)
        if fault := rules.range_fault(place.start_ms, place.end_ms, recording.video.duration_ms):
            raise Refused(fault, "start")
        remark.recording_id, remark.start_ms, remark.end_ms = recording.id, place.start_ms, place.end_ms
    elif place.quote:
        found = find_passage(version.text, place.quote, place.position)
        if found is None:
            raise Refused(
                "This passage isn't in the version that you see. Copy it from there word by word, or leave it out.",
                "quote",
            )
        remark.quote, remark.position = place.quote, found.start
    elif place.field:
        remark.field, remark.label = place.field, threads.field_named(version, place.field)


def _recording(version: SubmissionVersion, recording_id: int | None) -> Recording:
    """The recording of a version that is meant; without a number its first. Raises Refused("start") for none."""
    found = practice.recordings_of(version)
    recording = next((one for one in found if one.id == recording_id), found[0] if found and not recording_id else None)
    if recording is None:
        raise Refused("There is no such recording in this version. Leave the times empty.", "start")
    return recording


def _say(thread: FeedbackThread, trainer: Person, review: Review, remark: ReviewRemark, now: datetime) -> Message:
    anchored = remark.anchor and Remark(
        version_id=review.version_id,
        recording_id=remark.recording_id,
        anchor=remark.anchor,
        start_ms=remark.start_ms,
        end_ms=remark.end_ms,
        quote=remark.quote,
        position=remark.position,
        field=remark.field,
        label=remark.label,
    )
    text = f"**For later:** {remark.text}" if remark.is_later else remark.text
    return threads.say(thread, trainer, text, rules.key_of(review.id, remark.id), now, anchored)


def _told_later(remark: ReviewRemark) -> str:
    if remark.start_ms is not None:
        return f"{rules.said_range(remark.start_ms, remark.end_ms)}: {remark.text}"
    about = f"“{remark.quote}”" if remark.quote else remark.label
    return f"{about}: {remark.text}" if about else remark.text


def _in_order(remark: ReviewRemark) -> tuple[int, int, int, int]:
    """Moments first, then passages and fields, each as the work goes; what is about the whole comes last."""
    if remark.start_ms is not None:
        return 0, remark.recording_id or 0, remark.start_ms, remark.id
    return (1, 0, remark.position or 0, remark.id) if remark.quote or remark.field else (2, 0, 0, remark.id)

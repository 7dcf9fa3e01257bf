"""What is spoken lies in the review until it is released, then belongs to its message; taken back, it is gone."""

import pytest
from sqlalchemy import select

from lms.audit import queries as audit
from lms.audit.rules import Deed
from lms.core import clock, outbox, storage
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.settings import Settings
from lms.feedback import actions as threads
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.reviews import actions as reviews
from lms.feedback.reviews import queries as found
from lms.feedback.reviews.actions import Place
from lms.feedback.reviews.models import ReviewRemark
from lms.feedback.voices import actions
from lms.feedback.voices.rules import SPOKEN
from lms.practice import queries as practice
from lms.practice.actions import FORGET_TAKE
from lms.practice.jobs import forget_take
from lms.practice.models import SubmissionVersion
from lms.practice.withdrawals import actions as withdrawals
from lms.videos.models import Video
from lms.videos.rules import VideoState
from lms.videos.tracks.models import Captioning
from tests.feedback.voices.conftest import Speak, prepared, voices
from tests.kit.cast import Cast


def deliver(settings: Settings) -> None:
    carriers = dict.fromkeys(("mail", "package-video"), lambda _: None)
    outbox.deliver(carriers | {FORGET_TAKE: lambda payload: forget_take(payload, settings.home)})


def said() -> list[tuple[str, bool]]:
    """Each message's words, and whether something is spoken with it."""
    rows = db.scalars(select(Message).order_by(Message.id))
    spoken = {voice.message_id for voice in voices()}
    return [(message.text, message.id in spoken) for message in rows]


def test_what_is_spoken_comes_with_the_messages_that_its_remarks_become(
    cast: Cast, thread: FeedbackThread, recorded: SubmissionVersion, begun, speak: Speak
):
    review = begun()
    reviews.pin(review, recorded, "", "a", Place(), False, speak(cast.tess))
    reviews.pin(review, recorded, "Too fast?", "b", Place(start_ms=3000, end_ms=8000), False, speak(cast.tess))
    reviews.pin(review, recorded, "Written.", "c", Place(start_ms=9000), False)
    reviews.pin(review, recorded, "", "d", Place(start_ms=20_000), True, speak(cast.tess))
    reviews.pin(review, recorded, "Some other day.", "e", Place(), True)
    assert [voice.message_id for voice in voices()] == [None] * 3
    reviews.release(review, cast.tess, clock.now())
    assert said() == [
        ("Too fast?", True),
        ("Written.", False),
        (f"**For later:** {SPOKEN}", True),
        (SPOKEN, True),
        ("**For later:**\n\n- Some other day.", False),
    ]
    assert [voice.remark_id for voice in voices()] == [None] * 3


def test_a_review_that_is_spoken_and_not_written_is_released(cast: Cast, recorded, begun, speak: Speak):
    reviews.pin(review := begun(), recorded, "", "a", Place(), False, speak(cast.tess))
    reviews.release(review, cast.tess, clock.now())
    assert said() == [(SPOKEN, True)]


def test_nothing_written_and_nothing_spoken_is_nothing(cast: Cast, thread: FeedbackThread, recorded, begun):
    with pytest.raises(Refused, match="write what you want to say"):
        reviews.pin(begun(), recorded, "  ", "a", Place(), False)
    with pytest.raises(Refused, match="write something"):
        threads.post(thread, cast.lena, " ", "a", 0, clock.now())


def test_anybody_in_a_thread_says_something_by_voice_and_the_trainers_word_ends_the_waiting(
    cast: Cast, thread: FeedbackThread, speak: Speak
):
    threads.post(thread, cast.tess, "", "a", 0, clock.now(), spoken=speak(cast.tess))
    assert thread.waiting_since is None
    threads.post(thread, cast.lena, "And this?", "b", 10**9, clock.now(), spoken=speak(cast.lena))
    assert thread.waiting_since is not None
    assert said() == [(SPOKEN, True), ("And this?", True)]


def test_what_is_sent_twice_under_one_key_is_said_once(cast: Cast, thread: FeedbackThread, recorded, begun, speak):
    spoken = speak(cast.tess)
    pins = [reviews.pin(begun(), recorded, "", "a", Place(), False, spoken) for _ in range(2)]
    said_before = [threads.post(thread, cast.tess, "", "b", 0, clock.now(), spoken=speak(cast.tess)) for _ in range(2)]
    assert pins[0] is pins[1] and said_before[0] is said_before[1]
    assert len(voices()) == 2


def test_a_remark_that_is_dropped_takes_what_was_spoken_along_for_good(
    cast: Cast, recorded, begun, speak: Speak, settings: Settings
):
    review = begun()
    remark = reviews.pin(review, recorded, "Look.", "a", Place(), False, speak(cast.tess))
    [voice] = voices()
    video_id, source = voice.video_id, db.get_one(Video, voice.video_id).source_key
    db.commit()
    assert storage.store().about(source).size
    db.expire_all()
    kept = found.remark(remark.id, review.id)
    assert kept
    reviews.drop(kept, clock.now())
    db.commit()
    deliver(settings)
    assert voices() == [] and db.scalars(select(ReviewRemark)).all() == []
    video = db.get_one(Video, video_id)
    assert video.erased_at and not video.plays
    with pytest.raises(FileNotFoundError):
        storage.store().about(source)
    assert [entry.about_id for entry in audit.entries(deed=Deed.VIDEO_ERASED).rows] == [video_id]


@pytest.mark.parametrize(("text", "left"), [("Look.", ["Look."]), ("", [])], ids=["with words", "alone"])
def test_what_was_spoken_is_taken_back_and_the_words_beside_it_stay(
    cast: Cast, recorded, begun, speak: Speak, text: str, left: list[str]
):
    review = begun()
    made = reviews.pin(review, recorded, text, "a", Place(start_ms=1000), False, speak(cast.tess))
    db.commit()
    db.expire_all()
    remark = found.remark(made.id, review.id)
    assert remark
    reviews.silence(remark, clock.now())
    assert voices() == []
    assert db.scalars(select(ReviewRemark.text)).all() == left


def test_what_is_said_is_not_taken_back(cast: Cast, thread: FeedbackThread, speak: Speak):
    threads.post(thread, cast.tess, "", "a", 0, clock.now(), spoken=speak(cast.tess))
    with pytest.raises(AssertionError):
        actions.take_back(voices()[0], clock.now())


def test_where_a_captioner_is_set_up_it_is_asked(cast: Cast, thread: FeedbackThread, speak: Speak):
    threads.post(thread, cast.tess, "", "a", 0, clock.now(), spoken=speak(cast.tess))
    assert db.scalars(select(Captioning)).all() == []
    spoken = speak(cast.tess, is_captioned=True)
    threads.post(thread, cast.tess, "", "b", 10**9, clock.now(), spoken=spoken)
    asked = db.scalars(select(Captioning)).one()
    assert asked.video_id == voices()[1].video_id and asked.language == "en"


def test_work_that_is_taken_back_ends_the_playing_of_what_was_said_about_it(
    cast: Cast, thread: FeedbackThread, speak: Speak
):
    threads.post(thread, cast.lena, "", "a", 0, clock.now(), spoken=speak(cast.lena))
    video = db.get_one(Video, voices()[0].video_id)
    prepared(video)
    assert video.state is VideoState.READY
    submission = practice.submission(thread.submission_id)
    assert submission
    withdrawals.withdraw(submission, cast.lena, 1, clock.now())
    assert [entry.about_id for entry in audit.entries(deed=Deed.PLAYBACK_REVOKED).rows] == [video.id]

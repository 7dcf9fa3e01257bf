"""Who waits for whom, what is said once, and who is told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from lms.access.viewer import Viewer
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.core.outbox import Letter
from lms.feedback import actions, queries
from lms.feedback.actions import Passage
from lms.feedback.models import FeedbackThread, Message, Remark, Settling
from lms.people.models import Person
from lms.practice import queries as practice
from tests.kit import make
from tests.kit.cast import Cast


def say(thread: FeedbackThread, who: Person, text: str = "Well said.", **more: Any) -> Message:
    """Post as if the page had just been loaded."""
    opened = queries.thread(thread.id, as_viewer(who))
    assert opened
    given = {"key": f"key-{text}-{who.id}", "seen": opened.thread.last_message_id or 0, "now": clock.now()} | more
    return actions.post(opened.thread, who, text, **given)


def as_viewer(person: Person) -> Viewer:
    return Viewer(person_id=person.id)


def told(template: str) -> list[int]:
    letters = db.scalars(select(Letter).where(Letter.kind == "mail").order_by(Letter.id))
    return [letter.payload["person_id"] for letter in letters if letter.payload["template"] == template]


def test_work_waits_from_its_hand_in_until_a_trainer_answers(cast: Cast, thread: FeedbackThread):
    version = practice.version(thread.submission_id, 1)
    assert version and thread.waiting_since == version.handed_in_at
    say(thread, cast.tess)
    assert thread.waiting_since is None


def test_handing_in_again_while_waiting_keeps_the_place_in_the_queue(cast: Cast, thread: FeedbackThread, hand_in):
    since = thread.waiting_since
    with clock.at(clock.now() + timedelta(days=1)):
        assert hand_in(cast.lena, cast.here, "Better").id == thread.id
    assert thread.waiting_since == since
    version = practice.version(thread.submission_id, 2)
    assert version and thread.version_id == version.id


def test_handing_in_again_after_the_answer_waits_anew(cast: Cast, thread: FeedbackThread, hand_in):
    say(thread, cast.tess)
    hand_in(cast.lena, cast.here, "Better")
    assert thread.waiting_since is not None


def test_a_learners_question_waits_and_a_second_one_keeps_its_place(cast: Cast, thread: FeedbackThread):
    say(thread, cast.tess)
    first = say(thread, cast.lena, "How?").said_at
    assert thread.waiting_since == first
    with clock.at(clock.now() + timedelta(hours=2)):
        say(thread, cast.lena, "And when?")
    assert thread.waiting_since == first


def test_what_is_sent_twice_is_said_once(cast: Cast, thread: FeedbackThread):
    first = say(thread, cast.tess, key="same")
    assert say(thread, cast.tess, "Well said.", key="same").id == first.id
    assert db.scalar(select(func.count()).select_from(Message)) == 1


def test_two_trainers_never_answer_unknowingly(cast: Cast, thread: FeedbackThread):
    second = make.person("Tom Sample", trainer_in=cast.here)
    say(thread, cast.tess)
    with pytest.raises(Conflict, match="while you were writing"):
        say(thread, second, "Also well said.", seen=0)
    assert say(thread, second, "Also well said.").id


def test_ones_own_message_is_no_conflict(cast: Cast, thread: FeedbackThread):
    say(thread, cast.tess, "One")
    assert say(thread, cast.tess, "Two", seen=0).text == "Two"


def test_a_remark_keeps_the_place_that_was_meant(cast: Cast, thread: FeedbackThread):
    version = practice.version(thread.submission_id, 1)
    assert version
    message = say(thread, cast.tess, passage=Passage(version, "wait", 20))
    remark = db.scalars(select(Remark).where(Remark.message_id == message.id)).one()
    assert (remark.quote, remark.position, remark.version_id) == ("wait", 19, version.id)


def test_a_passage_that_is_not_in_the_work_is_refused(cast: Cast, thread: FeedbackThread):
    version = practice.version(thread.submission_id, 1)
    assert version
    with pytest.raises(Refused, match="isn't in the version") as refused:
        say(thread, cast.tess, passage=Passage(version, "hurry", 0))
    assert refused.value.field == "quote"


def test_a_trainers_word_is_told_to_the_learner_without_its_text(cast: Cast, thread: FeedbackThread):
    say(thread, cast.tess, "About ketamine.")
    assert told("new-message") == [cast.lena.id]
    assert not any("ketamine" in str(letter.payload) for letter in db.scalars(select(Letter)))


def test_a_question_is_told_to_all_trainers_until_one_has_taken_part(cast: Cast, thread: FeedbackThread):
    second = make.person("Tom Sample", trainer_in=cast.here)
    say(thread, cast.lena, "How?")
    assert told("new-message") == [cast.tess.id, second.id]
    say(thread, second, "Like this.")
    say(thread, cast.lena, "Thank you.")
    assert told("new-message") == [cast.tess.id, second.id, cast.lena.id, second.id]


def test_reading_never_goes_back(cast: Cast, thread: FeedbackThread):
    first, second = say(thread, cast.tess, "One"), say(thread, cast.tess, "Two")
    actions.mark_read(thread.id, cast.lena.id, None, second.id)
    reading = queries.thread(thread.id, as_viewer(cast.lena)).reading
    actions.mark_read(thread.id, cast.lena.id, reading, first.id)
    assert reading.last_message_id == second.id


def test_handing_in_again_and_again_is_told_once_a_day_while_it_waits(cast: Cast, thread: FeedbackThread, hand_in):
    for number in range(5):
        hand_in(cast.lena, cast.here, f"Better {number}")
    assert told("work-waiting") == [cast.tess.id]
    with clock.at(clock.now() + timedelta(days=1)):
        hand_in(cast.lena, cast.here, "The next day")
    say(thread, cast.tess)
    hand_in(cast.lena, cast.here, "After the answer")
    assert told("work-waiting") == [cast.tess.id] * 3


def test_many_messages_are_told_once_until_they_have_been_read(cast: Cast, thread: FeedbackThread):
    for number in range(5):
        last = say(thread, cast.tess, f"Point {number}")
    assert told("new-message") == [cast.lena.id]
    opened = queries.thread(thread.id, as_viewer(cast.lena))
    assert opened
    actions.mark_read(thread.id, cast.lena.id, opened.reading, last.id)
    say(thread, cast.tess, "One more")
    with clock.at(clock.now() + timedelta(days=1)):
        say(thread, cast.tess, "And the next day")
    assert told("new-message") == [cast.lena.id] * 3


def thanked(thread: FeedbackThread, cast: Cast) -> Message:
    """Answered by Tess, and Lena said thank you, so that it waits again."""
    say(thread, cast.tess)
    return say(thread, cast.lena, "Thank you.")


def settle(thread: FeedbackThread, who: Person, seen: int) -> None:
    actions.settle(thread, who, seen, thread.version_id, clock.now())


def test_what_needs_no_answer_says_who_found_so_and_when_and_goes_back_to_its_place(cast: Cast, thread: FeedbackThread):
    seen = thanked(thread, cast)
    since = thread.waiting_since
    settle(thread, cast.tess, seen.id)
    settling = db.get_one(Settling, thread.id)
    assert thread.waiting_since is None
    assert (settling.person_id, settling.waiting_since) == (cast.tess.id, since)
    actions.unsettle(thread)
    assert thread.waiting_since == since
    assert db.get(Settling, thread.id) is None


@pytest.mark.parametrize("after", ["a question", "a new version", "an answer"])
def test_whatever_comes_after_that_is_treated_as_ever(cast: Cast, thread: FeedbackThread, hand_in, after: str):
    settle(thread, cast.tess, thanked(thread, cast).id)
    if after == "a new version":
        hand_in(cast.lena, cast.here, "Better")
    else:
        say(thread, cast.lena if after == "a question" else cast.tess, "Once more")
    db.expire_all()
    assert db.get(Settling, thread.id) is None
    assert (thread.waiting_since is None) == (after == "an answer")


def test_what_came_in_unseen_keeps_waiting(cast: Cast, thread: FeedbackThread, hand_in):
    seen, version_id = thanked(thread, cast).id, thread.version_id
    say(thread, cast.lena, "And one question:")
    with pytest.raises(Conflict, match="Something new"):
        settle(thread, cast.tess, seen)
    hand_in(cast.lena, cast.here, "Better")
    with pytest.raises(Conflict, match="Something new"):
        actions.settle(thread, cast.tess, 10**9, version_id, clock.now())
    assert thread.waiting_since


def test_two_trainers_who_find_so_at_once_are_both_right(cast: Cast, thread: FeedbackThread):
    seen = thanked(thread, cast).id
    for _ in range(2):
        settle(thread, cast.tess, seen)
    assert db.scalar(select(func.count()).select_from(Settling)) == 1

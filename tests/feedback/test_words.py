"""Messages are edited in the open and taken away with a trace; then everything waits as if they had not been said."""

import re
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.audit.models import AuditEntry
from lms.cohorts import actions as cohorts
from lms.cohorts.models import Enrollment, Role
from lms.core import clock, words
from lms.core.db import db
from lms.core.words import Remover
from lms.feedback import actions
from lms.feedback.models import FeedbackThread, Message, Remark, Settling
from lms.feedback.reviews import actions as reviews
from lms.feedback.reviews.actions import Place
from lms.feedback.reviews.models import Review, ReviewRemark
from lms.feedback.voices.actions import Spoken
from lms.feedback.voices.models import Voice
from lms.feedback.words import actions as spoken
from lms.feedback.words import queries
from lms.feedback.words.rules import TAKEN_AWAY, Why, without_quotes
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.steps.models import NextStep
from lms.videos import actions as videos
from lms.videos.models import Video
from tests.kit.at_once import at_once
from tests.kit.cast import Cast


def say(thread: FeedbackThread, author: Person, text: str = "Well said.") -> Message:
    db.refresh(thread)
    return actions.post(thread, author, text, f"{author.id} {text}", thread.last_message_id or 0, clock.now())


def take_away(message: Message, by: Person) -> None:
    found = queries.message(message.id)
    assert found
    spoken.remove(found, by, Remover.AUTHOR, Why.OTHER, clock.now())


def waits_since(thread: FeedbackThread) -> datetime | None:
    db.refresh(thread)
    return thread.waiting_since


def edit(client: FlaskClient, message: Message, text: str, seen: int = 0) -> TestResponse:
    return client.post(f"/messages/{message.id}", data={"text": text, "seen": seen})


def remove(client: FlaskClient, message: Message, why: str = "client") -> TestResponse:
    return client.post(f"/messages/{message.id}/removal", data={"why": why})


def page(client: FlaskClient, thread: FeedbackThread) -> str:
    return client.get(f"/threads/{thread.id}").text


@pytest.fixture
def said(cast: Cast, thread: FeedbackThread) -> Message:
    """Tess has answered."""
    made = say(thread, cast.tess, "You waited **long** enough.")
    db.commit()
    return made


def test_what_an_edited_message_said_before_stays_to_be_read_by_whoever_reads_it(cast: Cast, thread, said, sign_in):
    tess, lena = sign_in(cast.tess), sign_in(cast.lena)
    answer = edit(tess, said, "You waited *well*.")
    assert answer.status_code == 303 and answer.location.endswith(f"#message-{said.id}")
    for shown in (page(tess, thread), page(lena, thread)):
        assert "<em>well</em>" in shown
        assert re.search(r"<summary>Edited <time.*?Until <time.*?<strong>long</strong>", shown, re.S)
    assert db.get_one(Message, said.id).earlier[0][0] == "You waited **long** enough."


def test_an_edit_is_news_to_nobody_and_changes_no_order(cast: Cast, thread, said, sign_in):
    say(thread, cast.tess, "And one more.")
    db.commit()
    lena = sign_in(cast.lena)
    page(lena, thread)
    edit(sign_in(cast.tess), said, "You waited well.")
    shown = page(lena, thread)
    assert "message__new" not in shown
    assert shown.index("You waited well.") < shown.index("And one more.")
    assert "site-nav__count" not in lena.get("/feedback/").text


def test_of_two_windows_the_second_is_shown_what_the_first_saved_and_keeps_its_words(cast: Cast, thread, said, sign_in):
    tess = sign_in(cast.tess)
    assert edit(tess, said, "First window").status_code == 303
    answer = edit(tess, said, "Second window")
    assert answer.status_code == 409
    assert "changed in another window" in answer.text
    assert "First window" in answer.text and "Second window</textarea>" in answer.text
    assert 'name="seen" value="1"' in answer.text
    assert edit(tess, said, "Second window", 1).status_code == 303
    assert [words for words, _ in db.get_one(Message, said.id).earlier] == [said.text, "First window"]


def test_of_two_who_save_in_the_same_moment_one_is_told(cast: Cast, thread, said, sign_in):
    windows = [sign_in(cast.tess) for _ in range(4)]
    answers = at_once(*[partial(edit, window, said, f"Window {n}") for n, window in enumerate(windows)])
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]


def test_the_same_words_again_are_no_edit(cast: Cast, said, sign_in):
    assert edit(sign_in(cast.tess), said, said.text).status_code == 303
    assert db.get_one(Message, said.id).earlier == []


def test_empty_and_endless_words_are_refused_with_what_was_typed(cast: Cast, said, sign_in, monkeypatch):
    tess = sign_in(cast.tess)
    assert edit(tess, said, " ").status_code == 422
    answer = edit(tess, said, "x" * 20_001)
    assert answer.status_code == 422 and "x" * 20_001 in answer.text
    monkeypatch.setattr(words, "EDITS_MOST", 0)
    answer = edit(tess, said, "Other words")
    assert answer.status_code == 422 and "Other words</textarea>" in answer.text
    assert answer.text.count(f'id="message-{said.id}-text"') == 1


@pytest.mark.parametrize("who", ["lena", "paul", "omar", "theo", "cora", "otto"])
def test_nobody_edits_what_somebody_else_said(cast: Cast, said, sign_in, who: str):
    assert edit(sign_in(getattr(cast, who)), said, "Mine").status_code == 404


def test_a_trainer_who_learns_now_does_not_get_at_the_thread_by_their_old_words(cast: Cast, said, sign_in):
    enrollment = db.scalars(
        select(Enrollment).where(Enrollment.person_id == cast.tess.id, Enrollment.cohort_id == cast.here.id)
    ).one()
    db.refresh(enrollment, ["cohort", "person"])
    cohorts.change_role(enrollment, Role.LEARNER, clock.now())
    db.commit()
    tess = sign_in(cast.tess)
    assert edit(tess, said, "").status_code == 404
    assert remove(tess, said).location == "/feedback/"
    assert db.get_one(Message, said.id).removed_as is Remover.AUTHOR


def test_words_that_are_taken_back_are_gone_and_who_and_why_is_kept(cast: Cast, thread, said, sign_in):
    tess = sign_in(cast.tess)
    edit(tess, said, "You waited, Mr Miller.")
    assert remove(tess, said).status_code == 303
    assert "You took this back" in page(tess, thread)
    shown = page(sign_in(cast.lena), thread)
    assert "Taken back by its author" in shown and "Tess Sample" in shown
    assert "Miller" not in shown and "long" not in shown.split("<main")[1].split("Conversation")[1]
    left = db.get_one(Message, said.id)
    assert (left.text, left.earlier) == ("", [])
    [entry] = db.scalars(select(AuditEntry).where(AuditEntry.deed == "words_removed"))
    assert (entry.actor_id, entry.person_id, entry.cohort_id) == (cast.tess.id, cast.tess.id, cast.here.id)
    assert (entry.about_kind, entry.about_id) == ("message", said.id)
    assert entry.facts == {"removed_as": "author", "why": "client"}


def test_a_trainer_removes_what_a_learner_wrote_and_a_learner_only_their_own(cast: Cast, thread, said, sign_in):
    asked = say(thread, cast.lena, "Is that Mr Miller?")
    db.commit()
    assert remove(sign_in(cast.lena), said).status_code == 404
    for _ in range(2):
        assert remove(sign_in(cast.tess), asked).status_code == 303
    assert "Removed by a trainer" in page(sign_in(cast.lena), thread)
    assert len(db.scalars(select(AuditEntry).where(AuditEntry.deed == "words_removed")).all()) == 1


def test_a_coordinator_who_is_given_its_number_removes_a_message_without_reading_it(cast: Cast, thread, said, sign_in):
    cora, where = sign_in(cast.cora), f"/messages/{said.id}/removal"
    shown = cora.get(where).text
    assert "Tess Sample" in shown and "long" not in shown
    assert cora.post(where, data={"why": "nonsense"}).status_code == 400
    assert remove(cora, said, "hurtful").location == where
    assert "Removed by a coordinator" in cora.get(where).text
    assert "Removed by a coordinator" in page(sign_in(cast.lena), thread)


def test_what_is_gone_is_edited_and_understood_by_nobody(cast: Cast, thread, said, sign_in):
    tess = sign_in(cast.tess)
    remove(tess, said)
    answer = edit(tess, said, "Once more")
    assert answer.status_code == 422 and "Once more</textarea>" in answer.text
    assert sign_in(cast.lena).post(f"/messages/{said.id}/understanding").status_code == 400


def test_what_it_quoted_goes_with_it(cast: Cast, thread, sign_in):
    version = practice.version(thread.submission_id, 1)
    assert version
    passage = actions.Passage(version, "wait", 19)
    quoting = actions.post(thread, cast.tess, "Why twice?", "key", 0, clock.now(), passage)
    db.commit()
    tess = sign_in(cast.tess)
    assert "<mark" in page(tess, thread)
    remove(tess, quoting)
    shown = page(tess, thread)
    assert "<mark" not in shown and "anchor--quote" not in shown and "Show in version" not in shown
    assert db.scalars(select(Remark.quote)).one() == ""


def test_without_a_trainers_last_word_work_waits_again_at_its_old_place(cast: Cast, thread):
    since = waits_since(thread)
    first = say(thread, cast.tess, "One")
    second = say(thread, cast.tess, "Two")
    take_away(second, cast.tess)
    assert waits_since(thread) is None
    take_away(first, cast.tess)
    assert waits_since(thread) == since


def test_a_question_that_is_taken_back_waits_for_nobody(cast: Cast, thread):
    say(thread, cast.tess)
    first, second = say(thread, cast.lena, "How?"), say(thread, cast.lena, "And when?")
    take_away(first, cast.lena)
    assert waits_since(thread) == second.said_at
    take_away(second, cast.lena)
    assert waits_since(thread) is None


def test_work_that_waits_goes_on_waiting_when_words_about_it_are_taken_back(cast: Cast, thread, hand_in):
    since = waits_since(thread)
    take_away(say(thread, cast.lena, "One more thing:"), cast.lena)
    assert waits_since(thread) == since
    say(thread, cast.tess)
    with clock.at(clock.now() + timedelta(hours=1)):
        hand_in(cast.lena, cast.here, "Better")
        since = waits_since(thread)
        take_away(say(thread, cast.lena, "It is better."), cast.lena)
    assert waits_since(thread) == since


def test_what_was_said_to_need_no_answer_stays_out_of_the_queue(cast: Cast, thread):
    answer = say(thread, cast.tess)
    thanks = say(thread, cast.lena, "Thank you.")
    actions.settle(thread, cast.tess, thanks.id, thread.version_id, clock.now())
    take_away(answer, cast.tess)
    assert waits_since(thread) is None and db.get(Settling, thread.id)


def test_a_reviews_words_go_where_they_were_prepared_as_well(cast: Cast, thread, sign_in):
    version = practice.version(thread.submission_id, 1)
    assert version
    review = reviews.begin(thread, cast.tess, clock.now())
    reviews.pin(review, version, "Mr Miller here.", "a", Place(quote="wait", position=8), False)
    reviews.pin(review, version, "Mr Miller later.", "b", Place(quote="Then", position=0), True)
    reviews.save(review, "Mr Miller’s pace.", "Ask Mr Miller.", {}, 0, clock.now())
    reviews.release(review, cast.tess, clock.now())
    db.commit()
    tess = sign_in(cast.tess)
    remark, whole = db.scalars(select(Message).order_by(Message.id)).all()
    remove(tess, remark)
    left = {one.is_later: (one.text, one.quote) for one in db.scalars(select(ReviewRemark))}
    assert left == {False: (TAKEN_AWAY, ""), True: ("Mr Miller later.", "Then")}
    remove(tess, whole)
    db.remove()
    assert [(one.text, one.quote) for one in db.scalars(select(ReviewRemark))] == [(TAKEN_AWAY, "")] * 2
    assert (db.scalars(select(Review)).one().keep, db.scalars(select(Review)).one().try_next) == ("", "")
    assert db.scalars(select(NextStep)).one().text == TAKEN_AWAY
    assert "Miller" not in page(sign_in(cast.lena), thread)


def test_a_key_that_looks_like_a_reviews_reaches_no_review_of_somebody_else(cast: Cast, thread, sign_in):
    review = reviews.begin(thread, cast.tess, clock.now())
    reviews.save(review, "Your pace.", "", {}, 0, clock.now())
    reviews.release(review, cast.tess, clock.now())
    forged = actions.post(thread, cast.lena, "Hm.", f"review-{review.id}-1", 10**6, clock.now())
    db.commit()
    remove(sign_in(cast.lena), forged)
    assert db.scalars(select(Review)).one().keep == "Your pace."


def test_quotes_are_left_out_the_longest_first():
    said = "For later:\n\n- “I wait”: why?\n- “I wait long”: good"
    assert without_quotes(said, ["I wait", "I wait long"]).count(TAKEN_AWAY) == 2
    assert without_quotes("I wait with you.", ["I wait"]) == "I wait with you."


def test_what_was_spoken_in_a_message_goes_with_it(cast: Cast, thread: FeedbackThread):
    recorded = Spoken(videos.keep_stream(BytesIO(b"spoken"), "said.webm"), cast.tess, clock.now())
    made = actions.post(thread, cast.tess, "", "by voice", 0, clock.now(), spoken=recorded)
    video = db.get_one(Video, db.scalars(select(Voice.video_id).filter_by(message_id=made.id)).one())
    take_away(made, cast.tess)
    assert db.scalars(select(Voice)).all() == []
    assert video.erased_at is not None and not video.plays

"""Taking work back, until somebody has begun to answer it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from lms.core import clock, storage
from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.feedback import actions as feedback
from lms.feedback.models import FeedbackThread
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.models import Draft, SubmissionVersion
from lms.practice.queries import AssignmentHere
from lms.practice.withdrawals import actions
from tests.kit.cast import Cast


def here_of(thread: FeedbackThread) -> AssignmentHere:
    submission = work.submission(thread.submission_id)
    assert submission
    return AssignmentHere(submission.assignment, submission.cohort)


def hand_in(cast: Cast, thread: FeedbackThread, text: str, at: datetime) -> SubmissionVersion:
    here = here_of(thread)
    draft = practice.open_draft(here, cast.lena, at)
    return practice.hand_in(here, cast.lena, text, draft.saved, at)


def take_back(cast: Cast, thread: FeedbackThread, number: int) -> SubmissionVersion:
    submission = work.submission(thread.submission_id)
    return actions.withdraw(submission, cast.lena, number, clock.now())


def say(thread: FeedbackThread, author: Person, text: str, at: datetime) -> None:
    feedback.post(thread, author, text, f"{author.id}-{at.timestamp()}", thread.last_message_id or 0, at)


def draft_of(cast: Cast, thread: FeedbackThread) -> Draft:
    return practice.open_draft(here_of(thread), cast.lena, clock.now())


def test_the_queue_loses_it_and_the_version_stays(cast: Cast, thread: FeedbackThread, sign_in):
    assert thread.version_id
    version = take_back(cast, thread, 1)
    db.commit()
    assert (thread.waiting_since, thread.version_id, thread.words) == (None, None, 0)
    assert db.get(SubmissionVersion, version.id).text == "I would wait. Then wait."
    tess, lena = sign_in(cast.tess), sign_in(cast.lena)
    assert "Lena Sample" not in tess.get("/review/").text.split("<main")[1]
    for address in (f"/threads/{thread.id}", f"/submissions/{thread.submission_id}/thread"):
        assert tess.get(address).status_code == 404
    for address in ("receipts/1", "differences"):
        assert tess.get(f"/submissions/{thread.submission_id}/{address}").status_code == 404
        assert lena.get(f"/submissions/{thread.submission_id}/{address}").status_code == 200
    assert "You took this version back" in lena.get(f"/submissions/{thread.submission_id}/receipts/1").text
    assert "taken back" in lena.get("/feedback/").text
    assert "You took this version back" in lena.get(f"/threads/{thread.id}").text


def test_its_files_are_closed_to_trainers_too(cast: Cast, hand_in, thread: FeedbackThread, sign_in, tmp_path):
    draft = draft_of(cast, thread)
    with (tmp_path / "page").open("w+b") as page:
        page.write(b"a page")
        page.seek(0)
        practice.attach(draft, "page.txt", practice.keep_bytes(storage.store(), page), clock.now())
    second = hand_in(cast.lena, cast.here, "With a page")
    version = work.version(second.submission_id, 2)
    db.commit()
    address = f"/files/{version.files[0].id}"
    assert sign_in(cast.tess).get(address).status_code == 200
    take_back(cast, thread, 2)
    db.commit()
    assert sign_in(cast.tess).get(address).status_code == 404
    assert sign_in(cast.lena).get(address).status_code == 200


def test_an_emptied_draft_gets_text_and_files_back_and_any_other_stays(cast: Cast, thread: FeedbackThread):
    draft = draft_of(cast, thread)
    practice.save_draft(_here(thread), cast.lena, "Newer words", draft.saved, clock.now())
    take_back(cast, thread, 1)
    assert draft_of(cast, thread).text == "Newer words"
    hand_in(cast, thread, "Second", clock.now())
    draft = draft_of(cast, thread)
    practice.save_draft(_here(thread), cast.lena, "", draft.saved, clock.now())
    take_back(cast, thread, 2)
    assert draft_of(cast, thread).text == "Second"


def _here(thread: FeedbackThread) -> AssignmentHere:
    submission = work.submission(thread.submission_id)
    return AssignmentHere(submission.assignment, submission.cohort)


def test_handing_in_the_same_again_makes_the_next_version(cast: Cast, thread: FeedbackThread):
    take_back(cast, thread, 1)
    again = hand_in(cast, thread, "I would wait. Then wait.", clock.now() + timedelta(minutes=1))
    assert again.number == 2
    assert thread.version_id == again.id and thread.waiting_since == again.handed_in_at


def test_what_was_handed_in_before_counts_again_at_its_place_in_the_queue(cast: Cast, thread: FeedbackThread):
    first, since = thread.version_id, thread.waiting_since
    hand_in(cast, thread, "Second", clock.now() + timedelta(minutes=1))
    assert thread.waiting_since == since
    take_back(cast, thread, 2)
    assert (thread.version_id, thread.waiting_since) == (first, since)
    take_back(cast, thread, 1)
    assert thread.version_id is None


def test_an_answered_thread_no_longer_waits_once_the_later_version_is_back(cast: Cast, thread: FeedbackThread):
    now = clock.now()
    say(thread, cast.tess, "Well done.", now + timedelta(minutes=1))
    hand_in(cast, thread, "Second", now + timedelta(minutes=2))
    assert thread.waiting_since
    take_back(cast, thread, 2)
    assert thread.waiting_since is None


def test_a_question_asked_after_the_version_goes_on_waiting(cast: Cast, thread: FeedbackThread):
    now = clock.now()
    say(thread, cast.tess, "Well done.", now + timedelta(minutes=1))
    hand_in(cast, thread, "Second", now + timedelta(minutes=2))
    say(thread, cast.lena, "What about this?", now + timedelta(minutes=3))
    take_back(cast, thread, 2)
    assert thread.waiting_since == now + timedelta(minutes=3)


def test_what_a_trainer_answered_or_settled_cannot_be_taken_back(cast: Cast, thread: FeedbackThread, sign_in):
    now = clock.now()
    say(thread, cast.tess, "Well done.", now + timedelta(minutes=1))
    say(thread, cast.lena, "Thank you.", now + timedelta(minutes=2))
    with pytest.raises(Conflict, match="begun to answer"):
        take_back(cast, thread, 1)
    db.rollback()


def test_a_refusal_leaves_nothing_behind(cast: Cast, thread: FeedbackThread, sign_in):
    say(thread, cast.tess, "Well done.", clock.now() + timedelta(minutes=1))
    db.commit()
    address = f"/submissions/{thread.submission_id}/withdrawal"
    lena = sign_in(cast.lena)
    assert "has begun to answer" in lena.get(address).text
    assert lena.post(address, data={"number": "1"}).status_code == 303
    assert "Taken back" not in lena.get(f"/submissions/{thread.submission_id}/receipts/1").text
    assert work.standing_versions(thread.submission_id)


def test_settled_work_stays_handed_in(cast: Cast, thread: FeedbackThread):
    now = clock.now()
    say(thread, cast.tess, "Well done.", now + timedelta(minutes=1))
    second = hand_in(cast, thread, "Second", now + timedelta(minutes=2))
    feedback.settle(thread, cast.tess, thread.last_message_id or 0, second.id, now + timedelta(minutes=3))
    with pytest.raises(Conflict, match="begun to answer"):
        take_back(cast, thread, 2)


def test_only_the_last_version_that_counts_is_taken_back_and_only_once(cast: Cast, thread: FeedbackThread):
    hand_in(cast, thread, "Second", clock.now())
    with pytest.raises(Conflict, match="elsewhere"):
        take_back(cast, thread, 1)
    take_back(cast, thread, 2)
    with pytest.raises(Conflict, match="elsewhere"):
        take_back(cast, thread, 2)


def test_an_answer_to_what_was_taken_back_meanwhile_is_refused(cast: Cast, thread: FeedbackThread):
    take_back(cast, thread, 1)
    with pytest.raises(Refused, match="taken back while you were writing"):
        say(thread, cast.tess, "Well done.", clock.now())


def test_a_trainer_sees_the_versions_that_count_and_no_other(cast: Cast, thread: FeedbackThread, sign_in):
    hand_in(cast, thread, "Secret second thoughts", clock.now() + timedelta(minutes=1))
    take_back(cast, thread, 2)
    hand_in(cast, thread, "Third", clock.now() + timedelta(minutes=2))
    db.commit()
    tess, lena = sign_in(cast.tess), sign_in(cast.lena)
    page = tess.get(f"/threads/{thread.id}").text
    assert "Version 1" in page and "Version 3" in page and "Version 2" not in page
    assert tess.get(f"/threads/{thread.id}?version=2").status_code == 404
    assert tess.get(f"/submissions/{thread.submission_id}/differences?from=1&to=2").status_code == 404
    assert "Secret" in lena.get(f"/threads/{thread.id}?version=2").text


def test_a_learner_takes_back_through_the_pages(cast: Cast, thread: FeedbackThread, sign_in):
    db.commit()
    lena, address = sign_in(cast.lena), f"/submissions/{thread.submission_id}/withdrawal"
    assert address in lena.get(f"/submissions/{thread.submission_id}/receipts/1").text
    assert "Take back version 1" in lena.get(address).text
    answer = lena.post(address, data={"number": "1"}, follow_redirects=True)
    assert "Version 1 is taken back" in answer.text and "I would wait. Then wait." in answer.text
    assert "To do" in answer.text or "Draft" in answer.text
    assert "Nothing of this is handed in now" in lena.get(address).text
    assert db.scalar(select(func.count()).select_from(SubmissionVersion)) == 1

"""Whose work it is, and who is at it: two trainers never answer the same unknowingly."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Conflict, Refused
from lms.core.outbox import Letter
from lms.feedback import actions as threads
from lms.feedback import queries as threads_read
from lms.feedback import queue
from lms.feedback.claims import actions, queries
from lms.feedback.claims.models import Claim, Handover
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.planner.models import Stint
from lms.feedback.planner.rules import Depth
from lms.feedback.queue import Filters, Whose
from lms.people.models import Person
from tests.feedback.test_pages import send
from tests.feedback.viewers import trainer_here
from tests.kit import make
from tests.kit.at_once import at_once
from tests.kit.cast import Cast


@pytest.fixture
def tom(cast: Cast) -> Person:
    """A second trainer here."""
    made = make.person("Tom Sample", trainer_in=cast.here)
    db.commit()
    return made


@pytest.fixture
def address(thread: FeedbackThread) -> str:
    db.commit()
    return f"/threads/{thread.id}"


def letters(kind: str) -> list[dict]:
    return [one.payload for one in db.scalars(select(Letter)) if one.payload.get("template") == kind]


def test_a_claim_holds_for_half_an_hour_after_the_last_thing_that_was_done(cast: Cast, thread, tom):
    now = clock.now()
    assert actions.begin(thread, cast.tess.id, now)
    assert not actions.begin(thread, tom.id, now + timedelta(minutes=29))
    assert actions.begin(thread, cast.tess.id, now + timedelta(minutes=29))
    assert not actions.begin(thread, tom.id, now + timedelta(minutes=58))
    assert actions.begin(thread, tom.id, now + timedelta(minutes=59))
    claim = queries.live(thread.id, now + timedelta(minutes=60))
    assert claim and (claim.trainer_id, claim.since) == (tom.id, now + timedelta(minutes=59))


def test_what_one_was_at_long_ago_begins_anew(cast: Cast, thread):
    now = clock.now()
    actions.begin(thread, cast.tess.id, now)
    actions.begin(thread, cast.tess.id, now + timedelta(hours=5))
    claim = queries.live(thread.id, now + timedelta(hours=5))
    assert claim and claim.since == now + timedelta(hours=5)


def test_of_two_who_open_the_same_in_one_moment_one_is_at_it(cast: Cast, thread, tom):
    db.commit()

    def open_it(who: int) -> bool:
        with transaction():
            here = db.get_one(FeedbackThread, thread.id)
            return actions.begin(here, who, clock.now())

    for _ in range(5):
        with transaction():
            db.query(Claim).delete()
        won = at_once(*[lambda who=who: open_it(who) for who in (cast.tess.id, tom.id)])
        assert sorted(won) == [False, True]
        assert db.scalar(select(func.count()).select_from(Claim)) == 1
        db.remove()


def test_of_two_who_take_the_same_out_of_the_pool_in_one_moment_one_has_it(cast: Cast, thread, tom):
    db.commit()

    def take_it(who: int) -> bool:
        try:
            with transaction():
                actions.take(db.get_one(FeedbackThread, thread.id), db.get_one(Person, who), clock.now())
        except Conflict:
            return False
        return True

    won = at_once(*[lambda who=who: take_it(who) for who in (cast.tess.id, tom.id)])
    assert sorted(won) == [False, True]
    assert db.scalar(select(FeedbackThread.trainer_id)) in (cast.tess.id, tom.id)


def test_answering_what_another_is_at_asks_first_and_keeps_what_was_typed(cast: Cast, address, thread, tom, sign_in):
    sign_in(cast.tess).post(f"{address}/claim")
    his = sign_in(tom)
    assert "Tess Sample is at it since" in his.get(address).text
    asked = send(his, address, "I would wait.")
    assert asked.status_code == 409
    assert "Tess Sample is answering this just now" in asked.text and "I would wait.</textarea>" in asked.text
    assert db.scalar(select(func.count()).select_from(Message)) == 0
    db.remove()
    held_by = re.search(r'name="held_by" type="hidden" value="(\d+)"', asked.text)
    assert held_by and int(held_by[1]) == cast.tess.id
    assert send(his, address, "I would wait.", held_by=held_by[1]).status_code == 303


def test_releasing_a_review_of_what_another_is_at_asks_first_and_keeps_what_was_typed(
    cast: Cast, address, tom, sign_in
):
    sign_in(cast.tess).post(f"{address}/claim")
    his, typed = sign_in(tom), {"keep": "You wait well.", "seen": "0"}
    asked = his.post(f"{address}/review/release", data=typed)
    assert asked.status_code == 409
    assert "Tess Sample is answering this just now" in asked.text and "You wait well.</textarea>" in asked.text
    held_by = re.search(r'name="held_by" type="hidden" value="(\d+)"', asked.text)
    assert held_by
    assert his.post(f"{address}/review/release", data=typed | {"held_by": held_by[1]}).status_code == 303


def test_who_is_at_it_is_seen_in_the_queue_with_its_time_and_gone_after_the_answer(cast: Cast, address, tom, sign_in):
    tess = sign_in(cast.tess)
    tess.post(f"{address}/claim")
    assert "Tess Sample is at it since <time" in sign_in(tom).get("/review/").text
    assert "You are at it since <time" in tess.get("/review/").text
    send(tess, address)
    assert db.scalar(select(func.count()).select_from(Claim)) == 0


def test_a_script_that_tells_is_told_how_it_stands_now(cast: Cast, address, tom, sign_in):
    by_script = {"X-Requested-With": "fragment"}
    said = sign_in(cast.tess).post(f"{address}/claim", headers=by_script).text
    assert "others see that you are at it" in said and "<main" not in said
    assert "Tess Sample is at it since" in sign_in(tom).post(f"{address}/claim", headers=by_script).text


def test_a_page_that_is_fetched_ahead_is_neither_read_nor_claimed(cast: Cast, address, thread, sign_in):
    send(sign_in(cast.lena), address, "One question more")
    tess = sign_in(cast.tess)
    tess.get(address, headers={"X-Purpose": "prefetch"})
    assert "message--unread" in tess.get(address, headers={"Sec-Purpose": "prefetch"}).text
    assert db.scalar(select(func.count()).select_from(Claim)) == 0
    db.remove()
    tess.post(f"{address}/claim", data={"seen": str(db.scalar(select(func.max(Message.id))))})
    assert "message--unread" not in tess.get(address).text


def test_handing_over_writes_to_the_new_trainer_and_the_note_stays_inside(cast: Cast, address, thread, tom, sign_in):
    tess = sign_in(cast.tess)
    done = tess.post(f"{address}/handover", data={"to": str(tom.id), "note": "She asks for *you*."})
    assert done.status_code == 303
    (letter,) = letters("handed-over")
    assert letter["person_id"] == tom.id and "asks for" not in str(letter)
    page = sign_in(tom).get(address).text
    assert "From Tess Sample" in page and "She asks for *you*." in page
    assert "She asks for" not in sign_in(cast.lena).get(address).text


def test_what_changed_hands_meanwhile_is_not_handed_over_unknowingly(cast: Cast, thread, tom):
    actions.take(thread, tom, clock.now())
    with pytest.raises(Conflict):
        actions.hand_over(thread, cast.tess, cast.tess, "", clock.now(), seen_id=None)
    with pytest.raises(Refused):
        actions.hand_over(thread, tom, cast.theo, "", clock.now(), seen_id=tom.id)
    with pytest.raises(Conflict):
        actions.take(thread, cast.tess, clock.now())


def test_back_in_the_pool_it_is_nobodys(cast: Cast, thread, tom):
    found = threads_read.thread(thread.id, trainer_here(cast))
    assert found
    actions.hand_over(found.thread, cast.tess, tom, "", clock.now(), seen_id=None)
    actions.hand_over(found.thread, tom, None, "", clock.now(), seen_id=tom.id)
    assert thread.trainer_id is None
    assert db.scalar(select(func.count()).select_from(Handover)) == 0


def test_the_queue_shows_mine_the_pool_or_everyones(cast: Cast, hand_in, tom):
    mine, his, free = (hand_in(cast.lena, cast.here, "Words", number) for number in (1, 2, 3))
    actions.take(mine, cast.tess, clock.now())
    actions.take(his, tom, clock.now())
    viewer = trainer_here(cast)

    def shown(whose: Whose | None) -> list[int]:
        return [thread.id for thread in queue.waiting(viewer, Filters(whose=whose), None).rows]

    assert shown(Whose.MINE) == [mine.id]
    assert shown(Whose.POOL) == [free.id]
    assert shown(None) == [mine.id, his.id, free.id]


def test_the_way_onward_leads_past_what_another_is_at(cast: Cast, hand_in, tom):
    first, second, third = (hand_in(cast.lena, cast.here, "Words", number) for number in (1, 2, 3))
    actions.begin(second, tom.id, clock.now())
    at = queue.key_of(first.waiting_since, first.id)
    threads.post(first, cast.tess, "Well said", "key", 0, clock.now())
    onward = queue.onward(trainer_here(cast), Filters(), at, clock.now())
    assert onward and onward.thread_id == third.id


def test_an_answer_keeps_how_long_it_took_and_how_long_it_had_been_waited_for(cast: Cast, thread, tom):
    now = thread.waiting_since + timedelta(hours=3)
    actions.begin(thread, cast.tess.id, now, is_deep=True)
    threads.post(thread, cast.tess, "Well said", "key", 0, now + timedelta(minutes=11))
    stint = db.scalars(select(Stint)).one()
    assert (stint.trainer_id, stint.depth, stint.seconds) == (cast.tess.id, Depth.DEEP, 660)
    assert stint.waited_s == 3 * 3600 + 660
    threads.post(thread, cast.tess, "And one thing more", "other", 10**9, now + timedelta(minutes=20))
    assert db.scalar(select(func.count()).select_from(Stint)) == 1


def test_a_page_left_open_overnight_counts_for_the_time_at_work(cast: Cast, thread):
    now = clock.now()
    actions.begin(thread, cast.tess.id, now)
    actions.begin(thread, cast.tess.id, now + timedelta(minutes=10))
    threads.post(thread, cast.tess, "Well said", "key", 0, now + timedelta(hours=9))
    assert db.scalars(select(Stint)).one().seconds == 600

"""The plan through the pages: minutes, the queue's order, deep or light by hand, and what is counted."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.feedback import queue
from lms.feedback.claims import actions as claims
from lms.feedback.models import FeedbackThread
from lms.feedback.planner import queries
from lms.feedback.planner.models import DepthChoice, ReviewMinutes
from lms.feedback.planner.rules import Depth
from lms.feedback.queue import Filters
from lms.feedback.rules import Material
from lms.practice import actions as practice
from lms.practice.rules import Reflection
from lms.videos import leases
from lms.videos.rules import VideoState
from tests.feedback.many import many_threads
from tests.feedback.test_pages import send
from tests.feedback.viewers import trainer_here
from tests.kit.cast import Cast
from tests.practice.conftest import here, recorded, taken

__all__ = ["here", "recorded", "taken"]  # a recording that can be handed in


@pytest.fixture
def works(cast: Cast, hand_in) -> list[FeedbackThread]:
    """Lena's 1 and 2 and Paul's 1, a day between them, 400 words each."""
    made = []
    for day, (learner, number) in enumerate([(cast.lena, 1), (cast.lena, 2), (cast.paul, 1)]):
        with clock.at(clock.now() - timedelta(days=3 - day)):
            made.append(hand_in(learner, cast.here, "word " * 400, number))
    db.commit()
    return made


def order(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'row__title"><a href="/threads/(\d+)\?', page)]


def test_the_queue_stands_in_the_plans_order_with_deep_and_light_and_its_minutes(cast: Cast, works, sign_in):
    works[2].needed_soon_at = works[2].waiting_since
    db.commit()
    page = sign_in(cast.tess).get("/review/").text
    assert order(page) == [works[2].id, works[0].id, works[1].id]
    assert "Help needed soon" in page
    assert page.count("Deep, 6 min") == 2 and page.count("Light, 3 min") == 1, "one deep one for each learner"
    assert "Planned for you: 2 deep and 1 light, about 15 minutes" in page
    assert "0 of 120 used" in page


def test_the_order_of_waiting_alone_can_be_chosen_and_stays_on_the_way(cast: Cast, works, sign_in):
    works[2].needed_soon_at = works[2].waiting_since
    db.commit()
    tess = sign_in(cast.tess)
    page = tess.get("/review/?order=waiting").text
    assert order(page) == [work.id for work in works]
    href = re.search(r'row__title"><a href="([^"]+)"', page)
    assert href
    thread = tess.get(href[1].replace("&amp;", "&")).text
    assert re.search(rf'data-next="/threads/{works[1].id}\?order=waiting', thread)


def test_the_way_through_the_plan_stays_as_it_was_seen(cast: Cast, works, sign_in):
    works[2].needed_soon_at = works[2].waiting_since
    db.commit()
    tess = sign_in(cast.tess)
    hrefs = re.findall(r'row__title"><a href="([^"]+)"', tess.get("/review/").text)
    for place, following in zip(hrefs, [works[0].id, works[1].id, None], strict=True):
        answer = send(tess, place.replace("&amp;", "&"), onward="1")
        there = f"/threads/{following}?" if following else "/review/"
        assert answer.status_code == 303 and answer.location.startswith(there)


def test_a_page_fetched_ahead_is_told_only_what_has_changed(cast: Cast, works, sign_in):
    tess = sign_in(cast.tess)
    first = re.findall(r'row__title"><a href="([^"]+)"', tess.get("/review/").text)[0].replace("&amp;", "&")
    page = tess.get(first).text
    ahead = re.search(r'data-next="([^"]+)"', page)
    action = re.search(r'action="(/threads/\d+/messages[^"]*)"', page)
    assert ahead and action
    address = ahead[1].replace("&amp;", "&")
    sent = {"key": "one", "seen": "0", "text": "Well said", "onward": "1"}
    answer = tess.post(action[1].replace("&amp;", "&"), data=sent, headers={"X-Fetched-Ahead": address})
    assert answer.status_code == 200 and "<main" not in answer.text
    assert "Sent to" in answer.text and "site-header" in answer.text
    assert "Sent to" not in tess.get(address).text, "it is said once"


def test_a_review_is_made_light_by_hand_and_the_plan_follows(cast: Cast, works, sign_in):
    tess = sign_in(cast.tess)
    tess.get("/review/")
    done = tess.post(f"/threads/{works[0].id}/depth", data={"depth": "light"})
    assert done.location == "/review/"
    page = tess.get("/review/").text
    assert page.count("Deep, 6 min") == 2, "Lena's other work is the deep one now"
    assert db.scalars(select(DepthChoice)).one().depth is Depth.LIGHT
    db.remove()
    send(tess, f"/threads/{works[0].id}")
    assert db.scalars(select(DepthChoice)).all() != [], "without a claim nothing was measured, and nothing is forgotten"


def test_minutes_are_set_for_this_week_and_those_after_it(cast: Cast, works, sign_in):
    tess = sign_in(cast.tess)
    assert tess.post("/review/plan", data={"minutes": "6"}).status_code == 303
    assert tess.post("/review/plan", data={"minutes": "7"}).status_code == 303
    assert db.scalars(select(ReviewMinutes.minutes)).all() == [7]
    db.remove()
    assert "Planned for you: 0 deep and 2 light, about 6 minutes" in tess.get("/review/").text
    with clock.at(clock.now() + timedelta(weeks=1)):
        assert "0 of 7 used" in tess.get("/review/").text
    assert tess.post("/review/plan", data={"minutes": "-1"}).status_code == 422


def test_the_week_shows_minutes_used_coverage_and_how_long_answers_take(cast: Cast, works, sign_in):
    now = clock.now()
    claims.begin(works[0], cast.tess.id, now - timedelta(minutes=8), is_deep=True)
    db.commit()
    tess = sign_in(cast.tess)
    send(tess, f"/threads/{works[0].id}")
    page = tess.get("/review/plan").text
    assert '<span class="stat__value">8</span><span class="stat__label">minutes used' in page
    assert "1 of 2</span>" in page and "learners had a deep one" in page
    assert "3 days</span>" in page and "until an answer" in page
    assert page.index("Paul Sample") < page.index("Lena Sample"), "longest without a deep review first"


def test_recordings_count_by_their_marked_parts_and_as_a_whole(cast: Cast, recorded, taken, sign_in):
    take = taken(duration_ms=1_200_000)
    for start, end in ((0, 90_000), (60_000, 150_000)):
        practice.mark(take, start, end)
    draft = practice.open_draft(recorded, cast.lena, clock.now())
    said = Reflection(frozenset({take.id}), "Did I wait?", True)
    practice.hand_in(recorded, cast.lena, "word " * 200, draft.saved, clock.now(), said)
    db.commit()
    thread = db.scalars(select(FeedbackThread)).one()
    assert thread.material == Material(200, 150_000, 1_200_000)
    page = sign_in(cast.tess).get("/review/").text
    assert "4 min to read and play, 21 min with all that was recorded" in page
    assert "about 4 minutes to read and play, 21 minutes with all that was recorded, at 200 words a minute" in page


def test_a_recording_counts_as_soon_as_its_length_is_known(cast: Cast, recorded, taken):
    take = taken()
    practice.mark(take, 0, 30_000)
    take.video.state, take.video.duration_ms, take.video.stream_key = VideoState.WAITING, None, None
    draft = practice.open_draft(recorded, cast.lena, clock.now())
    practice.hand_in(recorded, cast.lena, "", draft.saved, clock.now(), Reflection(frozenset({take.id}), "So?", True))
    db.commit()
    assert db.scalars(select(FeedbackThread.recorded_ms)).one() == 0
    lease = leases.take(clock.now())
    assert lease and leases.finish(lease, clock.now(), stream_key="streams/x", duration_ms=61_000)
    assert db.scalars(select(FeedbackThread.recorded_ms)).one() == 61_000


def test_help_that_is_needed_soon_is_asked_for_at_hand_in_and_over_with_the_answer(cast: Cast, works, here, sign_in):
    lena, thread = sign_in(cast.lena), works[0]
    page = lena.get(f"/assignments/{here.assignment.id}").text
    hidden = dict(re.findall(r'name="(seen)" type="hidden" value="([^"]*)"', page))
    assert "I need help soon" in page
    sent = hidden | {"text": "I can't go on", "soon": "y"}
    assert lena.post(f"/assignments/{here.assignment.id}/hand-in", data=sent).status_code == 303
    assert db.get_one(FeedbackThread, thread.id).needed_soon_at
    db.remove()
    send(sign_in(cast.tess), f"/threads/{thread.id}")
    sent |= {"text": "Thank you, here it is", "seen": str(int(hidden["seen"]) + 1)}
    del sent["soon"]
    assert lena.post(f"/assignments/{here.assignment.id}/hand-in", data=sent).status_code == 303
    assert db.get_one(FeedbackThread, thread.id).needed_soon_at is None


def test_ten_thousand_that_wait_are_asked_about_as_often_as_ten(cast: Cast, thread, sign_in, statements: list[str]):
    lena, tess = cast.lena, sign_in(cast.tess)
    addresses = ["/review/", "/review/?order=waiting", "/review/?whose=pool", "/review/plan", f"/threads/{thread.id}"]
    counted = []
    for more in (9, 9_990):
        many_threads(thread.id, more, lena)
        counts = []
        for address in addresses:
            tess.get(address)
            statements.clear()
            tess.get(address)
            counts.append(len(statements))
        counted.append(counts)
    assert counted[0] == counted[1] and max(counted[0]) <= 8


def test_sums_beyond_a_thousand_say_so(cast: Cast, thread):
    many_threads(thread.id, 1_005, cast.lena)
    total = queue.waiting(trainer_here(cast), Filters(), None).sum
    assert (total.threads, total.is_all) == (1_000, False)


def test_several_cohorts_are_merged_in_the_order_of_waiting(cast: Cast, hand_in):
    start = clock.now() - timedelta(days=1)
    made = []
    for hour, (learner, cohort) in enumerate(
        [(cast.lena, cast.here), (cast.omar, cast.elsewhere), (cast.paul, cast.here)]
    ):
        with clock.at(start + timedelta(hours=hour)):
            made.append(hand_in(learner, cohort).id)
    viewer = type(trainer_here(cast))(person_id=cast.tess.id, trainer_in=frozenset({cast.here.id, cast.elsewhere.id}))
    listed = queue.waiting(viewer, Filters(), None)
    assert [row.id for row in listed.rows] == made and listed.sum.threads == 3
    assert queries.week(viewer, clock.now()).plan.is_proved

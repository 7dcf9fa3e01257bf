"""A review is its trainer's alone until it is released; then it is part of the conversation, whole."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access.viewer import Viewer
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.feedback import actions as threads
from lms.feedback.models import FeedbackThread, Message, Remark
from lms.feedback.reviews import actions, jobs, queries
from lms.feedback.reviews.actions import Place
from lms.feedback.reviews.models import Review
from lms.feedback.reviews.queries import Around
from lms.feedback.rules import Anchor
from lms.practice import queries as practice
from lms.practice.models import SubmissionVersion
from lms.practice.steps import actions as step_actions
from lms.practice.steps import queries as steps
from lms.practice.steps.rules import Outcome
from tests.kit.cast import Cast

Begin = Callable[[], Review]


def said(thread: FeedbackThread) -> list[str]:
    return list(db.scalars(select(Message.text).where(Message.thread_id == thread.id).order_by(Message.id)))


def whole(review: Review, keep: str = "", try_next: str = "", **levels: int) -> None:
    actions.save(review, keep, try_next, levels, review.saved, clock.now())


def test_what_is_prepared_becomes_messages_in_the_order_of_the_work(
    cast: Cast, thread: FeedbackThread, recorded: SubmissionVersion, begun: Begin
):
    review = begun()
    actions.pin(review, recorded, "About all of it.", "a", Place(), False)
    actions.pin(review, recorded, "These words.", "b", Place(quote="Then wait again."), False)
    actions.pin(review, recorded, "Late.", "c", Place(start_ms=30_000), False)
    actions.pin(review, recorded, "This part.", "d", Place(start_ms=3000, end_ms=8000), False)
    actions.pin(review, recorded, "Some other day.", "e", Place(start_ms=9000), True)
    whole(review, "Your pace.", "Wait for two breaths.", C1=3)
    assert said(thread) == []
    actions.release(review, cast.tess, clock.now())
    assert said(thread) == [
        "This part.",
        "Late.",
        "These words.",
        "About all of it.",
        "**Keep:** Your pace.\n\n**Try next:** Wait for two breaths.\n\n**For later:**\n\n- 0:09: Some other day.",
    ]
    anchors = list(db.execute(select(Remark.anchor, Remark.start_ms, Remark.end_ms, Remark.recording_id.is_not(None))))
    assert [tuple(row) for row in anchors] == [
        (Anchor.RANGE, 3000, 8000, True),
        (Anchor.MOMENT, 30_000, None, True),
        (Anchor.PASSAGE, None, None, False),
    ]
    assert thread.waiting_since is None


def test_pinned_twice_with_one_key_it_is_pinned_once(recorded: SubmissionVersion, begun: Begin):
    review = begun()
    first = actions.pin(review, recorded, "Once.", "key", Place(), False)
    assert actions.pin(review, recorded, "Once.", "key", Place(), False) is first


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (Place(start_ms=70_000), "start"),
        (Place(start_ms=5000, end_ms=5000), "start"),
        (Place(end_ms=5000), "start"),
        (Place(recording_id=999_999, start_ms=1000), "start"),
        (Place(quote="Words that nobody wrote"), "quote"),
    ],
)
def test_a_remark_points_at_what_is_there(recorded: SubmissionVersion, begun: Begin, place: Place, field: str):
    with pytest.raises(Refused) as refused:
        actions.pin(begun(), recorded, "Look.", "key", place, False)
    assert refused.value.field == field


def test_a_text_has_no_moments(thread: FeedbackThread, begun: Begin):
    version = practice.version(thread.submission_id, 1)
    assert version
    with pytest.raises(Refused, match="no such recording"):
        actions.pin(begun(), version, "Look.", "key", Place(start_ms=1000), False)


def test_a_second_tab_overwrites_nothing(begun: Begin):
    review = begun()
    actions.save(review, "Mine.", "", {}, 0, clock.now())
    with pytest.raises(Conflict):
        actions.save(review, "Other.", "", {}, 0, clock.now())
    assert review.keep == "Mine."
    actions.save(review, "Mine.", "", {}, 0, clock.now())  # the very same is no conflict


def test_a_review_that_says_nothing_is_not_released(cast: Cast, begun: Begin):
    with pytest.raises(Refused, match="nothing to release"):
        actions.release(begun(), cast.tess, clock.now())


def test_a_learner_who_wrote_meanwhile_is_read_first(cast: Cast, thread: FeedbackThread, begun: Begin):
    whole(review := begun(), "Your pace.")
    threads.post(thread, cast.lena, "One more thing", "lena-1", 0, clock.now())
    with pytest.raises(Conflict):
        actions.release(review, cast.tess, clock.now(), seen=0)
    assert said(thread) == ["One more thing"]


def test_after_its_release_what_comes_is_a_message(cast: Cast, thread: FeedbackThread, begun: Begin):
    whole(review := begun(), "Your pace.")
    actions.release(review, cast.tess, clock.now())
    with pytest.raises(Refused, match="released already"):
        actions.begin(thread, cast.tess, clock.now())


def test_a_newer_version_still_waits_when_the_review_of_an_older_one_is_released(
    cast: Cast, thread: FeedbackThread, begun: Begin, hand_in
):
    whole(review := begun(), "Your pace.")
    hand_in(cast.lena, cast.here, "Another try")
    actions.release(review, cast.tess, clock.now())
    assert thread.waiting_since is not None


def test_try_next_is_the_learners_goal_to_agree_on_and_to_tell_of(cast: Cast, thread: FeedbackThread, begun: Begin):
    whole(review := begun(), "", "Wait for two breaths.")
    assert steps.goal(cast.lena.id, cast.here.id) is None
    actions.release(review, cast.tess, clock.now())
    goal = steps.goal(cast.lena.id, cast.here.id)
    assert goal and goal.id == review.step_id and goal.goal == "Wait for two breaths."
    step_actions.agree(goal, "Two breaths", clock.now())
    step_actions.tell_outcome(goal, Outcome.WORKED)
    assert (goal.goal, goal.outcome, goal.agreed_at is not None) == ("Two breaths", Outcome.WORKED, True)


def test_a_review_is_released_by_itself_on_its_day(cast: Cast, thread: FeedbackThread, begun: Begin):
    whole(review := begun(), "Your pace.")
    actions.release_later(review, clock.now() + timedelta(days=2), clock.now())
    db.commit()
    jobs.release_due()
    assert said(thread) == []
    with clock.at(clock.now() + timedelta(days=2, minutes=1)):
        jobs.release_due()
        jobs.release_due()
    assert said(thread) == ["**Keep:** Your pace."]


def test_a_day_that_has_passed_is_refused(begun: Begin):
    with pytest.raises(Refused) as refused:
        actions.release_later(begun(), clock.now() - timedelta(minutes=1), clock.now())
    assert refused.value.field == "release_on"


def test_an_empty_review_whose_day_comes_waits_for_words(begun: Begin):
    review = begun()
    review_id = review.id
    review.release_on = clock.now() - timedelta(minutes=1)
    db.commit()
    jobs.release_due()
    kept = db.get_one(Review, review_id)
    assert (kept.released_at, kept.release_on) == (None, None)


def test_what_is_prepared_is_there_for_its_trainer_alone(cast: Cast, thread: FeedbackThread, begun: Begin):
    begun()
    db.commit()
    trainer = Viewer(person_id=cast.tess.id, trainer_in=frozenset([cast.here.id]))
    mine = queries.around(thread, trainer).mine
    assert mine and mine.trainer_id == cast.tess.id
    for other in (
        Viewer(person_id=cast.cora.id, trainer_in=frozenset([cast.here.id])),
        Viewer(person_id=cast.lena.id, learner_in=frozenset([cast.here.id])),
    ):
        assert queries.around(thread, other) == Around(None, [])

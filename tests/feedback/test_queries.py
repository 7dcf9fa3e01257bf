"""What each viewer sees of feedback: list and table agree, the queue is in order, counts are honest."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.access.table import May, allows
from lms.access.viewer import Viewer
from lms.core import clock
from lms.core.db import db
from lms.feedback import actions, queries, queue
from lms.feedback.models import FeedbackThread
from lms.feedback.queue import Filters
from lms.feedback.rules import Material
from lms.program.rules import PracticeKind
from tests.feedback.many import many_threads
from tests.kit import make
from tests.kit.cast import Cast

ALL = Filters()


@pytest.fixture
def viewers(cast: Cast) -> dict[str, Viewer]:
    here, elsewhere = frozenset({cast.here.id}), frozenset({cast.elsewhere.id})
    return {
        "lena": Viewer(person_id=cast.lena.id, learner_in=here),
        "paul": Viewer(person_id=cast.paul.id, learner_in=here),
        "omar": Viewer(person_id=cast.omar.id, learner_in=elsewhere),
        "tess": Viewer(person_id=cast.tess.id, trainer_in=here),
        "theo": Viewer(person_id=cast.theo.id, trainer_in=elsewhere),
    }


@pytest.fixture
def threads(cast: Cast, hand_in) -> list[FeedbackThread]:
    """Four that wait, an hour between them: Lena's 1 and 2, Paul's 1, Omar's 1 elsewhere."""
    start, made = clock.now() - timedelta(days=2), []
    works = [
        (cast.lena, cast.here, 1),
        (cast.lena, cast.here, 2),
        (cast.paul, cast.here, 1),
        (cast.omar, cast.elsewhere, 1),
    ]
    for hour, (learner, cohort, number) in enumerate(works):
        with clock.at(start + timedelta(hours=hour)):
            made.append(hand_in(learner, cohort, "Some words here", number))
    return made


def post(thread: FeedbackThread, author, text: str = "Hello"):
    return actions.post(thread, author, text, f"{author.id}-{text}", 10**9, clock.now())


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_lists_show_exactly_what_the_table_of_permissions_allows(data: st.DataObject, cast: Cast, threads):
    cohorts = st.frozensets(st.sampled_from([cast.here.id, cast.elsewhere.id, 0]))
    people = st.sampled_from([p.id for p in (cast.lena, cast.paul, cast.omar, cast.tess, cast.cora)])
    viewer = data.draw(st.builds(Viewer, person_id=st.none() | people, learner_in=cohorts, trainer_in=cohorts))
    own = {row.thread.id for row in queries.conversations(viewer, None).rows}
    taught = {thread.id for thread in queue.waiting(viewer, ALL, None).rows}
    assert own | taught == {t.id for t in threads if allows(May.SUBMISSION_READ, viewer, t.facts)}


def test_the_queue_holds_what_waits_where_one_teaches_longest_first(viewers, threads):
    assert [t.id for t in queue.waiting(viewers["tess"], ALL, None).rows] == [t.id for t in threads[:3]]
    assert [t.id for t in queue.waiting(viewers["theo"], ALL, None).rows] == [threads[3].id]
    assert queue.waiting(viewers["lena"], ALL, None).rows == []


def test_what_is_answered_leaves_the_queue(cast: Cast, viewers, threads):
    post(threads[0], cast.tess)
    assert [t.id for t in queue.waiting(viewers["tess"], ALL, None).rows] == [threads[1].id, threads[2].id]
    assert queries.counts(viewers["tess"]).waiting == 2
    assert queue.waiting(viewers["tess"], ALL, None).sum == queue.Sum(2, Material(words=6))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(class_number=2), [1]),
        (Filters(learner="paul"), [2]),
        (Filters(kind=PracticeKind.TEXT), [0, 1, 2]),
        (Filters(kind=PracticeKind.RECORDING), []),
        (Filters(learner="lena", class_number=1), [0]),
        (Filters(learner="%"), []),
        (Filters(cohort_id=10**6), []),
    ],
)
def test_the_queue_can_be_filtered_and_its_sum_with_it(viewers, threads, filters: Filters, expected: list[int]):
    found = queue.waiting(viewers["tess"], filters, None)
    assert [t.id for t in found.rows] == [threads[i].id for i in expected]
    assert found.sum.threads == len(expected)


def test_neighbors_are_found_from_a_place_even_after_it_is_answered(cast: Cast, viewers, threads):
    assert threads[1].waiting_since
    at = queue.key_of(threads[1].waiting_since, threads[1].id)
    for _ in range(2):
        near = queue.neighbors(viewers["tess"], ALL, at)
        assert near.previous and near.next
        assert (near.previous.thread_id, near.next.thread_id) == (threads[0].id, threads[2].id)
        assert (near.previous.learner, near.next.learner) == ("Lena Sample", "Paul Sample")
        post(threads[1], cast.tess)
    assert queue.neighbors(viewers["tess"], ALL, near.next.place).next is None
    assert queue.neighbors(viewers["tess"], ALL, "nonsense").next is None


def test_pages_of_the_queue_follow_one_another_without_gap_or_repetition(cast: Cast, viewers, threads):
    lena, like = cast.lena, threads[0].id
    many_threads(like, 60, lena)
    waiting = select(FeedbackThread.id).where(FeedbackThread.cohort_id == cast.here.id)
    expected = db.scalars(waiting.order_by(FeedbackThread.waiting_since, FeedbackThread.id)).all()
    first = queue.waiting(viewers["tess"], ALL, None)
    rest = queue.waiting(viewers["tess"], ALL, first.rest.after)
    assert [t.id for t in (*first.rows, *rest.rows)] == expected
    assert (len(first.rows), len(rest.rows), rest.rest.after) == (50, 13, None)


def test_unread_is_what_somebody_else_said_since_one_last_looked(cast: Cast, viewers, threads):
    assert unread(viewers) == {}
    answer = post(threads[0], cast.tess)
    assert unread(viewers) == {"lena": [threads[0].id]}
    assert queries.counts(viewers["lena"]).unread == 1
    actions.mark_read(threads[0].id, cast.lena.id, None, answer.id)
    assert unread(viewers) == {}
    assert queries.counts(viewers["lena"]).unread == 0
    post(threads[0], cast.lena, "Thank you")
    assert unread(viewers) == {"tess": [threads[0].id]}


def unread(viewers: dict[str, Viewer]) -> dict[str, list[int]]:
    """Who has something to read, and in which threads."""
    found = {name: [found.thread.id for found in queries.unread_threads(viewer)] for name, viewer in viewers.items()}
    return {name: ids for name, ids in found.items() if ids}


def test_what_counts_for_a_trainer_is_what_waits_and_for_a_learner_what_is_new(cast: Cast, viewers, threads):
    counted = {name: queries.counts(viewer).waiting for name, viewer in viewers.items()}
    assert counted == {"lena": 0, "paul": 0, "omar": 0, "tess": 3, "theo": 1}
    post(threads[0], cast.tess)
    assert queries.counts(viewers["tess"]) == queries.Counts(unread=0, waiting=2)
    both = replace(viewers["lena"], trainer_in=frozenset({cast.elsewhere.id}))
    assert queries.counts(both) == queries.Counts(unread=1, waiting=1)


def test_the_way_onward_leads_to_the_next_and_from_the_end_to_the_longest_waiting(cast: Cast, viewers, threads):
    first, *_, last = (queue.key_of(thread.waiting_since, thread.id) for thread in threads[:3])
    assert queue.onward(viewers["tess"], ALL, first, clock.now()).thread_id == threads[1].id
    assert queue.onward(viewers["tess"], ALL, last, clock.now()).thread_id == threads[0].id
    assert queue.onward(viewers["tess"], Filters(class_number=2), last, clock.now()).thread_id == threads[1].id
    for thread in threads[:3]:
        post(thread, cast.tess)
    assert queue.onward(viewers["tess"], ALL, last, clock.now()) is None


def test_unread_threads_come_latest_first_with_who_wrote(cast: Cast, viewers, threads):
    post(threads[1], cast.tess)
    post(threads[0], cast.tess)
    db.commit()
    db.expunge_all()
    unread = queries.unread_threads(viewers["lena"], 5)
    assert [c.thread.id for c in unread] == [threads[0].id, threads[1].id]
    latest = unread[0].thread
    assert latest.last_message and latest.last_message.author.name == "Tess Sample"
    assert latest.submission.assignment.program_class.number == 1
    assert len(queries.unread_threads(viewers["lena"], 1)) == 1


def test_a_learners_list_puts_unread_first_and_each_thread_once(cast: Cast, viewers, threads):
    post(threads[0], cast.tess)
    rows = queries.conversations(viewers["lena"], None).rows
    assert [(row.thread.id, row.is_unread) for row in rows] == [(threads[0].id, True), (threads[1].id, False)]


def test_no_unread_thread_is_lost_between_pages(cast: Cast, viewers, threads):
    many_threads(threads[0].id, 61, cast.lena)
    for thread in db.scalars(select(FeedbackThread).where(FeedbackThread.learner_id == cast.lena.id)).all()[:-4]:
        post(thread, cast.tess)
    first = queries.conversations(viewers["lena"], None)
    rest = queries.conversations(viewers["lena"], first.after)
    ids = [row.thread.id for row in (*first.rows, *rest.rows)]
    assert len(ids) == len(set(ids)) == 63 and rest.after is None
    assert [row.is_unread for row in (*first.rows, *rest.rows)] == [True] * 59 + [False] * 4


def test_long_conversations_are_read_page_by_page(cast: Cast, threads):
    said = [post(threads[0], cast.tess, f"Sentence {n}").id for n in range(7)]
    last = queries.messages_before(threads[0].id, None, size=3)
    before = queries.messages_before(threads[0].id, last.after, size=3)
    first = queries.messages_before(threads[0].id, before.after, size=3)
    assert [[m.id for m in page.rows] for page in (first, before, last)] == [said[:1], said[1:4], said[4:]]
    assert first.after is None


def test_the_queue_offers_the_classes_and_kinds_of_what_one_teaches(viewers):
    offered = queue.choices(viewers["tess"])
    assert [*offered.classes][:2] == [(1, "Class title 1"), (2, "Class title 2")]
    assert len(offered.classes) == 12
    assert offered.kinds == [PracticeKind.TEXT]
    assert queue.choices(viewers["lena"]) == queue.Choices([], [])


def test_classes_that_programs_call_differently_are_offered_by_number_alone(cast: Cast, viewers):
    other = make.program(classes=1)
    other.classes[0].title = "Something else"
    cohort = make.cohort(other)
    both = replace(viewers["tess"], trainer_in=frozenset({cast.here.id, cohort.id}))
    assert [*queue.choices(both).classes][:2] == [(1, None), (2, "Class title 2")]

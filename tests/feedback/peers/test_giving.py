"""Work goes to peers who can, comes on when they don't deliver, and never leaves its author waiting for nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from lms.cohorts import actions as cohorts
from lms.cohorts.models import Enrollment, Role
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Refused
from lms.feedback.models import FeedbackThread
from lms.feedback.peers import actions, seeking
from lms.feedback.peers.models import PeerReview
from lms.feedback.peers.rules import Ending, Why
from lms.people import actions as people
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from tests.feedback.peers.conftest import SAID, Circle
from tests.kit import make
from tests.kit.cast import Cast


def leave(cast: Cast, who: Person) -> None:
    part = db.scalars(
        select(Enrollment).where(Enrollment.person_id == who.id, Enrollment.cohort_id == cast.here.id)
    ).one()
    cohorts.leave(part, clock.now())
    db.commit()


def test_the_first_waits_and_is_given_to_whoever_hands_in_next(circle: Circle, cast: Cast):
    circle.hand_in(cast.lena)
    assert circle.pairs() == set()
    circle.hand_in(cast.paul)
    assert circle.pairs() == {(cast.lena.id, cast.paul.id), (cast.paul.id, cast.lena.id)}


def test_once_everybody_has_handed_in_all_have_two_and_give_two(circle: Circle, cast: Cast):
    for who in (cast.lena, circle.mara, cast.paul, circle.nils):
        circle.hand_in(who)
    authors, reviewers = zip(*circle.pairs(), strict=True)
    everybody = sorted(person.id for person in (cast.lena, circle.mara, cast.paul, circle.nils))
    assert sorted(authors) == sorted(reviewers) == sorted(everybody * 2)


def test_the_whole_cohort_may_be_asked(circle: Circle, cast: Cast):
    circle.terms(givers="cohort")
    circle.hand_in(cast.lena)
    assert len(circle.pairs()) == 2


def test_trainers_people_elsewhere_and_those_who_left_or_are_closed_get_nothing(circle: Circle, cast: Cast):
    circle.terms(givers="cohort", reviewers=5)
    leave(cast, circle.mara)
    people.close_account(circle.nils, cast.cora, clock.now())
    db.commit()
    circle.hand_in(cast.lena)
    assert circle.pairs() == {(cast.lena.id, cast.paul.id)}


def test_it_is_due_at_the_end_of_the_fourth_day_where_the_peer_lives(circle: Circle, cast: Cast):
    circle.hand_in(cast.lena)
    with clock.at(datetime(2026, 12, 1, 20, tzinfo=UTC)):  # the second of December in Tokyo
        circle.hand_in(circle.mara)
    assert circle.task(cast.lena, circle.mara).due_at == datetime(2026, 12, 6, 14, 59, tzinfo=UTC)


def test_the_same_two_meet_again_only_where_there_is_no_other_choice(circle: Circle, cast: Cast):
    circle.terms(reviewers=1)
    everybody = [cast.lena, cast.paul, circle.mara, circle.nils]
    for who in everybody:
        circle.hand_in(who)
    before = circle.pairs()
    circle.assignment = make.drill(circle.assignment.class_id, 1)
    circle.terms(reviewers=1)
    for who in everybody:
        circle.hand_in(who)
    again = circle.pairs() - before
    assert len(again) == 4
    assert not again & {(peer, author) for author, peer in before}


def test_what_a_peer_missed_goes_to_one_other_and_then_to_the_trainers(circle: Circle, cast: Cast):
    circle.terms(reviewers=1)
    submission = circle.hand_in(cast.lena)
    circle.hand_in(cast.paul)
    due = circle.task(cast.lena, cast.paul).due_at
    circle.hand_in(circle.mara)
    circle.sweep(due + timedelta(minutes=61))
    assert circle.task(cast.lena, cast.paul).ending is Ending.MISSED
    [second] = [task for task in circle.tasks(cast.lena) if task.ending is None]
    assert second.is_second
    assert second.reviewer_id != cast.paul.id
    circle.sweep(second.due_at + timedelta(minutes=61))
    assert all(task.ending for task in circle.tasks(cast.lena))
    assert circle.request(submission).missing == 1
    assert [
        mail["person_id"] for mail in circle.mails("peers-missing") if cast.lena.name in mail["context"]["who"]
    ] == [cast.tess.id]
    thread = db.scalars(select(FeedbackThread).where(FeedbackThread.submission_id == submission.id)).one()
    assert thread.waiting_since
    assert "No peer answers" in circle.sign_in(cast.tess).get("/review/").text
    assert "no peer could be found in time" in circle.sign_in(cast.lena).get(f"/threads/{thread.id}").text


def test_whoever_missed_one_is_given_nothing_more_of_this_work(circle: Circle, cast: Cast):
    circle.terms(reviewers=1)
    circle.hand_in(cast.lena)
    circle.hand_in(cast.paul)
    circle.sweep(circle.task(cast.lena, cast.paul).due_at + timedelta(days=2))
    with clock.at(clock.now() + timedelta(days=8)):
        circle.hand_in(circle.mara)
    assert not [task for task in circle.tasks(circle.mara) if task.reviewer_id in (cast.paul.id, cast.lena.id)]


def test_whoever_is_writing_at_the_due_time_may_finish(circle: Circle, cast: Cast):
    circle.hand_in(cast.lena)
    circle.hand_in(cast.paul)
    review = circle.task(cast.lena, cast.paul)
    late = review.due_at + timedelta(minutes=30)
    actions.save(circle.opened(review), SAID, 0, late)
    circle.sweep(late + timedelta(minutes=59))
    assert circle.task(cast.lena, cast.paul).ending is None
    circle.sweep(late + timedelta(minutes=61))
    assert circle.task(cast.lena, cast.paul).ending is Ending.MISSED


def test_the_worker_looks_once_the_work_is_due_and_then_whoever_is_there_is_asked(circle: Circle, cast: Cast):
    """Four plan with each other; two hand in nothing: those who did get each other, whatever the balance."""
    circle.terms(reviewers=1)
    met = {(cast.lena.id, cast.paul.id), (cast.paul.id, cast.lena.id)}
    circle.assignment = earlier = make.drill(circle.assignment.class_id, 1)
    circle.terms(reviewers=1)
    circle.hand_in(cast.lena)
    circle.hand_in(cast.paul)
    assert circle.pairs() == met
    second = select(type(earlier)).where(type(earlier).class_id == earlier.class_id, type(earlier).slug == "practice")
    circle.assignment = db.scalars(second).one()
    circle.hand_in(cast.lena)
    circle.hand_in(cast.paul)
    assert circle.tasks() == [], "they wait for the others, whom they haven't met"
    closes_at = circle.here.due_at
    assert closes_at
    circle.sweep(closes_at + timedelta(minutes=1))
    assert {(cast.lena.id, task.reviewer_id) for task in circle.tasks(cast.lena)} == {(cast.lena.id, cast.paul.id)}


def test_a_work_that_nobody_can_take_is_the_trainers_after_a_while(circle: Circle, cast: Cast):
    submission = circle.hand_in(cast.lena)
    circle.sweep(clock.now() + timedelta(days=4))
    assert circle.request(submission).missing == 0
    circle.sweep(clock.now() + timedelta(days=8))
    assert circle.request(submission).missing == 2
    assert len(circle.mails("peers-missing")) == 1
    circle.sweep(clock.now() + timedelta(days=9))
    assert len(circle.mails("peers-missing")) == 1


def test_declined_work_goes_to_another_and_those_two_are_kept_apart(circle: Circle, cast: Cast):
    circle.terms(reviewers=1, givers="cohort")
    circle.hand_in(cast.lena)
    [task] = circle.tasks(cast.lena)
    actions.decline(circle.opened(task), Why.KNOWN, "We share an office.", clock.now())
    db.commit()
    circle.tend()
    first, second = circle.tasks(cast.lena)
    assert (first.ending, first.reason, second.ending, second.is_second) == (
        Ending.DECLINED, "We share an office.", None, True,
    )  # fmt: skip
    friend = db.get_one(Person, first.reviewer_id)
    circle.hand_in(friend)
    assert cast.lena.id not in {task.reviewer_id for task in circle.tasks(friend)}


def test_what_is_handed_in_or_over_can_not_be_declined_or_changed(circle: Circle, cast: Cast):
    circle.hand_in(cast.lena)
    circle.hand_in(cast.paul)
    review = circle.task(cast.lena, cast.paul)
    circle.write(review)
    with pytest.raises(Refused):
        actions.decline(circle.opened(review), Why.TIME, "", clock.now())
    with pytest.raises(Refused):
        actions.save(circle.opened(review), SAID, 1, clock.now())


def test_whoever_leaves_is_replaced_as_though_they_had_never_been_asked(circle: Circle, cast: Cast):
    circle.terms(reviewers=1)
    for who in (cast.lena, cast.paul, circle.mara):
        circle.hand_in(who)
    [task] = circle.tasks(cast.lena)
    leave(cast, db.get_one(Person, task.reviewer_id))
    circle.sweep(clock.now())
    first, second = circle.tasks(cast.lena)
    assert (first.ending, second.ending, second.is_second) == (Ending.LEFT, None, False)


def test_a_part_in_another_cohort_is_no_part_in_this_one(circle: Circle, cast: Cast):
    circle.terms(reviewers=1, givers="cohort")
    circle.hand_in(cast.lena)
    [task] = circle.tasks(cast.lena)
    peer = db.get_one(Person, task.reviewer_id)
    cohorts.enroll(cast.elsewhere, peer, Role.LEARNER, clock.now())
    elsewhere = work.assignment_here(circle.assignment.id, cast.elsewhere)
    assert elsewhere
    practice.hand_in(elsewhere, peer, "Work elsewhere.", 0, clock.now())
    assert (circle.assignment.id, cast.here.id) not in seeking.to_tend(clock.now())
    leave(cast, peer)
    assert (circle.assignment.id, cast.here.id) in seeking.to_tend(clock.now())


def test_work_that_is_taken_back_goes_out_of_sight_and_comes_back_with_what_was_written(circle: Circle, cast: Cast):
    submission = circle.hand_in(cast.lena)
    circle.hand_in(cast.paul)
    review = circle.task(cast.lena, cast.paul)
    actions.save(circle.opened(review), SAID, 0, clock.now())
    db.commit()
    circle.take_back(submission)
    assert circle.task(cast.lena, cast.paul).ending is Ending.TAKEN_BACK
    paul = circle.sign_in(cast.paul)
    page = paul.get(f"/peer-reviews/{review.id}").text
    assert "isn’t there any more" in page
    assert "What" not in page.split("<main")[1] or f"What {cast.lena.id} wrote." not in page
    circle.hand_in(cast.lena, "Once more.")
    again = circle.task(cast.lena, cast.paul)
    assert (again.ending, again.keep, again.id) == (None, "Your pace.", review.id)
    assert "Once more." in paul.get(f"/peer-reviews/{review.id}").text


def test_a_newer_version_is_what_peers_read_and_handing_in_about_the_older_one_is_noticed(circle: Circle, cast: Cast):
    circle.hand_in(cast.lena, "First words.")
    circle.hand_in(cast.paul)
    review = circle.task(cast.lena, cast.paul)
    seen = circle.opened(review)
    circle.hand_in(cast.lena, "Second words.")
    page = circle.sign_in(cast.paul).get(f"/peer-reviews/{review.id}").text
    assert "Second words." in page
    assert "First words." not in page
    assert "A newer version has come in" in page
    with pytest.raises(Refused, match="newer version"):
        actions.hand_in(circle.opened(review), SAID, 0, seen.newest_id or 0, clock.now())


def test_the_terms_that_held_at_hand_in_stay_whatever_the_program_says_later(circle: Circle, cast: Cast):
    circle.terms(anonymous="both", seen="released")
    submission = circle.hand_in(cast.lena)
    circle.terms(anonymous="none", seen="at_once", reviewers=1)
    request = circle.request(submission)
    assert (request.anonymous, request.seen, request.wanted) == ("both", "released", 2)


def test_an_assignment_without_peers_asks_none(circle: Circle, cast: Cast):
    circle.assignment.peer_review = None
    db.commit()
    circle.hand_in(cast.lena)
    circle.hand_in(cast.paul)
    assert db.scalars(select(PeerReview)).all() == []


def test_peers_are_told_once_without_anybodys_name(circle: Circle, cast: Cast):
    circle.hand_in(cast.lena)
    circle.hand_in(cast.paul)
    circle.tend()
    mails = circle.mails("peer-work")
    assert {mail["person_id"] for mail in mails} == {cast.lena.id, cast.paul.id}
    assert len(mails) == 2
    assert "Sample" not in str([mail["context"] for mail in mails])

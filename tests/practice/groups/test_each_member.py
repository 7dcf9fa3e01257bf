"""What each of a group does by themselves with what they share, and the page on which groups are made."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.core.settings import Settings
from lms.erasure import actions as erasure
from lms.erasure import jobs as erasing
from lms.feedback import queries as feedback
from lms.feedback.calibration import queries as calibration
from lms.feedback.models import AllUnderstood, FeedbackThread
from lms.feedback.peers import giving
from lms.feedback.peers.models import PeerRequest, PeerReview
from lms.feedback.reviews import actions as reviews
from lms.feedback.reviews import queries as reviewed
from lms.people.models import Person
from lms.practice import actions, queries
from lms.practice.groups import queries as groups
from lms.practice.models import SelfRating, SubmissionVersion, WorkFile
from lms.practice.steps.models import NextStep
from tests.kit import make
from tests.kit.cast import Cast
from tests.practice.groups.conftest import hand_in

TERMS = {
    "reviewers": 1,
    "days": 4,
    "anonymous": "none",
    "seen": "at_once",
    "givers": "cohort",
    "rate": [],
    "questions": [],
}


@pytest.fixture
def thread(cast: Cast, shared, arrange) -> FeedbackThread:
    """About what lena handed in for paul and herself, with a review of tess's."""
    arrange([cast.lena, cast.paul])
    version = hand_in(shared, cast.lena)
    found = feedback.thread_of(version.submission_id)
    review = reviews.begin(found, cast.tess, clock.now())
    reviews.save(review, "Your pace.", "Wait longer.", {"C1": 2}, 0, clock.now())
    reviews.release(review, cast.tess, clock.now())
    db.commit()
    db.remove()
    return found


def test_each_rates_themselves_and_grows_by_what_the_trainer_says_of_all(cast: Cast, thread, sign_in):
    for who, level in ((cast.lena, 1), (cast.paul, 3)):
        sent = {"level-C1": level}
        assert sign_in(who).post(f"/threads/{thread.id}/self-rating", data=sent).status_code == 303
    db.remove()
    assert dict(db.execute(select(SelfRating.person_id, SelfRating.levels)).all()) == {
        cast.lena.id: {"C1": 1},
        cast.paul.id: {"C1": 3},
    }
    for who, level in ((cast.lena, 1), (cast.paul, 3)):
        points = {(point.by.value, point.level) for point in reviewed.points_of(who.id, cast.here.id)}
        assert points == {("trainer", 2), ("self", level)}
        (work,) = calibration.works_told(cast.here.id, who.id)
        assert work.learner_id == who.id and len(work.ratings) == 2
    assert len(calibration.works_in(cast.here.id)) == 1, "trainers' agreement counts a version once"
    page = sign_in(cast.tess).get(f"/threads/{thread.id}").text
    assert "Lena Sample:" in page and "Paul Sample:" in page


def test_each_has_the_next_step_for_themselves(cast: Cast, thread, sign_in):
    steps = {step.learner_id: step for step in db.scalars(select(NextStep))}
    assert set(steps) == {cast.lena.id, cast.paul.id}
    paul = sign_in(cast.paul)
    mine = steps[cast.paul.id].id
    assert f"/steps/{mine}" in paul.get(f"/threads/{thread.id}").text
    assert paul.post(f"/steps/{mine}", data={"agree": "1", "own_words": "Breathe."}).status_code == 303
    assert paul.post(f"/steps/{mine}", data={"outcome": "worked"}).status_code == 303
    assert paul.post(f"/steps/{steps[cast.lena.id].id}", data={"outcome": "stuck"}).status_code == 404
    assert "Paul Sample says: worked." in sign_in(cast.tess).get(f"/threads/{thread.id}").text
    assert "Breathe." not in sign_in(cast.lena).get(f"/threads/{thread.id}").text


def test_each_has_understood_for_themselves(cast: Cast, thread, sign_in):
    found = db.get_one(FeedbackThread, thread.id)
    sent = {"seen": found.last_message_id}
    assert sign_in(cast.paul).post(f"/threads/{thread.id}/understanding", data=sent).status_code == 303
    assert db.scalars(select(AllUnderstood.person_id)).all() == [cast.paul.id]
    assert "You have understood" not in sign_in(cast.lena).get(f"/threads/{thread.id}").text
    assert "Paul Sample has understood all of it" in sign_in(cast.tess).get(f"/threads/{thread.id}").text
    rows = sign_in(cast.tess).get("/cohorts/here/overview").text.split("<tr>")
    understood = {name: any(name in row and "Understood" in row for row in rows) for name in ("Lena", "Paul")}
    assert understood == {"Lena": False, "Paul": True}


def test_who_hands_in_what_was_recorded_confirms_it_for_all(cast: Cast, taken, recorded, arrange, sign_in):
    arrange([cast.lena, cast.paul])
    take = taken(cast.paul)
    actions.mark(take, 1000, 4000)
    db.commit()
    lena = sign_in(cast.lena)
    page = lena.get(f"/assignments/{recorded.assignment.id}").text
    assert "I say this for everybody in my group" in page and "Hand in for all of you" in page
    assert "Made by Paul Sample" in page and f"/takes/{take.id}/removal" not in page
    assert lena.post(f"/takes/{take.id}/marks", data={"start_ms": 5000, "end_ms": 9000}).status_code == 200
    assert lena.post(f"/takes/{take.id}/removal").status_code == 404, "a recording is taken away by who made it"
    sent = {"text": "", "seen": 0, "takes": take.id, "shown": take.id, "question": "Was I calm?", "attested": "group"}
    answer = lena.post(f"/assignments/{recorded.assignment.id}/hand-in", data=sent)
    assert answer.status_code == 303
    kept = queries.received(db.scalars(select(SubmissionVersion)).one().submission_id, 1)
    assert kept.reflection.attested.endswith("I say this for everybody in my group, who are told that I did.")
    recording = queries.recordings_in(kept.id)[0]
    for who, status in ((cast.lena, 200), (cast.paul, 200), (cast.tess, 200), (cast.omar, 404)):
        assert sign_in(who).post(f"/recordings/{recording.id}/playing").status_code == status


def test_members_are_never_given_their_own_work(cast: Cast, mia, shared, arrange):
    shared.assignment.peer_review = TERMS
    nils = make.person("Nils Sample", learner_in=cast.here)
    db.commit()
    arrange([cast.lena, cast.paul, mia])
    version = hand_in(shared, cast.paul)
    for _ in range(3):
        giving.tend(shared.assignment.id, cast.here.id, clock.now(), anew=True)
        db.commit()
        db.remove()
    request = db.get_one(PeerRequest, version.submission_id)
    assert request.wanted == 1
    assert db.scalars(select(PeerReview.reviewer_id)).all() == [nils.id]


def test_one_of_a_group_is_erased_and_the_work_of_the_others_stays(
    cast: Cast, shared, arrange, kept, settings: Settings
):
    arrange([cast.lena, cast.paul])
    draft = actions.open_draft(shared, cast.lena, clock.now())
    for who in (cast.lena, cast.paul):
        actions.attach(draft, f"{who.id}.txt", kept(f"of {who.id}".encode()), clock.now(), by=who)
    db.commit()
    version = hand_in(shared, cast.lena, "Of us both.")
    actions.save_draft(shared, cast.paul, "And on.", 1, clock.now())
    db.commit()
    _erase(cast.lena, cast.cora, settings.home)
    found = queries.received(version.submission_id, 1)
    assert found.text == "Of us both." and found.named == "Paul Sample"
    assert [file.owner_id for file in found.files] == [cast.paul.id]
    assert queries.draft(shared, cast.paul.id).text == "And on."
    assert db.scalars(select(WorkFile.id).where(WorkFile.owner_id == cast.lena.id)).all() == []
    assert feedback.thread_of(version.submission_id).waiting_since, "it is still to be answered"
    _erase(cast.paul, cast.cora, settings.home)
    assert queries.received(version.submission_id, 1).text == ""
    assert not feedback.thread_of(version.submission_id).waiting_since


def _erase(person: Person, by: Person, home: Path) -> None:
    with transaction():
        erasure.ask(db.get_one(Person, person.id), db.get_one(Person, person.id).email, by, clock.now())
    erasing.carry_on(home)
    db.remove()


def test_groups_are_made_by_number_and_the_page_says_who_has_none(cast: Cast, mia, shared, sign_in):
    address = f"/cohorts/here/groups/{shared.assignment.id}"
    cora = sign_in(cast.cora)
    page = cora.get(address).text
    assert "3 learners have nobody to work with" in page
    wrong = cora.post(address, data={f"group-{cast.lena.id}": "1", f"group-{cast.paul.id}": "one"})
    assert wrong.status_code == 422 and "Write a number from 1 to 999" in wrong.text and 'value="one"' in wrong.text
    assert not groups.groups_of(shared.assignment.id, cast.here.id).members
    sent = {f"group-{cast.lena.id}": "7", f"group-{cast.paul.id}": " 7 ", f"group-{mia.id}": ""}
    assert cora.post(address, data=sent).status_code == 303
    made = groups.groups_of(shared.assignment.id, cast.here.id)
    assert made.number_of == {cast.lena.id: 7, cast.paul.id: 7}
    page = cora.get(address).text
    assert "1 learner has nobody to work with" in page and "Mia Sample. They work alone" in re.sub(r"\s+", " ", page)
    paul = sign_in(cast.paul).get(f"/assignments/{shared.assignment.id}").text
    assert "You do this with Lena Sample" in paul
    assert address in sign_in(cast.tess).get(f"/assignments/{shared.assignment.id}").text


def test_what_everybody_does_alone_has_no_groups(cast: Cast, here, sign_in):
    assert sign_in(cast.cora).get(f"/cohorts/here/groups/{here.assignment.id}").status_code == 404


def test_two_who_type_at_the_same_time_both_keep_their_words(cast: Cast, shared, arrange, sign_in):
    arrange([cast.lena, cast.paul])
    script = {"X-Requested-With": "fragment", "Accept": "application/json"}
    address = f"/assignments/{shared.assignment.id}/draft"
    first = sign_in(cast.lena).post(address, data={"text": "Lena’s", "seen": 0, "question": "Why?"}, headers=script)
    assert first.json["seen"] == 1
    second = sign_in(cast.paul).post(address, data={"text": "Paul’s", "seen": 0}, headers=script)
    assert second.status_code == 409
    assert second.json["fields"] == [["text", "Lena’s"], ["question", "Why?"]]
    by_form = sign_in(cast.paul).post(address, data={"text": "Paul’s", "seen": 0})
    assert by_form.status_code == 409 and "Paul’s" in by_form.text and "The question: Why?" in by_form.text

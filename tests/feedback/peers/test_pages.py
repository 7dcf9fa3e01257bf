"""What a peer reads and writes, what the author gets of it and when, and who is named to whom."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.audit.models import AuditEntry
from lms.audit.rules import Deed
from lms.consents import actions as consents
from lms.consents.rules import Use
from lms.core import clock, storage
from lms.core.db import db
from lms.feedback.calibration.queries import works_told
from lms.feedback.peers import actions, queries
from lms.feedback.peers.models import PeerHiding, PeerReview
from lms.feedback.peers.rules import Verdict
from lms.feedback.queries import thread_of
from lms.feedback.reviews import actions as reviews
from lms.feedback.reviews.rules import RatedBy
from lms.notices import actions as notices
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.models import Submission
from lms.videos.models import Video
from tests.feedback.peers.conftest import QUESTION, Circle
from tests.kit import make
from tests.kit.cast import Cast

WRITTEN = {"keep": "Your pace.", "try_next": "Wait longer.", "answer_0": "Nothing.", "level-C1": "2", "seen": "0"}
SCRIPT = {"X-Requested-With": "fragment"}


def both(circle: Circle, cast: Cast) -> PeerReview:
    """Lena's and Paul's work are handed in; Paul's task of reviewing Lena's."""
    circle.hand_in(cast.lena, "I would wait for two breaths.")
    circle.hand_in(cast.paul, "I would ask.")
    return circle.task(cast.lena, cast.paul)


def submission_of(review: PeerReview) -> Submission:
    found = work.submission(review.submission_id)
    assert found
    return found


def send(circle: Circle, review: PeerReview) -> dict[str, str]:
    return WRITTEN | {"version": str(circle.opened(review).newest_id), "seen": str(review.saved)}


def test_a_peer_reads_the_work_writes_and_hands_in_and_the_author_reads_it(circle: Circle, cast: Cast):
    review = both(circle, cast)
    paul, lena = circle.sign_in(cast.paul), circle.sign_in(cast.lena)
    today = paul.get("/today").text
    assert "A peer’s work waits for you" in today
    assert f"/peer-reviews/{review.id}" in today
    page = paul.get(f"/peer-reviews/{review.id}").text
    for said in ("I would wait for two breaths.", "Lena Sample’s work", QUESTION, "For your eyes only", "Presence"):
        assert said in page
    thread = circle.thread(submission_of(review))
    assert "0 of 2 peers have answered" in lena.get(f"/threads/{thread}").text
    answer = paul.post(f"/peer-reviews/{review.id}/hand-in", data=send(circle, review), follow_redirects=True)
    assert "Handed in" in answer.text
    page = lena.get(f"/threads/{thread}").text
    for said in ("1 of 2 peers have answered", "Paul Sample", "Your pace.", "Wait longer.", "Nothing.", "2, emerging"):
        assert said in page
    assert [mail["person_id"] for mail in circle.mails("peer-answered")] == [cast.lena.id]
    assert "works wait for you" not in paul.get("/today").text
    assert "Done, and given back" in paul.get("/peer-reviews/").text


def test_what_is_typed_is_kept_and_a_second_window_is_noticed(circle: Circle, cast: Cast):
    review = both(circle, cast)
    paul = circle.sign_in(cast.paul)
    address = f"/peer-reviews/{review.id}/draft"
    kept = paul.post(address, data={"keep": "Once", "answer_0": "Twice", "seen": "0", "level-C1": "3"}, headers=SCRIPT)
    assert kept.json["seen"] == 1
    assert "Once" in paul.get(f"/peer-reviews/{review.id}").text
    other = paul.post(address, data={"keep": "Elsewhere", "seen": "0"}, headers=SCRIPT)
    assert other.status_code == 409
    assert other.json["seen"] == 1
    assert ["keep", "Once"] in other.json["fields"]
    assert ["level-C1", "3"] in other.json["fields"]
    page = paul.post(address, data={"keep": "Elsewhere", "seen": "0"})
    assert page.status_code == 409
    assert "Elsewhere" in page.text
    assert "Once" in page.text
    assert circle.task(cast.lena, cast.paul).keep == "Once"


@pytest.mark.parametrize(
    ("gap", "where"), [("keep", "keep-error"), ("try_next", "try_next-error"), ("answer_0", "answer_0-error")]
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    circle: Circle, cast: Cast, gap: str, where: str
):
    review = both(circle, cast)
    paul = circle.sign_in(cast.paul)
    answer = paul.post(f"/peer-reviews/{review.id}/hand-in", data=send(circle, review) | {gap: " "})
    assert answer.status_code == 422
    assert f'id="{where}"' in answer.text
    assert all(text in answer.text for name, text in WRITTEN.items() if name in {"keep", "try_next"} - {gap})
    assert circle.task(cast.lena, cast.paul).handed_in_at is None


def test_a_competency_that_is_not_rated_is_asked_for_and_the_page_can_be_sent_again(circle: Circle, cast: Cast):
    review = both(circle, cast)
    paul = circle.sign_in(cast.paul)
    sent = send(circle, review)
    del sent["level-C1"]
    answer = paul.post(f"/peer-reviews/{review.id}/hand-in", data=sent)
    assert answer.status_code == 422
    assert "Still open: Presence" in answer.text
    assert 'name="seen" type="hidden" value="0"' in answer.text
    again = paul.post(f"/peer-reviews/{review.id}/hand-in", data=sent | {"level-C1": "0"})
    assert again.status_code == 303
    assert circle.task(cast.lena, cast.paul).levels == {"C1": 0}


def test_handing_in_twice_is_refused_in_words(circle: Circle, cast: Cast):
    review = both(circle, cast)
    paul, sent = circle.sign_in(cast.paul), send(circle, review)
    assert paul.post(f"/peer-reviews/{review.id}/hand-in", data=sent).status_code == 303
    again = paul.post(f"/peer-reviews/{review.id}/hand-in", data=sent)
    assert again.status_code == 409
    assert circle.task(cast.lena, cast.paul).saved == 1


def test_declining_asks_why(circle: Circle, cast: Cast):
    review = both(circle, cast)
    paul = circle.sign_in(cast.paul)
    address = f"/peer-reviews/{review.id}/declining"
    assert paul.get(address).status_code == 200
    assert paul.post(address, data={"reason": "I just can’t."}).status_code == 422
    assert paul.post(address, data={"why": "time", "reason": "I just can’t."}).status_code == 303
    page = paul.get(f"/peer-reviews/{review.id}").text
    assert "You have given this back" in page
    assert "I would wait for two breaths." not in page
    assert paul.post(f"/peer-reviews/{review.id}/draft", data=WRITTEN).status_code == 404
    tess = circle.sign_in(cast.tess).get("/cohorts/here/peer-reviews?part=all").text
    assert "I just can’t." in tess
    assert "I just can’t." not in circle.sign_in(cast.lena).get(f"/submissions/{review.submission_id}/thread").text


def test_where_a_trainer_releases_the_author_sees_nothing_before(circle: Circle, cast: Cast):
    circle.terms(seen="released")
    review = both(circle, cast)
    circle.write(review)
    lena, tess = circle.sign_in(cast.lena), circle.sign_in(cast.tess)
    thread = circle.thread(submission_of(review))
    page = lena.get(f"/threads/{thread}").text
    assert "Your pace." not in page
    assert "0 of 2 peers have answered. Your trainer looks at what else was written" in page
    assert circle.mails("peer-answered") == []
    assert lena.post(f"/peer-reviews/{review.id}/verdict", data={"verdict": "clear"}).status_code == 404
    desk = tess.get(f"/threads/{thread}").text
    assert "Your pace." in desk
    assert "Not seen by Lena Sample yet" in desk
    assert "Paul Sample" in tess.get("/cohorts/here/peer-reviews?part=to_release").text
    assert tess.post(f"/peer-reviews/{review.id}/release").status_code == 303
    assert "Your pace." in lena.get(f"/threads/{thread}").text
    assert len(circle.mails("peer-answered")) == 1


def anonymous_work(circle: Circle, cast: Cast, anonymous: str) -> tuple[PeerReview, int]:
    """Lena's recorded work with a file that bears her name, given to Paul, who has written about it."""
    circle.terms(anonymous=anonymous)
    circle.recorded(cast.lena)
    draft = practice.open_draft(circle.here, cast.lena, clock.now())
    kept = practice.keep_bytes(storage.store(), io.BytesIO(b"a page"))
    practice.attach(draft, "Lena Sample plan.DOCX", kept, clock.now())
    db.commit()
    submission = circle.hand_in_recorded(cast.lena, is_for_peers=True)
    circle.hand_in_recorded(cast.paul, is_for_peers=True)
    return circle.task(cast.lena, cast.paul), circle.thread(submission)


@pytest.mark.parametrize("anonymous", ["none", "reviewer", "both"])
def test_each_is_named_to_the_other_only_as_the_terms_allow(circle: Circle, cast: Cast, anonymous: str):
    review, thread = anonymous_work(circle, cast, anonymous)
    paul, lena, tess = circle.sign_in(cast.paul), circle.sign_in(cast.lena), circle.sign_in(cast.tess)
    pages = [paul.get(a) for a in (f"/peer-reviews/{review.id}", "/peer-reviews/", "/today")]
    pages += [paul.get(f"/peer-reviews/{review.id}/declining"), paul.get(f"/peer-reviews/{review.id}/files/1")]
    pages += [paul.post(f"/peer-reviews/{review.id}/recordings/1/playing")]
    pages += [paul.get(f"/peer-reviews/{review.id}/recordings/1/poster")]
    assert {page.status_code for page in pages} <= {200, 302}
    circle.write(review)
    pages.append(paul.get(f"/peer-reviews/{review.id}"))
    to_peer = "".join(f"{page.headers}{page.text}" for page in pages) + str(circle.mails("peer-work"))
    to_author = "".join(lena.get(a).text for a in (f"/threads/{thread}", "/feedback/"))
    to_author += str([mail for mail in circle.mails("peer-answered") if mail["person_id"] == cast.lena.id])
    assert ("Lena" in to_peer) is (anonymous != "both")
    assert f"person-{cast.lena.id}" not in to_peer
    assert ("Paul" in to_author) is (anonymous == "none")
    assert ("Peer 1" in to_author) is (anonymous != "none")
    assert "Paul Sample" in tess.get(f"/threads/{thread}").text, "trainers always see who"
    if anonymous == "both":
        assert "file-1.docx" in to_peer
    assert "was I too fast?" not in to_peer, "asked of the trainer alone"


def test_a_recording_plays_to_the_peer_only_where_it_was_agreed_that_peers_play_it(circle: Circle, cast: Cast):
    circle.hand_in_recorded(cast.lena, is_for_peers=False)
    circle.hand_in_recorded(cast.paul, is_for_peers=True)
    by_paul, by_lena = circle.task(cast.lena, cast.paul), circle.task(cast.paul, cast.lena)
    paul, lena = circle.sign_in(cast.paul), circle.sign_in(cast.lena)
    assert "not everybody in it has agreed" in paul.get(f"/peer-reviews/{by_paul.id}").text
    assert paul.post(f"/peer-reviews/{by_paul.id}/recordings/1/playing").status_code == 404
    address = f"/peer-reviews/{by_lena.id}/recordings/1/playing"
    assert lena.post(address).status_code == 200
    assert lena.post(address.replace("/1/playing", "/2/playing")).status_code == 404
    video = db.scalars(select(Video).where(Video.uploaded_by_id == cast.paul.id)).first()
    assert video
    consents.ask(video, "Ana", "ana@sample.example", [Use.PLAYING], cast.tess, clock.now())
    db.commit()
    assert lena.post(address).status_code == 404, "somebody in it was asked, and hasn't agreed"


def test_the_page_of_the_work_asks_that_everybody_agrees_to_peers_and_keeps_that_sentence(circle: Circle, cast: Cast):
    circle.recorded(cast.lena)
    lena = circle.sign_in(cast.lena)
    page = lena.get(f"/assignments/{circle.assignment.id}").text
    assert "my trainers and the peers who review my work play it" in page
    assert 'value="peers"' in page
    assert "2 peers of your cohort read what you hand in" in page
    [take] = work.takes_of(work.draft(circle.here, cast.lena.id))
    sent = {"takes": str(take.id), "question": "Was it?", "attested": "peers", "text": "", "seen": "0"}
    assert lena.post(f"/assignments/{circle.assignment.id}/hand-in", data=sent).status_code == 303
    db.remove()
    [version] = work.versions_of(circle.here, cast.lena.id)
    whole = work.version(version.submission_id, 1)
    assert whole
    assert whole.reflection
    assert whole.reflection.is_for_peers
    assert "the peers who review my work" in whole.reflection.attested


def test_the_author_says_whether_it_helped_and_trainers_hear_of_disagreement(circle: Circle, cast: Cast):
    review = both(circle, cast)
    circle.write(review)
    lena, address = circle.sign_in(cast.lena), f"/peer-reviews/{review.id}/verdict"
    assert lena.post(address, data={"verdict": "nonsense"}).status_code == 400
    lena.post(address, data={"verdict": "clear"})
    assert circle.task(cast.lena, cast.paul).verdict is Verdict.CLEAR
    assert "The author says: clear" in circle.sign_in(cast.paul).get(f"/peer-reviews/{review.id}").text
    lena.post(address, data={"verdict": "clear"})
    assert circle.task(cast.lena, cast.paul).verdict is None
    for _ in range(3):
        lena.post(address, data={"verdict": "disagree"})
    assert [mail["person_id"] for mail in circle.mails("peer-disagreed")] == [cast.tess.id]
    assert "Disagrees" in circle.sign_in(cast.tess).get("/cohorts/here/peer-reviews?part=disagreed").text


def test_a_trainer_hides_what_offends_and_the_trace_stays(circle: Circle, cast: Cast):
    review = both(circle, cast)
    circle.write(review)
    thread = circle.thread(submission_of(review))
    lena, tess, paul = circle.sign_in(cast.lena), circle.sign_in(cast.tess), circle.sign_in(cast.paul)
    address = f"/peer-reviews/{review.id}/hiding"
    assert "Your pace." in tess.get(address).text
    assert tess.post(address, data={"reason": ""}).status_code == 422
    assert tess.post(address, data={"reason": "This is unkind."}).status_code == 303
    page = lena.get(f"/threads/{thread}").text
    assert "Your pace." not in page
    assert "A trainer keeps one of them from you" in page
    assert "1 of 2 peers have answered" in page
    assert lena.post(f"/peer-reviews/{review.id}/verdict", data={"verdict": "clear"}).status_code == 404
    assert "This is unkind." in paul.get(f"/peer-reviews/{review.id}").text
    desk = tess.get(f"/threads/{thread}").text
    assert "Hidden by Tess Sample" in desk
    assert "Your pace." in desk
    assert tess.post(f"{address}/end").status_code == 303
    assert "Your pace." in lena.get(f"/threads/{thread}").text
    db.remove()
    deeds = db.scalars(select(AuditEntry.deed).where(AuditEntry.about_id == review.id).order_by(AuditEntry.id)).all()
    assert [deed for deed in deeds if deed.startswith("peer_")] == [Deed.PEER_REVIEW_HIDDEN, Deed.PEER_REVIEW_SHOWN]
    hiding = db.scalars(select(PeerHiding).where(PeerHiding.review_id == review.id)).one()
    assert (hiding.reason, hiding.lifted_by_id) == ("This is unkind.", cast.tess.id)


def test_the_right_to_read_ends_with_the_term(circle: Circle, cast: Cast):
    review = both(circle, cast)
    circle.write(review)
    opened = circle.opened(review)
    assert opened.ends_at
    with clock.at(opened.ends_at + timedelta(days=29)):
        assert "I would wait for two breaths." in circle.sign_in(cast.paul).get(f"/peer-reviews/{review.id}").text
    with clock.at(opened.ends_at + timedelta(days=31)):
        page = circle.sign_in(cast.paul).get(f"/peer-reviews/{review.id}")
    assert "This is closed" in page.text
    assert "I would wait for two breaths." not in page.text


def test_trainers_see_who_owes_and_what_peers_rated_beside_their_own(circle: Circle, cast: Cast):
    review = both(circle, cast)
    tess = circle.sign_in(cast.tess)
    owed = tess.get("/cohorts/here/peer-reviews").text
    assert "reviews Lena Sample" in owed
    assert "reviews Paul Sample" in owed
    circle.write(review)
    desk = tess.get(f"/threads/{circle.thread(submission_of(review))}").text
    assert "by peers 2" in desk


def test_peers_levels_stand_beside_the_authors_own_and_the_trainers_once_the_author_knows_them(
    circle: Circle, cast: Cast
):
    review = both(circle, cast)
    circle.write(review)
    version = work.version(review.submission_id, 1)
    assert version
    practice.rate_oneself(version, cast.lena, {"C1": 3}, clock.now())
    thread = thread_of(review.submission_id)
    assert thread
    from_trainer = reviews.begin(thread, cast.tess, clock.now())
    reviews.save(from_trainer, "Keep it.", "", {"C1": 4}, 0, clock.now())
    db.commit()
    assert triples(cast) == {(RatedBy.SELF, "C1", 3), (RatedBy.PEER, "C1", 2)}
    reviews.release(from_trainer, cast.tess, clock.now())
    assert triples(cast) == {(RatedBy.SELF, "C1", 3), (RatedBy.PEER, "C1", 2), (RatedBy.TRAINER, "C1", 4)}
    received = queries.received(review.id)
    assert received
    actions.hide(received, cast.tess, "Unkind.", clock.now())
    assert (RatedBy.PEER, "C1", 2) not in triples(cast)


def triples(cast: Cast) -> set[tuple[RatedBy, str, int]]:
    (found,) = works_told(cast.here.id, cast.lena.id)
    return set(found.triples)


def test_lists_cost_no_more_with_more_in_them(circle: Circle, cast: Cast, statements: list[str]):
    circle.terms(reviewers=5)
    review = both(circle, cast)
    pages = {
        cast.paul: ["/peer-reviews/", "/today", f"/peer-reviews/{review.id}"],
        cast.tess: ["/cohorts/here/peer-reviews?part=all", f"/threads/{circle.thread(submission_of(review))}"],
    }

    def counts() -> list[int]:
        found = []
        for who, addresses in pages.items():
            client = circle.sign_in(who)
            notices.read_all(who.id)  # what else the bell says is not of these pages
            db.commit()
            for address in addresses:
                client.get(address)
                statements.clear()
                assert client.get(address).status_code == 200
                found.append(len(statements))
        return found

    few = counts()
    for number in range(12):
        circle.hand_in(make.person(f"Further {number}", learner_in=cast.here))
    for task in circle.tasks(cast.lena):
        circle.write(task)
    assert counts() == few
    assert max(few) <= 8

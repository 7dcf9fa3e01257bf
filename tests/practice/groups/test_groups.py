"""A group types one text, hands in once, is answered once; and what becomes of it when groups change."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.access.viewer import Viewer
from lms.cohorts import actions as cohorts
from lms.cohorts.models import Enrollment
from lms.core import clock
from lms.core.db import db
from lms.core.errors import Conflict
from lms.core.outbox import Letter
from lms.feedback import actions as threads
from lms.feedback import queries as feedback
from lms.feedback.models import FeedbackThread
from lms.notices.models import Notice
from lms.overview import queries as overview
from lms.overview.rules import Filters, State
from lms.people.models import Person
from lms.practice import actions, queries
from lms.practice.extensions import actions as extensions
from lms.practice.extensions.actions import Work
from lms.practice.models import Draft, Submission
from lms.practice.queries import AssignmentHere
from lms.practice.rules import Reflection
from lms.practice.withdrawals import actions as withdrawals
from lms.reminders import queries as reminders
from tests.kit.cast import Cast
from tests.practice.groups.conftest import hand_in


def text_of(here: AssignmentHere, person: Person) -> str | None:
    found = queries.draft(here, person.id)
    return found.text if found else None


def mails(template: str) -> list[tuple[int, dict]]:
    letters = db.scalars(select(Letter).order_by(Letter.id)).all()
    said = [letter.payload for letter in letters if letter.payload.get("template") == template]
    return [(each["person_id"], each["context"]) for each in said]


def told(kind: str) -> set[int]:
    return set(db.scalars(select(Notice.person_id).where(Notice.kind == kind)))


def test_all_members_type_into_one_draft_and_nothing_is_overwritten(cast: Cast, shared, arrange):
    arrange([cast.lena, cast.paul])
    first = actions.save_draft(shared, cast.lena, "Lena begins.", 0, clock.now())
    assert text_of(shared, cast.paul) == "Lena begins."
    actions.save_draft(shared, cast.paul, "Paul goes on.", first.saved, clock.now())
    with pytest.raises(Conflict):
        actions.save_draft(shared, cast.lena, "Lena goes on, too.", 1, clock.now())
    assert text_of(shared, cast.lena) == "Paul goes on."
    with pytest.raises(Conflict):
        actions.save_draft(shared, cast.lena, "Paul goes on.", 1, clock.now(), Reflection(question="Mine?"))
        actions.save_draft(shared, cast.paul, "Paul goes on.", 1, clock.now(), Reflection(question="Or mine?"))
    assert db.scalars(select(Draft.learner_id)).all() == [cast.lena.id]


def test_a_take_that_another_has_just_added_stays_chosen(cast: Cast, taken, recorded, arrange):
    arrange([cast.lena, cast.paul])
    mine = taken(cast.lena)
    theirs = taken(cast.paul, b"another")
    actions.save_draft(recorded, cast.paul, "", 0, clock.now(), Reflection(take_ids=frozenset({mine.id, theirs.id})))
    said = Reflection(take_ids=frozenset({mine.id}), shown_ids=frozenset({mine.id}))
    actions.save_draft(recorded, cast.lena, "", 0, clock.now(), said)
    draft = queries.draft(recorded, cast.lena.id)
    assert [(take.owner_id, take.is_chosen) for take in queries.takes_of(draft)] == [
        (cast.lena.id, True),
        (cast.paul.id, True),
    ]


def test_what_one_hands_in_is_all_of_theirs_and_the_others_are_told_at_once(cast: Cast, mia, shared, arrange):
    arrange([cast.lena, cast.paul])
    version = hand_in(shared, cast.paul)
    found = queries.received(version.submission_id, 1)
    assert found and found.named == "Lena Sample and Paul Sample" and found.handed_in_by.id == cast.paul.id
    assert db.scalars(select(Submission.learner_id)).all() == [cast.lena.id]
    assert [person for person, _ in mails("handed-in")] == [cast.paul.id]
    ((person, said),) = mails("handed-in-for-you")
    assert person == cast.lena.id and said["who"] == "Paul Sample" and "Lena Sample and Paul" in said["people"]
    for who in (cast.lena, cast.paul):
        (work, *_) = queries.work_of(who.id, cast.here.id)
        assert work.latest and work.latest.id == version.id
        assert [one.number for one in queries.versions_of(shared, who.id)] == [1]
    assert queries.work_of(mia.id, cast.here.id)[0].latest is None
    table = overview.table(cast.here, overview.columns_of(cast.here), Filters(), None, clock.now())
    states = {row.learner.name: row.cells[0].state for row in table.rows.rows}
    assert states["Lena Sample"] == states["Paul Sample"] == State.WAITING != states["Mia Sample"]


def test_everybody_in_the_group_is_answered_and_answers(cast: Cast, shared, arrange, sign_in):
    arrange([cast.lena, cast.paul])
    version = hand_in(shared, cast.lena)
    thread = feedback.thread_of(version.submission_id)
    assert thread
    threads.post(thread, cast.tess, "Well seen.", "a", 0, clock.now())
    db.commit()
    assert told("message") == {cast.lena.id, cast.paul.id}
    paul, lena = sign_in(cast.paul), sign_in(cast.lena)
    assert feedback.counts(_viewer(cast, cast.paul)).unread == 1
    assert "New</span>" in paul.get(f"/threads/{thread.id}").text
    assert feedback.counts(_viewer(cast, cast.paul)).unread == 0
    assert feedback.counts(_viewer(cast, cast.lena)).unread == 1
    sent = {"text": "Which part?", "key": "b", "seen": thread.last_message_id}
    assert paul.post(f"/threads/{thread.id}/messages", data=sent).status_code == 303
    db.remove()
    found = db.get_one(FeedbackThread, thread.id)
    assert found.waiting_since, "a member's question waits for an answer like the founder's"
    page = lena.get(f"/threads/{thread.id}").text
    assert "Which part?" in page and page.count(">Trainer<") == 1
    assert told("message") == {cast.lena.id, cast.paul.id, cast.tess.id}
    queue = sign_in(cast.tess).get("/review/").text
    assert queue.count("Lena Sample and Paul Sample") >= 1 and "learner=Paul" not in queue
    assert "Lena Sample and Paul Sample" in sign_in(cast.tess).get("/review/?learner=paul").text


def _viewer(cast: Cast, person: Person) -> Viewer:
    return Viewer(person_id=person.id, learner_in=frozenset({cast.here.id}))


def test_whoever_is_in_another_group_or_none_finds_nothing_of_it(cast: Cast, mia, shared, arrange, sign_in):
    arrange([cast.lena, cast.paul])
    version = hand_in(shared, cast.lena)
    thread = feedback.thread_of(version.submission_id)
    other = sign_in(mia)
    assert other.get(f"/threads/{thread.id}").status_code == 404
    assert other.get(f"/submissions/{version.submission_id}/receipts/1").status_code == 404
    assert "you are in none yet" in other.get(f"/assignments/{shared.assignment.id}").text


def test_any_member_takes_it_back_and_gets_the_files_of_all(cast: Cast, shared, arrange, kept, sign_in):
    arrange([cast.lena, cast.paul])
    draft = actions.open_draft(shared, cast.lena, clock.now())
    actions.attach(draft, "plan.txt", kept(b"plan"), clock.now(), by=cast.paul)
    db.commit()
    version = hand_in(shared, cast.lena)
    file = queries.version(version.submission_id, 1).files[0]
    assert file.owner_id == cast.paul.id
    for who in (cast.lena, cast.paul, cast.tess):
        assert sign_in(who).get(f"/files/{file.id}").status_code == 200
    assert sign_in(cast.omar).get(f"/files/{file.id}").status_code == 404
    withdrawals.withdraw(queries.submission(version.submission_id), cast.paul, 1, clock.now())
    db.commit()
    db.remove()
    assert not queries.submission(version.submission_id).is_handed_in
    assert sign_in(cast.lena).get(f"/submissions/{version.submission_id}/receipts/1").status_code == 200
    assert sign_in(cast.tess).get(f"/submissions/{version.submission_id}/receipts/1").status_code == 404


def test_time_for_one_is_time_for_the_group(cast: Cast, mia, shared, arrange):
    arrange([cast.lena, cast.paul])
    due = shared.due(None)
    until_on = (clock.now() + timedelta(days=12)).date()
    extensions.grant(Work(shared.assignment, cast.here, cast.paul, due), until_on, "Yes.", cast.tess, clock.now())
    db.commit()
    (mine, *_), (theirs, *_) = queries.work_of(cast.lena.id, cast.here.id), queries.work_of(cast.paul.id, cast.here.id)
    assert mine.extension and theirs.extension and mine.extension.until_at == theirs.extension.until_at
    assert told("extension_answered") == {cast.lena.id, cast.paul.id}
    arrange([cast.lena, cast.paul, mia])
    assert queries.work_of(mia.id, cast.here.id)[0].extension.until_at == mine.extension.until_at


def test_nobody_is_reminded_of_what_was_handed_in_for_them(cast: Cast, mia, shared, arrange):
    arrange([cast.lena, cast.paul])
    hand_in(shared, cast.lena)
    due = shared.due(None)
    reminded = {one.learner.id for one in reminders.work_due(due.class_at - timedelta(hours=12))}
    assert mia.id in reminded and not {cast.lena.id, cast.paul.id} & reminded


def test_changed_groups_lose_nothing(cast: Cast, mia, shared, arrange, kept, sign_in):
    actions.save_draft(shared, cast.paul, "Paul, alone.", 0, clock.now())
    actions.save_draft(shared, cast.lena, "Lena, alone.", 0, clock.now())
    arrange([cast.lena, cast.paul, mia])
    assert text_of(shared, cast.paul) == text_of(shared, mia) == "Lena, alone."
    paul, before = sign_in(cast.paul), f"/assignments/{shared.assignment.id}/before"
    assert before in paul.get(f"/assignments/{shared.assignment.id}").text
    assert "Paul, alone." in paul.get(before).text
    draft = actions.open_draft(shared, mia, clock.now())
    actions.attach(draft, "ours.txt", kept(b"ours"), clock.now(), by=mia)
    actions.save_draft(shared, mia, "All three.", draft.saved, clock.now())
    db.commit()
    arrange([cast.paul, mia], [cast.lena])
    assert text_of(shared, cast.lena) == "All three.", "it stays with whom it lies under"
    assert text_of(shared, cast.paul) == text_of(shared, mia) == "Paul, alone.", "the farthest of theirs, as it was"
    arrange([cast.lena, mia])
    arrange([mia])
    assert text_of(shared, mia) == "All three.", "a copy, for whoever stays behind without a text"
    assert [file.name for file in queries.draft(shared, mia.id).files] == ["ours.txt"]
    assert text_of(shared, cast.lena) == "All three."


def test_who_left_reads_what_was_handed_in_for_them_and_no_more(cast: Cast, mia, shared, arrange, sign_in):
    arrange([cast.lena, cast.paul])
    version = hand_in(shared, cast.lena, "Of us two.")
    arrange([cast.lena, mia], [cast.paul])
    paul, thread = sign_in(cast.paul), feedback.thread_of(version.submission_id)
    receipt = f"/submissions/{version.submission_id}/receipts"
    assert "Of us two." in paul.get(f"{receipt}/1").text
    assert f"{receipt}/1" in paul.get(f"/assignments/{shared.assignment.id}/before").text
    sent = {"text": "Hello?", "key": "b", "seen": 0}
    assert paul.post(f"/threads/{thread.id}/messages", data=sent).status_code == 404
    hand_in(shared, mia, "Of us other two.")
    assert paul.get(f"{receipt}/1").status_code == 200
    assert paul.get(f"{receipt}/2").status_code == 404
    assert paul.get(f"/threads/{thread.id}").status_code == 404, "it is about the work of others now"
    assert sign_in(mia).get(f"/threads/{thread.id}").status_code == 200


def test_who_has_left_the_cohort_is_no_longer_one_of_the_group(cast: Cast, mia, shared, arrange, sign_in):
    arrange([cast.lena, cast.paul, mia])
    actions.save_draft(shared, cast.lena, "Lena began.", 0, clock.now())
    enrollment = db.scalars(select(Enrollment).where(Enrollment.person_id == cast.lena.id)).one()
    cohorts.leave(enrollment, clock.now(), cast.cora)
    db.commit()
    db.remove()
    assert "You do this with Mia Sample" in sign_in(cast.paul).get(f"/assignments/{shared.assignment.id}").text
    assert text_of(shared, mia) == "Lena began.", "it stays theirs"
    hand_in(shared, mia)
    assert {person for person, _ in mails("handed-in") + mails("handed-in-for-you")} == {mia.id, cast.paul.id}
    arrange([mia, cast.paul])
    assert text_of(shared, cast.paul) == "What we found."
    assert queries.work_of(cast.paul.id, cast.here.id)[0].latest

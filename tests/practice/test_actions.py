"""Drafts that lose nothing, and versions that never change."""

import hashlib
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.core import clock, outbox, storage
from lms.core.db import db, transaction
from lms.core.errors import Conflict, Refused
from lms.core.outbox import Letter
from lms.practice import actions, queries
from lms.practice.jobs import forget_file
from lms.practice.models import SubmissionVersion, WorkFile
from lms.practice.rules import FILES_MOST, Standing
from tests.kit import make
from tests.kit.at_once import at_once
from tests.kit.cast import Cast


def test_a_draft_counts_its_savings(cast: Cast, here):
    first = actions.save_draft(here, cast.lena, "One", 0, clock.now())
    assert (first.saved, first.text) == (1, "One")
    assert actions.save_draft(here, cast.lena, "One two", 1, clock.now()).saved == 2


def test_a_draft_saved_elsewhere_is_a_conflict_and_stays_as_it_is(cast: Cast, here):
    actions.save_draft(here, cast.lena, "On the phone", 0, clock.now())
    with pytest.raises(Conflict, match="saved or handed in elsewhere"):
        actions.save_draft(here, cast.lena, "At the desk", 0, clock.now())
    kept = queries.draft(here, cast.lena.id)
    assert kept and (kept.text, kept.saved) == ("On the phone", 1)


def test_a_saving_whose_answer_was_lost_can_be_sent_again(cast: Cast, here):
    actions.save_draft(here, cast.lena, "One", 0, clock.now())
    assert actions.save_draft(here, cast.lena, "One", 0, clock.now()).saved == 1


def test_drafts_of_two_learners_know_nothing_of_each_other(cast: Cast, here):
    actions.save_draft(here, cast.lena, "Mine", 0, clock.now())
    assert actions.save_draft(here, cast.paul, "Yours", 0, clock.now()).text == "Yours"


def test_handing_in_keeps_text_digest_words_and_revision(cast: Cast, here):
    version = actions.hand_in(here, cast.lena, "I don’t know yet.", 0, clock.now())
    assert (version.number, version.words) == (1, 4)
    assert version.sha256 == hashlib.sha256("I don’t know yet.".encode()).hexdigest()
    assert version.revision_id


def test_handing_in_twice_the_same_makes_one_version(cast: Cast, here):
    first = actions.hand_in(here, cast.lena, "My plan", 0, clock.now())
    assert actions.hand_in(here, cast.lena, "My plan", 0, clock.now()).id == first.id
    assert actions.hand_in(here, cast.lena, "My plan", 1, clock.now()).id == first.id


def test_handing_in_something_else_makes_the_next_version_and_leaves_the_first_alone(cast: Cast, here):
    first = actions.hand_in(here, cast.lena, "My plan", 0, clock.now())
    second = actions.hand_in(here, cast.lena, "My better plan", 1, clock.now())
    assert (first.text, second.text, second.number) == ("My plan", "My better plan", 2)
    assert second.submission_id == first.submission_id


def test_two_clicks_at_the_same_moment_make_one_version(cast: Cast, here):
    db.commit()
    db.remove()

    def click() -> int:
        with transaction():
            return actions.hand_in(here, cast.lena, "My plan", 0, clock.now()).number

    assert at_once(click, click) == [1, 1]
    assert db.scalar(select(func.count()).select_from(SubmissionVersion)) == 1


def test_handing_in_over_a_draft_from_elsewhere_is_a_conflict(cast: Cast, here):
    actions.save_draft(here, cast.lena, "On the phone", 0, clock.now())
    with pytest.raises(Conflict):
        actions.hand_in(here, cast.lena, "At the desk", 0, clock.now())


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_cannot_be_handed_in(cast: Cast, here, text: str):
    with pytest.raises(Refused, match="nothing to hand in"):
        actions.hand_in(here, cast.lena, text, 0, clock.now())


def test_work_of_any_length_is_taken_in(cast: Cast, here):
    assert here.assignment.words_least == 300
    assert actions.hand_in(here, cast.lena, "Short.", 0, clock.now()).number == 1


def test_work_after_the_due_time_is_taken_in_as_late(cast: Cast, here):
    due_at = here.due_at
    assert due_at
    assert actions.hand_in(here, cast.lena, "In time", 0, due_at).standing is Standing.ON_TIME
    late = actions.hand_in(here, cast.lena, "Later", 1, due_at + timedelta(minutes=1))
    assert late.standing is Standing.LATE


def test_files_go_with_each_version_and_their_bytes_are_shared(cast: Cast, here, kept):
    draft = actions.open_draft(here, cast.lena, clock.now())
    actions.attach(draft, "C:\\plan.pdf", kept(b"plan"), clock.now())
    first = actions.hand_in(here, cast.lena, "", 0, clock.now())
    second = actions.hand_in(here, cast.lena, "See the file", 1, clock.now())
    files = [queries.version(v.submission_id, v.number).files for v in (first, second)]
    assert [[f.name for f in each] for each in files] == [["plan.pdf"], ["plan.pdf"]]
    assert files[0][0].key == files[1][0].key
    assert files[0][0].sha256 == hashlib.sha256(b"plan").hexdigest()


def test_one_file_more_than_allowed_is_refused_by_name(cast: Cast, here, kept):
    draft = actions.open_draft(here, cast.lena, clock.now())
    for number in range(FILES_MOST):
        actions.attach(draft, f"page-{number}.txt", kept(b"x"), clock.now())
    with pytest.raises(Refused, match=r"“last\.txt” would be one too many"):
        actions.attach(draft, "last.txt", kept(b"x"), clock.now())


def test_removed_bytes_are_deleted_but_not_those_that_were_handed_in(cast: Cast, here, kept):
    draft = actions.open_draft(here, cast.lena, clock.now())
    handed_in = actions.attach(draft, "in.txt", kept(b"in"), clock.now())
    actions.hand_in(here, cast.lena, "With a file", 0, clock.now())
    thrown_away = actions.attach(draft, "out.txt", kept(b"out"), clock.now())
    for file in (handed_in, thrown_away):
        actions.remove(file)
    db.commit()
    outbox.deliver({actions.FORGET: forget_file, "mail": lambda _: None})
    assert b"".join(storage.store().open(handed_in.key)) == b"in"
    with pytest.raises(FileNotFoundError):
        storage.store().size(thrown_away.key)
    assert [file.name for file in db.scalars(select(WorkFile))] == ["in.txt"]


def test_a_file_that_is_removed_while_it_is_handed_in_keeps_its_bytes(cast: Cast, here, kept):
    with transaction():
        draft = actions.open_draft(here, cast.lena, clock.now())
        file = actions.attach(draft, "in.txt", kept(b"in"), clock.now())

    def remove() -> None:
        with transaction():
            actions.remove(file)
        outbox.deliver({actions.FORGET: forget_file, "mail": lambda _: None})

    with ThreadPoolExecutor(1) as other_window:
        with transaction():
            version = actions.hand_in(here, cast.lena, "With a file", 0, clock.now())
            removal = other_window.submit(remove)
            wait([removal], timeout=0.5)
        removal.result()
    handed_in = queries.version(version.submission_id, 1)
    assert handed_in and [f.name for f in handed_in.files] == ["in.txt"]
    assert b"".join(storage.store().open(file.key)) == b"in"


def test_handing_in_writes_a_receipt_to_the_learner_and_once_to_each_trainer(cast: Cast, here):
    actions.hand_in(here, cast.lena, "My plan", 0, clock.now())
    actions.hand_in(here, cast.lena, "My plan", 0, clock.now())
    letters = db.scalars(select(Letter).where(Letter.kind == "mail")).all()
    assert sorted((x.payload["template"], x.payload["person_id"]) for x in letters) == [
        ("handed-in", cast.lena.id),
        ("work-waiting", cast.tess.id),
    ]
    assert not any("My plan" in str(letter.payload) for letter in letters)


def test_work_of_a_learner_lists_every_assignment_in_one_statement(cast: Cast, here, statements: list[str]):
    actions.save_draft(here, cast.lena, "One", 0, clock.now())
    version = actions.hand_in(here, cast.lena, "Two", 1, clock.now())
    actions.hand_in(here, cast.lena, "Three", 2, clock.now())
    lena, paul, cohort = cast.lena.id, cast.paul.id, cast.here.id
    db.commit()
    db.remove()
    statements.clear()
    work = queries.work_of(lena, cohort)
    assert len(statements) == 1
    assert [w.assignment.program_class.number for w in work] == list(range(1, 13))
    assert work[0].latest and work[0].latest.number == 2 and work[0].standing is version.standing
    assert work[0].latest.submission.id == version.submission_id
    assert [w.latest for w in work[1:]] == [None] * 11
    assert not any(w.latest or w.draft for w in queries.work_of(paul, cohort))


def test_an_assignment_of_another_program_is_not_here(cast: Cast, here):
    other = make.cohort(make.program(1))
    assert queries.assignment_here(here.assignment.id, other) is None
    assert queries.assignment_here(here.assignment.id, None) is None

"""Erasing somebody leaves no word of theirs, keeps everybody else's, and comes to its end whatever interrupts it."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.app import cli, migrate
from lms.app.tables import METADATA
from lms.audit.models import AuditEntry
from lms.core import clock, jobs, outbox, storage
from lms.core.db import connect, db, transaction
from lms.core.settings import Settings
from lms.core.storage import Fault, Storage
from lms.erasure import actions, queries
from lms.erasure import jobs as erasing
from lms.erasure.models import ErasedPart, Erasure
from lms.erasure.parts import PARTS
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.reviews.models import Review, ReviewRemark
from lms.moments.questions.models import Question
from lms.people import actions as people
from lms.people.models import Person
from tests.erasure.life import EMAIL, MARK, NAME, live
from tests.kit.cast import Cast


def texts() -> Iterator[tuple[str, str]]:
    """Everything that the database holds, as text: by table and column, each value."""
    db.remove()
    for table in METADATA.sorted_tables:
        for row in db.execute(select(table)).mappings():
            yield from ((f"{table.name}.{name}", str(value)) for name, value in row.items() if value is not None)


def where(word: str) -> set[str]:
    """The columns in which a word stands."""
    return {place for place, value in texts() if word.lower() in value.lower()}


def kept_bytes(home: Path) -> list[str]:
    """Files of the media store, and of uploads on this machine, that hold her mark."""
    found = [key for key, _ in storage.store().kept_under("") if MARK.encode() in b"".join(storage.store().open(key))]
    coming = [path for path in (home / "uploads").rglob("*") if path.is_file()]
    return found + [path.name for path in coming if MARK.encode() in path.read_bytes()]


def ask(person: Person, by: Person | None) -> int:
    with transaction():
        person = db.get_one(Person, person.id)
        return actions.ask(person, person.email, by, clock.now()).id


@pytest.fixture
def lived(cast: Cast, settings: Settings) -> Cast:
    shutil.rmtree(settings.home / "uploads", ignore_errors=True)  # of tests before, as below
    for key in kept_bytes(settings.home):
        storage.store().delete(key)
    live(cast, settings.home)
    return cast


def test_no_word_of_theirs_is_left_in_database_or_store(lived: Cast, settings: Settings):
    assert {"draft.text", "submission_version.text", "message.text", "remark.quote", "moment_note.text"} <= where(MARK)
    assert len(kept_bytes(settings.home)) > 5
    ask(lived.lena, lived.cora)
    erasing.carry_on(settings.home)
    assert where(MARK) == set()
    assert kept_bytes(settings.home) == []
    assert where("zwqxname") == {"signature.name"}
    assert where(NAME.split()[1]) == {"signature.name"}


def test_what_others_said_stays(lived: Cast, settings: Settings):
    ask(lived.lena, lived.cora)
    erasing.carry_on(settings.home)
    for word in ("Why both?", "Thank you, I see.", "To let it land.", "Why so?", "Wait longer.", "Look at this again."):
        assert where(word), word


def test_the_receipt_says_what_when_and_by_whom_and_only_digests_of_it(lived: Cast, settings: Settings, sign_in):
    erasure_id = ask(lived.lena, lived.cora)
    noted = {part.code: (part.things, part.sha256) for part in db.scalars(select(ErasedPart))}
    erasing.carry_on(settings.home)
    db.remove()
    parts = db.scalars(select(ErasedPart)).all()
    assert {part.code: (part.things, part.sha256) for part in parts} == noted
    assert [part.code for part in parts] == [part.code for part in PARTS]
    assert all(part.erased_at for part in parts)
    counts = {code: things for code, (things, _) in noted.items()}
    assert (counts["versions"], counts["messages"], counts["quotes"], counts["notes"]) == (4, 2, 4, 2)
    assert (counts["drafts"], counts["files"], counts["recordings"], counts["consents"]) == (3, 4, 2, 1)
    erasure = db.get_one(Erasure, erasure_id)
    assert erasure.asked_by_id == lived.cora.id and erasure.done_at
    deeds = db.scalars(select(AuditEntry).where(AuditEntry.about_id == lived.lena.id).order_by(AuditEntry.id)).all()
    assert [e.actor_id for e in deeds if e.deed in ("erasure_asked", "person_erased")] == [lived.cora.id, None]
    shown = sign_in(lived.cora).get(f"/people/{lived.lena.id}/erasure").text
    assert noted["versions"][1] in shown and "by Cora Sample" in shown and NAME not in shown


def test_a_coordinator_sees_first_what_goes_and_what_stays_and_types_whom_they_mean(lived: Cast, sign_in):
    cora, address = sign_in(lived.cora), f"/people/{lived.lena.id}/erasure"
    assert f'href="{address}"' in cora.get("/people/?q=Lena").text
    shown = cora.get(address).text
    assert re.search(r"<dt>Versions of work that were handed in</dt><dd>4</dd>", shown)
    assert "The audit log" in shown and "Handover" not in shown
    for typed in ("", "paul@sample.example", lived.lena.name):
        answer = cora.post(address, data={"confirmation": typed})
        assert answer.status_code == 422 and "Nothing has been erased" in answer.text
    assert where(MARK) and db.scalars(select(Erasure)).all() == []
    assert cora.post(address, data={"confirmation": f" {EMAIL.upper()} "}).status_code == 303
    assert "It is under way" in cora.get(address).text


def test_from_the_moment_it_is_asked_for_they_are_out(lived: Cast, sign_in):
    lena, tess = sign_in(lived.lena), sign_in(lived.tess)
    people.grant(db.get_one(Person, lived.lena.id), people.Right.COORDINATOR, True, clock.now())
    db.commit()
    ask(lived.lena, lived.cora)
    assert lena.get("/today").status_code == 302
    assert NAME not in tess.get("/cohorts/here/overview").text
    assert not db.get_one(Person, lived.lena.id).is_coordinator


def test_afterwards_trainers_still_read_the_conversation_and_nothing_of_it_waits(
    lived: Cast, settings: Settings, sign_in
):
    tess = sign_in(lived.tess)
    thread = db.scalars(select(FeedbackThread).filter_by(learner_id=lived.lena.id).order_by(FeedbackThread.id)).first()
    assert thread
    assert thread.waiting_since
    ask(lived.lena, lived.cora)
    erasing.carry_on(settings.home)
    shown = tess.get(f"/threads/{thread.id}").text
    assert "Erased at the wish of whoever handed it in" in shown and "Thank you, I see." in shown
    assert f"Erased person {lived.lena.id}" in shown and "Taken back by its author" in shown
    assert "Show in" not in shown and "it has been deleted" in shown
    assert tess.get(f"/threads/{thread.id}/attempts").status_code == 200
    assert tess.get(f"/submissions/{thread.submission_id}/receipts/1").status_code == 200
    assert tess.get(f"/submissions/{thread.submission_id}/differences?from=1&to=2").status_code == 200
    for message in db.scalars(select(Message).where(Message.author_id == lived.tess.id)).all():
        assert tess.post(f"/messages/{message.id}/removal", data={"why": "other"}).status_code == 303
    assert f'href="/threads/{thread.id}?' not in tess.get("/review/").text
    assert tess.get("/cohorts/here/growth").status_code == 200


@pytest.mark.parametrize("at", range(len(PARTS)))
def test_interrupted_anywhere_it_goes_on_to_its_end(lived: Cast, settings: Settings, at: int):
    erasure_id = ask(lived.lena, lived.cora)
    for part in PARTS[:at]:
        actions.erase(erasure_id, part.code, settings.home, clock.now())
    if PARTS[at].release:  # the power goes between the bytes and the rows
        person = actions.whose(db.get_one(Person, lived.lena.id))
        db.remove()
        PARTS[at].release(person, settings.home, clock.now())
    for _ in range(2):
        erasing.carry_on(settings.home)
    assert where(MARK) == set() and kept_bytes(settings.home) == []
    assert db.get_one(Erasure, erasure_id).done_at


def test_a_media_store_that_is_away_lets_it_be_tried_again(
    lived: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
):
    erasure_id = ask(lived.lena, lived.cora)

    def away(*_: object) -> None:
        raise Fault("away")

    with monkeypatch.context() as patch:
        patch.setattr(Storage, "delete", away)
        erasing.carry_on(settings.home)
    assert queries.unfinished() == [erasure_id]
    erasing.carry_on(settings.home)
    assert queries.unfinished() == [] and where(MARK) == set()


def test_asking_twice_is_one_erasure(lived: Cast, settings: Settings):
    assert ask(lived.lena, lived.cora) == ask(lived.lena, None)
    erasing.carry_on(settings.home)
    assert ask(lived.lena, None) == db.scalars(select(Erasure.id)).one()


def test_the_letter_wakes_the_worker(lived: Cast, app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    called: list[str] = []
    monkeypatch.setattr(jobs.queue(), "call", called.append)
    ask(lived.lena, lived.cora)
    outbox.deliver(
        {"mail": lambda _: None, "package-video": lambda _: None, actions.WAKE: lambda _: called.append("e")}
    )
    assert "e" in called


def test_an_erased_account_opens_never_again_and_its_address_is_free(lived: Cast, settings: Settings, sign_in):
    ask(lived.lena, lived.cora)
    erasing.carry_on(settings.home)
    cora = sign_in(lived.cora)
    assert cora.post(f"/people/{lived.lena.id}/reopening").status_code == 400
    assert "Receipt" in cora.get("/people/?q=Erased").text
    with transaction():
        assert people.invite(EMAIL, "Lena", lived.cora, clock.now()).id != lived.lena.id


def test_letters_that_have_not_left_say_nothing_of_them_and_those_to_others_still_leave(
    lived: Cast, settings: Settings
):
    mails = db.scalars(select(outbox.Letter).where(outbox.Letter.kind == "mail"))
    reader_of = {letter.id: letter.payload["person_id"] for letter in mails}
    assert {lived.lena.id, lived.paul.id, lived.tess.id} == set(reader_of.values())
    ask(lived.lena, lived.cora)
    erasing.carry_on(settings.home)
    db.remove()
    for letter in db.scalars(select(outbox.Letter).where(outbox.Letter.id.in_(reader_of))):
        is_hers = reader_of[letter.id] == lived.lena.id
        assert (letter.payload == {}, letter.given_up_at is not None) == (is_hers, is_hers)


def test_a_trainers_words_go_as_well_and_the_learner_keeps_the_step(lived: Cast, settings: Settings):
    ask(lived.tess, lived.cora)
    erasing.carry_on(settings.home)
    db.remove()
    assert {message.text for message in db.scalars(select(Message).where(Message.author_id == lived.tess.id))} == {""}
    assert [(review.keep, review.try_next) for review in db.scalars(select(Review))] == [("", "")]
    assert db.scalars(select(ReviewRemark)).all() == []
    assert where("Wait longer.") == {"next_step.text"}
    assert where("Your pace.") == set()
    assert any(question.waiting_since for question in db.scalars(select(Question)))  # its only trainer's answer is gone
    assert where(MARK)


@pytest.fixture
def own_home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A migrated home of its own with a learner in it; afterwards this process has its own back."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    own = Settings(home=tmp_path).checked()
    migrate.upgrade(own)
    yield own
    connect(settings.database_url)
    storage.use(settings.media_url, settings.media_direct)


def run(*words: str, typed: str = "") -> str:
    result = CliRunner().invoke(cli.main, words, input=typed)
    return f"{result.exit_code} {result.output}"


def test_an_operator_lists_confirms_and_erases(own_home: Settings):
    run("people", "create", EMAIL, "--name", NAME, "--password", "seven quiet rivers")
    listed = run("people", "erase", EMAIL, "--dry-run")
    assert listed.startswith("0") and "1  Name, e-mail address" in listed and "The audit log" in listed
    assert run("people", "erase", EMAIL, typed="somebody@else.example\n").startswith("1")
    assert "There is no account" in run("people", "erase", "nobody@clinic.example")
    done = run("people", "erase", EMAIL, typed=f"{EMAIL}\n")
    assert done.startswith("0") and "The receipt is at" in done
    connect(own_home.database_url)
    assert db.scalars(select(Erasure)).one().done_at
    assert [person.is_erased for person in db.scalars(select(Person))] == [True]
    assert "There is no account" in run("people", "erase", EMAIL)


SignIn = Callable[[Person], FlaskClient]


def test_nobody_erases_themselves(cast: Cast, sign_in: SignIn):
    for person in (cast.cora, cast.lena, cast.tess, cast.otto):
        assert sign_in(person).get(f"/people/{cast.cora.id}/erasure").status_code == 404

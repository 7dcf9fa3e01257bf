"""Home practice through the pages: what learners see, what they are told, and who sees nothing."""

import hashlib
import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import IO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db
from lms.practice import actions, queries
from lms.practice.models import SubmissionVersion, WorkFile
from lms.practice.rules import FILE_LIMIT
from lms.program.models import Assignment
from lms.program.rules import PracticeKind
from tests.kit.cast import Cast

BY_SCRIPT = {"X-Requested-With": "fragment"}


@pytest.fixture
def lena(cast: Cast, here, sign_in) -> FlaskClient:
    return sign_in(cast.lena)


@pytest.fixture
def address(here) -> str:
    return f"/assignments/{here.assignment.id}"


def versions() -> int:
    return db.scalar(select(func.count()).select_from(SubmissionVersion)) or 0


def files() -> list[WorkFile]:
    return list(db.scalars(select(WorkFile).order_by(WorkFile.id)))


def attach(client: FlaskClient, address: str, *sent: tuple[bytes, str]):
    data = {"files": [(io.BytesIO(content), name) for content, name in sent]}
    return client.post(f"{address}/files", data=data, content_type="multipart/form-data")


def test_the_page_shows_the_brief_what_is_asked_and_the_due_time_with_its_zone(lena: FlaskClient, address: str):
    page = lena.get(address).text
    assert "Home practice" in page and "300–500 words" in page and "About 45 minutes" in page
    assert re.search(r"<time datetime=[^>]+>[^<]+\xa0C[SD]T</time>", page)
    assert "To do" in page


def test_a_draft_is_saved_by_script_and_found_again(lena: FlaskClient, address: str):
    answer = lena.post(f"{address}/draft", data={"text": "One\r\ntwo", "seen": "0"}, headers=BY_SCRIPT)
    assert answer.json["seen"] == 1
    assert re.search(r"\d (AM|PM) C[SD]T", answer.json["saved_at_text"])
    page = lena.get(address).text
    assert "One\ntwo</textarea>" in page and 'name="seen" type="hidden" value="1"' in page


def test_a_nul_that_came_along_with_a_pasted_text_is_left_out(lena: FlaskClient, address: str):
    assert lena.post(f"{address}/draft", data={"text": "One\0 two", "seen": "0"}, headers=BY_SCRIPT).status_code == 200
    assert "One two</textarea>" in lena.get(address).text


def test_a_second_tab_is_told_and_nothing_is_overwritten(lena: FlaskClient, address: str):
    lena.post(f"{address}/draft", data={"text": "On the phone", "seen": "0"}, headers=BY_SCRIPT)
    answer = lena.post(f"{address}/draft", data={"text": "At the desk", "seen": "0"}, headers=BY_SCRIPT)
    assert answer.status_code == 409
    assert (answer.json["text"], answer.json["seen"]) == ("On the phone", 1)
    assert "On the phone</textarea>" in lena.get(address).text


def test_without_a_script_a_conflict_shows_both_texts_and_sending_again_is_the_choice(lena: FlaskClient, address: str):
    lena.post(f"{address}/draft", data={"text": "On the phone", "seen": "0"})
    answer = lena.post(f"{address}/hand-in", data={"text": "At the desk", "seen": "0"})
    assert answer.status_code == 409
    assert "On the phone</div>" in answer.text and "At the desk</textarea>" in answer.text
    assert 'data-state="conflict"' in answer.text
    assert versions() == 0
    assert 'name="seen" type="hidden" value="1"' in answer.text
    assert lena.post(f"{address}/hand-in", data={"text": "At the desk", "seen": "1"}).status_code == 303


def test_the_save_button_works_without_a_script(lena: FlaskClient, address: str):
    answer = lena.post(f"{address}/draft", data={"text": "One", "seen": "0"}, follow_redirects=True)
    assert "Your draft is saved." in answer.text and "One</textarea>" in answer.text


def test_a_text_that_is_too_long_stays_in_the_field_with_a_sentence(lena: FlaskClient, address: str):
    long = "word " * 13_000
    answer = lena.post(f"{address}/hand-in", data={"text": long, "seen": "0"})
    assert answer.status_code == 422
    assert "longer than 60,000 characters" in answer.text and "word word" in answer.text


def test_handing_in_ends_on_a_receipt_with_time_zone_and_digest(lena: FlaskClient, address: str):
    answer = lena.post(f"{address}/hand-in", data={"text": "My plan", "seen": "0"}, follow_redirects=True)
    assert "<h1>Handed in</h1>" in answer.text
    assert hashlib.sha256(b"My plan").hexdigest() in answer.text.split("<details")[-1]
    assert 'href="/today"' in answer.text.split("<main")[1] and "Print this receipt" in answer.text
    assert re.search(r"<time datetime=[^>]+>\w+day, [^<]+\xa0C[SD]T</time>", answer.text)


def test_a_double_click_ends_on_the_same_receipt(lena: FlaskClient, address: str):
    ends = [lena.post(f"{address}/hand-in", data={"text": "My plan", "seen": "0"}).location for _ in range(2)]
    assert ends[0] == ends[1]
    assert versions() == 1


def test_nothing_at_all_is_refused_beside_the_field(lena: FlaskClient, address: str):
    answer = lena.post(f"{address}/hand-in", data={"text": "  ", "seen": "0"})
    assert answer.status_code == 422
    assert re.search(r'id="text-error".*?There is nothing to hand in yet', answer.text, re.S)


def test_earlier_versions_stay_within_reach(lena: FlaskClient, address: str):
    lena.post(f"{address}/hand-in", data={"text": "First", "seen": "0"})
    lena.post(f"{address}/hand-in", data={"text": "Second", "seen": "1"})
    page = lena.get(address).text
    assert "Version 1" in page and "Version 2" in page and "Hand in again" in page
    assert "Second</textarea>" in page


def test_late_work_is_marked_kindly(lena: FlaskClient, address: str, here):
    with clock.at(here.due_at + timedelta(hours=1)):
        assert "marked as late, and read like any other" in lena.get(address).text
        receipt = lena.post(f"{address}/hand-in", data={"text": "Late", "seen": "0"}, follow_redirects=True)
    assert "Late" in receipt.text


def test_files_are_attached_downloaded_and_removed(lena: FlaskClient, address: str):
    assert attach(lena, address, (b"one", "..\\a plan.txt"), (b"two", "b.html")).status_code == 303
    first, second = files()
    assert (first.name, second.name) == ("a plan.txt", "b.html")
    got = lena.get(f"/files/{second.id}")
    assert got.data == b"two"
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert got.mimetype == "application/octet-stream"
    assert lena.post(f"{address}/files/{first.id}/removal").status_code == 303
    assert [file.name for file in files()] == ["b.html"]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ([(b"", "empty.txt")], "“empty.txt” is empty"),
        ([], "Please choose a file first"),
        ([(b"x", f"{n}.txt") for n in range(11)], "“10.txt” would be one too many"),
        ([(b"fine", "fine.txt"), (b"x" * (FILE_LIMIT + 1), "big.mov")], "“big.mov” is larger than 50 MB"),
    ],
)
def test_files_that_do_not_fit_are_refused_beside_the_field(lena: FlaskClient, address: str, sent, says: str):
    lena.post(f"{address}/draft", data={"text": "Kept", "seen": "0"}, headers=BY_SCRIPT)
    answer = attach(lena, address, *sent)
    assert answer.status_code == 422
    assert re.search(rf'id="chosen-files-error".*?{re.escape(says)}', answer.text, re.S)
    assert "Kept</textarea>" in answer.text
    assert files() == []


def test_trainers_and_coordinators_read_the_brief_and_are_offered_no_form(cast: Cast, address: str, here, sign_in):
    for person in (cast.tess, cast.cora):
        page = sign_in(person).get(f"{address}?cohort=here")
        assert page.status_code == 200
        assert "<textarea" not in page.text and "Hand in" not in page.text
        assert sign_in(person).post(f"{address}/hand-in", data={"text": "x", "seen": "0"}).status_code == 404


@pytest.fixture
def handed_in(cast: Cast, here, kept) -> tuple[str, str, str]:
    """Addresses of a receipt, of a file that was handed in, and of one that is still with its learner."""
    draft = actions.open_draft(here, cast.lena, clock.now())
    actions.attach(draft, "in.txt", kept(b"in"), clock.now())
    version = actions.hand_in(here, cast.lena, "My plan", 0, clock.now())
    actions.attach(draft, "draft.txt", kept(b"draft"), clock.now())
    found = queries.version(version.submission_id, 1)
    db.refresh(draft, ["files"])
    addresses = (
        f"/submissions/{version.submission_id}/receipts/1",
        f"/files/{found.files[0].id}",
        f"/files/{draft.files[-1].id}",
    )
    db.commit()
    return addresses


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        ("lena", (200, 200, 200)),
        ("tess", (200, 200, 404)),
        ("paul", (404, 404, 404)),
        ("omar", (404, 404, 404)),
        ("theo", (404, 404, 404)),
        ("cora", (404, 404, 404)),
        ("otto", (404, 404, 404)),
    ],
)
def test_work_is_seen_by_its_learner_and_once_handed_in_by_trainers_here(cast: Cast, handed_in, sign_in, who, answers):
    client = sign_in(getattr(cast, who))
    assert tuple(client.get(address).status_code for address in handed_in) == answers


def test_nobody_floods_the_queue_by_handing_in(lena: FlaskClient, address: str, limits: None):
    answers = [
        lena.post(f"{address}/hand-in", data={"text": f"Version {number}", "seen": str(number)}) for number in range(8)
    ]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429] * 2
    assert "What you typed is still there" in answers[-1].text


def test_an_unread_download_keeps_no_thread_waiting(lena: FlaskClient, address: str):
    attach(lena, address, (b"x" * 100_000, "long.bin"))
    handed_over: list[IO[bytes]] = []

    def wrapper(file: IO[bytes], _size: int = 0) -> list[bytes]:
        handed_over.append(file)
        return [file.read()]

    answer = lena.get(f"/files/{files()[0].id}", environ_overrides={"wsgi.file_wrapper": wrapper})
    assert answer.data == b"x" * 100_000
    assert handed_over and handed_over[0].fileno()
    assert answer.headers["Content-Length"] == "100000"


def test_a_server_in_front_sends_the_file_itself(lena: FlaskClient, address: str, app, settings, monkeypatch):
    attach(lena, address, (b"a page", "page.txt"))
    monkeypatch.setitem(app.config, "ATTUNE", replace(settings, accel="/kept"))
    answer = lena.get(f"/files/{files()[0].id}")
    assert answer.headers["X-Accel-Redirect"] == f"/kept/{files()[0].key}"
    assert answer.data == b"" and "attachment" in answer.headers["Content-Disposition"]
    assert answer.mimetype == "application/octet-stream"


def test_a_stranger_is_sent_to_sign_in_and_typing_on_after_signing_out_loses_nothing(client: FlaskClient, address: str):
    assert "/sign-in" in client.get(address).location
    answer = client.post(f"{address}/draft", data={"text": "One", "seen": "0"}, headers=BY_SCRIPT)
    assert answer.status_code == 401


def test_nobody_removes_a_file_of_somebody_else_or_one_that_was_handed_in(cast: Cast, address: str, handed_in, sign_in):
    ids = [path.rsplit("/", 1)[1] for path in handed_in[1:]]
    assert sign_in(cast.paul).post(f"{address}/files/{ids[1]}/removal").status_code == 404
    assert sign_in(cast.lena).post(f"{address}/files/{ids[0]}/removal").status_code == 404


def test_the_page_asks_the_database_as_often_for_many_versions_as_for_one(
    cast: Cast, lena: FlaskClient, address: str, here, kept, statements: list[str]
):
    counts = []
    for number in range(8):
        draft = actions.open_draft(here, cast.lena, clock.now())
        actions.attach(draft, f"{number}.txt", kept(b"x"), clock.now())
        actions.hand_in(here, cast.lena, f"Version {number}", draft.saved, clock.now())
        db.commit()
        db.remove()
        statements.clear()
        assert lena.get(address).status_code == 200
        counts.append(len(statements))
    assert len(set(counts)) == 1
    assert counts[0] <= 8, statements


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (PracticeKind.WORKSHEET, "Answer point by point in the text below"),
        (PracticeKind.RECORDING, "you can rate yourself beside the conversation"),
    ],
)
def test_how_a_kind_of_work_is_handed_in_is_said_where_that_is_not_plain(
    lena: FlaskClient, address: str, here, kind: PracticeKind, says: str
):
    assert "How to hand this in" not in lena.get(address).text
    db.get_one(Assignment, here.assignment.id).kind = kind
    db.commit()
    assert says in lena.get(address).text

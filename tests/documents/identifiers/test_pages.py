"""Marks on the page of an assignment: with scripts as it is typed, without them on handing in; what is kept of it."""

import logging
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from lms.core.db import db
from lms.documents.identifiers.models import MarksConfirmation
from lms.practice import queries
from lms.practice.models import SubmissionVersion
from lms.program.models import Assignment
from lms.program.rules import PracticeKind
from tests.kit.cast import Cast

TEXT = "I met Maria Lopez on March 3."


@pytest.fixture
def address(cast: Cast) -> str:
    assignment = queries.work_of(cast.lena.id, cast.here.id)[0].assignment
    found = db.get(Assignment, assignment.id)
    assert found
    found.kind = PracticeKind.WORKSHEET
    db.commit()
    return f"/assignments/{found.id}"


@pytest.fixture
def lena(cast: Cast, address: str, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(cast.lena)


def rows(table: type) -> int:
    return db.scalar(select(func.count()).select_from(table)) or 0


def box(page: str) -> str:
    found = re.search(r'name="marks_seen" value="(\w+)"', page)
    assert found
    return found[1]


def test_marks_are_shown_on_handing_in_and_kept_once_confirmed(
    lena: FlaskClient, address: str, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    refused = lena.post(f"{address}/hand-in", data={"text": TEXT, "seen": "0"})
    assert refused.status_code == 422
    assert rows(SubmissionVersion) == 0
    assert TEXT in refused.text
    assert "Maria Lopez</bdi>" in refused.text and "March 3</bdi>" in refused.text

    taken = lena.post(f"{address}/hand-in", data={"text": TEXT, "seen": "0", "marks_seen": box(refused.text)})
    assert taken.status_code == 303
    kept = db.scalars(select(MarksConfirmation)).one()
    assert (kept.person_id, kept.kinds) == (cast.lena.id, {"1": 1, "3": 1})
    assert kept.confirmed_at == db.scalars(select(SubmissionVersion.handed_in_at)).one()
    assert "Maria" not in caplog.text


def test_a_confirmation_of_other_marks_counts_for_nothing(lena: FlaskClient, address: str) -> None:
    seen = box(lena.post(f"{address}/hand-in", data={"text": TEXT, "seen": "0"}).text)
    other = lena.post(f"{address}/hand-in", data={"text": TEXT + " Priya came.", "seen": "0", "marks_seen": seen})
    assert other.status_code == 422
    assert rows(SubmissionVersion) == rows(MarksConfirmation) == 0


def test_work_without_marks_is_handed_in_as_ever(lena: FlaskClient, address: str) -> None:
    assert lena.post(f"{address}/hand-in", data={"text": "Day 3: calm.", "seen": "0"}).status_code == 303
    assert rows(MarksConfirmation) == 0


def test_typed_text_is_answered_with_its_marks_and_no_markup_of_its_own(lena: FlaskClient, address: str) -> None:
    typed = {"text": "😀 <b>Maria</b> Lopez\u202e", "plan": "Day 3"}
    answer = lena.post(f"{address}/identifier-marks", data=typed)
    assert answer.json
    assert 'data-start="6"' in answer.json["fields"]["text"]  # the face is two units there
    assert "<b>" not in answer.json["fields"]["text"]
    assert answer.json["fields"]["plan"].strip() == ""


def test_a_mark_is_replaced_by_the_keyboard_undone_and_confirmed(
    cast: Cast, address: str, open_as: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_as(cast.lena, address, 390)
    text = page.get_by_label("Your text")
    text.press_sequentially(TEXT)
    expect(page.get_by_role("status").filter(has_text="2 places read like an identifier.")).to_be_visible()
    page.get_by_role("button", name="Replace Maria Lopez").focus()
    page.keyboard.press("Enter")
    expect(text).to_have_value("I met the client on March 3.")
    page.get_by_role("button", name="Undo the replacement").press("Enter")
    expect(text).to_have_value(TEXT)
    page.get_by_role("button", name="Replace Maria Lopez").press("Enter")
    expect(page.get_by_role("status").filter(has_text="1 place reads like an identifier.")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(text).to_have_value(TEXT)
    expect(page.get_by_role("status").filter(has_text="2 places read like an identifier.")).to_be_visible()
    page.get_by_label("I looked at what is marked").check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handed in")
    db.remove()
    assert db.scalars(select(MarksConfirmation.kinds)).one() == {"1": 1, "3": 1}

"""Documents through the pages: written, saved, handed in and read, all without a script."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db
from lms.documents.filling.reading import sent_from
from lms.documents.filling.rules import canonical
from lms.documents.notes import note_of
from lms.documents.writing.models import TemplateMove
from lms.practice import actions, queries
from lms.practice.models import Draft, SubmissionVersion
from lms.practice.rules import digest
from lms.program.models import Program
from lms.program.rules import FieldKind
from tests.kit import documents
from tests.kit.cast import Cast
from tests.kit.documents import COMPLETE, FIELDS, field

BY_SCRIPT = {"X-Requested-With": "fragment"}


@pytest.fixture
def lena(cast: Cast, here, sign_in) -> FlaskClient:
    return sign_in(cast.lena)


@pytest.fixture
def address(here) -> str:
    return f"/assignments/{here.assignment.id}/document"


def sent(answers: dict[str, Any], seen: int = 0, fields: Any = FIELDS, **more: Any) -> dict[str, Any]:
    """What the form sends with these answers."""
    places = sent_from(fields, answers)
    return {"seen": str(seen), "text": "", **{f"a.{place}": texts for place, texts in places.items()}, **more}


def the_draft() -> dict[str, Any]:
    db.remove()
    return json.loads(db.scalars(select(Draft.answers)).one() or "")


def the_version(number: int = 1) -> SubmissionVersion:
    db.remove()
    submission_id = db.scalars(select(SubmissionVersion.submission_id).distinct()).one()
    found = queries.version(submission_id, number)
    assert found
    return found


def test_the_assignment_leads_to_its_form_which_says_what_is_missing(lena: FlaskClient, here, address: str):
    answer = lena.get(f"/assignments/{here.assignment.id}")
    assert answer.status_code == 303 and answer.location.startswith(address)
    page = lena.get(address).text
    assert "Sample note" in page and "not a medical record" in page and "To do" in page
    assert "5 fields are still missing" in page
    assert re.search(r'<a href="#f-plan" data-to="plan">“Plan” is missing.</a>', page)


def test_trainers_read_the_brief_without_the_form(cast: Cast, here, sign_in, address: str):
    tess = sign_in(cast.tess)
    assert tess.get(f"/assignments/{here.assignment.id}").status_code == 200
    assert tess.get(address).status_code == 404


def test_what_is_typed_is_saved_as_it_is_and_what_is_wrong_is_said(lena: FlaskClient, address: str):
    data = sent({"bp": "14O", "plan": "<b>bold</b>", "go": "proceed", "dose": "100", "weight": "64"})
    answer = lena.post(f"{address}/draft", data=data, headers=BY_SCRIPT).json
    assert answer["seen"] == 1
    assert answer["wrong"] == [["bp", "“14O” isn’t a whole number. Write digits only, like 30.", "Upper pressure"]]
    assert answer["computed"] == {"ratio": "1.56"}
    page = lena.get(address).text
    assert 'value="14O"' in page and "&lt;b&gt;bold&lt;/b&gt;</textarea>" in page and "1.56" in page
    assert the_draft()["bp"] == "14O"


def test_fields_that_do_not_show_are_hidden_and_keep_what_stands_in_them(lena: FlaskClient, address: str):
    lena.post(f"{address}/draft", data=sent({"go": "delay", "dose": "100"}))
    page = lena.get(address).text
    assert re.search(r'data-item="dose"[^>]* hidden>', page) and 'name="a.dose" value="100"' in page
    lena.post(f"{address}/draft", data=sent({"go": "proceed", "dose": "100"}, seen=1))
    assert not re.search(r'data-item="dose"[^>]* hidden>', lena.get(address).text)


def test_rows_are_added_and_taken_out_without_a_script(lena: FlaskClient, address: str):
    answer = lena.post(f"{address}/draft", data=sent({"vitals": [{"t": 0, "sys": 120}]}, row_more="vitals"))
    page = lena.get(answer.location).text
    assert 'name="a.vitals.0.sys"' in page and 'name="a.vitals.1.sys"' in page and 'name="a.vitals.2.sys"' not in page
    rows = [{"t": 0, "sys": 120}, {"t": 15, "sys": 130}]
    lena.post(f"{address}/draft", data=sent({"vitals": rows}, seen=1, row_less="vitals.0"))
    assert the_draft()["vitals"] == [{"t": 15, "sys": 130}]


def test_nothing_is_handed_in_while_something_is_missing_or_barred(lena: FlaskClient, address: str):
    data = sent({**COMPLETE, "consent": False, "plan": "", "checked": False}, text="Beside it.")
    answer = lena.post(f"{address}/hand-in", data=data)
    assert answer.status_code == 422
    assert "“Plan” is missing." in answer.text and "“I checked this text” has to be ticked." in answer.text
    assert "Not without consent." in answer.text
    assert 'value="AB-123"' in answer.text and "Beside it.</textarea>" in answer.text, "nothing typed is lost"
    assert db.scalar(select(func.count()).select_from(SubmissionVersion)) == 0


def test_what_is_handed_in_is_what_shows_and_the_receipt_has_its_digest(lena: FlaskClient, address: str):
    data = sent({**COMPLETE, "go": "delay"}, text="Beside it.")
    answer = lena.post(f"{address}/hand-in", data=data, follow_redirects=True)
    version, note = the_version(), note_of(the_version())
    assert note and "dose" not in note.answers and note.answers["plan"] == "See them tomorrow."
    assert version.answers_sha256 == digest(canonical(note.answers)) and version.answers_sha256 in answer.text
    assert (version.text, version.words) == ("Beside it.", 2 + 1 + 3)
    assert the_draft()["dose"] == "100", "the draft keeps it"
    lena.post(f"{address}/hand-in", data=data | {"seen": "0"})
    db.remove()
    assert db.scalar(select(func.count()).select_from(SubmissionVersion)) == 1, "sent twice is handed in once"


def test_a_document_is_read_with_its_rows_and_readings_by_its_trainers_too(cast, lena, here, sign_in, address: str):
    lena.post(f"{address}/hand-in", data=sent(COMPLETE | {"plan": "<script>alert(1)</script>"}))
    version = the_version()
    place = f"/submissions/{version.submission_id}/documents/1"
    for reader in (lena, sign_in(cast.tess)):
        page = reader.get(place).text
        assert "1.56 mg/kg" in page and "138 mmHg" in page and "<svg" in page
        assert "Systolic in mmHg, from 120 at 0 minutes to 138 at 15" in page
        assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert sign_in(cast.omar).get(place).status_code == 404
    assert lena.get(f"/submissions/{version.submission_id}/documents/2").status_code == 404


def test_two_versions_are_compared_by_field_and_word(lena: FlaskClient, address: str):
    lena.post(f"{address}/hand-in", data=sent(COMPLETE))
    changed = COMPLETE | {"plan": "See them in a week.", "vitals": [{"t": 0, "sys": 120, "dia": 90}]}
    lena.post(f"{address}/hand-in", data=sent(changed, seen=1))
    page = lena.get(f"/submissions/{the_version(2).submission_id}/documents").text
    assert "Vital signs, row 1: Diastolic" in page and "Vital signs, row 2: Systolic" in page
    assert re.search(r"<del>.*?tomorrow", page) and re.search(r"<ins>.*?in a week", page)
    assert "Case code" not in page.split("<main")[1]


def test_a_second_window_is_told_and_nothing_is_overwritten(lena: FlaskClient, address: str):
    lena.post(f"{address}/draft", data=sent({"plan": "On the phone"}), headers=BY_SCRIPT)
    data = sent({"plan": "At the desk", "bp": 120})
    answer = lena.post(f"{address}/draft", data=data, headers=BY_SCRIPT)
    assert answer.status_code == 409 and ["a.plan", "On the phone"] in answer.json["fields"]
    page = lena.post(f"{address}/draft", data=data)
    assert page.status_code == 409
    assert "Plan: On the phone" in page.text and "At the desk</textarea>" in page.text
    assert the_draft() == {"plan": "On the phone"}


def test_what_is_taken_back_comes_back_into_an_emptied_draft(cast: Cast, lena: FlaskClient, address: str):
    lena.post(f"{address}/hand-in", data=sent(COMPLETE))
    lena.post(f"{address}/draft", data=sent({}, seen=1))
    version = the_version()
    lena.post(f"/submissions/{version.submission_id}/withdrawal", data={"number": "1"})
    assert the_draft() == COMPLETE


def changed_template(cast: Cast) -> None:
    """The template loses a field, gets another, and asks one of its fields otherwise."""
    fields = tuple(one for one in FIELDS if one.name not in ("case_code", "plan"))
    choice = field("plan", FieldKind.CHOICE, "Plan", choices=("rest", "call"))
    program = db.get_one(Program, cast.here.program_id)
    documents.keep(program, documents.template((*fields, choice, field("extra", label="Something more"))))
    db.commit()


def test_a_note_in_progress_keeps_its_template_and_moves_without_losing_anything(
    cast: Cast, lena: FlaskClient, address: str
):
    lena.post(f"{address}/draft", data=sent(COMPLETE))
    changed_template(cast)
    page = lena.get(address).text
    assert "The template has changed since you began" in page and "Something more" not in page
    lena.post(f"{address}/template", data={"seen": "0"})
    assert "Something more" not in lena.get(address).text, "somebody saved meanwhile"
    lena.post(f"{address}/template", data={"seen": "1"})
    page = lena.get(address).text
    assert "Something more" in page and "From the version of the template before" in page
    for text in ('Case code</dt><dd class="kept-text">AB-123', 'Plan</dt><dd class="kept-text">See them tomorrow.'):
        assert text in page
    kept = json.loads(db.scalars(select(TemplateMove.answers)).one())
    assert kept == COMPLETE, "all that there was"
    assert the_draft() == {name: each for name, each in COMPLETE.items() if name not in ("case_code", "plan")}


def test_a_note_is_handed_in_with_the_template_that_it_was_begun_with(cast: Cast, lena: FlaskClient, address: str):
    lena.post(f"{address}/draft", data=sent(COMPLETE))
    template_id = db.scalars(select(Draft.template_id)).one()
    changed_template(cast)
    lena.post(f"{address}/hand-in", data=sent(COMPLETE, seen=1, template=template_id))
    version = the_version()
    assert version.template and version.template.number == 1
    assert "See them tomorrow." in lena.get(f"/submissions/{version.submission_id}/documents/1").text


def test_a_page_from_before_the_change_is_read_as_it_was_meant(cast: Cast, lena: FlaskClient, address: str):
    page = lena.get(address).text
    template_id = re.search(r'name="template" type="hidden" value="(\d+)"', page)
    assert template_id
    changed_template(cast)
    lena.post(f"{address}/draft", data=sent({"case_code": "AB-123"}, template=template_id[1]))
    assert the_draft() == {"case_code": "AB-123"}


def test_a_note_begins_with_an_earlier_one_but_for_what_is_confirmed_anew(cast: Cast, lena, here, address: str):
    lena.post(f"{address}/hand-in", data=sent(COMPLETE))
    submission_id = the_version().submission_id
    lena.post(f"{address}/draft", data=sent({}, seen=1))
    page = lena.get(address).text
    assert "Begin with a note that you wrote before" in page
    lena.post(f"{address}/beginning", data={"submission_id": submission_id})
    assert the_draft() == {name: each for name, each in COMPLETE.items() if name != "checked"}
    lena.post(f"{address}/draft", data=sent({"plan": "Mine"}, seen=3))
    lena.post(f"{address}/beginning", data={"submission_id": submission_id})
    assert the_draft() == {"plan": "Mine"}, "what is written is never replaced"
    assert lena.post(f"{address}/beginning", data={"submission_id": 999}).status_code == 404


def test_a_note_of_megabytes_is_refused_and_stays_in_the_form(lena: FlaskClient, address: str):
    answer = lena.post(f"{address}/draft", data=sent({"plan": "x" * 250_000}))
    assert answer.status_code == 422 and "longer than 200,000 characters" in answer.text
    assert "x" * 250_000 in answer.text
    assert lena.post(f"{address}/draft", data=sent({"plan": "x" * 10_000_000})).status_code == 413


def test_text_that_was_typed_before_there_was_a_form_is_still_there(cast: Cast, lena, here, address: str):
    actions.save_draft(here, cast.lena, "Sections as text.", 0, clock.now())
    db.commit()
    assert "Sections as text.</textarea>" in lena.get(address).text
    lena.post(f"{address}/hand-in", data=sent(COMPLETE, seen=1, text="Sections as text."))
    assert the_version().text == "Sections as text."


def test_what_reads_like_an_identifier_in_a_field_is_confirmed_and_said(lena: FlaskClient, address: str):
    data = sent(COMPLETE | {"plan": "She calls Maria Lopez on March 3."})
    page = lena.post(f"{address}/hand-in", data=data)
    assert page.status_code == 422 and "on March 3.</textarea>" in page.text
    assert "Maria Lopez</bdi>" in page.text and "March 3</bdi>" in page.text
    asked = lena.post(address.replace("document", "identifier-marks"), data=data).json
    assert asked["count"] == 2 and "March 3" in asked["fields"]["a.plan"]
    box = re.search(r'name="marks_seen" value="(\w+)"', page.text)
    assert box and box[1] in asked["confirmation"]
    assert lena.post(f"{address}/hand-in", data=data | {"marks_seen": box[1]}).status_code == 303
    version = the_version()
    for read in (
        f"/submissions/{version.submission_id}/documents/1",
        f"/submissions/{version.submission_id}/receipts/1",
    ):
        assert "name (1), date or age (1)" in lena.get(read).text

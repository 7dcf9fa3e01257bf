"""What trainers decide about a document: said in the conversation, signed, taken back, amended with a reason."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core.db import db
from lms.documents.approving.models import Amendment, CoSignature, Decision
from lms.feedback.models import FeedbackThread, Message
from lms.practice.models import SubmissionVersion
from tests.documents.test_pages import sent
from tests.kit import make
from tests.kit.cast import Cast
from tests.kit.documents import COMPLETE


@pytest.fixture
def lena(cast: Cast, here, sign_in) -> FlaskClient:
    return sign_in(cast.lena)


@pytest.fixture
def tess(cast: Cast, here, sign_in) -> FlaskClient:
    return sign_in(cast.tess)


@pytest.fixture
def document(lena: FlaskClient, here) -> str:
    """Lena has handed in; the address of the document."""
    lena.post(f"/assignments/{here.assignment.id}/document/hand-in", data=sent(COMPLETE))
    return f"/submissions/{db.scalars(select(SubmissionVersion.submission_id)).one()}/documents/1"


def hand_in_again(lena: FlaskClient, here, **more: str):
    data = sent(COMPLETE | {"plan": "With their partner."}, seen=1, **more)
    return lena.post(f"/assignments/{here.assignment.id}/document/hand-in", data=data)


def test_a_decision_is_said_in_the_conversation_which_waits_no_longer(lena, tess, document: str):
    assert "Nothing has been decided yet." in lena.get(document).text
    assert tess.post(f"{document}/decision", data={"verdict": "returned", "words": ""}).status_code == 422
    assert tess.post(f"{document}/decision", data={"verdict": "burned", "words": "No."}).status_code == 422
    tess.post(f"{document}/decision", data={"verdict": "returned", "words": "Say with whom."})
    assert "Returned for changes" in lena.get(document).text
    thread = db.scalars(select(FeedbackThread)).one()
    assert thread.waiting_since is None
    assert db.scalars(select(Message.text)).one() == "**Returned for changes.** Say with whom."
    answer = tess.post(f"{document}/decision", data={"verdict": "approved", "words": ""})
    assert answer.status_code == 422 and "This was decided already" in answer.text


def test_only_an_approved_document_is_signed_and_taking_back_forgets_both(cast, lena, tess, sign_in, document: str):
    second = make.person("Tara Sample", trainer_in=cast.here)
    db.commit()
    tara = sign_in(second)
    assert tara.post(f"{document}/signature").status_code == 404
    tess.post(f"{document}/decision", data={"verdict": "approved", "words": "Clear."})
    tara.post(f"{document}/signature")
    tara.post(f"{document}/signature")
    assert "Signed by Tara Sample" in lena.get(document).text
    assert lena.post(f"{document}/signature").status_code == 404
    tess.post(f"{document}/decision/removal")
    assert db.scalar(select(func.count()).select_from(Decision)) == 0
    assert db.scalar(select(func.count()).select_from(CoSignature)) == 0
    tess.post(f"{document}/decision", data={"verdict": "returned", "words": "On second thought."})
    tara.post(f"{document}/signature")
    assert db.scalar(select(func.count()).select_from(CoSignature)) == 0


def test_an_approved_document_is_amended_with_a_reason(lena, tess, here, document: str):
    tess.post(f"{document}/decision", data={"verdict": "approved", "words": ""})
    refused = hand_in_again(lena, here)
    assert refused.status_code == 422 and "Please say why you amend it." in refused.text
    assert "With their partner.</textarea>" in refused.text
    assert hand_in_again(lena, here, reason="The plan was wrong.").status_code == 303
    assert db.scalars(select(Amendment.reason)).one() == "The plan was wrong."
    page = tess.get(f"{document[:-1]}2").text
    assert "The plan was wrong." in page and "Approve</button>" in page
    assert "Approved" in tess.get(document).text, "the version before stays approved"


def test_what_is_not_approved_is_changed_without_a_reason(lena, tess, here, document: str):
    tess.post(f"{document}/decision", data={"verdict": "returned", "words": "Say with whom."})
    assert hand_in_again(lena, here).status_code == 303
    answer = tess.post(f"{document}/decision", data={"verdict": "approved", "words": ""})
    assert answer.status_code == 422

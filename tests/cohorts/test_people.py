"""Who takes part: invited, added, told, and given another role."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core.db import db
from lms.core.outbox import Letter
from lms.people.models import Person
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]


def part(email: str, cohort: Cohort) -> Enrollment:
    db.remove()
    of = select(Enrollment).join(Person).where(Person.email == email, Enrollment.cohort_id == cohort.id)
    return db.scalars(of).one()


def letters(template: str) -> list[dict]:  # type: ignore[type-arg]
    db.remove()
    payloads = [letter.payload for letter in db.scalars(select(Letter).where(Letter.kind == "mail"))]
    return [payload for payload in payloads if payload["template"] == template]


@pytest.fixture
def omar(cast: Cast) -> Person:
    """Omar, who has chosen a password."""
    person = db.merge(cast.omar)
    person.password_hash = "kept"
    db.commit()
    return person


def invite(client: FlaskClient, email: str, role: str = "learner") -> str:
    """What the page says after somebody was invited to the cohort `here`."""
    sent = {"email": email, "name": "Noa New", "role": role}
    answer = client.post("/cohorts/here/invitations", data=sent)
    assert answer.status_code == 303
    return client.get(answer.location).text


def test_somebody_new_is_sent_an_invitation_that_names_the_cohort_and_its_next_class(cast: Cast, sign_in: SignIn):
    page = invite(sign_in(cast.cora), "noa@clinic.example")
    assert "Invitation sent to noa@clinic.example." in page
    assert "Invited, not here yet" in page
    [letter] = letters("invitation")
    assert letter["context"]["title"] == "Sample cohort"
    assert letter["context"]["begins"] > cast.here.created_at.isoformat()
    assert letters("enrolled") == []


def test_whoever_has_an_account_is_told_of_the_cohort_and_its_next_class(cast: Cast, omar: Person, sign_in: SignIn):
    page = invite(sign_in(cast.cora), omar.email)
    assert "Omar Sample takes part now, and is told by e-mail." in page
    [letter] = letters("enrolled")
    said = letter["context"]
    assert (letter["person_id"], said["title"], said["by"], said["role"]) == (
        omar.id, "Sample cohort", "Cora Sample", "learner",
    )  # fmt: skip
    assert said["begins"] and said["link"] == "/classes/?cohort=here"
    assert letters("invitation") == []


def test_an_invitation_is_sent_again_from_the_cohort(cast: Cast, sign_in: SignIn):
    cora = sign_in(cast.cora)
    invite(cora, "noa@clinic.example")
    address = f"/cohorts/here/enrollments/{part('noa@clinic.example', cast.here).id}"
    assert "Invited, not here yet" in cora.get(address).text
    assert cora.post(f"{address}/invitations").location == address
    assert [letter["context"]["title"] for letter in letters("invitation")] == ["Sample cohort"] * 2


def test_a_learner_becomes_a_trainer_and_the_other_trainers_are_told(cast: Cast, sign_in: SignIn):
    cora, paul = sign_in(cast.cora), sign_in(cast.paul)
    assert paul.get("/review/").status_code == 403
    address = f"/cohorts/here/enrollments/{part(cast.paul.email, cast.here).id}"
    assert cora.post(f"{address}/role", data={"role": "trainer"}).status_code == 303
    assert "Paul Sample takes part as a trainer now." in cora.get("/cohorts/here").text
    assert paul.get("/review/").status_code == 200
    assert [letter["person_id"] for letter in letters("trainer-added")] == [cast.tess.id]
    assert part(cast.paul.email, cast.here).role is Role.TRAINER


def test_a_role_that_there_is_not_is_refused(cast: Cast, sign_in: SignIn):
    address = f"/cohorts/here/enrollments/{part(cast.paul.email, cast.here).id}/role"
    assert sign_in(cast.cora).post(address, data={"role": "owner"}).status_code == 422
    assert part(cast.paul.email, cast.here).role is Role.LEARNER


def test_a_trainer_sees_who_somebody_is_and_changes_nothing(cast: Cast, sign_in: SignIn):
    page = sign_in(cast.tess).get(f"/cohorts/here/enrollments/{part(cast.lena.email, cast.here).id}").text
    assert cast.lena.email in page and "What waits for an answer" in page
    assert "Save" not in page


def test_name_and_meeting_link_of_a_cohort_can_be_mended(cast: Cast, sign_in: SignIn):
    cora = sign_in(cast.cora)
    sent = {"title": "A better name", "meeting_url": "https://meet.example/other"}
    assert cora.post("/cohorts/here/details", data=sent).location == "/cohorts/here"
    page = cora.get("/cohorts/here").text
    assert "<h1>A better name</h1>" in page and 'href="https://meet.example/other"' in page
    answer = cora.post("/cohorts/here/details", data={"title": " ", "meeting_url": "nowhere"})
    assert answer.status_code == 422 and "whole address" in answer.text

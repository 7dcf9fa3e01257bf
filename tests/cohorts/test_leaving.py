"""Access that is withdrawn and given back, and who hears of access that is given."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts import actions, queries
from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core import clock
from lms.core.db import db
from lms.core.outbox import Letter
from lms.people.models import Person
from tests.kit import make
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]


def part(person: Person, cohort: Cohort) -> Enrollment:
    return db.scalars(
        select(Enrollment).where(Enrollment.person_id == person.id, Enrollment.cohort_id == cohort.id)
    ).one()


def told() -> dict[int, dict[str, str]]:
    """By person, what the letters about new trainers say."""
    db.remove()
    letters = [letter.payload for letter in db.scalars(select(Letter).where(Letter.kind == "mail"))]
    return {letter["person_id"]: letter["context"] for letter in letters if letter["template"] == "trainer-added"}


def test_a_part_that_is_ended_opens_nothing_any_more_and_can_be_given_back(cast: Cast, sign_in: SignIn):
    lena, cora = sign_in(cast.lena), sign_in(cast.cora)
    assert lena.get("/classes/").status_code == 200
    assert "End the part of Lena Sample?" in cora.get("/cohorts/here").text
    address = f"/cohorts/here/enrollments/{part(cast.lena, cast.here).id}/ending"
    assert cora.post(address).status_code == 303
    assert lena.get("/classes/").status_code == 404
    assert cora.post(address).status_code == 404
    again = {"email": cast.lena.email, "name": "Lena Sample", "role": "learner"}
    assert cora.post("/cohorts/here/invitations", data=again).status_code == 303
    assert lena.get("/classes/").status_code == 200


@pytest.mark.parametrize("who", ["lena", "tess", "theo", "otto"])
def test_only_a_coordinator_ends_a_part(cast: Cast, sign_in: SignIn, who: str):
    address = f"/cohorts/here/enrollments/{part(cast.paul, cast.here).id}/ending"
    assert sign_in(getattr(cast, who)).post(address).status_code == 404
    assert part(cast.paul, cast.here).ended_at is None


def test_a_part_in_another_cohort_is_not_ended_by_this_ones_address(cast: Cast, sign_in: SignIn):
    address = f"/cohorts/here/enrollments/{part(cast.omar, cast.elsewhere).id}/ending"
    assert sign_in(cast.cora).post(address).status_code == 404


def test_trainers_are_told_when_a_coordinator_makes_herself_one_of_them(cast: Cast, sign_in: SignIn):
    sent = {"email": cast.cora.email, "name": "Cora Sample", "role": "trainer"}
    assert sign_in(cast.cora).post("/cohorts/here/invitations", data=sent).status_code == 303
    letters = told()
    assert set(letters) == {cast.tess.id}
    assert letters[cast.tess.id]["who"] == letters[cast.tess.id]["by"] == "Cora Sample"


def test_they_are_told_again_each_time_and_of_no_learner(cast: Cast):
    actions.enroll(cast.here, make.person("New Learner"), Role.LEARNER, clock.now(), cast.cora)
    actions.leave(part(cast.paul, cast.here), clock.now())
    actions.enroll(cast.here, cast.paul, Role.TRAINER, clock.now())
    db.commit()
    assert set(told()) == {cast.tess.id}
    assert [trainer.id for trainer in queries.trainers_of(cast.here.id)] == [cast.paul.id, cast.tess.id]

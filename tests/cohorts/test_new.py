"""A coordinator makes a cohort: little has to be typed, and what is typed is understood."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts import queries, rules
from lms.cohorts.models import Cohort, Role
from lms.core import clock
from lms.core.db import db
from lms.people import actions as people
from lms.people.models import Person
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def form(cast: Cast) -> dict[str, object]:
    return {
        "title": "KAP, Spring 2027", "program": cast.here.program_id, "pattern": "weekly", "first_on": "2027-03-02",
        "at": "11:00", "zone": "new york", "minutes": "120",
    }  # fmt: skip


def made(slug: str) -> Cohort:
    db.remove()
    return db.scalars(select(Cohort).where(Cohort.slug == slug)).one()


def test_the_short_name_comes_from_the_name_and_the_zone_from_a_city(cast: Cast, sign_in: SignIn, form):
    assert sign_in(cast.cora).post("/cohorts/new", data=form).location == "/cohorts/kap-spring-2027"
    assert made("kap-spring-2027").zone_name == "America/New_York"


@pytest.mark.parametrize(
    ("title", "slug"), [("  Zürich – Évora 1 ", "zurich-evora-1"), ("東京", ""), ("a" * 90, "a" * 80)]
)
def test_a_short_name_is_made_of_letters_and_digits(title: str, slug: str):
    assert rules.short_name(title) == slug


def test_a_name_that_makes_no_short_name_asks_for_one(cast: Cast, sign_in: SignIn, form):
    answer = sign_in(cast.cora).post("/cohorts/new", data=form | {"title": "東京"})
    assert answer.status_code == 422
    assert re.search('id="slug-error".*?Please give a short name', answer.text, re.S)


def test_est_is_no_zone_to_hold_classes_in(cast: Cast, sign_in: SignIn, form):
    answer = sign_in(cast.cora).post("/cohorts/new", data=form | {"zone": "EST"})
    assert answer.status_code == 422
    assert re.search('id="zone-error".*?choose one from the list', answer.text, re.S)


def test_only_what_may_be_left_out_is_called_optional_and_ones_own_zone_is_proposed(cast: Cast, sign_in: SignIn):
    page = sign_in(cast.cora).get("/cohorts/new").text
    optional = re.findall(r'<label[^>]*>([^<]+) <span class="field__optional">', page)
    assert optional == ["Short name", "Dates without a class", "Meeting link"]
    assert 'list="zones" name="zone" required type="text" value="UTC"' in page


def test_trainers_are_chosen_from_those_who_teach_and_coordinators(cast: Cast, sign_in: SignIn, form):
    cora = sign_in(cast.cora)
    page = cora.get("/cohorts/new").text
    assert re.findall(r'<label class="choice__label" for="trainers-\d">([^<]+)', page) == [
        "Cora Sample", "Tess Sample", "Theo Sample",
    ]  # fmt: skip
    cora.post("/cohorts/new", data=form | {"trainers": [cast.tess.id, cast.cora.id]})
    cohort = made("kap-spring-2027")
    found = {e.person_id: e.role for e in queries.participants_page(cohort.id, None).rows}
    assert found == {cast.tess.id: Role.TRAINER, cast.cora.id: Role.TRAINER}


def test_somebody_who_does_not_teach_cannot_be_slipped_in(cast: Cast, sign_in: SignIn, form):
    answer = sign_in(cast.cora).post("/cohorts/new", data=form | {"trainers": [cast.lena.id]})
    assert answer.status_code == 422


def test_a_closed_account_is_not_offered_as_a_trainer(cast: Cast):
    people.close_account(db.merge(cast.theo), db.merge(cast.cora), clock.now())
    assert [person.name for person in queries.possible_trainers()] == ["Cora Sample", "Tess Sample"]


def test_dates_to_leave_out_are_written_as_people_write_them(cast: Cast, sign_in: SignIn, form):
    page = sign_in(cast.cora).post("/cohorts/new", data=form | {"skipped": "March 9, 2027", "preview": "1"}).text
    assert "Tue, Mar\xa016, 11:00" in page and "Tue, Mar\xa09, 11:00" not in page
    assert "No class on Tue, Mar 9, 2027." in page

"""Agreements: read, signed once for each version by one's own name, and kept."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.agreements import queries, rules
from lms.audit import queries as audit
from lms.audit.rules import Deed
from lms.core.db import db
from lms.people.models import Person
from lms.program.models import Agreement, Program
from tests.kit import make
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def agreement(cast: Cast) -> Agreement:
    program = db.get_one(Program, cast.here.program_id)
    found = queries.current(program.slug)
    assert found
    return found


def form(agreement: Agreement, name: str = "Lena Sample", **more: str) -> dict[str, str]:
    return {"name": name, "agrees": "y", "sha256": agreement.sha256} | more


def test_somebody_signs_by_their_name_and_finds_it_in_their_account(cast: Cast, sign_in: SignIn, agreement: Agreement):
    lena, at = sign_in(cast.lena), f"/agreements/{agreement.program.slug}"
    assert "I keep it to myself" in lena.get(at).text
    answer = lena.post(at, data=form(agreement, "  lena   SAMPLE ", next="/classes/1"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/classes/1")
    [signature] = queries.signatures_of(cast.lena.id)
    assert (signature.name, signature.sha256) == ("lena SAMPLE", agreement.sha256)
    mine = lena.get("/account/agreements").text
    assert "version 1" in mine
    assert agreement.sha256 in mine
    assert "You have signed this" in lena.get(at).text
    [entry] = audit.entries(deed=Deed.AGREEMENT_SIGNED).rows
    assert (entry.actor_id, entry.about_id) == (cast.lena.id, agreement.id)
    assert entry.facts == {"version": 1, "sha256": agreement.sha256}


def test_signing_twice_keeps_one_signature(cast: Cast, sign_in: SignIn, agreement: Agreement):
    lena, at = sign_in(cast.lena), f"/agreements/{agreement.program.slug}"
    assert lena.post(at, data=form(agreement)).status_code == 303
    assert lena.post(at, data=form(agreement)).status_code == 422
    assert len(queries.signatures_of(cast.lena.id)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "Paul Sample"}, "as it stands in your account: Lena Sample"),
        ({"name": ""}, "type your name"),
        ({"agrees": ""}, "tick the box"),
        ({"sha256": "0" * 64}, "has just been changed"),
    ],
)
def test_what_is_no_signature_is_refused_with_a_sentence(
    cast: Cast, sign_in: SignIn, agreement: Agreement, changes: dict[str, str], sentence: str
):
    data = {name: value for name, value in (form(agreement) | changes).items() if value}
    answer = sign_in(cast.lena).post(f"/agreements/{agreement.program.slug}", data=data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not queries.signatures_of(cast.lena.id)


def test_a_new_version_asks_anew_and_the_old_signature_stays(cast: Cast, sign_in: SignIn, agreement: Agreement):
    lena, at = sign_in(cast.lena), f"/agreements/{agreement.program.slug}"
    lena.post(at, data=form(agreement))
    second = make.agreement(db.get_one(Program, agreement.program_id), 2)
    db.commit()
    page = lena.get(at).text
    assert "Version 2" in page
    assert "You have signed this" not in page
    lena.post(at, data=form(second))
    assert [signature.agreement.version for signature in queries.signatures_of(cast.lena.id)] == [2, 1]


def test_whoever_has_no_part_in_the_program_isnt_asked(cast: Cast, sign_in: SignIn, agreement: Agreement):
    stranger = make.person(learner_in=make.cohort(make.program(1), "another"))
    db.commit()
    assert sign_in(stranger).get(f"/agreements/{agreement.program.slug}").status_code == 404


def test_capitals_and_spaces_dont_matter_in_a_name_and_letters_do():
    assert rules.is_name_of(" ÉMILE  zola", "Émile Zola")
    assert not rules.is_name_of("Emile Zola", "Émile Zola")

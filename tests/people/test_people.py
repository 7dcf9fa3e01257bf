"""The coordinator's list of people."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.core.db import db
from lms.core.paging import SIZE
from lms.people import queries
from lms.people.models import Person
from tests.kit import make
from tests.kit.cast import Cast

SignedIn = Callable[[Person], FlaskClient]


def test_only_coordinators_see_everybody(cast: Cast, sign_in: SignedIn):
    assert sign_in(cast.cora).get("/people/").status_code == 200
    for other in (cast.lena, cast.tess, cast.otto):
        client = sign_in(other)
        assert client.get("/people/").status_code == 403
        assert client.post("/people/invite", data={"email": "noa@clinic.example", "name": "Noa"}).status_code == 403
        assert client.post(f"/people/{cast.omar.id}/invitations").status_code == 404


@pytest.mark.parametrize("text", ["lena", "LENA SAM", "Lena Sample"])
def test_people_are_found_by_name(cast: Cast, text: str):
    assert [row.person.name for row in queries.people_page(text, None).rows] == ["Lena Sample"]


def test_people_are_found_by_address_and_wildcards_mean_themselves(cast: Cast):
    assert [row.person.id for row in queries.people_page(cast.omar.email.upper(), None).rows] == [cast.omar.id]
    assert not queries.people_page("%", None).rows
    assert not queries.people_page("_", None).rows


def test_pages_follow_each_other_with_nobody_missing_or_twice(cast: Cast):
    for n in range(2 * SIZE):
        make.person(f"Same name {n % 3}")
    make.commit()
    seen: list[int] = []
    after = None
    while True:
        page = queries.people_page("", after)
        seen += [row.person.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 2 * SIZE + 7


def test_the_list_costs_the_same_for_few_and_for_many(cast: Cast, sign_in: SignedIn, statements: list[str]):
    client = sign_in(cast.cora)
    counts = []
    for more in (0, 40):
        for _ in range(more):
            make.person()
        make.commit()
        db.remove()
        statements.clear()
        assert client.get("/people/").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 8


def test_an_address_is_taken_once_in_whatever_spelling(cast: Cast, sign_in: SignedIn):
    client = sign_in(cast.cora)
    for email in ("noa@clinic.example", "NOA@clinic.example"):
        assert client.post("/people/invite", data={"email": email, "name": "Noa"}).status_code == 303
    assert len(queries.people_page("noa@", None).rows) == 1

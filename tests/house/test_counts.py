"""A page asks the database at most eight times, and just as often with a thousand rows as with ten."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from tests.kit import make
from tests.kit.cast import Cast

MOST = 8
PAGES = {
    "lena": ["/today", "/classes/", "/classes/1", "/assignments/{assignment}", "/feedback/"],
    "tess": ["/today", "/review/", "/cohorts/", "/cohorts/here"],
    "cora": ["/cohorts/", "/cohorts/here", "/people/"],
}


def fill(cast: Cast, learners: int) -> int:
    """So many further learners, each with work handed in; give the assignment's id."""
    first = work.work_of(cast.lena.id, cast.here.id)[0].assignment
    here = work.assignment_here(first.id, cast.here)
    assert here
    for number in range(learners):
        learner = make.person(learner_in=cast.here)
        practice.hand_in(here, learner, f"Work {number}", 0, clock.now() - timedelta(minutes=number))
    db.commit()
    return first.id


def counts(
    cast: Cast, assignment: int, sign_in: Callable[[Person], FlaskClient], statements: list[str]
) -> dict[str, int]:
    found = {}
    for who, addresses in PAGES.items():
        client = sign_in(getattr(cast, who))
        for address in addresses:
            client.get(address.format(assignment=assignment))
            statements.clear()
            assert client.get(address.format(assignment=assignment)).status_code == 200
            found[f"{who} {address}"] = len(statements)
    return found


@pytest.mark.timeout(600)
def test_no_page_asks_more_often_when_there_is_more_to_show(
    cast: Cast, sign_in: Callable[[Person], FlaskClient], statements: list[str]
):
    few = counts(cast, fill(cast, 10), sign_in, statements)
    many = counts(cast, fill(cast, 990), sign_in, statements)
    assert many == few
    assert {page: count for page, count in few.items() if count > MOST} == {}

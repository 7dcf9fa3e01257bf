"""The classes as different people meet them: learners with their progress and answers, staff without."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.feedback import actions as feedback
from lms.feedback import queries
from lms.feedback.models import FeedbackThread
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def address(cast: Cast) -> str:
    """Of the thread about Lena's work for the first class, handed in and not answered."""
    first = work.work_of(cast.lena.id, cast.here.id)[0].assignment
    here = work.assignment_here(first.id, cast.here)
    assert here
    practice.hand_in(here, cast.lena, "My plan.", 0, clock.now())
    db.commit()
    return f"/threads/{the_thread().id}"


def the_thread() -> FeedbackThread:
    return db.scalars(select(FeedbackThread).options(*queries.framed())).one()


def done_means(page: str) -> str:
    return page.split('id="done-means"')[1].split("</section>")[0]


def test_what_done_means_is_what_the_list_of_classes_counts(cast: Cast, sign_in: SignIn, address: str):
    lena = sign_in(cast.lena)
    card = done_means(lena.get("/classes/1").text)
    assert (
        "A talk</a>" in card
        and '<span data-when="to_do">Not watched yet</span>' in card
        and "<dd>Handed in</dd>" in card
    )
    assert "not tracked here yet" in card and "<li>present</li>" in card
    assert "1 of 2 done" in lena.get("/classes/").text
    assert "<dd>Not handed in yet</dd>" in done_means(lena.get("/classes/2").text)


def test_an_answer_shows_on_its_class_and_leads_to_the_first_unread_message(cast: Cast, sign_in: SignIn, address: str):
    lena = sign_in(cast.lena)
    assert address not in lena.get("/classes/1").text
    thread = the_thread()
    first = feedback.post(thread, cast.tess, "Read this", "one", 0, clock.now())
    feedback.post(thread, cast.tess, "And this", "two", first.id, clock.now())
    unread = f'href="{address}#message-{first.id}"'
    db.commit()
    for path in ("/classes/1", "/classes/", "/today", "/feedback/"):
        assert unread in lena.get(path).text, path
    lena.get(address)
    for path in ("/classes/1", "/classes/"):
        page = lena.get(path).text
        assert "Answered" in page and f'href="{address}"' in page and unread not in page


def test_staff_are_shown_no_progress_of_their_own(cast: Cast, sign_in: SignIn):
    for person in (cast.tess, cast.cora):
        classes, first = (sign_in(person).get(f"{path}?cohort=here").text for path in ("/classes/", "/classes/1"))
        assert "classes done" not in classes and "of 2 done" not in classes and "To do" not in classes
        assert "<dd>Handed in</dd>" in done_means(first) and "Not handed in yet" not in first


def test_a_class_to_come_is_not_locked(cast: Cast, sign_in: SignIn):
    page = sign_in(cast.lena).get("/classes/").text
    assert "To come" in page and "#lock" not in page

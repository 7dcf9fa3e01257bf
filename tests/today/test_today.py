"""Today: the next class in the viewer's own zone, what is due, what is new."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts import actions
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Role
from lms.consents import actions as consents
from lms.core import clock
from lms.core.db import db
from lms.demonstrations.models import Showing
from lms.feedback import actions as feedback
from lms.feedback import queries as feedback_queries
from lms.feedback.models import FeedbackThread
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.extensions import actions as extensions
from lms.practice.extensions.actions import Work
from lms.practice.rules import Due
from lms.program.models import Demonstration
from lms.program.rules import Confidentiality
from lms.videos import actions as videos
from tests.kit import make
from tests.kit.cast import Cast


def test_the_next_class_is_told_in_ones_own_zone(cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    assert re.search(r"\d\xa0[AP]M\xa0C[SD]T</time> to ", sign_in(cast.lena).get("/today").text)
    assert re.search(r"\d\xa0[AP]M\xa0(GMT|BST)</time> to ", sign_in(cast.tess).get("/today").text)


def test_the_join_button_wakes_up_ten_minutes_before(cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    session = next(s for s in cohorts.sessions_of(cast.here.id) if s.starts_at > clock.now())
    client = sign_in(cast.lena)
    with clock.at(session.starts_at - timedelta(minutes=11)):
        assert "https://meet.example/room" not in client.get("/today/next-class").text
    with clock.at(session.starts_at - timedelta(minutes=9)):
        assert "https://meet.example/room" in client.get("/today/next-class").text


def test_what_is_due_is_what_has_been_taught_and_not_handed_in(cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    due = sign_in(cast.lena).get("/today").text.split("What is due")[1]
    assert due.count("/assignments/") == sum(s.ends_at <= clock.now() for s in cohorts.sessions_of(cast.here.id))


def test_a_second_cohort_hides_nothing_of_the_first(cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    [program] = cohorts.programs()
    later = make.cohort(program, "later", first_on=date(clock.now().year + 1, 12, 1))
    actions.enroll(later, cast.lena, Role.LEARNER, clock.now())
    make.commit()
    before, client = sign_in(cast.paul).get("/today").text, sign_in(cast.lena)
    today = client.get("/today").text
    assert today.count("/assignments/") == before.count("/assignments/") > 0
    assert "?cohort=here" in today and "?cohort=later" not in today
    assert "/classes/1?cohort=later" in client.get("/classes/?cohort=later").text
    assert "/classes/?cohort=later" in client.get("/classes/1?cohort=later").text
    assert "/assignments/1/hand-in?cohort=later" in client.get("/assignments/1?cohort=later").text
    assert "/classes/1?cohort=here" in client.get("/classes/").text


def test_who_is_in_one_cohort_sees_plain_addresses(cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    client = sign_in(cast.lena)
    assert not any("cohort=" in client.get(address).text for address in ("/today", "/classes/", "/classes/1"))


def test_a_learners_reply_is_no_feedback_to_a_trainer(cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    first = work.work_of(cast.lena.id, cast.here.id)[0].assignment
    here = work.assignment_here(first.id, cast.here)
    assert here
    practice.hand_in(here, cast.lena, "My plan.", 0, clock.now())
    thread = db.scalars(select(FeedbackThread).options(*feedback_queries.framed())).one()
    said = feedback.post(thread, cast.tess, "Well said.", "one", 0, clock.now())
    db.commit()
    reply = feedback.post(thread, cast.lena, "Thank you.", "two", said.id, clock.now())
    address = f"/threads/{thread.id}#message-{reply.id}"
    db.commit()
    assert "New feedback</h2>" not in sign_in(cast.lena).get("/today").text
    page = sign_in(cast.tess).get("/today").text
    assert "New replies</h2>" in page and address in page


def test_an_operator_finds_what_operators_do(cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    page = sign_in(cast.otto).get("/today").text
    assert "attune doctor" in page and 'href="/readyz"' in page and "cohort yet" not in page


def test_trainers_and_coordinators_see_how_many_requests_for_more_time_are_open(
    cast: Cast, sign_in: Callable[[Person], FlaskClient]
):
    now = clock.now()
    for number, learner in ((11, cast.lena), (12, cast.lena), (12, cast.paul)):
        assignment = work.work_of(learner.id, cast.here.id)[number - 1].assignment
        due = Due(now + timedelta(days=30))
        asked = Work(assignment, cast.here, learner, due)
        extensions.ask(asked, "I am away.", (now + timedelta(days=60)).date(), now)
    refused = Work(work.work_of(cast.paul.id, cast.here.id)[11].assignment, cast.here, cast.paul, due)
    extensions.refuse(refused, "Not so long.", cast.tess, now)
    make.commit()
    assert re.search(
        r'<a href="/cohorts/here/extensions">2 requests for more time</a>', sign_in(cast.tess).get("/today").text
    )
    assert "2 requests for more time</a>" in sign_in(cast.cora).get("/today").text.split("waits for a coordinator")[1]
    for person in (cast.theo, cast.lena):
        assert "for more time" not in sign_in(person).get("/today").text


def test_a_coordinator_is_told_of_recordings_in_which_nobody_is_named(
    cast: Cast, sign_in: Callable[[Person], FlaskClient]
):
    now, demonstration = clock.now(), db.scalars(select(Demonstration).order_by(Demonstration.id)).first()
    assert demonstration
    demonstration.confidentiality = Confidentiality.V3  # a level that asks for consent
    video = videos.take(videos.keep_stream(BytesIO(b"film"), "film.mp4"), cast.tess, now)
    db.add(Showing(demonstration_id=demonstration.id, video=video, since=now))
    make.commit()
    address, client = f'href="/demonstrations/{demonstration.id}/recorded"', sign_in(cast.cora)
    assert address in client.get("/today").text
    assert address not in sign_in(cast.tess).get("/today").text
    consents.say_nobody(video, cast.cora, now)
    make.commit()
    today = client.get("/today").text
    assert address not in today and "it is known who is in each recording" in today

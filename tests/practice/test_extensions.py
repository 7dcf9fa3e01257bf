"""More time: asked for, granted by a person or by rule, refused, and shown wherever a due time is."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.audit import queries as audit
from lms.audit.rules import Deed
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Conflict, Refused
from lms.core.outbox import Letter
from lms.feedback.queries import thread_of
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.extensions import actions, queries, rules
from lms.practice.extensions.actions import Work
from lms.practice.extensions.models import ExtensionRequest
from lms.practice.extensions.rules import Decision
from lms.practice.rules import Due, Standing, standing, standing_since
from tests.kit import make
from tests.kit.at_once import at_once
from tests.kit.cast import Cast

INSTANTS = st.datetimes(timezones=st.just(ZoneInfo("UTC")))
HOURS = st.integers(0, 200).map(lambda hours: timedelta(hours=hours))


def lenas(cast: Cast, here) -> Work:
    time = queries.time_of(here.assignment.id, here.cohort.id, cast.lena.id)
    return Work(here.assignment, here.cohort, cast.lena, here.due(time.extension))


def day(cast: Cast, here, days: int):
    """So many days after the due time of the class, where Lena lives."""
    return (here.due_at + timedelta(days=days)).astimezone(cast.lena.zone).date()


def letters(template: str) -> list[Letter]:
    return [x for x in db.scalars(select(Letter).order_by(Letter.id)) if x.payload.get("template") == template]


@pytest.fixture
def before_due(here):
    """It is an hour before the work is due."""
    with clock.at(here.due_at - timedelta(hours=1)):
        yield


@given(INSTANTS, HOURS, st.none() | INSTANTS)
def test_neither_grace_nor_an_extension_ever_brings_a_due_time_forward(class_at, grace, extended_to):
    due = Due(class_at, grace, extended_to)
    assert class_at <= due.at <= due.last_at
    assert due.last_at >= class_at + grace
    assert due.is_extended is (extended_to is not None and extended_to > class_at)


@given(INSTANTS, HOURS, st.none() | INSTANTS, INSTANTS)
def test_an_extension_granted_before_or_after_handing_in_comes_to_the_same(class_at, grace, extended_to, now):
    granted_before = standing(now, Due(class_at, grace, extended_to).last_at)
    granted_after = standing_since(standing(now, Due(class_at, grace).last_at), now, extended_to)
    assert granted_before is granted_after


def test_the_first_short_extension_is_granted_by_itself_and_the_second_waits_for_a_person(cast: Cast, here, before_due):
    made = actions.ask(lenas(cast, here), "A conference.", day(cast, here, 3), clock.now())
    assert made.decision is Decision.GRANTED and made.decided_by_id is None
    assert lenas(cast, here).due.at == made.wished_at
    assert actions.ask(lenas(cast, here), "Ill.", day(cast, here, 5), clock.now()).decision is None
    assert [entry.actor_id for entry in audit.entries(deed=Deed.EXTENSION_GRANTED).rows] == [None]
    assert len(letters("extension-granted")) == 1 and len(letters("extension-asked")) == 1


@pytest.mark.parametrize(("own_days", "days", "hours_after"), [(0, 1, -1), (3, 4, -1), (3, 2, 1)])
def test_a_person_decides_where_the_rule_is_off_the_wish_is_longer_or_the_work_is_late(
    cast: Cast, here, own_days: int, days: int, hours_after: int
):
    here.cohort.own_extension_days = own_days
    with clock.at(here.due_at + timedelta(hours=hours_after)):
        assert actions.ask(lenas(cast, here), "A move.", day(cast, here, days), clock.now()).decision is None


def test_two_wishes_at_the_same_moment_are_not_both_granted_by_rule(cast: Cast, here):
    second = next(w.assignment for w in work.work_of(cast.lena.id, cast.here.id) if w.assignment != here.assignment)
    db.commit()
    db.remove()

    def wish(assignment_id: int) -> bool:
        with transaction():
            there = work.assignment_here(assignment_id, cast.here)
            made = Work(there.assignment, there.cohort, cast.lena, there.due(None))
            wished_on = (there.due_at + timedelta(days=1)).date()
            return actions.ask(made, "A move.", wished_on, now).decision is Decision.GRANTED

    now = here.due_at - timedelta(hours=1)
    assert sorted(at_once(lambda: wish(here.assignment.id), lambda: wish(second.id))) == [False, True]


def test_asking_again_changes_the_open_request_and_tells_nobody_twice(cast: Cast, here, before_due):
    first = actions.ask(lenas(cast, here), "A move.", day(cast, here, 10), clock.now())
    again = actions.ask(lenas(cast, here), "A long move.", day(cast, here, 12), clock.now())
    assert again.id == first.id and again.reason == "A long move."
    assert [letter.payload["person_id"] for letter in letters("extension-asked")] == [cast.tess.id]


def test_no_mail_repeats_a_reason(cast: Cast, here, before_due):
    actions.ask(lenas(cast, here), "Something private.", day(cast, here, 10), clock.now())
    actions.refuse(lenas(cast, here), "Nothing for others.", cast.tess, clock.now())
    sent = [str(letter.payload) for letter in db.scalars(select(Letter))]
    assert len(letters("extension-refused")) == 1
    assert not any("private" in payload or "Nothing for others" in payload for payload in sent)


def test_a_granted_request_is_answered_and_work_within_it_is_on_time(cast: Cast, here, before_due):
    actions.ask(lenas(cast, here), "A move.", day(cast, here, 10), clock.now())
    extension = actions.grant(lenas(cast, here), day(cast, here, 8), "Take your time.", cast.tess, clock.now())
    request = db.scalars(select(ExtensionRequest)).one()
    assert (request.decision, request.decided_by_id) == (Decision.GRANTED, cast.tess.id)
    assert request.said == extension.said == "Take your time."
    assert practice.hand_in(here, cast.lena, "Mine", 0, extension.until_at).standing is Standing.ON_TIME
    late = practice.hand_in(here, cast.lena, "Later", 1, extension.until_at + timedelta(seconds=1))
    assert late.standing is Standing.LATE
    with clock.at(extension.until_at):
        assert practice.hand_in(here, cast.paul, "Paul's", 0, clock.now()).standing is Standing.LATE


def test_an_extension_granted_afterwards_takes_lateness_back_and_leaves_the_version_as_it_is(cast: Cast, here):
    with clock.at(here.due_at + timedelta(hours=1)):
        version = practice.hand_in(here, cast.lena, "Mine", 0, clock.now())
        assert version.standing is Standing.LATE
        actions.grant(lenas(cast, here), day(cast, here, 2), "", cast.cora, clock.now())
        db.commit()
        db.remove()
        [shown] = work.versions_of(here, cast.lena.id)
        assert (shown.standing, shown.stands) == (Standing.LATE, Standing.ON_TIME)
        assert work.work_of(cast.lena.id, cast.here.id)[0].standing is Standing.ON_TIME


def test_more_time_is_never_less(cast: Cast, here, before_due):
    actions.grant(lenas(cast, here), day(cast, here, 8), "", cast.tess, clock.now())
    with pytest.raises(Refused, match="later than the work is due already"):
        actions.grant(lenas(cast, here), day(cast, here, 7), "", cast.tess, clock.now())
    with pytest.raises(Refused, match="more than 60 days"):
        actions.grant(lenas(cast, here), day(cast, here, 90), "", cast.tess, clock.now())


def test_what_was_decided_already_is_not_refused_after_it(cast: Cast, here, before_due):
    actions.ask(lenas(cast, here), "A move.", day(cast, here, 10), clock.now())
    actions.grant(lenas(cast, here), day(cast, here, 10), "", cast.tess, clock.now())
    with pytest.raises(Conflict, match="answered meanwhile"):
        actions.refuse(lenas(cast, here), "No.", cast.cora, clock.now())


def test_the_day_ends_where_the_learner_lives():
    until = rules.end_of(make.clock.now().date(), ZoneInfo("Asia/Tokyo"))
    assert until.astimezone(ZoneInfo("Asia/Tokyo")).strftime("%H:%M") == "23:59"


def test_grace_is_said_kindly_and_holds(cast: Cast, here, sign_in):
    here.assignment.grace_hours = 12
    with clock.at(here.due_at + timedelta(hours=2)):
        version = practice.hand_in(here, cast.paul, "Within", 0, clock.now())
        db.commit()
        assert version.standing is Standing.ON_TIME
        page = sign_in(cast.lena).get(f"/assignments/{here.assignment.id}").text
    assert "it still counts as on time" in page and "there is still time" in page


def test_an_extension_is_shown_wherever_the_due_time_is(cast: Cast, here, sign_in):
    with clock.at(here.due_at - timedelta(hours=1)):
        extension = actions.grant(lenas(cast, here), day(cast, here, 8), "Gladly.", cast.tess, clock.now())
        db.commit()
        machine = f'datetime="{extension.until_at:%Y-%m-%dT%H:%M}'
        lena = sign_in(cast.lena)
        for address in ("/today", "/classes/", "/classes/1", f"/assignments/{here.assignment.id}"):
            assert machine in lena.get(address).text, address
        assert "Gladly." in lena.get(f"/assignments/{here.assignment.id}").text
    with clock.at(extension.until_at):
        version = practice.hand_in(here, cast.lena, "Mine", 0, clock.now())
        db.commit()
        lena, tess = sign_in(cast.lena), sign_in(cast.tess)
        assert machine in lena.get(f"/submissions/{version.submission_id}/receipts/1").text
        assert "Extension" in tess.get("/review/").text
        assert "badge" in tess.get(f"/threads/{thread_of(version.submission_id).id}").text


def test_a_learner_asks_and_a_trainer_answers_through_the_pages(cast: Cast, here, sign_in):
    address = f"/assignments/{here.assignment.id}/extension"
    with clock.at(here.due_at - timedelta(hours=1)):
        lena, tess = sign_in(cast.lena), sign_in(cast.tess)
        assert "first extension in this cohort, by up to 3 days" in lena.get(address).text
        wish = {"wished_on": day(cast, here, 10).isoformat(), "reason": "A <move>."}
        assert lena.post(address, data=wish).status_code == 303
        assert "Nobody has answered yet" in lena.get(f"/assignments/{here.assignment.id}").text
        listed = tess.get("/cohorts/here/extensions").text
        place = f"/cohorts/here/extensions/{here.assignment.id}/{cast.lena.id}"
        assert place in listed and "Requests for more time" in tess.get("/cohorts/here").text
        assert "A &lt;move&gt;." in tess.get(place).text
        assert tess.post(f"{place}/refusal", data={"said": ""}).status_code == 422
        assert tess.post(f"{place}/refusal", data={"said": "Not this once."}).status_code == 303
        assert "Not this once." in lena.get(f"/assignments/{here.assignment.id}").text
        assert tess.post(place, data={"until_on": "2000-01-01"}).status_code == 422
        until = day(cast, here, 4).isoformat()
        assert tess.post(place, data={"until_on": until, "said": "On second thoughts."}).status_code == 303
        page = lena.get(f"/assignments/{here.assignment.id}").text
        assert "On second thoughts." in page and "Not this once." not in page


def test_nobody_grants_themselves_anything(cast: Cast, here, sign_in):
    cast.lena.is_coordinator = True
    db.merge(cast.lena)
    db.commit()
    place = f"/cohorts/here/extensions/{here.assignment.id}/{cast.lena.id}"
    until = (clock.now() + timedelta(days=9)).date().isoformat()
    assert sign_in(cast.lena).post(place, data={"until_on": until}).status_code == 404


def test_the_list_of_requests_goes_on_a_page_at_a_time_and_leaves_out_who_has_left(cast: Cast, here, sign_in):
    now = clock.now()
    for number in range(60):
        learner = make.person(f"Learner {number}", learner_in=cast.here)
        made = Work(here.assignment, here.cohort, learner, replace(here.due(None)))
        actions.ask(made, "A move.", (here.due_at + timedelta(days=20)).date(), now + timedelta(seconds=number))
    db.commit()
    page = sign_in(cast.tess).get("/cohorts/here/extensions").text
    assert page.count("/cohorts/here/extensions/") >= 50 and "Learner 59" not in page and "after=" in page

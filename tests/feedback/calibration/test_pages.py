"""Two trainers rate the same work, each before they see the other's; and what a cohort's pages make of it."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from lms.core import clock
from lms.core.db import db
from lms.core.outbox import Letter
from lms.feedback import actions as threads
from lms.feedback.calibration import actions, queries
from lms.feedback.calibration.models import Calibration, CalibrationRating
from lms.feedback.models import FeedbackThread
from lms.people.models import Person
from lms.practice import queries as practice
from lms.practice.withdrawals import actions as withdrawals
from tests.feedback.calibration.conftest import Rate
from tests.feedback.conftest import HandIn
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]
AGREEMENT = "/cohorts/here/agreement"


def rate(browser: FlaskClient, calibration_id: int, c1: int, c2: int, note: str = "") -> int:
    sent = {"level-C1": str(c1), "level-C2": str(c2), "note": note}
    return browser.post(f"/calibrations/{calibration_id}", data=sent).status_code


def count(table: type) -> int:
    db.remove()
    return db.scalar(select(func.count()).select_from(table)) or 0


def plain(html: str) -> str:
    """The words of a page, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_coordinator_sets_one_up_on_work_that_is_there(
    cast: Cast, thread: FeedbackThread, hand_in: HandIn, sign_in: SignIn
):
    hand_in(cast.paul, cast.here)
    hand_in(cast.omar, cast.elsewhere)
    db.commit()
    cora = sign_in(cast.cora)
    page = cora.get("/cohorts/here/calibrations").text
    assert ("Lena Sample" in page, "Paul Sample" in page, "Omar Sample" in page) == (True, True, False)
    page = cora.get("/cohorts/here/calibrations?learner=LENA").text
    assert ("Lena Sample" in page, "Paul Sample" in page) == (True, False)
    for _ in range(2):  # a double click
        answer = cora.post("/cohorts/here/calibrations", data={"version": str(thread.version_id)})
        assert answer.status_code == 303
    assert count(Calibration) == 1
    assert "Lena Sample" not in plain(cora.get("/cohorts/here/calibrations").text)
    assert "Nobody has rated it yet" in cora.get(AGREEMENT).text


def test_the_trainers_are_told_once_and_not_whoever_set_it_up(
    cast: Cast, thread: FeedbackThread, tariq: Person, sign_in: SignIn
):
    for browser in (sign_in(cast.tess), sign_in(cast.cora)):
        browser.post("/cohorts/here/calibrations", data={"version": str(thread.version_id)})
    db.remove()
    letters = db.scalars(select(Letter).where(Letter.kind == "mail")).all()
    told = [letter.payload for letter in letters if letter.payload["template"] == "calibration-set-up"]
    assert [payload["person_id"] for payload in told] == [tariq.id]
    assert "Lena" not in str(told)


def test_work_of_another_cohort_is_not_there_to_be_chosen(cast: Cast, hand_in: HandIn, sign_in: SignIn):
    foreign = hand_in(cast.omar, cast.elsewhere)
    db.commit()
    for version in (foreign.version_id, 999_999, "x", ""):
        sign_in(cast.tess).post("/cohorts/here/calibrations", data={"version": str(version)})
    assert count(Calibration) == 0


def test_nobody_sees_another_s_ratings_before_giving_their_own(
    cast: Cast, tariq: Person, calibration_id: int, sign_in: SignIn
):
    tess, second, cora = sign_in(cast.tess), sign_in(tariq), sign_in(cast.cora)
    assert rate(tess, calibration_id, 2, 4, "Tess's reason") == 303
    for browser in (second, cora):
        page = browser.get(f"/calibrations/{calibration_id}").text
        assert "Tess&#39;s reason" not in page
        assert "4, steady" not in plain(page)
        assert "checked" not in page
    assert "Rated by Tess Sample" in plain(cora.get(f"/calibrations/{calibration_id}").text)
    assert rate(second, calibration_id, 3, 4, "Tariq's reason") == 303
    for browser in (tess, second, cora):
        page = plain(browser.get(f"/calibrations/{calibration_id}").text)
        assert "Tess&#39;s reason" in page
        assert "Tariq&#39;s reason" in page
        assert "2, emerging 3, ready 1" in page
        assert "4, steady 4, steady same" in page
        assert "1 of 2 the same level, 2 of 2 at most one apart" in page
        assert "fewer than 10 pairs" in page


def test_a_rating_is_given_once_and_whole(cast: Cast, calibration_id: int, sign_in: SignIn):
    tess, address = sign_in(cast.tess), f"/calibrations/{calibration_id}"
    answer = tess.post(address, data={"level-C1": "2", "level-C2": "9", "note": "My reason"})
    assert answer.status_code == 422
    assert "Not observed” (–), for Alliance" in answer.text
    assert "My reason" in answer.text
    assert 'name="level-C1" value="2" checked' in answer.text
    assert rate(tess, calibration_id, 2, 0) == 303
    assert rate(tess, calibration_id, 3, 3) == 422
    db.remove()
    assert db.scalars(select(CalibrationRating.levels)).all() == [{"C1": 2, "C2": 0}]


def test_its_learner_hears_nothing_of_it(cast: Cast, thread: FeedbackThread, calibration_id: int, sign_in: SignIn):
    lena = sign_in(cast.lena)
    pages = [f"/threads/{thread.id}", "/feedback/", "/today", f"/cohorts/here/growth/{cast.lena.id}"]
    before = [plain(lena.get(page).text) for page in pages]
    rate(sign_in(cast.tess), calibration_id, 4, 4, "She rushes.")
    assert [plain(lena.get(page).text) for page in pages] == before
    for address in (f"/calibrations/{calibration_id}", AGREEMENT, f"{AGREEMENT}.csv"):
        assert lena.get(address).status_code == 404


def test_a_released_review_counts_as_its_trainer_s_rating(
    cast: Cast, thread: FeedbackThread, tariq: Person, calibration_id: int, sign_in: SignIn, review: Rate
):
    review(thread, cast.tess, C1=3, C2=2)
    tess, second = sign_in(cast.tess), sign_in(tariq)
    assert "You have rated it" in tess.get(AGREEMENT).text
    assert "Yours to rate" in second.get(AGREEMENT).text
    assert rate(tess, calibration_id, 1, 1) == 422
    assert "3, ready" in plain(tess.get(f"/calibrations/{calibration_id}").text)
    assert rate(second, calibration_id, 3, 4) == 303
    assert "1 of 2 the same level, 1 of 2 at most one apart" in plain(
        second.get(f"/calibrations/{calibration_id}").text
    )


@pytest.mark.parametrize("reads_first", [False, True])
def test_whoever_read_the_other_s_review_first_is_not_independent(
    cast: Cast,
    thread: FeedbackThread,
    tariq: Person,
    calibration_id: int,
    sign_in: SignIn,
    review: Rate,
    reads_first: bool,
):
    second = sign_in(tariq)
    second.get(f"/threads/{thread.id}")  # before anything is released
    review(thread, cast.tess, C1=3, C2=2)
    if reads_first:
        second.get(f"/threads/{thread.id}")
    rate(second, calibration_id, 3, 2)
    db.remove()
    assert db.scalars(select(CalibrationRating.is_blind)).all() == [not reads_first]
    assert "1 piece of work, 2 pairs of ratings" in plain(second.get(AGREEMENT).text)
    independent = plain(second.get(f"{AGREEMENT}?blind=y").text)
    assert ("1 piece of work, 2 pairs" in independent) != reads_first


def test_two_reviews_of_one_version_are_a_pair(
    cast: Cast, thread: FeedbackThread, tariq: Person, sign_in: SignIn, review: Rate
):
    review(thread, cast.tess, C1=3, C2=0)
    threads.post(thread, cast.lena, "Thank you", "key", thread.last_message_id or 0, clock.now())
    review(thread, tariq, C1=3, C2=2)
    page = sign_in(cast.cora).get(AGREEMENT).text
    assert "1 piece of work, 1 pair of ratings." in plain(page)
    assert "That is too few to say anything:" in page


def test_the_table_can_be_taken_along(
    cast: Cast, thread: FeedbackThread, tariq: Person, calibration_id: int, sign_in: SignIn
):
    tess, second = sign_in(cast.tess), sign_in(tariq)
    rate(tess, calibration_id, 2, 3), rate(second, calibration_id, 3, 0)
    answer = tess.get(f"{AGREEMENT}.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=here-agreement.csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["Code"], row["Pairs"], row["Left out as not observed"]) for row in rows[:3]] == [
        ("C1", "1", "0"),
        ("C2", "0", "1"),
        ("", "1", "1"),
    ]
    assert "Sample" not in answer.text


def test_one_that_nobody_has_rated_can_be_called_off(cast: Cast, calibration_id: int, sign_in: SignIn):
    cora = sign_in(cast.cora)
    rate(sign_in(cast.tess), calibration_id, 2, 2)
    cora.post(f"/calibrations/{calibration_id}/removal")
    assert count(Calibration) == 1, "ratings stay"
    db.remove()
    db.query(CalibrationRating).delete()
    db.commit()
    assert "Call it off" in cora.get(f"/calibrations/{calibration_id}").text
    cora.post(f"/calibrations/{calibration_id}/removal")
    assert count(Calibration) == 0


def test_work_that_was_taken_back_is_gone_from_it(
    cast: Cast, thread: FeedbackThread, calibration_id: int, sign_in: SignIn
):
    rate(sign_in(cast.tess), calibration_id, 2, 2)
    submission = practice.submission(thread.submission_id)
    assert submission
    withdrawals.withdraw(submission, cast.lena, 1, clock.now())
    db.commit()
    tess = sign_in(cast.tess)
    assert tess.get(f"/calibrations/{calibration_id}").status_code == 404
    assert "Taken back by the learner" in tess.get(AGREEMENT).text
    assert queries.works_in(cast.here.id) == []


def test_growth_says_how_one_s_own_levels_lie(
    cast: Cast, thread: FeedbackThread, sign_in: SignIn, review: Rate, rate_oneself: Rate, hand_in: HandIn
):
    rate_oneself(thread, {"C1": 4, "C2": 2})
    review(thread, cast.tess, C1=3, C2=2)
    lena, tess = sign_in(cast.lena), sign_in(cast.tess)
    address = f"/cohorts/here/growth/{cast.lena.id}"
    page = plain(lena.get(address).text)
    assert "Compared with your trainers you rated your work higher once: 1 level higher." in page
    assert "Compared with your trainers you rated your work alike once." in page
    thread = hand_in(cast.lena, cast.here, "Another try")
    rate_oneself(thread, {"C1": 1, "C2": 2})
    review(thread, cast.tess, C1=3, C2=3)
    found = tess.get(address).text
    assert "higher once, lower once; last, 2 levels lower." in plain(found)
    assert 'in order: 1 level higher, 2 levels lower."' in found
    assert "own rating: 2 levels lower" in tess.get("/cohorts/here/growth").text


def test_a_list_of_calibrations_is_paged(cast: Cast, hand_in: HandIn, sign_in: SignIn):
    thread = hand_in(cast.lena, cast.here)
    for number in range(60):
        thread = hand_in(cast.lena, cast.here, f"Try {number}")
        version = queries.version_in(cast.here.id, thread.version_id or 0)
        assert version
        actions.set_up(version, cast.cora, clock.now())
    db.commit()
    cora = sign_in(cast.cora)
    first = cora.get(AGREEMENT).text
    after = first.split('rel="next" href="')[1].split('"')[0]
    second = cora.get(after).text
    numbers = re.findall(r"version (\d+)", first), re.findall(r"version (\d+)", second)
    assert len(numbers[0]) == 50
    assert sorted(map(int, numbers[0] + numbers[1])) == list(range(2, 62))

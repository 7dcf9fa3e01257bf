"""Three browsers in three zones: an hour proposed, countered, booked and moved; a place that a volunteer takes."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from lms.core import clock
from lms.core.db import db
from lms.roleplays.agree import jobs
from lms.roleplays.hours import actions as hours
from lms.roleplays.hours.rules import Window, as_week
from lms.roleplays.rounds import queries as rounds
from lms.roleplays.rounds.models import RolePlayRound
from tests.kit import make, roleplays
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.roleplays.room.test_in_step import barriers

DAYS = 3


def propose(page: Page, zone: ZoneInfo, days: int) -> None:
    """By that person's own clock, at noon in UTC."""
    at = (clock.now() + timedelta(days=days)).replace(hour=12, minute=0).astimezone(zone)
    page.get_by_label("Day").fill(at.strftime("%Y-%m-%d"))
    page.get_by_label("Time").fill(at.strftime("%H:%M"))
    page.get_by_role("button", name="Propose this hour").click()
    expect(page.get_by_text("Proposed. The others are told")).to_be_visible()


def suits(page: Page, by: str) -> None:
    page.reload()
    offer = page.get_by_role("listitem").filter(has_text=f"Proposed by {by}")
    with page.expect_navigation():
        offer.get_by_role("button", name="Suits me").click()


def booked(page: Page) -> str:
    page.reload()
    expect(page.get_by_text("Booked", exact=True)).to_be_visible()
    return page.locator(".card time").first.inner_text()


def test_three_in_three_zones_agree_move_and_find_somebody_for_a_place(cast: Cast, open_as: Open):
    rosa = make.person("Rosa Sample", zone="Asia/Kolkata", learner_in=cast.here)
    vera = make.person("Vera Sample", zone="UTC", learner_in=cast.here)
    hours.paint(vera, as_week([Window(day, 0, 96) for day in range(7)]), 0, clock.now())
    group = roleplays.a_group(roleplays.a_round(cast.here), cast.lena, cast.paul, rosa)
    db.commit()
    path = f"/role-plays/{group.id}"
    lena, paul, far = open_as(cast.lena, path, width=390), open_as(cast.paul, path), open_as(rosa, path, width=390)

    propose(lena, cast.lena.zone, DAYS)
    paul.reload()
    paul.get_by_role("button", name="Doesn’t", exact=True).click()
    expect(paul.get_by_text("Doesn’t suit you")).to_be_visible()
    propose(paul, cast.paul.zone, DAYS + 1)
    suits(far, "Paul Sample")
    expect(far.get_by_text("No hour is booked yet")).to_be_visible()
    suits(lena, "Paul Sample")
    expect(lena.get_by_text("Booked: this hour suits all of you.")).to_be_visible()
    assert barriers(lena) == []
    first = {booked(page) for page in (lena, paul, far)}
    assert len(first) == 3, "one hour, in a zone of each one's own"

    propose(far, rosa.zone, DAYS + 2)
    suits(lena, "Rosa Sample")
    assert booked(lena) in first, "until all accept the old one stands"
    suits(paul, "Rosa Sample")
    moved = {booked(page) for page in (lena, paul, far)}
    assert len(moved) == 3 and not moved & first

    far.get_by_label("A word for your trainers").fill("My knee.")
    far.get_by_role("button", name="I can’t come").click()
    expect(far.get_by_text("Your group goes on without you")).to_be_visible()
    lena.reload()
    expect(lena.get_by_text("A peer is being asked to join you")).to_be_visible()
    expect(lena.get_by_text("My knee.")).to_have_count(0)
    stands_in = open_as(vera, "/notices/")
    stands_in.get_by_role("link", name="A first call").first.click()
    stands_in.get_by_role("button", name="Yes, I take it").click()
    expect(stands_in.get_by_text("Thank you. You are in.")).to_be_visible()
    lena.reload()
    expect(lena.get_by_text("Vera Sample", exact=True)).to_be_visible()
    assert booked(lena) in moved


def test_what_isnt_agreed_on_by_the_deadline_is_booked_for_them(cast: Cast, open_as: Open):
    group = roleplays.a_group(roleplays.a_round(cast.here), cast.lena, cast.paul)
    db.commit()
    path = f"/role-plays/{group.id}"
    lena, paul = open_as(cast.lena, path), open_as(cast.paul, path, width=390)
    expect(paul.get_by_text("the one that suits best is booked for you")).to_be_visible()
    propose(lena, cast.lena.zone, DAYS)
    found = rounds.group(group.id)
    assert found
    db.get_one(RolePlayRound, found.round_id).answer_by_at = clock.now()
    db.commit()
    jobs.tend_all()
    assert booked(paul) != booked(lena)

"""The week in a real browser: painted by mouse, by finger and by keyboard, saved as painted, two tabs noticed."""

from playwright.sync_api import Locator, Page, expect

from lms.core import clock
from lms.core.db import db
from lms.roleplays.hours import actions, queries, rules
from lms.roleplays.hours.rules import Window
from tests.kit import make
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.kit.waiting import until


def cell(page: Page, day: str, time: str) -> Locator:
    return page.locator(f'td[aria-label^="{day} {time},"]')


def middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def settled(page: Page) -> None:
    expect(page.locator('hours-grid[data-state="saved"]')).to_be_attached()


def test_a_week_is_painted_by_mouse_and_keyboard_and_two_tabs_are_noticed(cast: Cast, open_as: Open):
    actions.paint(cast.paul, rules.as_week([Window(1, 23 * 4, 96), Window(2, 0, 8)]), 0, clock.now())  # UTC
    make.commit()
    page = open_as(cast.lena, "/role-plays/hours")
    outlook = page.locator("[data-outlook]")
    expect(outlook).to_contain_text("0 of your 1 peer")

    cell(page, "Wednesday", "7:30 PM").scroll_into_view_if_needed()
    page.mouse.move(*middle(cell(page, "Tuesday", "6:00 PM")))
    page.mouse.down()
    page.mouse.move(*middle(cell(page, "Wednesday", "7:30 PM")), steps=6)
    page.mouse.up()
    expect(cell(page, "Wednesday", "7:30 PM")).to_have_attribute("data-level", "2")
    expect(outlook).to_contain_text("1 of your 1 peer")
    assert kept(cast) == [Window(1, 72, 80), Window(2, 72, 80)]

    page.get_by_label("Possible", exact=True).check()
    cell(page, "Wednesday", "7:30 PM").focus()
    for key in ("ArrowRight", "ArrowUp", "Shift+ArrowDown", "Shift+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator('td[aria-selected="true"]')).to_have_count(4)
    page.keyboard.press("Space")
    expect(cell(page, "Friday", "7:30 PM")).to_have_attribute("data-level", "1")
    expect(page.locator("[data-said]")).to_have_text("Thursday to Friday, 7:00 PM to 8:00 PM: possible")
    settled(page)
    page.get_by_role("button", name="Undo").click()
    expect(cell(page, "Friday", "7:30 PM")).to_have_attribute("data-level", "0")
    page.get_by_text("Copy one day to others").click()
    page.get_by_label("Copy", exact=True).select_option("Tuesday")
    page.get_by_label("to", exact=True).select_option("Sunday")
    with page.expect_response("**/role-plays/hours"):
        page.get_by_role("button", name="Copy").click()
    expect(cell(page, "Sunday", "6:00 PM")).to_have_attribute("data-level", "2")
    settled(page)

    other = open_as(cast.lena, "/role-plays/hours")
    cell(other, "Monday", "8:00 AM").click()
    settled(other)
    cell(page, "Saturday", "9:00 AM").click()
    expect(page.get_by_text("These hours were changed in another window").first).to_be_visible()
    assert Window(0, 32, 34) in kept(cast)
    page.get_by_role("button", name="Keep what I painted here").click()
    settled(page)
    assert Window(0, 32, 34) not in kept(cast)
    assert Window(5, 36, 38, False) in kept(cast)


def test_a_finger_paints_once_it_is_held_and_scrolls_otherwise(cast: Cast, open_as: Open):
    page = open_as(cast.lena, "/role-plays/hours", 390)
    touch = page.context.new_cdp_session(page)
    first, last = cell(page, "Tuesday", "8:00 AM"), cell(page, "Wednesday", "9:30 AM")
    first.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 200)")

    def send(kind: str, *points: tuple[float, float]) -> None:
        where = [{"x": x, "y": y} for x, y in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    send("touchStart", middle(first))
    expect(first).to_have_attribute("aria-selected", "true")
    send("touchMove", middle(last))
    expect(last).to_have_attribute("aria-selected", "true")
    with page.expect_response("**/role-plays/hours"):
        send("touchEnd")
    settled(page)
    assert kept(cast) == [Window(1, 32, 40), Window(2, 32, 40)]

    before = page.evaluate("scrollY")
    x, y = middle(last)
    send("touchStart", (x, y))
    for way in range(1, 8):
        send("touchMove", (x, y - 20 * way))
    send("touchEnd")
    until("scrolling", lambda: page.evaluate("scrollY") > before, 10)
    assert kept(cast) == [Window(1, 32, 40), Window(2, 32, 40)]

    tapped = cell(page, "Sunday", "12:00 PM")
    tapped.scroll_into_view_if_needed()
    with page.expect_response("**/role-plays/hours"):
        send("touchStart", middle(tapped))
        send("touchEnd")
    settled(page)
    assert Window(6, 48, 50) in kept(cast)


def kept(cast: Cast) -> list[Window]:
    db.remove()
    found = queries.windows_of(cast.lena.id)
    db.remove()
    return found

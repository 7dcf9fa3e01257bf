"""Phrases at the desk, in a real browser: found while typing, inserted by Enter, undone like typing, kept."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.feedback.models import FeedbackThread
from lms.feedback.phrases import actions
from lms.feedback.phrases.models import Phrase, PhraseUse
from lms.people.models import Person
from tests.kit.browser import Open
from tests.kit.cast import Cast

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
BANK = {
    "wait": "You wait, {name}, and let it come.",
    "where": "In “{work}” of {class}: say less.",
    "moment": "Look at {moment} again.",
}


@pytest.fixture
def desk(cast: Cast, thread: FeedbackThread, open_as: Open) -> Callable[..., Page]:
    """Lena's work as tess opens it, who has three phrases."""
    for text in BANK.values():
        actions.keep(cast.tess, text, ["C1"] if "wait" in text else [], clock.now())
    db.commit()
    thread_id = thread.id

    def opened(width: int = 1280) -> Page:
        return open_as(cast.tess, f"/threads/{thread_id}", width)

    return opened


def test_a_phrase_is_found_inserted_and_undone_without_leaving_the_field(desk: Callable[..., Page]):
    page = desk()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "phrases" in one.url else None)
    field = page.get_by_label("Keep", exact=True)
    field.click()
    page.keyboard.type("First of all: and/or. ")
    assert asked == [], "nothing is fetched before it is wanted"
    page.keyboard.type("/")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.type("wai")
    expect(page.get_by_role("option")).to_have_count(1)
    chosen = page.get_by_role("option", name="You wait, Lena, and let it come.")
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
    page.keyboard.press("Enter")
    expect(field).to_have_value("First of all: and/or. You wait, Lena, and let it come.")
    expect(field).to_be_focused()
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(field).to_have_value(re.compile(r"^First of all: and/or\. /wai$"))
    page.keyboard.press("Control+Shift+z")
    expect(field).to_have_value("First of all: and/or. You wait, Lena, and let it come.")


def test_enter_pins_only_when_no_list_is_open_and_escape_leaves_the_slash(desk: Callable[..., Page]):
    page = desk()
    field = page.get_by_label("New remark")
    field.click()
    page.keyboard.type("/say")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(field).to_be_focused()
    page.keyboard.type(" it")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".pinned__text")).to_have_text(["/say it"])
    page.keyboard.type("/")
    expect(page.get_by_role("option")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.evaluate("document.dispatchEvent(new Event('selectionchange'))")  # browsers tell it late
    page.keyboard.press("Enter")
    expect(field).to_have_value("In “Home practice” of class 1: say less.")
    page.keyboard.press("Enter")
    expect(page.locator(".pinned__text")).to_have_count(2)


def test_typed_faster_than_the_list_comes_the_first_is_inserted(desk: Callable[..., Page]):
    page = desk()
    held: list[Route] = []
    page.route("**/review/phrases.json", lambda route: held.append(route))
    field = page.get_by_label("New remark")
    field.click()
    page.keyboard.type("/wait")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Fetching your phrases")).to_have_count(2)  # to see, and to hear
    held[0].continue_()
    expect(field).to_have_value("You wait, Lena, and let it come.")
    expect(page.locator(".pinned__text")).to_have_count(0)


def test_without_a_connection_the_desk_works_on(desk: Callable[..., Page]):
    page = desk()
    page.route("**/review/phrases.json", lambda route: route.abort())
    page.get_by_label("New remark").click()
    page.keyboard.type("/wait")
    expect(page.locator(".phrase-list__note")).to_contain_text("can’t be fetched")
    page.keyboard.press("Enter")
    expect(page.locator(".pinned__text")).to_have_text(["/wait"])


def test_what_cannot_be_filled_in_is_selected_to_be_typed_over(desk: Callable[..., Page]):
    page = desk()
    field = page.get_by_label("Try next")
    field.click()
    page.keyboard.type("/look")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field).to_have_value("Look at {moment} again.")
    page.keyboard.type("the end")
    expect(field).to_have_value("Look at the end again.")


def test_uses_are_counted_and_bring_a_phrase_to_the_front(cast: Cast, desk: Callable[..., Page]):
    page = desk()
    page.get_by_label("New remark").click()
    page.keyboard.type("/wait")
    expect(page.get_by_role("option")).to_have_count(1)
    with page.expect_response("**/use") as told:
        page.keyboard.press("Enter")
    assert told.value.status == 204
    again = desk()
    again.get_by_label("Try next").click()
    again.keyboard.type("/")
    expect(again.get_by_role("option").first).to_contain_text("You wait, Lena")
    db.remove()
    assert db.scalars(select(PhraseUse.times)).all() == [1]


def test_selected_words_are_kept_with_a_place_for_the_name(cast: Cast, desk: Callable[..., Page]):
    page = desk()
    field = page.get_by_label("Keep", exact=True)
    field.fill("Lena, your silence works.")
    field.select_text()
    page.get_by_role("button", name="Keep as a phrase").click()
    expect(page.get_by_text("Kept among your phrases. “Lena” became {name}.")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("Lena, your silence works.")
    field.fill("Like Paul: slowly.")
    field.select_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Paul” may be a learner’s name.")).to_be_visible()
    page.get_by_role("button", name="It is no name: keep it").click()
    expect(page.get_by_text("Kept among your phrases.")).to_be_visible()
    db.remove()
    kept = db.scalars(select(Phrase.text).order_by(Phrase.id.desc()).limit(2)).all()
    assert kept == ["Like Paul: slowly.", "{name}, your silence works."]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_list_and_what_is_selected_are_no_barrier(desk: Callable[..., Page], width: int):
    page = desk(width)
    page.evaluate(AXE.read_text())
    field = page.get_by_label("New remark")
    field.click()
    page.keyboard.type("/")
    expect(page.get_by_role("option")).to_have_count(3)
    assert page.evaluate("axe.run()")["violations"] == []
    page.keyboard.press("Escape")
    field.fill("You wait.")
    field.select_text()
    expect(page.get_by_role("button", name="Keep as a phrase")).to_be_visible()
    assert page.evaluate("axe.run()")["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def phone(cast: Cast, served: str, browser: Browser, sign_in: Callable[[Person], FlaskClient]) -> Iterator[Page]:
    """A phone on which tess is signed in: touch alone, no keys but those on its screen."""
    cookie = sign_in(cast.tess).get_cookie("attune")
    assert cookie
    context = browser.new_context(
        base_url=served, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    context.add_cookies([{"name": "attune", "value": cookie.value, "url": served}])
    yield context.new_page()
    context.close()


def test_on_a_phone_a_touch_opens_the_list_and_inserts(desk: Callable[..., Page], thread: FeedbackThread, phone: Page):
    phone.goto(f"/threads/{thread.id}")
    field = phone.get_by_label("New remark")
    field.tap()
    phone.get_by_role("button", name="Phrases").tap()
    options = phone.get_by_role("option")
    expect(options).to_have_count(3)
    box, frame = options.nth(1).bounding_box(), field.bounding_box()
    assert box and frame
    assert box["height"] >= 44
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert box["y"] >= frame["y"] + frame["height"]
    options.nth(2).tap()
    expect(field).to_have_value("You wait, Lena, and let it come.")
    expect(field).to_be_focused()

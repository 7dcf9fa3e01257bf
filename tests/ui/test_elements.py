"""The elements of every page, woken in a real browser against a server that keeps one draft."""

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from flask import Flask, jsonify, render_template_string, request
from jinja2 import StrictUndefined
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from lms.ui.assets import STATIC, asset

PAGE = """<!doctype html><html lang="en"><title>Draft</title>
<script type="module" src="{{ asset("app.js") }}"></script>
{% from "components/saved_draft.html" import saved_draft %}
{% from "components/word_count.html" import word_count %}
{% from "components/confirm.html" import confirm %}
{% call saved_draft("/draft", owner=7, seen=seen) %}
<form method="post" action="/done">
  <input type="hidden" name="csrf_token" value="t">
  <textarea id="text" name="text">{{ text }}</textarea>
  <input type="checkbox" name="sure" value="y">
  <button>Hand in</button>
</form>
{% endcall %}
{{ word_count("text", limit=3) }}
{{ confirm("Withdraw", action="/done", title="Sure?", text="", sure="Yes") }}
</html>"""


class Keeper:
    """One draft that refuses what was typed over an older version, as rooms do."""

    def __init__(self) -> None:
        self.text, self.seen = "", 1
        self.status = 200

    def app(self) -> Flask:
        app = Flask("keeper", root_path=str(STATIC.parent), static_folder=str(STATIC))
        app.jinja_env.undefined = StrictUndefined
        app.jinja_env.globals.update(asset=asset, csrf_token=lambda: "t")
        app.add_url_rule("/", "page", lambda: render_template_string(PAGE, text=self.text, seen=self.seen))
        app.add_url_rule("/draft", "draft", self.draft, methods=["POST"])
        return app

    def draft(self) -> Any:
        if self.status != 200:
            return jsonify(), self.status
        if request.form["seen"] != str(self.seen):
            return jsonify(seen=self.seen, text=self.text), 409
        self.text, self.seen = request.form["text"], self.seen + 1
        return jsonify(seen=self.seen, saved_at_text="now")


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
def address(keeper: Keeper) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, keeper.app(), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/"
    server.shutdown()
    thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def state(page: Page) -> Any:
    return expect(page.locator("saved-draft"))


def test_words_are_saved_as_typed(page: Page, keeper: Keeper) -> None:
    page.locator("#text").press_sequentially("A calm start")
    expect(page.get_by_text("Saved now")).to_be_visible()
    assert keeper.text == "A calm start"
    assert page.evaluate("localStorage.length") == 0


def test_words_typed_without_a_connection_survive_a_reload_and_are_sent_later(page: Page, keeper: Keeper) -> None:
    keeper.status = 503
    page.locator("#text").fill("Typed in a tunnel")
    state(page).to_have_attribute("data-state", "offline")
    page.reload()
    expect(page.locator("#text")).to_have_value("Typed in a tunnel")
    keeper.status = 200
    page.evaluate("dispatchEvent(new Event('online'))")
    state(page).to_have_attribute("data-state", "saved")
    assert keeper.text == "Typed in a tunnel"


def test_closing_the_page_sends_the_last_words(page: Page, keeper: Keeper, address: str) -> None:
    page.locator("#text").fill("The last sentence")
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#text")).to_have_value("The last sentence")


def test_another_window_s_words_are_never_overwritten(page: Page, keeper: Keeper) -> None:
    keeper.text, keeper.seen = "From the phone", 5
    page.locator("#text").fill("From the desk")
    state(page).to_have_attribute("data-state", "conflict")
    assert keeper.text == "From the phone"
    page.get_by_role("button", name="Keep what is in the field").click()
    state(page).to_have_attribute("data-state", "saved")
    assert keeper.text == "From the desk"


def test_after_a_reload_both_versions_are_there_and_can_be_put_together(
    page: Page, keeper: Keeper, address: str
) -> None:
    keeper.text, keeper.seen = "From the phone", 5
    page.locator("#text").fill("From the desk")
    state(page).to_have_attribute("data-state", "conflict")
    page.locator("#text").fill("From the desk, and more")
    for _ in range(2):
        page.goto(address)
        state(page).to_have_attribute("data-state", "conflict")
        expect(page.locator("#text")).to_have_value("From the desk, and more")
        expect(page.get_by_role("region", name="The other version")).to_have_text("From the phone")
        expect(page.locator("word-count")).to_have_text("5 of 3 words")
    page.locator("#text").fill("From the phone, from the desk, and more")
    page.get_by_role("button", name="Keep what is in the field").click()
    state(page).to_have_attribute("data-state", "saved")
    assert keeper.text == "From the phone, from the desk, and more"
    expect(page.get_by_role("region", name="The other version")).to_be_hidden()


def test_what_another_tab_saves_sweeps_no_disputed_words_away(
    page: Page, context: BrowserContext, keeper: Keeper, address: str
) -> None:
    other = context.new_page()
    other.goto(address)
    other.locator("#text").fill("From the other tab")
    expect(other.get_by_text("Saved now")).to_be_visible()
    page.locator("#text").fill("From this tab")
    state(page).to_have_attribute("data-state", "conflict")
    with other.expect_response("**/draft"):
        other.locator("#text").fill("From the other tab, later")
    page.reload()
    expect(page.locator("#text")).to_have_value("From this tab")
    expect(page.get_by_role("region", name="The other version")).to_have_text("From the other tab, later")


def test_a_third_version_is_shown_before_anything_is_overwritten(page: Page, keeper: Keeper) -> None:
    keeper.text, keeper.seen = "From the phone", 5
    page.locator("#text").fill("From the desk")
    state(page).to_have_attribute("data-state", "conflict")
    keeper.text, keeper.seen = "From the train", 6
    page.get_by_role("button", name="Keep what is in the field").click()
    expect(page.get_by_role("region", name="The other version")).to_have_text("From the train")
    assert keeper.text == "From the train"


def test_the_other_version_can_be_taken_and_ones_own_words_stay_within_reach(page: Page, keeper: Keeper) -> None:
    keeper.text, keeper.seen = "From the phone", 5
    page.locator("#text").fill("From the desk at home")
    page.get_by_role("button", name="Take the other version").click()
    expect(page.locator("#text")).to_have_value("From the phone")
    expect(page.locator("word-count")).to_have_text("3 of 3 words")
    expect(page.get_by_role("region", name="What you had typed here")).to_have_text("From the desk at home")
    state(page).to_have_attribute("data-state", "saved")
    page.locator("#text").fill("From the phone, better")
    expect(page.get_by_text("Saved now")).to_be_visible()
    assert keeper.text == "From the phone, better"


def test_without_a_connection_the_form_stays_and_goes_when_it_is_back(
    page: Page, context: BrowserContext, keeper: Keeper
) -> None:
    context.set_offline(True)
    page.locator("#text").fill("Typed in a tunnel")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("No connection. Your words are kept here; press “Hand in” again")).to_be_visible()
    expect(page.locator("#text")).to_have_value("Typed in a tunnel")
    context.set_offline(False)
    expect(page.get_by_text("The connection is back and your words are saved")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/done")
    assert keeper.text == "Typed in a tunnel"


def test_a_form_without_unsaved_words_stays_too_when_the_connection_is_gone(
    page: Page, context: BrowserContext
) -> None:
    context.set_offline(True)
    page.get_by_role("button", name="Hand in").click()
    state(page).to_have_attribute("data-state", "offline")
    context.set_offline(False)
    state(page).to_have_attribute("data-state", "saved")


def test_signed_out_is_said_and_the_words_are_kept(page: Page, keeper: Keeper) -> None:
    keeper.status = 401
    page.locator("#text").fill("Long evening")
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert "Long evening" in page.evaluate("localStorage['draft:7:/draft']")


def test_a_tick_comes_back_too(page: Page, keeper: Keeper) -> None:
    keeper.status = 503
    page.get_by_role("checkbox").check()
    state(page).to_have_attribute("data-state", "offline")
    page.reload()
    expect(page.get_by_role("checkbox")).to_be_checked()


def test_words_are_counted_against_the_limit(page: Page) -> None:
    page.locator("#text").fill("one two three four")
    expect(page.locator("word-count")).to_have_text("4 of 3 words")
    expect(page.locator("word-count")).to_have_attribute("data-state", "over")


def test_a_question_closes_by_escape_and_gives_the_focus_back(page: Page) -> None:
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Not now")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("summary")).to_be_focused()
    expect(page.get_by_role("button", name="Yes")).to_be_hidden()

"""What is pinned, beside the player, in a real browser: written while it plays, never lost, never in the way."""

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db, transaction
from lms.moments.notes.models import MomentNote
from lms.moments.prompts import actions as prompts
from lms.moments.prompts import queries as prompt_queries
from lms.moments.questions import actions as questions
from lms.practice.models import SubmissionVersion
from lms.program.models import Demonstration
from lms.videos.models import Video
from tests.demonstrations.test_player import AXE
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.kit.playing import played_until, time_of


@pytest.fixture
def at(demonstration, playing: Video) -> str:
    """Where the demonstration is, whose video really plays."""
    return f"/demonstrations/{demonstration.id}"


def notes() -> list[MomentNote]:
    db.remove()
    return list(db.scalars(select(MomentNote).where(MomentNote.removed_at.is_(None)).order_by(MomentNote.at_ms)))


def play(page: Page, second: float) -> None:
    page.get_by_role("button", name="Play", exact=False).first.click()
    played_until(page, second)


def is_paused(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('video').paused"))


@pytest.mark.parametrize("width", [1280, 390])
def test_typing_pauses_and_ctrl_enter_keeps_the_note_and_plays_on(cast: Cast, open_as: Open, at: str, width: int):
    page = open_as(cast.lena, at, width=width)
    play(page, 1)
    field = page.get_by_label("New note")
    field.press_sequentially("He waits")
    assert is_paused(page)
    stopped = time_of(page)
    with page.expect_response("**/notes"):
        field.press("Control+Enter")
    expect(page.locator(".moment__text")).to_have_text("He waits")
    played_until(page, stopped + 0.3)
    expect(field).to_have_value("")
    expect(field).to_be_focused()
    [note] = notes()
    assert abs(note.at_ms / 1000 - stopped) < 0.6
    assert page.locator("[data-marks] [data-kind=note]").count() == 1
    scrolls = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not scrolls


def test_nothing_takes_the_focus_from_the_player(cast: Cast, open_as: Open, at: str):
    page = open_as(cast.lena, at)
    page.get_by_role("button", name="Play", exact=False).first.focus()
    page.keyboard.press("Enter")
    played_until(page, 1)
    assert page.evaluate("document.activeElement.closest('moment-desk')") is None
    page.keyboard.press("k")
    assert is_paused(page)


def test_a_note_is_edited_played_from_removed_and_brought_back(cast: Cast, open_as: Open, at: str):
    page = open_as(cast.lena, f"{at}?t=5")
    page.get_by_label("New note").fill("Breath")
    page.get_by_role("button", name="Save note").click()
    listed = page.get_by_role("list", name="Notes by time")
    page.get_by_text("Edit the note at 0:05").click()
    page.get_by_label("The note at 0:05").fill("Long breath")
    page.get_by_label("The note at 0:05").press("Control+Enter")
    expect(listed.locator(".moment__text")).to_have_text("Long breath")
    listed.get_by_role("link", name="Play from 0:05").click()
    played_until(page, 5)
    page.get_by_role("button", name="Remove the note at 0:05").click()
    expect(page.get_by_text("Note removed.")).to_be_visible()
    assert notes() == []
    page.get_by_role("button", name="Undo").click()
    expect(listed.locator(".moment__text")).to_have_text("Long breath")


def test_not_one_word_is_lost_without_a_network(cast: Cast, open_as: Open, at: str):
    page = open_as(cast.lena, f"{at}?t=3")
    expect(page.get_by_text("0:03").first).to_be_visible()
    page.route("**/notes", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_label("New note").fill("Under the sea")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_role("alert")).to_contain_text("No connection. Your words are kept here")
    expect(page.get_by_label("New note")).to_have_value("Under the sea")
    page.goto("/today")
    page.unroute("**/notes")
    page.goto(f"{at}?t=9")
    expect(page.get_by_text("What you had typed here and not saved is back.")).to_be_visible()
    expect(page.get_by_label("New note")).to_have_value("Under the sea")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_role("list", name="Notes by time")).to_contain_text("Under the sea")
    [note] = notes()
    assert note.at_ms == 3000, "it stays at the moment at which it was typed"
    page.reload()
    expect(page.get_by_role("list", name="Notes by time")).to_be_visible()
    expect(page.get_by_label("New note")).to_have_value("")


def test_an_answer_that_is_lost_leaves_one_note(cast: Cast, open_as: Open, at: str):
    page = open_as(cast.lena, at)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.route("**/notes", lose)
    page.get_by_label("New note").fill("Once")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute("**/notes")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_role("list", name="Notes by time").get_by_role("listitem")).to_have_count(1)
    assert [note.text for note in notes()] == ["Once"]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_question_is_asked_answered_and_accepted_beside_the_player(cast: Cast, open_as: Open, at: str, width: int):
    lena = open_as(cast.lena, f"{at}?t=4", width=width)
    lena.get_by_role("link", name="Questions").click()
    field = lena.get_by_label("Ask about this moment")
    field.fill("Why does he wait?")
    field.press("Control+Enter")
    expect(lena.get_by_role("list", name="Questions by time")).to_contain_text("Why does he wait?")
    assert lena.locator("[data-marks] [data-kind=question]").count() == 1

    tess = open_as(cast.tess, "/review/", width=width)
    tess.get_by_role("link", name="Questions on demonstrations").click()
    tess.get_by_role("link", name="Why does he wait?").click()
    expect(tess.locator(".player__clock")).to_contain_text("0:04")
    tess.get_by_text("Answer the question at 0:04").click()
    tess.get_by_label("Your answer to the question at 0:04").fill("So that *she* can answer.")
    tess.get_by_role("button", name="Send answer").click()
    expect(tess.locator(".answer")).to_contain_text("So that she can answer.")

    lena.reload()
    lena.get_by_role("link", name="Questions").click()
    expect(lena.locator(".answer .moment__role")).to_have_text("Trainer")
    lena.get_by_role("button", name="This answers it").click()
    expect(lena.locator(".answer--accepted")).to_contain_text("This answered it")
    assert not lena.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_whoever_reviews_an_answer_sees_the_question_beside_it_and_goes_to_its_moment(
    cast: Cast, open_as: Open, demonstration: Demonstration, at: str
):
    found = db.get_one(Demonstration, demonstration.id)
    for second, question in ((4, "What would *you* say?"), (6, "And now?")):
        what = (second * 1000, question, "I would wait.", f"at-{second}")
        prompt = prompts.set_prompt(found, cast.here.id, cast.tess, *what, clock.now())
        db.flush()
        asked = prompt_queries.prompt(prompt.id)
        assert asked
        prompts.answer(asked, cast.lena, f"My answer at {second}.", clock.now())
    db.commit()
    page = open_as(cast.tess, "/review/", width=390)
    expect(page.get_by_text("Prompt at 0:06 in “A talk”")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="Prompt at 0:04 in").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prompt at 0:04 in “A talk”")
    question = page.get_by_role("region", name="What was asked")
    expect(question).to_contain_text("What would you say?")
    question.get_by_role("link", name="At 0:04 in “A talk”").click()
    expect(page.locator(".player__clock")).to_contain_text("0:04")
    assert "#prompt-" in page.url


def test_a_link_to_a_question_far_down_a_long_list_shows_it(
    cast: Cast, open_as: Open, demonstration: Demonstration, at: str
):
    found = db.get_one(Demonstration, demonstration.id)
    for number in range(60):
        asked = questions.ask(
            found, cast.here.id, cast.paul, 100 * number, f"Number {number}?", f"many-{number}", clock.now()
        )
    db.commit()
    page = open_as(cast.lena, f"/questions/{asked.id}")
    expect(page.get_by_text("Number 59?")).to_be_visible()
    page.get_by_role("link", name="From the first question").click()
    expect(page.get_by_text("Number 0?")).to_be_visible()
    page.get_by_role("link", name="Later questions").click()
    expect(page.get_by_text("Number 59?")).to_be_visible()
    assert page.url.split("#")[0].endswith(f"{at}?cohort=here&t=5")


def test_a_link_to_this_moment_is_copied(cast: Cast, open_as: Open, at: str):
    page = open_as(cast.lena, f"{at}?t=4")
    expect(page.get_by_role("button", name="Copy link to this moment")).to_be_visible()
    link = page.locator("copy-button").get_attribute("data-text")
    assert link and link.endswith(f"{at}?t=4")
    page.goto(link)
    expect(page.get_by_text("Play from 0:04")).to_be_visible()


def set_prompt(cast: Cast, demonstration: Demonstration, second: int) -> None:
    expert = "I would say *nothing*."
    with transaction():  # a player of the test before may still tell that it leaves
        found = db.get_one(Demonstration, demonstration.id)
        prompts.set_prompt(
            found, cast.here.id, cast.tess, second * 1000, "What would you say?", expert, f"at-{second}", clock.now()
        )


@pytest.mark.parametrize("width", [1280, 390])
def test_the_video_pauses_asks_and_plays_on_after_the_experts_version(
    cast: Cast, open_as: Open, demonstration, at: str, width: int
):
    set_prompt(cast, demonstration, 3)
    page = open_as(cast.lena, f"{at}?t=1", width=width)
    expect(page.locator("[data-marks] [data-kind=prompt]")).to_have_count(1)
    play(page, 1)
    asked = page.get_by_role("dialog", name="What would you say?")
    expect(asked).to_be_visible()
    assert is_paused(page)
    assert abs(time_of(page) - 3) < 0.3
    expect(asked.get_by_role("textbox")).to_be_focused()
    expect(page.get_by_text("I would say nothing.")).to_have_count(0)
    page.keyboard.type("I would wait.")
    assert is_paused(page)
    page.keyboard.press("Control+Enter")
    expect(asked.get_by_text("I would say nothing.")).to_be_visible()
    assert is_paused(page)
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")
    assert [(barrier["id"], barrier["nodes"][0]["html"]) for barrier in found["violations"]] == []
    asked.get_by_role("button", name="Play on").press("Enter")
    expect(asked).to_have_count(0)
    played_until(page, 3.5)
    page.evaluate("document.querySelector('course-player').seek(2500)")
    played_until(page, 3.5)
    assert not is_paused(page), "it asks once"
    assert [one.text for one in db.scalars(select(SubmissionVersion))] == ["I would wait."]
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_escape_skips_a_prompt_for_good_until_it_is_wished_again(cast: Cast, open_as: Open, demonstration, at: str):
    set_prompt(cast, demonstration, 3)
    page = open_as(cast.lena, f"{at}?t=1")
    expect(page.locator("[data-marks] [data-kind=prompt]")).to_have_count(1)
    play(page, 1)
    asked = page.get_by_role("dialog", name="What would you say?")
    expect(asked).to_be_visible()
    with page.expect_response("**/prompts"):
        page.keyboard.press("Escape")
    played_until(page, 3.5)
    expect(asked).to_have_count(0)
    page.reload()
    page.get_by_role("link", name="Prompts").click()
    expect(page.get_by_text("Skipped")).to_be_visible()
    page.evaluate("document.querySelector('course-player').seek(2000)")
    play(page, 3.5)
    assert not is_paused(page)
    with page.expect_response("**/prompts"):
        page.get_by_role("button", name="Ask me again there").click()
    page.evaluate("document.querySelector('course-player').seek(2000)")
    expect(asked).to_be_visible()


def test_without_a_network_a_prompt_keeps_the_answer_and_holds_nobody_up(
    cast: Cast, open_as: Open, demonstration, at: str
):
    set_prompt(cast, demonstration, 3)
    page = open_as(cast.lena, f"{at}?t=1")
    expect(page.locator("[data-marks] [data-kind=prompt]")).to_have_count(1)
    play(page, 1)
    asked = page.get_by_role("dialog", name="What would you say?")
    page.route("**/prompts/**", lambda route: route.abort())
    asked.get_by_role("textbox").fill("I would wait.")
    asked.get_by_role("button", name="Send answer").click()
    expect(asked.get_by_role("alert")).to_contain_text("No connection. Your words are kept here")
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    played_until(page, 3.5)
    page.unroute("**/prompts/**")
    page.reload()
    page.get_by_role("link", name="Prompts").click()
    expect(page.get_by_label("Your answer at 0:03")).to_have_value("I would wait.")


def test_a_trainer_sets_a_prompt_where_the_video_stands_and_is_not_asked(cast: Cast, open_as: Open, at: str):
    page = open_as(cast.tess, f"{at}?t=3")
    page.get_by_role("link", name="Prompts").click()
    page.get_by_label("Ask at this moment").fill("What would you say?")
    page.get_by_label("What an expert would say").fill("Nothing.")
    page.get_by_role("button", name="Set prompt").click()
    expect(page.get_by_role("list", name="Prompts by time")).to_contain_text("0 answers")
    page.evaluate("document.querySelector('course-player').seek(2000)")
    play(page, 3.5)
    assert not is_paused(page)
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_it_puts_up_no_barrier(cast: Cast, open_as: Open, at: str, width: int, scheme: str):
    page = open_as(cast.lena, at, width=width)
    page.emulate_media(color_scheme=scheme)
    page.get_by_label("New note").fill("Breath")
    page.get_by_role("button", name="Save note").click()
    expect(page.get_by_text("Edit the note")).to_have_count(1)
    page.get_by_role("link", name="Questions").click()
    page.get_by_label("Ask about this moment").fill("Why?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Answer the question")).to_have_count(1)
    for summary in page.locator("moment-panel summary").all():
        summary.evaluate("summary => summary.parentElement.open = true")
    for panel in ("My notes", "Questions"):
        page.get_by_role("link", name=panel).click()
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run()")
        assert [(barrier["id"], barrier["nodes"][0]["html"]) for barrier in found["violations"]] == []


def test_the_class_page_asks_for_none_of_it(cast: Cast, open_as: Open, at: str):
    page = open_as(cast.lena, "/classes/1")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    assert page.locator("course-player").count() == 1
    assert page.locator("moment-desk, moment-panel").count() == 0
    assert not [url for url in asked if url.endswith("/notes") or "moments-" in url]

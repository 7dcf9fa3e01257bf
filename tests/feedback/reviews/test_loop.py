"""The weekly loop in a real browser: record, hand in, be reviewed, take one next step, try again, see the growth."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms.core.db import db
from lms.core.settings import Settings
from lms.feedback import queries
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.voices.models import Voice
from lms.people.models import Person
from lms.program.models import Assignment, ProgramClass
from lms.program.rules import PracticeKind
from lms.videos.jobs import package_next
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.kit.playing import played_until, time_of

WORDS = "I noticed that I spoke too early.\nThen I waited for two breaths."


@pytest.fixture
def assignment_id(cast: Cast) -> int:
    """Home practice that asks for a recording."""
    first = select(Assignment).join(ProgramClass).where(ProgramClass.program_id == cast.here.program_id)
    found = db.scalars(first.order_by(ProgramClass.number)).first()
    assert found
    found.kind = PracticeKind.RECORDING
    db.commit()
    return found.id


class Hands:
    """A trainer's, counted: keys that aren't words, and clicks."""

    def __init__(self, page: Page):
        self.page, self.cost, self.loads = page, 0, 0
        page.on("domcontentloaded", self._loaded)

    def _loaded(self, _: Page) -> None:
        self.loads += 1

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.cost += 1

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def click(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name=name).first.click()
        self.cost += 1


def hand_in_a_recording(page: Page, settings: Settings, seconds: int = 5) -> None:
    """Record in the browser, mark a part, ask a question, and hand it in with a text."""
    for name in ("Record video", "Start recording"):
        page.get_by_role("button", name=name, exact=True).click()
    later = "|".join(f"{second:02}" for second in range(seconds, 60))
    expect(page.locator("[data-clock]")).to_have_text(re.compile(f"0:({later})"), timeout=60_000)
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Keep this recording").click()
    expect(page.locator(".take").first).to_be_visible(timeout=60_000)
    db.remove()
    assert package_next(settings)
    db.remove()
    play = page.get_by_role("button", name="Play your recording")
    expect(play).to_be_visible(timeout=20_000)
    play.click()
    played_until(page, 1)
    page.keyboard.press("b")
    played_until(page, 2)
    page.keyboard.press("e")
    expect(page.get_by_role("button", name=re.compile("^Part 0:0"))).to_be_visible()
    page.get_by_label("Your question to your trainer").fill("Was my silence too long?")
    page.get_by_label("Nobody in this recording").check()
    page.get_by_role("textbox", name="Your text").fill(WORDS)
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Handed in")


def latest_thread() -> FeedbackThread:
    db.remove()
    return db.scalars(select(FeedbackThread)).one()


def pinned(page: Page, count: int) -> None:
    expect(page.locator(".pinned")).to_have_count(count)


def test_the_weekly_loop(assignment_id: int, open_as: Open, cast: Cast, settings: Settings):
    learner = open_as(cast.lena, f"/assignments/{assignment_id}")
    hand_in_a_recording(learner, settings)

    thread = latest_thread()
    trainer = open_as(cast.tess, f"/threads/{thread.id}")
    hands = Hands(trainer)
    hands.click("Play Recording 1")
    played_until(trainer, 0.5)
    hands.press("r")
    hands.type("You leave room here.")
    video = trainer.locator("course-player")
    expect(video).to_have_attribute("data-state", "paused")
    hands.press("Enter")
    pinned(trainer, 1)
    expect(video).to_have_attribute("data-state", "playing", timeout=15_000)
    expect(trainer.get_by_label("New remark")).to_be_focused()
    hands.press("Escape")
    hands.press("b")
    played_until(trainer, time_of(trainer) + 1)
    hands.press("e")
    hands.type("Two questions at once.")
    hands.press("Enter")
    pinned(trainer, 2)
    trainer.evaluate(
        """() => {
          const text = document.querySelector('[data-passage-text]').firstChild
          const range = document.createRange()
          const at = text.data.indexOf('I waited for two breaths')
          range.setStart(text, at); range.setEnd(text, at + 'I waited for two breaths'.length)
          getSelection().removeAllRanges(); getSelection().addRange(range)
        }"""
    )
    hands.click("Write about this passage")
    hands.type("This is the skill.")
    hands.press("Enter")
    pinned(trainer, 3)
    trainer.get_by_label("Keep").fill("You notice your own haste.")
    trainer.get_by_label("Try next").fill("Wait for two breaths before each question.")
    trainer.locator(".rubric__level input[value='2']").first.check()
    hands.cost += 1
    expect(trainer.locator("saved-draft [data-line]")).to_contain_text("Saved", timeout=15_000)
    assert_unseen(open_as, cast.lena, thread)
    hands.click(re.compile("^Release$"))
    expect(trainer.get_by_text("is told.")).to_be_visible()
    assert hands.cost == 11, "keys and clicks besides the words"

    reader = open_as(cast.lena, f"/threads/{thread.id}")
    expect(reader.locator(".message")).to_have_count(4)
    part = reader.get_by_role("button", name=re.compile(r"^0:0\d–0:0\d$"))
    part.click()
    expect(reader.locator("course-player")).to_have_attribute("data-state", "paused", timeout=20_000)
    remark = next(m.remark for m in messages(thread.id) if m.remark and m.remark.end_ms)
    assert abs(time_of(reader) - remark.end_ms / 1000) < 0.05
    reader.get_by_role("button", name="Agree").click()
    expect(reader.get_by_text("taken on")).to_be_visible()

    again = open_as(cast.lena, f"/assignments/{assignment_id}")
    expect(again.get_by_text("Wait for two breaths before each question.")).to_be_visible()
    again.get_by_role("textbox", name="Your text").fill(WORDS + "\nAnd again.")
    again.get_by_label("Nobody in this recording").check()
    again.get_by_role("button", name="Hand in again").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Handed in")

    second = open_as(cast.tess, f"/threads/{thread.id}")
    expect(second.get_by_text("Advised before")).to_be_visible()
    answer_by_voice(second)
    assert_unheard(open_as, cast.lena, thread)
    second.locator(".rubric__level input[value='3']").first.check()
    second.get_by_label("Keep").fill("Two breaths, twice.")
    second.get_by_role("button", name=re.compile("^Release$")).click()
    expect(second.get_by_text("is told.")).to_be_visible()
    hear_the_answers(open_as(cast.lena, f"/threads/{thread.id}", 390), settings)

    beside = open_as(cast.lena, f"/threads/{thread.id}/attempts")
    expect(beside.get_by_role("heading", level=2)).to_have_text(["Version 1", "Version 2"])
    growth = open_as(cast.lena, f"/cohorts/here/growth/{cast.lena.id}")
    expect(growth.get_by_text("+1 since the first").first).to_be_visible()


def messages(thread_id: int) -> Sequence[Message]:
    db.remove()
    found = queries.messages_before(thread_id, None).rows
    db.remove()  # nobody signs in on a picture of the past
    return found


def assert_unseen(open_as: Open, lena: Person, thread: FeedbackThread) -> None:
    page = open_as(lena, f"/threads/{thread.id}")
    for words in ("You leave room here.", "Two questions at once.", "You notice your own haste."):
        expect(page.get_by_text(words)).to_have_count(0)


def answer_by_voice(page: Page) -> None:
    """One remark at the moment that plays, one about the whole; what had been playing goes on after the first."""
    hands = Hands(page)
    hands.click("Play Recording 1")
    played_until(page, 1)
    hands.press("v")
    speak(page, hands)
    pinned(page, 1)
    expect(page.locator("course-player")).to_have_attribute("data-state", re.compile("playing|ended"), timeout=15_000)
    assert hands.cost == 5, "play, V, start, stop and pin"
    hands.click("Answer by voice")
    speak(page, hands)
    pinned(page, 2)
    expect(page.locator(".pinned").last).to_contain_text("About the whole")
    expect(page.locator(".pinned").last).to_contain_text("It is safely kept.")


def speak(page: Page, hands: Hands) -> None:
    """Start, say something for two seconds, stop, pin: by one key each."""
    recorder = page.locator("review-desk take-recorder")
    expect(recorder).to_have_attribute("data-state", "ready")
    hands.press("Enter")
    expect(recorder).to_have_attribute("data-state", "recording")
    expect(recorder.locator("[data-clock]")).to_have_text(re.compile("0:(0[2-9]|[1-5])"), timeout=30_000)
    hands.press("Enter")
    expect(recorder).to_have_attribute("data-state", "review")
    hands.press("Enter")
    expect(recorder).to_have_attribute("data-state", "idle", timeout=30_000)


def assert_unheard(open_as: Open, lena: Person, thread: FeedbackThread) -> None:
    page = open_as(lena, f"/threads/{thread.id}")
    db.remove()
    for voice_id in db.scalars(select(Voice.id)).all():
        address = f"/voices/{voice_id}"
        expect(page.locator(f'[data-href="{address}"]')).to_have_count(0)
        assert page.request.get(address).status == page.request.post(f"{address}/playing").status == 404
    db.remove()


def hear_the_answers(page: Page, settings: Settings) -> None:
    """They are there at once, and play once a worker has been at them, the first beside its moment."""
    expect(page.get_by_text("It is safely kept.")).to_have_count(2)
    db.remove()
    assert package_next(settings) and package_next(settings)
    db.remove()
    players = page.locator('course-player[data-of^="voice-"]')
    expect(players).to_have_count(2, timeout=20_000)
    for player in players.all():
        player.get_by_role("button", name="Play the answer").click()
        expect(player).to_have_attribute("data-state", re.compile("playing|ended"), timeout=15_000)
    page.get_by_role("button", name=re.compile("^Play the moment 0:0")).click()
    moment = page.locator('course-player[data-of^="moment-"]')
    expect(moment).to_have_attribute("data-state", re.compile("playing|ended"), timeout=15_000)
    assert float(moment.locator("video").evaluate("video => video.currentTime")) > 0.9

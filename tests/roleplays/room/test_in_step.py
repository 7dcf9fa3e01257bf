"""Three browsers in three zones go through a role play together."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms.core.db import db
from lms.roleplays.rounds.models import RolePlayRound
from lms.roleplays.timing.models import PlayedPart
from tests.kit.browser import Open
from tests.roleplays.conftest import Group

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"


def shorten(setup_s: float, play_s: float, debrief_s: float) -> None:
    """The protocol of the one round, in seconds."""
    of = db.scalars(select(RolePlayRound)).one()
    lengths = {"setup_minutes": setup_s / 60, "play_minutes": play_s / 60, "debrief_minutes": debrief_s / 60}
    of.scenario = of.scenario | {"protocol": of.scenario["protocol"] | lengths}
    db.commit()
    db.remove()


def seconds(page: Page) -> int:
    minutes, rest = page.locator("[data-time]").inner_text().split(":")
    return int(minutes) * 60 + int(rest)


def barriers(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run()")["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found] + ["scrolls sideways"] * wide


def test_three_in_three_zones_share_one_clock_and_debrief(group: Group, open_as: Open):
    shorten(2, 300, 120)
    lena = open_as(group.lena, f"{group.path}/room", width=390)
    paul = open_as(group.paul, f"{group.path}/room")
    rosa = open_as(group.rosa, f"{group.path}/room", width=390)
    everybody = (lena, paul, rosa)
    times = [page.locator("time").first.inner_text() for page in everybody]
    assert len(set(times)) == 3, "each reads the hour in a zone of their own"

    lena.get_by_role("button", name="Start for everybody").click()
    for page in everybody:
        expect(page.locator("[data-phase-name]")).to_have_text("Play")
    expect(rosa.locator("[data-announce]")).to_have_text("Turn 1 of 3, Play. You are the observer.")
    first, between, last = seconds(lena), [seconds(paul), seconds(rosa)], seconds(lena)
    assert all(last - 1 <= shown <= first + 1 for shown in between), "within a second of one another"
    expect(lena.get_by_role("heading", name="Therapist")).to_be_visible()
    expect(paul.get_by_role("heading", name="Client")).to_be_visible()

    rosa.get_by_role("button", name="Worked well").click()
    expect(rosa.get_by_role("list", name="Moments that you marked")).to_contain_text(re.compile(r"0:0\d Worked well"))
    seen = rosa.get_by_role("group", name="Welcomes").get_by_role("button", name="Seen", exact=True)
    seen.focus()
    rosa.keyboard.press("Enter")
    expect(seen).to_have_attribute("aria-pressed", "true")
    expect(seen).to_be_focused()
    assert barriers(rosa) == []

    paul.get_by_role("button", name="Stop, for everybody").click()
    for page in everybody:
        expect(page.get_by_text("Step out of the parts.")).to_be_visible()
    stood = {page.locator("[data-time]").inner_text() for page in everybody}
    assert len(stood) == 1, "a clock that stands shows the same to all"
    lena.get_by_role("button", name="Go on, for everybody").click()
    for page in everybody:
        expect(page.get_by_role("button", name="Stop, for everybody")).to_be_visible()

    rosa.context.set_offline(True)
    rosa.get_by_role("button", name="Try again here").click()
    expect(rosa.get_by_text("No connection")).to_be_visible()
    before = seconds(rosa)
    expect(rosa.locator("[data-time]")).not_to_have_text(f"{before // 60}:{before % 60:02}")
    assert seconds(rosa) < before, "the clock goes on without the network"
    paul.get_by_role("button", name="Next phase").click()
    rosa.context.set_offline(False)
    expect(rosa.locator("[data-phase-name]")).to_have_text("Debrief")
    expect(rosa.get_by_text("Try again here", exact=False).first).to_be_visible()
    expect(rosa.get_by_role("list", name="Moments that you marked")).to_contain_text("Try again here")

    lena.get_by_role("button", name="Workable").click()
    lena.get_by_label("Therapist: what would you do again?").fill("The pause after her question.")
    expect(lena.locator(".draft-line [data-line]")).to_contain_text("Saved")
    paul.get_by_role("button", name="Swap parts, next turn").click()
    expect(paul.get_by_role("heading", name="Therapist")).to_be_visible()
    expect(rosa.get_by_role("heading", name="Client")).to_be_visible()
    expect(lena.get_by_role("heading", name="Observer")).to_be_visible()
    expect(lena.get_by_label("Therapist: what would you do again?")).to_have_value("The pause after her question.")

    paul.get_by_role("button", name="End the practice").click()
    for page in everybody:
        expect(page.get_by_role("link", name="Debrief and what others saw")).to_be_visible()
    rosa.get_by_role("link", name="Debrief and what others saw").click()
    rosa.get_by_label("To the therapist").fill("You waited at 0:05; ask that again.")
    rosa.get_by_role("button", name="Send to Lena Sample").click()
    expect(rosa.get_by_text("Lena Sample can read it now.")).to_be_visible()
    assert barriers(rosa) == []
    lena.get_by_role("button", name="Send to your group").click()
    expect(lena.get_by_text("Sent", exact=True)).to_be_visible()
    expect(lena.get_by_text("You waited at 0:05; ask that again.")).to_be_visible()
    assert db.scalars(select(PlayedPart)).all() == [], "a few seconds of play are no practice"

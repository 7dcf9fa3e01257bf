"""A group in real browsers: put together by the coordinator, two who type at once, one hand-in for both."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lms.core import clock
from lms.core.db import db
from lms.feedback import actions, queries
from tests.kit.cast import Cast
from tests.practice.groups.conftest import hand_in

Open = Callable[..., Page]
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"


def faults(page: Page) -> list[str]:
    """What axe-core finds, and whether the page scrolls sideways."""
    page.evaluate(AXE.read_text())
    found = [violation["id"] for violation in page.evaluate("axe.run()")["violations"]]
    scrolls = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return found + (["scrolls sideways"] if scrolls else [])


def test_a_group_is_made_types_together_and_hands_in_once(cast: Cast, mia, shared, open_as: Open):
    cora = open_as(cast.cora, f"/cohorts/here/groups/{shared.assignment.id}", 390)
    for name in ("Lena Sample", "Paul Sample"):
        cora.get_by_label(f"{name}, group").fill("1")
    cora.get_by_role("button", name="Keep these groups").click()
    expect(cora.get_by_text("1 learner has nobody to work with")).to_be_visible()
    assert faults(cora) == []

    address = f"/assignments/{shared.assignment.id}"
    lena, paul = open_as(cast.lena, address, 1280), open_as(cast.paul, address, 390)
    expect(paul.get_by_text("You do this with Lena Sample")).to_be_visible()
    assert faults(paul) == []
    lena.get_by_label("Your text").fill("Lena’s part.")
    expect(lena.get_by_role("status").filter(has_text=re.compile(r"Saved \d"))).to_be_visible()
    paul.get_by_label("Your text").fill("Paul’s part.")
    expect(paul.get_by_role("region", name="The other version")).to_have_text("Lena’s part.")
    paul.get_by_label("Your text").fill("Lena’s part. Paul’s part.")
    paul.get_by_role("button", name="Hand in for all of you").click()
    expect(paul.get_by_text("Lena Sample and Paul Sample")).to_be_visible()
    expect(paul.get_by_text("Paul Sample, for all")).to_be_visible()
    assert faults(paul) == []

    lena.reload()
    lena.get_by_role("link", name="Version 1").click()
    expect(lena.get_by_text("Paul Sample, for all")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_conversation_of_a_group_has_no_barrier(cast: Cast, shared, arrange, open_as: Open, width: int):
    arrange([cast.lena, cast.paul])
    thread = queries.thread_of(hand_in(shared, cast.lena).submission_id)
    assert thread
    actions.post(thread, cast.tess, "Well seen.", "a", 0, clock.now())
    db.commit()
    paul = open_as(cast.paul, f"/threads/{thread.id}", width)
    paul.get_by_role("button", name=re.compile("Understood")).click()
    expect(paul.get_by_role("button", name=re.compile("Not after all"))).to_be_visible()
    assert faults(paul) == []
    tess = open_as(cast.tess, f"/threads/{thread.id}", width)
    expect(tess.get_by_text("Understood by Paul Sample")).to_be_visible()
    assert faults(tess) == []
    arrange([cast.lena], [cast.paul])
    paul.goto(f"/assignments/{shared.assignment.id}")
    paul.get_by_role("link", name="What you did of this before").click()
    assert faults(paul) == []

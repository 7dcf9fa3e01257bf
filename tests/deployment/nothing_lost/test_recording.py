"""Whatever interrupts a recording, all of it but its last piece is there."""

import random
from collections.abc import Callable
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.deployment.nothing_lost.kept import recorded, size_of, takes_of
from tests.deployment.nothing_lost.learners import PEOPLE, RECORDING, SEED, Learner, interrupted, kinds
from tests.kit.site import Site

AT_ONE_WORK = 9  # recordings: a draft takes ten


@pytest.mark.timeout(180 + 40 * RECORDING)
def test_no_second_of_a_recording_is_lost_but_of_its_last_piece(site: Site, browser: Browser):
    chance = random.Random(SEED + 2)
    works = cycle([(who, address) for address in recorded(site) for who in PEOPLE])
    lost: dict[str, object] = {}
    learner = Learner(site, browser, *next(works))
    for number, kind in kinds(RECORDING):
        if number % AT_ONE_WORK == AT_ONE_WORK - 1:
            learner.context.close()
            learner = Learner(site, browser, *next(works))
        before = takes_of(learner)
        learner.pieces.clear()
        record_while(kind, learner, chance)
        expect(learner.page.locator(".take")).to_have_count(len(before) + 1, timeout=60_000)
        (key,) = takes_of(learner) - before
        arrived = size_of(site, key)
        needed = sum(learner.pieces[:-1] if kind == "closed" else learner.pieces)
        if arrived < needed:
            lost[f"{number}, {kind}"] = arrived, learner.pieces
    assert lost == {}


def record_while(kind: str, learner: Learner, chance: random.Random) -> None:
    """Record, be interrupted after a time, record on if that is possible, and keep it."""
    page = learner.page
    press(page, "Record sound only")
    press(page, "Start recording")
    until(lambda: len(learner.pieces) >= 1, page)
    page.wait_for_timeout(chance.uniform(0, 3_000))
    if kind == "closed":
        learner.come_back()
        expect(learner.page.get_by_text("was interrupted")).to_be_visible()
        return press(learner.page, "Keep it")
    if kind == "two tabs":
        other = learner.open()
        expect(other.get_by_role("button", name="Record sound only")).to_be_visible()
        expect(other.get_by_text("was interrupted")).to_be_hidden()
        other.close()
    with interrupted(kind, learner):
        page.wait_for_timeout(chance.uniform(0, 3_000))
    press(page, "Stop")
    press(page, "Keep this recording")
    return None


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def until(holds: Callable[[], bool], page: Page) -> None:
    for _ in range(300):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came to that")

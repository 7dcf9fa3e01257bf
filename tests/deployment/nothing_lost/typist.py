"""Somebody who types, and remembers what."""

import random
from dataclasses import dataclass, field

from playwright.sync_api import Page

from tests.deployment.nothing_lost.kept import text_of
from tests.deployment.nothing_lost.learners import Learner


@dataclass
class Typist:
    """Types words that nobody else types, and remembers them."""

    chance: random.Random
    words: list[str] = field(default_factory=list)

    def type(self, page: Page) -> None:
        """Some words, at the end of what is there, and a pause that is often too short for saving."""
        page.get_by_label("Your text", exact=True).focus()
        page.keyboard.press("Control+End")
        for _ in range(self.chance.randrange(1, 6)):
            self.words.append(f"word{len(self.words)}x{self.chance.randrange(10_000)}")
            page.keyboard.type(f" {self.words[-1]}")
        page.wait_for_timeout(self.chance.choice([0, 0, 50, 300, 900, 1_500]))

    def lost(self, text: str) -> list[str]:
        there = set(text.split())
        return [word for word in self.words if word not in there]


def until_saved(learner: Learner, page: Page) -> None:
    """Wait until the server has what stands in the field. Of two versions, put together what both have."""
    draft = page.locator("saved-draft")
    for _ in range(600):
        text, state = page.get_by_label("Your text", exact=True).input_value(), draft.get_attribute("data-state")
        if state == "conflict":
            other = page.locator("[data-other]").inner_text().split()
            mine = text.split()
            page.get_by_label("Your text", exact=True).fill(" ".join([*mine, *(w for w in other if w not in mine)]))
            page.get_by_role("button", name="Keep what is in the field").click()
        elif state == "saved" and text.split() == text_of(learner).split():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"it stays {draft.get_attribute('data-state')}: {draft.locator('[data-line]').inner_text()}")

"""A trainer's two hours: from one answer straight to the next, by mouse and by keyboard alone."""

import itertools
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect


def kept_words(page: Page) -> list[str]:
    """What this browser keeps of messages that were typed."""
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('message-'))")


def waiting(page: Page) -> int:
    """How much waits, by the badge of Review."""
    return int(page.locator(".site-nav__count").inner_text().split()[0])


def test_answers_are_sent_one_after_the_other_without_a_page_between(visit: Callable[..., Page]):
    trainer = visit("trainer")
    trainer.goto("/review/?class_number=2")
    before = waiting(trainer)
    learners = trainer.locator(".row__title a").all_inner_texts()
    trainer.locator(".row__title a").first.click()
    for answered, (learner, following) in enumerate(itertools.pairwise(learners), start=1):
        expect(trainer.locator(".page-header__kicker")).to_contain_text(learner)
        trainer.get_by_label("Your message").fill(f"You listen well, {learner}.")
        trainer.keyboard.press("Control+Enter")
        expect(trainer.locator(".page-header__kicker")).to_contain_text(following)
        expect(trainer.get_by_role("status")).to_contain_text(f"Sent to {learner}.")
        assert kept_words(trainer) == []
        assert waiting(trainer) == before - answered
    trainer.get_by_role("link", name=learners[-2]).click()
    expect(trainer.get_by_text(f"You listen well, {learners[-2]}.")).to_be_visible()


def test_a_thank_you_is_taken_out_of_the_queue_and_back_by_touch(visit: Callable[..., Page]):
    trainer = visit("trainer", width=390, has_touch=True)
    trainer.goto("/review/")
    before = waiting(trainer)
    trainer.locator(".row__title a").first.tap()
    expect(trainer.get_by_text("Thank you").first).to_be_visible()
    thanked = trainer.url
    trainer.get_by_role("button", name="No answer needed").tap()
    expect(trainer.get_by_role("status")).to_contain_text("Out of the queue without an answer")
    assert trainer.url.split("?")[0] != thanked.split("?")[0]
    assert waiting(trainer) == before - 1
    trainer.get_by_role("button", name="Undo").tap()
    expect(trainer).to_have_url(re.compile(re.escape(thanked.split("?")[0].rsplit("/", 1)[1]) + r"\?"))
    assert waiting(trainer) == before

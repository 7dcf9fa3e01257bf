"""The uploader in a real browser: several files at once, each for itself, through lost connections and closed pages."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import select, update

from lms.core.db import db
from lms.demonstrations import queries
from lms.demonstrations.models import Showing
from lms.program.models import Demonstration, ProgramClass
from lms.videos.models import Upload, Video
from lms.videos.rules import VideoState
from tests.kit.browser import Open
from tests.kit.cast import Cast

MB = 1024 * 1024


@pytest.fixture
def film(tmp_path: Path) -> Callable[..., Path]:
    """A file of so many megabytes, all of them its own."""

    def made(name: str, size_mb: int = 1) -> Path:
        (tmp_path / name).write_bytes(name[:1].encode() * size_mb * MB)
        return tmp_path / name

    return made


def choose(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files(list(files))


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("listitem").filter(has_text=name)


def shown_by() -> dict[str, str]:
    """By the name of its file, the code of the demonstration that each video shows."""
    db.remove()
    found = db.execute(
        select(Video.file_name, Demonstration.code).join(Showing, Showing.video_id == Video.id).join(Demonstration)
    )
    return {shown.file_name: shown.code for shown in found}


def codes(demonstration: Demonstration) -> Sequence[str]:
    """Of the demonstrations of the program, as the page offers them."""
    program_id = db.scalar(select(ProgramClass.program_id).where(ProgramClass.id == demonstration.class_id))
    assert program_id
    return [found.code for found in queries.demonstrations_of(program_id)]


def test_a_large_file_goes_on_after_a_lost_connection(
    demonstration, cast: Cast, open_as: Open, film: Callable[..., Path]
):
    large = film("A film.mkv", 20)
    page = open_as(cast.tess, f"/demonstrations/{demonstration.id}/upload")
    choose(page, large)
    seen = []

    def lose_the_second(route: Route) -> None:
        if route.request.method == "PATCH":
            seen.append(route.request.headers["upload-offset"])
            if len(seen) == 2:
                return route.abort()
        return route.continue_()

    page.route("**/uploads/*", lose_the_second)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Waiting to be prepared")).to_be_visible(timeout=30_000)
    assert seen == ["0", "8388608", "8388608", "16777216"]
    db.remove()
    latest = queries.latest(demonstration.id)
    assert latest and latest.source_size == large.stat().st_size
    assert db.query(Upload).count() == 0


def test_several_files_go_at_once_and_one_that_fails_leaves_the_others_be(
    demonstration, cast: Cast, open_as: Open, film: Callable[..., Path]
):
    mine, other, third = codes(demonstration)[:3]
    page = open_as(cast.tess, f"/demonstrations/{demonstration.id}/upload")
    page.route("**/uploads", lambda route: refuse(route) if "dGhpcmQ" in named(route) else route.continue_())
    choose(page, film("a film.mp4"), film(f"take 3 of {other.replace('.', '-')}.mov", 9), film("third.mp4"))
    expect(row(page, "third.mp4").get_by_label("Shows")).to_have_value("")
    row(page, "third.mp4").get_by_label("Shows").select_option(index=codes(demonstration).index(third) + 1)
    page.get_by_role("button", name="Upload").click()
    expect(row(page, "a film.mp4").get_by_text("Uploaded. It waits to be prepared.")).to_be_visible()
    expect(row(page, "take 3").get_by_text("Uploaded. It waits to be prepared.")).to_be_visible()
    expect(row(page, "third.mp4").get_by_text("2.0 MB are left")).to_be_visible()
    assert shown_by() == {"a film.mp4": mine, f"take 3 of {other.replace('.', '-')}.mov": other}
    row(page, "third.mp4").get_by_role("button", name="Remove").click()
    expect(row(page, "third.mp4")).to_have_count(0)
    row(page, "take 3").get_by_role("link", name="See it").click()
    expect(page.get_by_text("Waiting to be prepared")).to_be_visible()


def test_each_row_goes_on_saying_what_becomes_of_its_video(
    demonstration, cast: Cast, open_as: Open, film: Callable[..., Path]
):
    page = open_as(cast.tess, f"/demonstrations/{demonstration.id}/upload")
    choose(page, film("one.mp4"), film("two.mp4"))
    row(page, "two.mp4").get_by_label("Shows").select_option(index=2)
    page.get_by_role("button", name="Upload").click()
    for name in ("one.mp4", "two.mp4"):
        expect(row(page, name)).to_contain_text("It waits to be prepared.")
    becomes("one.mp4", state=VideoState.PREPARING)
    expect(row(page, "one.mp4")).to_contain_text("The file is being checked.")
    becomes("one.mp4", permille=400, seconds_left=150)
    expect(row(page, "one.mp4")).to_contain_text("It is being prepared: 40 %, 2 minutes left.")
    becomes("two.mp4", state=VideoState.REFUSED, trouble="This file has no picture.", is_unplayable=True)
    expect(row(page, "two.mp4")).to_contain_text("It can’t be played. This file has no picture.")
    becomes("one.mp4", state=VideoState.READY, permille=1000, stream_key="streams/one", has_audio=True)
    expect(row(page, "one.mp4")).to_contain_text("Ready. It needs captions.")
    expect(page.locator("[data-said]")).to_have_text("one.mp4: Ready. It needs captions.")
    opened = row(page, "one.mp4").get_by_role("link", name="Open the video").get_attribute("href")
    assert opened == f"/demonstrations/{demonstration.id}"


def becomes(name: str, **facts: object) -> None:
    """What a worker makes of a video."""
    db.remove()
    db.execute(update(Video).where(Video.file_name == name).values(**facts))
    db.commit()


def named(route: Route) -> str:
    return route.request.headers.get("upload-metadata", "")


def refuse(route: Route) -> None:
    route.fulfill(status=413, body="This file has 9 MB, and 2.0 MB are left.", content_type="text/plain")


def test_a_file_is_canceled_while_another_goes_on(demonstration, cast: Cast, open_as: Open, film: Callable[..., Path]):
    page = open_as(cast.tess, f"/demonstrations/{demonstration.id}/upload")
    held: list[Route] = []

    def hold_the_first_pieces(route: Route) -> None:
        if route.request.method != "PATCH" or len(held) == 2:
            return route.continue_()
        return held.append(route)

    page.route("**/uploads/*", hold_the_first_pieces)
    choose(page, film("kept.mp4", 9), film("canceled.mp4", 9))
    row(page, "canceled.mp4").get_by_label("Shows").select_option(index=2)
    page.get_by_role("button", name="Upload").click()
    for _ in range(100):
        page.wait_for_timeout(50)
        if len(held) == 2:
            break
    with page.expect_request(lambda asked: asked.method == "DELETE") as deleted:
        row(page, "canceled.mp4").get_by_role("button", name="Cancel").click()
    [kept] = [route for route in held if route.request.url != deleted.value.url]
    kept.continue_()
    expect(page.get_by_text("Waiting to be prepared")).to_be_visible(timeout=20_000)
    assert list(shown_by()) == ["kept.mp4"]
    assert db.query(Upload).count() == 0


def test_what_a_closed_page_left_is_gone_on_with_or_discarded(
    demonstration, cast: Cast, open_as: Open, film: Callable[..., Path]
):
    one, two = film("one.mp4", 17), film("two.mp4", 17)
    page = open_as(cast.tess, f"/demonstrations/{demonstration.id}/upload")

    def only_the_first_piece(route: Route) -> None:
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0":
            return None  # it is on its way when the page is closed
        return route.continue_()

    page.route("**/uploads/*", only_the_first_piece)
    choose(page, one, two)
    row(page, "two.mp4").get_by_label("Shows").select_option(index=2)
    page.get_by_role("button", name="Upload").click()
    for name in ("one.mp4", "two.mp4"):
        expect(row(page, name).get_by_text("47 %").or_(row(page, name).get_by_text("48 %"))).to_be_visible()
    browser = page.context
    page.close()
    page = browser.new_page()
    page.goto(f"/demonstrations/{demonstration.id}/upload")
    expect(page.get_by_text("Choose the same file again")).to_have_count(2)
    with page.expect_request(lambda asked: asked.method == "DELETE"):
        row(page, "two.mp4").get_by_role("button", name="Discard").click()
    expect(row(page, "two.mp4")).to_have_count(0)
    choose(page, one)
    offsets: list[str] = []
    page.on(
        "request", lambda asked: offsets.append(asked.headers["upload-offset"]) if asked.method == "PATCH" else None
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Waiting to be prepared")).to_be_visible(timeout=20_000)
    assert 8 * MB <= int(offsets[0]) < one.stat().st_size, "what came of a piece while the page was closed counts, too"
    db.remove()
    assert db.query(Upload).count() == 0

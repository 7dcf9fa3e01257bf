"""From the click to the picture, from a seek to its picture, in Chromium, beside a plain MP4 from the same server."""

from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Page

from tests.bench.browser import chromium, window
from tests.bench.house import House
from tests.bench.rows import Row
from tests.bench.stream import forget_watching
from tests.kit.visitor import CLASS

# Farther than a player has read ahead, and evenly spread between two keyframes, 2 s apart in ours and 5.28 s in the
# plain file: a picture is reckoned from the last keyframe on, so one place alone would be luck.
SEEKS_TO_S = (49.1, 50.2, 57.5, 58.6, 61.8)
PATIENCE_MS = 20_000
PLAY = ".player__start"
NATIVE = """(address) => {
  const video = Object.assign(document.createElement("video"), { src: address, preload: "none", muted: true })
  const button = document.createElement("button")
  button.addEventListener("click", () => video.play())
  document.body.replaceChildren(video, button)
}"""
PICTURE = """([deed, seconds, patience]) => new Promise((resolve, reject) => {
  setTimeout(() => reject(new Error(`no picture within ${patience} ms`)), patience)
  const video = document.querySelector("video")
  const begun = performance.now()
  const shown = (now, { mediaTime }) => {
    if (mediaTime < seconds - 0.5) video.requestVideoFrameCallback(shown)
    else resolve(performance.now() - begun)
  }
  video.requestVideoFrameCallback(shown)
  if (deed === "seek") video.currentTime = seconds
  else document.querySelector(deed).click()
})"""


@dataclass(frozen=True)
class Times:
    """Of one visit, in milliseconds."""

    click: float
    seek: float


def measure(house: House) -> list[Row]:
    """In turn; the first visit fills the browser's cache and isn't counted."""
    with chromium() as browser, window(browser, house.learner, house.app.url) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        plain = house.stream.address(house.stream.plain)
        visits = [(_ours(page, house.home, to), _native(page, plain, to)) for to in (SEEKS_TO_S[0], *SEEKS_TO_S)]
    ours, native = zip(*visits[1:], strict=True)
    return [
        _row("player.click_to_frame_ms", [t.click for t in ours], [t.click for t in native], "≤ 400, ≤ 2.6 ×"),
        _row("player.seek_to_frame_ms", [t.seek for t in ours], [t.seek for t in native], "≤ 0.6 ×"),
    ]


def _row(name: str, ours: list[float], native: list[float], goal: str) -> Row:
    return Row(name, median(ours), "ms", median(native), goal)


def _ours(page: Page, home: Path, to: float) -> Times:
    forget_watching(home)  # else it goes on where the last visit ended
    page.goto(CLASS, wait_until="networkidle")
    page.locator(PLAY).first.wait_for()
    return _times(page, PLAY, to)


def _native(page: Page, address: str, to: float) -> Times:
    page.goto("/healthz")
    page.evaluate(NATIVE, address)
    return _times(page, "button", to)


def _times(page: Page, button: str, to: float) -> Times:
    click = page.evaluate(PICTURE, [button, 0, PATIENCE_MS])
    page.wait_for_timeout(300)
    return Times(click, page.evaluate(PICTURE, ["seek", to, PATIENCE_MS]))

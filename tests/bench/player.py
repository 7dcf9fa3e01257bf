"""From the click to the picture, from a seek to its picture, in Chromium, beside a plain MP4 from the same server.

Once as fast as this machine can, once over an ordinary line.
"""

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
LINE = {"offline": False, "latency": 40, "downloadThroughput": 625_000, "uploadThroughput": 625_000}
"""Of a household: 5 Mbit/s, and 40 ms on every request. The browser itself holds its answers back."""
LINE_VISITS = 3
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
        warm, cold = _over_the_line(page, house, plain, False), _over_the_line(page, house, plain, True)
    return [
        *_rows("player", visits[1:], "≤ 400, ≤ 2.6 ×", "≤ 0.6 ×"),
        *_rows("player.line_warm", warm, "≤ 200", ""),
        *_rows("player.line_cold", cold, "≤ 1100", "≤ 0.85 ×"),
    ]


def _rows(name: str, visits: list[tuple[Times, Times]], click_goal: str, seek_goal: str) -> list[Row]:
    ours, native = zip(*visits, strict=True)
    click = median(t.click for t in ours), median(t.click for t in native)
    seek = median(t.seek for t in ours), median(t.seek for t in native)
    return [
        Row(f"{name}.click_to_frame_ms", click[0], "ms", click[1], click_goal),
        Row(f"{name}.seek_to_frame_ms", seek[0], "ms", seek[1], seek_goal),
    ]


def _over_the_line(page: Page, house: House, plain: str, is_cold: bool) -> list[tuple[Times, Times]]:
    """Cold: nothing of what is played is in the browser's cache, nor is the player."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Network.setCacheDisabled", {"cacheDisabled": is_cold})
    to = SEEKS_TO_S[:LINE_VISITS]
    visits = [(_ours(page, house.home, second), _native(page, plain, second)) for second in to]
    line.detach()
    return visits


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

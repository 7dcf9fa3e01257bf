"""What the class page weighs and when it can be used, in Chromium with a cold cache."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, Page

from tests.bench.browser import chromium, window
from tests.bench.house import House
from tests.bench.rows import Row
from tests.kit.visitor import CLASS

RUNS = 5
LONG_TASK_MS = 50  # what of a task is longer blocks the one who clicks
FIGURES = (
    ("wire_kb", "KB", "≤ 120"),
    ("requests", "requests", "≤ 10"),
    ("tti_ms", "ms", ""),
    ("tbt_ms", "ms", "≤ 20"),
)
WATCH = """
window.longTasks = []
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.longTasks.push([task.startTime, task.duration])
}).observe({ type: "longtask", buffered: true })
"""
READ = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0]
  const page = performance.getEntriesByType("navigation")[0]
  return { paint: paint ? paint.startTime : 0, ready: page.domContentLoadedEventEnd, tasks: window.longTasks }
}"""


@dataclass(frozen=True)
class Visit:
    """One cold visit."""

    wire_kb: float
    requests: int
    tti_ms: float
    """When the content is painted, the modules have run and the last long task has ended."""
    tbt_ms: float
    """What long tasks took beyond 50 ms each, from the first paint on."""


def measure(house: House) -> list[Row]:
    """Reference: the Flask page that says hello."""
    with chromium() as browser:
        addresses = (house.app.url + CLASS, house.hello.url + "/")
        visits = [[_visit(browser, house, url) for url in addresses] for _ in range(RUNS)]
    ours, bare = zip(*visits, strict=True)
    return [
        Row(f"page.class.{name}", _median(name, ours), unit, _median(name, bare), goal) for name, unit, goal in FIGURES
    ]


def _median(name: str, visits: Iterable[Visit]) -> float:
    return float(median(getattr(visit, name) for visit in visits))


def _visit(browser: Browser, house: House, url: str) -> Visit:
    with window(browser, house.learner, house.app.url) as context:
        page = context.new_page()
        sizes, asked = _count(page)
        page.add_init_script(WATCH)
        page.goto(url, wait_until="networkidle")
        told = page.evaluate(READ)
    blocking = [(start, took) for start, took in told["tasks"] if start + took > told["paint"]]
    ended = [start + took for start, took in blocking]
    tbt = sum(max(0.0, took - LONG_TASK_MS) for _, took in blocking)
    return Visit(sum(sizes) / 1024, len(asked), max(told["paint"], told["ready"], *ended), tbt)


def _count(page: Page) -> tuple[list[float], list[str]]:
    """Bytes on the wire, heads included, and addresses asked for, filled as the page loads."""
    sizes: list[float] = []
    asked: list[str] = []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.loadingFinished", lambda said: sizes.append(said["encodedDataLength"]))
    devtools.on("Network.requestWillBeSent", lambda said: asked.append(said["request"]["url"]))
    return sizes, asked

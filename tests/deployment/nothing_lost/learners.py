"""Learners at a site that is interrupted, each in a browser of their own, and the interruptions."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice

from playwright.sync_api import Browser, Page
from sqlalchemy import Connection, create_engine, update

from lms.app.sample import PASSWORD
from lms.core import clock
from lms.core.settings import Settings
from lms.people.models import SignIn
from tests.kit.site import Site

KINDS = ("killed", "cut", "closed", "expired", "two tabs")
PEOPLE = ("learner", "peer", "observer")
SEED = 20_261_130
ALL = int(os.environ.get("ATTUNE_TEST_INTERRUPTIONS", "20"))
TYPING, RECORDING = ALL // 2, ALL // 4
HANDING_IN = ALL - TYPING - RECORDING
COUNT_PIECES = """
const Native = MediaRecorder
window.MediaRecorder = class extends Native {
  constructor(...given) {
    super(...given)
    this.addEventListener("dataavailable", ({ data }) => data.size && countPiece(data.size))
  }
}
"""


@dataclass
class Learner:
    """One of the sample people, in a browser of their own, at one assignment."""

    site: Site
    browser: Browser
    who: str
    address: str
    page: Page = field(init=False)
    pieces: list[int] = field(default_factory=list)
    """Bytes of what the browser has recorded so far, piece by piece."""
    sessions: int = 0

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(base_url=self.site.url)
        self.context.expose_binding("countPiece", lambda _source, size: self.pieces.append(size))
        self.context.add_init_script(COUNT_PIECES)
        self.page = self.sign_in()
        self.page.goto(self.address)

    @property
    def assignment_id(self) -> int:
        return int(self.address.split("/")[-1])

    def sign_in(self) -> Page:
        page = self.context.new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(f"{self.who}@sample.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/today")
        return page

    def open(self) -> Page:
        """The assignment in another tab."""
        page = self.context.new_page()
        page.goto(self.address)
        return page

    def come_back(self) -> None:
        self.page.close()
        self.page = self.open()


@contextmanager
def interrupted(kind: str, learner: Learner) -> Iterator[None]:
    """While it lasts; `two tabs` and `closed` are the test's own to do."""
    if kind == "killed":
        learner.site.stop(signal.SIGKILL)
    elif kind == "cut":
        learner.context.set_offline(True)
    elif kind == "expired":
        end_session(learner)
    yield
    if kind == "killed":
        learner.site.start()
    elif kind == "cut":
        learner.context.set_offline(False)
    elif kind == "expired":
        learner.sign_in().close()


def end_session(learner: Learner) -> None:
    """Its cookie is gone, or its sign-in ended on the server, by turns."""
    learner.sessions += 1
    if learner.sessions % 2:
        return learner.context.clear_cookies()
    ended = update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=clock.now())
    with tables(learner.site) as base:
        base.execute(ended)
        base.commit()
    return None


def kinds(count: int) -> Sequence[tuple[int, str]]:
    return list(enumerate(islice(cycle(KINDS), count)))


@contextmanager
def tables(site: Site) -> Iterator[Connection]:
    engine = create_engine(Settings.from_environ(site.environ).database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()

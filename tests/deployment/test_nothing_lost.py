"""Whatever interrupts somebody who types, records or hands in: what they did is there.

The server is killed, the network is cut, the tab is closed, the session ends, or a second tab does the same; at points
that chance gives, always the same ones. `make interruptions` does it 200 times, the tests each some times.
"""

import os
import random
import re
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from sqlalchemy import Connection, create_engine, select, update

from lms.app.sample import PASSWORD
from lms.core import clock
from lms.core.settings import Settings
from lms.core.storage import Storage
from lms.people.models import Person, SignIn
from lms.practice.models import Draft, Submission, SubmissionVersion, Take
from lms.program.models import Assignment
from lms.program.rules import PracticeKind
from lms.videos.models import Video
from tests.kit.site import Site

KINDS = ("killed", "cut", "closed", "expired", "two tabs")
PEOPLE = ("learner", "peer", "observer")
SEED = 20_261_130
ALL = int(os.environ.get("ATTUNE_TEST_INTERRUPTIONS", "20"))
TYPING, RECORDING = ALL // 2, ALL // 4
HANDING_IN = ALL - TYPING - RECORDING
AT_ONE_WORK = 9  # recordings: a draft takes ten
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


# --- typing -----------------------------------------------------------------------------------------------------------


@dataclass
class Typist:
    """Types words that nobody else types, and remembers them."""

    chance: random.Random
    words: list[str] = field(default_factory=list)

    def type(self, page: Page) -> None:
        """Some words, at the end of what is there, and a pause that is often too short for saving."""
        page.get_by_label("Your text", exact=True).focus()
        page.keyboard.press("Control+End")
        for _ in range(self.chance.randrange(1, 6)):
            self.words.append(f"word{len(self.words)}x{self.chance.randrange(10_000)}")
            page.keyboard.type(f" {self.words[-1]}")
        page.wait_for_timeout(self.chance.choice([0, 0, 50, 300, 900, 1_500]))

    def lost(self, text: str) -> list[str]:
        there = set(text.split())
        return [word for word in self.words if word not in there]


@pytest.mark.timeout(120 + 10 * TYPING)
def test_no_word_is_lost_whatever_interrupts_the_typing(site: Site, browser: Browser):
    learner = Learner(site, browser, "learner", written(site))
    typist = Typist(random.Random(SEED))
    typist.words += text_of(learner).split()
    lost: dict[str, list[str]] = {}
    for number, kind in kinds(TYPING):
        typist.type(learner.page)
        type_while(kind, learner, typist)
        until_saved(learner, learner.page)
        missing = typist.lost(text_of(learner))
        if missing:
            lost[f"{number}, {kind}"] = missing
    assert lost == {}
    assert sorted(text_of(learner).split()) == sorted(typist.words), "nothing doubled, nothing made up"


def type_while(kind: str, learner: Learner, typist: Typist) -> None:
    if kind == "closed":
        learner.come_back()
    elif kind == "two tabs":
        other = learner.open()
        typist.type(other)
        typist.type(learner.page)
        until_saved(learner, other)
        other.close()
    else:
        with interrupted(kind, learner):
            typist.type(learner.page)


def until_saved(learner: Learner, page: Page) -> None:
    """Wait until the server has what stands in the field. Of two versions, put together what both have."""
    draft = page.locator("saved-draft")
    for _ in range(600):
        text, state = page.get_by_label("Your text", exact=True).input_value(), draft.get_attribute("data-state")
        if state == "conflict":
            other = page.locator("[data-other]").inner_text().split()
            mine = text.split()
            page.get_by_label("Your text", exact=True).fill(" ".join([*mine, *(w for w in other if w not in mine)]))
            page.get_by_role("button", name="Keep what is in the field").click()
        elif state == "saved" and text.split() == text_of(learner).split():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"it stays {draft.get_attribute('data-state')}: {draft.locator('[data-line]').inner_text()}")


# --- handing in -------------------------------------------------------------------------------------------------------


@pytest.mark.timeout(120 + 15 * HANDING_IN)
def test_whatever_interrupts_the_handing_in_it_is_handed_in_once_or_still_there_to_be(site: Site, browser: Browser):
    chance = random.Random(SEED + 1)
    people = cycle([(Learner(site, browser, who, written(site)), Typist(chance)) for who in PEOPLE])
    wrong: dict[str, object] = {}
    for (number, kind), (learner, typist) in zip(kinds(HANDING_IN), people, strict=False):
        typist.words[:] = text_of(learner).split()
        typist.type(learner.page)
        hand_in_while(kind, learner, chance.uniform(0, 0.4))
        learner.come_back()
        until_saved(learner, learner.page)
        if not versions_with(learner, typist):
            hand_in(learner.page)
            expect(learner.page.get_by_role("heading", level=1)).to_have_text("Handed in")
            learner.come_back()
        if versions_with(learner, typist) != 1 or typist.lost(text_of(learner)):
            wrong[f"{number}, {kind}"] = versions_with(learner, typist), typist.lost(text_of(learner))
    assert wrong == {}


def hand_in_while(kind: str, learner: Learner, after_s: float) -> None:
    """Press the button, and be interrupted so many seconds later."""
    if kind == "killed":
        killer = threading.Timer(after_s, learner.site.stop, [signal.SIGKILL])
        killer.start()
        hand_in(learner.page)
        killer.join()
        learner.page.wait_for_timeout(200)
        learner.site.start()
    elif kind == "two tabs":
        until_saved(learner, learner.page)
        other = learner.open()
        hand_in(learner.page)
        hand_in(other)
        for page in (other, learner.page):  # a page that is closed on its way hangs the browser's driver at times
            expect(page.get_by_role("heading", level=1)).to_have_text("Handed in", timeout=30_000)
        other.close()
    else:
        hand_in(learner.page)
        learner.page.wait_for_timeout(after_s * 1000)
        with interrupted(kind, learner):
            if kind != "closed":
                learner.page.wait_for_timeout(300)


def hand_in(page: Page) -> None:
    with suppress(Error):  # the page goes, or can't be reached any more
        page.get_by_role("button", name=re.compile("^Hand in( again)?$")).click(no_wait_after=True, timeout=5_000)


def versions_with(learner: Learner, typist: Typist) -> int:
    """How many versions end with the last word."""
    whose = (
        select(SubmissionVersion.text)
        .join(Submission)
        .join(Person, Person.id == Submission.learner_id)
        .where(Person.email == f"{learner.who}@sample.example", Submission.assignment_id == learner.assignment_id)
    )
    with tables(learner.site) as base:
        return sum(not typist.lost(text) for text in base.scalars(whose))


# --- recording --------------------------------------------------------------------------------------------------------


@pytest.mark.timeout(180 + 40 * RECORDING)
def test_no_second_of_a_recording_is_lost_but_of_its_last_piece(site: Site, browser: Browser):
    chance = random.Random(SEED + 2)
    works = cycle([(who, address) for address in recorded(site) for who in PEOPLE])
    lost: dict[str, object] = {}
    learner = Learner(site, browser, *next(works))
    for number, kind in kinds(RECORDING):
        if number % AT_ONE_WORK == AT_ONE_WORK - 1:
            learner.context.close()
            learner = Learner(site, browser, *next(works))
        before = takes_of(learner)
        learner.pieces.clear()
        record_while(kind, learner, chance)
        expect(learner.page.locator(".take")).to_have_count(len(before) + 1, timeout=60_000)
        (key,) = takes_of(learner) - before
        arrived = size_of(site, key)
        needed = sum(learner.pieces[:-1] if kind == "closed" else learner.pieces)
        if arrived < needed:
            lost[f"{number}, {kind}"] = arrived, learner.pieces
    assert lost == {}


def record_while(kind: str, learner: Learner, chance: random.Random) -> None:
    """Record, be interrupted after a time, record on if that is possible, and keep it."""
    page = learner.page
    press(page, "Record sound only")
    press(page, "Start recording")
    until(lambda: len(learner.pieces) >= 1, page)
    page.wait_for_timeout(chance.uniform(0, 3_000))
    if kind == "closed":
        learner.come_back()
        expect(learner.page.get_by_text("was interrupted")).to_be_visible()
        return press(learner.page, "Keep it")
    if kind == "two tabs":
        other = learner.open()
        expect(other.get_by_role("button", name="Record sound only")).to_be_visible()
        expect(other.get_by_text("was interrupted")).to_be_hidden()
        other.close()
    with interrupted(kind, learner):
        page.wait_for_timeout(chance.uniform(0, 3_000))
    press(page, "Stop")
    press(page, "Keep this recording")
    return None


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def until(holds: Callable[[], bool], page: Page) -> None:
    for _ in range(300):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came to that")


# --- what the server has ----------------------------------------------------------------------------------------------


@contextmanager
def tables(site: Site) -> Iterator[Connection]:
    engine = create_engine(Settings.from_environ(site.environ).database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def written(site: Site) -> str:
    """The page of the first assignment that is answered by a text."""
    return addresses(site, PracticeKind.TEXT)[0]


def recorded(site: Site) -> list[str]:
    return addresses(site, PracticeKind.RECORDING)


def addresses(site: Site, kind: PracticeKind) -> list[str]:
    of_kind = select(Assignment.id).where(Assignment.kind == kind, Assignment.is_pinned.is_(False))
    with tables(site) as base:
        return [f"/assignments/{number}" for number in base.scalars(of_kind.order_by(Assignment.id))]


def text_of(learner: Learner) -> str:
    whose = (
        select(Draft.text)
        .join(Person, Person.id == Draft.learner_id)
        .where(Person.email == f"{learner.who}@sample.example", Draft.assignment_id == learner.assignment_id)
    )
    with tables(learner.site) as base:
        return base.scalar(whose) or ""


def takes_of(learner: Learner) -> set[str]:
    """The keys of their videos."""
    whose = (
        select(Video.key)
        .join(Take, Take.video_id == Video.id)
        .join(Draft, Draft.id == Take.draft_id)
        .join(Person, Person.id == Draft.learner_id)
        .where(Person.email == f"{learner.who}@sample.example", Draft.assignment_id == learner.assignment_id)
    )
    with tables(learner.site) as base:
        return set(base.scalars(whose))


def size_of(site: Site, key: str) -> int:
    """Bytes that the media store has of a video's source."""
    with tables(site) as base:
        source = base.scalar(select(Video.source_key).where(Video.key == key))
    assert source
    return sum(len(piece) for piece in Storage(Settings.from_environ(site.environ).media_url).open(source))

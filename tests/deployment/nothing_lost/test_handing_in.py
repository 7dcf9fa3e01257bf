"""Whatever interrupts the handing in, the work is handed in once, or still there to be."""

import random
import re
import signal
import threading
from contextlib import suppress
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from sqlalchemy import select

from lms.people.models import Person
from lms.practice.models import Submission, SubmissionVersion
from tests.deployment.nothing_lost.kept import text_of, written
from tests.deployment.nothing_lost.learners import HANDING_IN, PEOPLE, SEED, Learner, interrupted, kinds, tables
from tests.deployment.nothing_lost.typist import Typist, until_saved
from tests.kit.site import Site


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

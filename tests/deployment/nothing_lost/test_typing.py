"""Whatever interrupts the typing, the words are there."""

import random

import pytest
from playwright.sync_api import Browser

from tests.deployment.nothing_lost.kept import text_of, written
from tests.deployment.nothing_lost.learners import SEED, TYPING, Learner, interrupted, kinds
from tests.deployment.nothing_lost.typist import Typist, until_saved
from tests.kit.site import Site


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

"""What changed between two versions: true for any two texts, in words, and in bounded time."""

import random
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core import clock
from lms.core.db import db
from lms.practice import actions
from lms.practice.differences import rules
from lms.practice.differences.rules import Change, differences
from tests.kit.cast import Cast

WORDS = st.lists(st.sampled_from(["a", "b", "c ", "\n", "d\n\n", " "]), max_size=40).map(" ".join)


def joined(stretches: list[rules.Stretch], *changes: Change) -> str:
    return "".join(stretch.text for stretch in stretches if stretch.change in changes)


def steps_of(deed: Callable[[], object]) -> int:
    """How many lines of Python a deed runs, which unlike its time is the same everywhere."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        deed()
    finally:
        sys.settrace(before)
    return count


@given(WORDS | st.text(), WORDS | st.text())
def test_what_is_shown_is_both_texts_and_nothing_else(before: str, after: str):
    found = differences(before, after)
    assert joined(found, Change.KEPT, Change.REMOVED) == before
    assert joined(found, Change.KEPT, Change.ADDED) == after


@given(WORDS)
def test_a_text_differs_from_itself_in_nothing(text: str):
    assert all(stretch.change is Change.KEPT for stretch in differences(text, text))


def test_only_the_words_that_changed_stand_out():
    found = differences("I would wait, and then ask.", "I would wait a while, and then ask.")
    assert [(s.change, s.text) for s in found] == [
        (Change.KEPT, "I would "),
        (Change.REMOVED, "wait, "),
        (Change.ADDED, "wait a while, "),
        (Change.KEPT, "and then ask."),
    ]


def test_words_far_apart_in_a_long_text_are_found_one_by_one():
    words = [f"word{n}" for n in range(20_000)]
    changed = [f"{word}x" if n % 100 == 50 else word for n, word in enumerate(words)]
    found = differences(" ".join(words), " ".join(changed))
    assert [s.words for s in found if s.change is Change.ADDED] == [1] * 200
    assert [s.words for s in found if s.change is Change.REMOVED] == [1] * 200


def _other(words: list[str], seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choice(words) for _ in range(20_000))


def _stairs() -> str:
    """Each word stands twice but the last, and cutting that off leaves the next alone."""
    return " ".join(word for n in range(1, 10_000) for word in (f"s{n + 1}", f"s{n}"))


HARD = {
    "two words in another order": (_other(["a", "b"], 1), _other(["a", "b"], 2)),
    "a hundred words in another order": (
        _other([f"w{n}" for n in range(100)], 1),
        _other([f"w{n}" for n in range(100)], 2),
    ),
    "every other word changed": (
        " ".join(f"w{n}" for n in range(20_000)),
        " ".join(f"w{n}" if n % 2 else f"v{n}" for n in range(20_000)),
    ),
    "backwards": (" ".join(f"w{n}" for n in range(20_000)), " ".join(f"w{n}" for n in range(20_000)[::-1])),
    "one word to cut at, over and over": (_stairs(), "x " + _stairs()),
    "one word against many": ("a " * 20_000, "b " + "a " * 10_000 + "b " + "a " * 9_000),
}


@pytest.mark.parametrize("name", HARD)
def test_long_texts_cost_a_bounded_effort_however_they_differ(name: str):
    before, after = HARD[name]
    assert steps_of(lambda: differences(before, after)) < 5_000_000


@pytest.fixture
def address(cast: Cast, here) -> str:
    version = actions.hand_in(here, cast.lena, "I would wait and ask.", 0, clock.now())
    actions.hand_in(here, cast.lena, "I would wait and <b>then</b> ask.", 1, clock.now())
    actions.hand_in(here, cast.lena, "I would ask.", 2, clock.now())
    db.commit()
    return f"/submissions/{version.submission_id}/differences"


def test_the_page_says_in_words_what_was_put_in_and_taken_out(cast: Cast, address: str, sign_in):
    page = sign_in(cast.tess).get(f"{address}?from=1&to=2").text
    assert "1 word put in, 0 taken out." in page
    assert '<ins><span class="visually-hidden">[put in:] </span>&lt;b&gt;then&lt;/b&gt; ' in page
    assert "<del>" not in page


def test_without_being_asked_the_page_compares_the_last_two(cast: Cast, address: str, sign_in):
    page = sign_in(cast.lena).get(address).text
    assert "0 words put in, 3 taken out." in page and "<del>" in page
    assert "What changed" in sign_in(cast.lena).get(address.replace("differences", "receipts/3")).text


def test_a_version_that_is_not_there_is_not_compared(cast: Cast, address: str, sign_in):
    assert sign_in(cast.lena).get(f"{address}?from=9&to=2").status_code == 404

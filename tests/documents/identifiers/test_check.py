"""What the check marks and what it leaves, how often it is right, and what hostile text does to it."""

import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.documents.identifiers.check import marks
from lms.documents.identifiers.rules import Kind, Mark, counts, in_utf16, seen

from .passages import Tally, passages, tally


@pytest.fixture(scope="module")
def held() -> Tally:
    return tally(passages("held"))


def found(text: str, *allowed: str) -> list[tuple[str, Kind]]:
    return [(text[one.start : one.end], one.kind) for one in marks(text, allowed, 2026)]


def test_the_held_out_part_stays_above_its_floors(held: Tally) -> None:
    assert held.recall >= 0.95
    assert held.precision >= 0.92


def test_every_kind_is_in_the_held_out_part_and_mostly_found(held: Tally) -> None:
    assert set(held.there) == set(Kind)
    assert [kind for kind in Kind if held.found[kind] < held.there[kind] * 0.8] == []


def test_there_are_enough_passages_and_about_half_say_nothing_of_anybody() -> None:
    everything = passages("tuned") + passages("held")
    assert len(everything) >= 600
    assert 0.4 < sum(not one.spans for one in everything) / len(everything) < 0.6


@pytest.mark.parametrize(
    "text",
    [
        "At T+12 she cried; by Day 3 she slept.",
        "0.5 mg/kg, then 75 mg, BP 148/92, pulse 88, PHQ-9 19/27.",
        "Codes AB-123, QK-204, K25 and H8.2 stay.",
        "In 2019 and since 2021.",
        "He is 89; she is 62.",
        "Write 90+ instead.",
        "[date], [telephone number], [ZIP code], 90+",
    ],
)
def test_what_tells_nothing_of_anybody_is_left(text: str) -> None:
    assert found(text) == []


def test_a_name_is_told_from_a_word_by_what_stands_around_it() -> None:
    assert found("Hope is information. Hope said so.") == [("Hope", Kind.NAME)]
    assert found("Will she come? We told Will to come.") == [("Will", Kind.NAME)]


def test_invented_names_of_a_case_are_allowed_in_any_writing() -> None:
    assert found("Birch told Maria that Lopez was late.", "maria lopez", "BIRCH") == []


def test_a_mark_says_why_and_what_could_stand_there() -> None:
    (one,) = marks("She wrote on March 3, 2021 from home.")
    assert one.reason.endswith(".")
    assert one.replacement == "2021"


@pytest.mark.parametrize(
    "text",
    [
        "Call 503-\u200b555-\u20600142 tonight.",
        "Call \uff15\uff10\uff13-\uff15\uff15\uff15-\uff10\uff11\uff14\uff12 tonight.",
        "Call 503\u2011555\u20110142 tonight.",
        "Call \u202e503-555-0142\u202c tonight.",
        "Call 503-5\x005\x075-0142 tonight.",
        "Call \u0665\u0660\u0663-555-0142 tonight.",
    ],
)
def test_a_number_is_seen_through_signs_that_hide_it(text: str) -> None:
    (one,) = marks(text)
    assert one.kind is Kind.PHONE
    assert text[one.start] in "5\uff15\u0665"
    assert text[one.end - 1] in "2\uff12"


def test_a_name_is_seen_through_letters_of_another_script() -> None:
    assert found("I met М\u0430ri\u0430 L\u043ep\u0435z there.") == [("М\u0430ri\u0430 L\u043ep\u0435z", Kind.NAME)]


@given(st.text())
def test_marks_of_any_text_lie_in_it_in_order_and_apart(text: str) -> None:
    got = marks(text)
    assert all(0 <= one.start < one.end <= len(text) for one in got)
    assert all(one.end <= other.start for one, other in pairwise(got))


@given(st.text(alphabet="aé😀\u200b 5-", max_size=40))
def test_places_in_utf16_are_those_of_the_browser(text: str) -> None:
    whole = Mark(0, len(text), Kind.NAME, "", "")
    assert in_utf16(text, [whole]) == [(0, len(text.encode("utf-16-le")) // 2)]


ATTEMPTS = {
    "letters": "a",
    "capitals": "Aa ",
    "one capital word": "A",
    "digits": "5",
    "digits apart": "5 ",
    "hyphens": "1-",
    "dots": "a.",
    "mail": "a@a.",
    "colons": "a:",
    "no end": "MRN #:(= ",
    "titles": "Dr. ",
    "months": "May 3 ",
    "addresses": "1 Aa Aa Aa ",
    "web": "http://",
    "quotes": "'\"",
    "nothing to see": "\u200b",
    "right to left": "\u202e5",
    "hyphenated": "Aa-",
    "apostrophes": "A'",
    "attached": "see ",
    "states": "Aa, OR ",
    "initials": "A. ",
}


def _cost(text: str) -> float:
    """Seconds of the processor, the least of two."""

    def once() -> float:
        begun = time.process_time()
        marks(text)
        return time.process_time() - begun

    return min(once() for _ in range(2))


@pytest.mark.parametrize("what", ATTEMPTS)
def test_time_grows_with_the_length_and_no_faster(what: str) -> None:
    size = 10_000
    marks("Maria")  # the lists
    short, long = (_cost((ATTEMPTS[what] * times)[:times]) for times in (size, size * 4))
    assert long < 10 * short  # four times as long; sixteen times as much were the square


def test_ten_megabytes_of_a_note_are_read_and_marked() -> None:
    line = ("He slept well. " + "z" * 4_000 + " ") * 2_500 + "Call 503-555-0142."
    assert sys.getsizeof(line) > 10_000_000
    assert marks(line)[-1].kind is Kind.PHONE


def test_a_confirmation_is_of_the_marks_and_not_of_their_places() -> None:
    one, same, other = "Maria came.", "Later Maria came.", "Priya came."
    prints = [seen([text], [marks(text)]) for text in (one, same, other)]
    assert prints[0] == prints[1] != prints[2]
    assert seen(["Nobody."], [[]]) == ""


def test_what_is_kept_of_marks_are_kinds_and_numbers() -> None:
    kept = counts(marks("Maria and Priya came on March 3."))
    assert kept == {"1": 2, "3": 1}

"""Passages: found where they were meant, and a text cut into pieces stays the text."""

from hypothesis import assume, given
from hypothesis import strategies as st

from lms.feedback.rules import Material, Span, covered_ms, find_passage, minutes, pieces, said_minutes, said_short

few_letters = st.text("ab \n", max_size=60)


@st.composite
def passages(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(st.text("ab \nü😀", min_size=1, max_size=80))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(passages())
def test_a_passage_is_found_exactly_where_it_was_taken_from(taken: tuple[str, int, int]):
    text, start, end = taken
    assert find_passage(text, text[start:end], start) == Span(start, end)


@given(few_letters, st.text("ab", max_size=4), st.none() | st.integers(-5, 100))
def test_whatever_is_found_reads_like_the_quote_and_no_other_place_is_nearer(
    text: str, quote: str, position: int | None
):
    found = find_passage(text, quote, position)
    if found is None:
        assert not quote or quote not in text
        return
    assert text[found.start : found.end] == quote
    near = abs(found.start - (position or 0))
    assert all(abs(at - (position or 0)) >= near for at in range(len(text)) if text.startswith(quote, at))


@given(passages(), st.text("xyz", max_size=40))
def test_a_passage_is_found_again_after_something_was_written_before_it(taken: tuple[str, int, int], before: str):
    text, start, end = taken
    quote = text[start:end]
    assume(sum(text.startswith(quote, at) for at in range(len(text))) == 1)  # str.count overlooks overlapping ones
    assert find_passage(before + text, quote, start) == Span(len(before) + start, len(before) + end)


def test_of_equal_passages_the_nearest_is_meant():
    text = "wait. Then wait. Then wait."
    assert find_passage(text, "wait", 12) == Span(11, 15)
    assert find_passage(text, "wait", None) == Span(0, 4)
    assert find_passage(text, "hurry", 0) is None


@given(st.data())
def test_pieces_joined_are_the_text_and_each_passage_is_whole(data: st.DataObject):
    text = data.draw(st.text("ab \n", max_size=40))
    ends = st.integers(0, len(text))
    cuts = data.draw(st.lists(st.tuples(ends, ends).map(sorted).map(lambda pair: Span(*pair)), max_size=6))
    spans = list(enumerate(cuts, start=1))
    cut = pieces(text, spans)
    assert "".join(piece.text for piece in cut) == text
    for number, span in spans:
        assert "".join(piece.text for piece in cut if number in piece.marks) == text[span.start : span.end]
        assert sum(number in piece.begins for piece in cut) == (span.start < span.end)


def test_reading_takes_at_least_a_minute_and_whole_ones():
    assert [minutes(Material(words=words).light_s) for words in (0, 1, 200, 201, 1000)] == [1, 1, 1, 2, 5]


def test_a_light_review_plays_what_is_marked_and_a_deep_one_everything():
    material = Material(words=400, marked_ms=90_000, recorded_ms=1_200_000)
    assert (material.light_s, material.deep_s) == (120 + 90, 120 + 1200)
    assert Material(marked_ms=90_000).deep_s == 90, "while the length isn't known yet, at least what is marked"


def test_what_each_of_many_takes_is_said_to_the_nearest_minute():
    said = {0: "under 1 min", 59: "under 1 min", 60: "1 min", 89: "1 min", 90: "2 min", 252: "4 min", 3600: "60 min"}
    assert {seconds: said_short(seconds) for seconds in said} == said


def test_sums_of_minutes_are_said_in_hours_where_there_are_any():
    said = {0: "1 minute", 60: "1 minute", 61: "2 minutes", 3600: "1 h", 3660: "1 h 1 min"}
    assert {seconds: said_minutes(seconds) for seconds in said} == said


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).map(tuple), max_size=8))
def test_what_parts_of_a_recording_share_counts_once(parts: list[tuple[int, int]]):
    assert covered_ms(parts) == len({at for start, end in parts for at in range(start, end)})

"""Where work stands, what may be attached, and how words are counted."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.practice.rules import (
    FILE_LIMIT,
    FILES_MOST,
    NAME_LIMIT,
    Standing,
    as_typed,
    asked,
    file_fault,
    length_advice,
    shown_name,
    standing,
    word_count,
)

DUE = datetime(2026, 11, 23, 16, tzinfo=UTC)
instants = st.integers(-(10**9), 10**9).map(lambda seconds: DUE + timedelta(seconds=seconds))


@given(instants, st.none() | instants)
def test_work_is_late_only_after_its_due_time(now: datetime, due_at: datetime | None):
    assert (standing(now, due_at) is Standing.LATE) is (due_at is not None and now > due_at)


def test_work_handed_in_at_the_very_due_time_is_on_time():
    assert standing(DUE, DUE) is Standing.ON_TIME
    assert standing(DUE + timedelta(milliseconds=1), DUE) is Standing.LATE


@given(st.text())
def test_line_ends_of_any_browser_become_the_one_that_positions_are_counted_with(text: str):
    once = as_typed(text)
    assert "\r" not in once
    assert as_typed(once) == once
    assert as_typed(once.replace("\n", "\r\n")) == once


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("  \n ", 0), ("I don’t know", 3), ("a follow-up, then", 3), ("one\n\ntwo — three", 3), ("“Enough.”", 1)],
)
def test_words_are_counted_as_people_count_them(text: str, words: int):
    assert word_count(text) == words


@given(st.integers(0, 2000), st.none() | st.integers(1, 500), st.none() | st.integers(501, 1000))
def test_advice_is_given_exactly_outside_the_length_that_is_asked_for(words: int, least: int | None, most: int | None):
    fits = (least is None or words >= least) and (most is None or words <= most)
    assert (length_advice(words, least, most) is None) is fits


def test_the_length_asked_for_is_said_in_words():
    assert (asked(300, 500), asked(300, None), asked(None, 500), asked(None, None)) == (
        "300–500",
        "at least 300",
        "at most 500",
        None,
    )


@given(st.text(max_size=400))
def test_a_shown_name_is_one_line_without_folders_or_hidden_characters(name: str):
    shown = shown_name(name)
    assert 0 < len(shown) <= NAME_LIMIT
    assert not set(shown) & set("/\\\n\r\t\0\u202e\u200b")
    assert shown_name(shown) == shown


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\Users\\me\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("  my   plan .txt ", "my plan .txt"),
        ("", "file"),
        ("…", "…"),
        (".hidden", "hidden"),
    ],
)
def test_names_are_cleaned_for_showing(sent: str, shown: str):
    assert shown_name(sent) == shown


def test_a_long_name_keeps_its_ending():
    assert shown_name("a" * 400 + ".docx").endswith("a.docx")


@pytest.mark.parametrize(
    ("size", "others", "says"),
    [
        (0, 0, "is empty"),
        (FILE_LIMIT + 1, 0, "larger than 50 MB"),
        (1, FILES_MOST, "one too many"),
        (FILE_LIMIT, FILES_MOST - 1, None),
    ],
)
def test_a_file_that_cannot_be_attached_is_refused_with_a_reason(size: int, others: int, says: str | None):
    fault = file_fault("plan.pdf", size, others)
    assert (says in fault) if fault and says else fault is None and says is None

"""Dates are read as people write them, and what isn't one is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.cohorts.dates import NoDate, dates_in

THANKSGIVING, CHRISTMAS = date(2026, 11, 26), date(2026, 12, 25)
SPELLINGS = ["%Y-%m-%d", "%m/%d/%Y", "%b %-d, %Y", "%B %-d %Y", "%-d %B %Y", "%A, %B %-d, %Y", "%a %-d. %b %Y"]
days = st.dates(date(2000, 1, 1), date(2199, 12, 31))


@given(
    st.lists(st.tuples(days, st.sampled_from(SPELLINGS)), max_size=5), st.sampled_from([", ", "; ", "\n", " ", " and "])
)
def test_dates_in_any_spelling_are_read_in_their_order(written: list[tuple[date, str]], between: str):
    text = between.join(day.strftime(spelling) for day, spelling in written)
    assert dates_in(text) == [day for day, _ in written]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-26, 2026-12-25",
        "Nov 26, 2026, Dec 25, 2026",
        "Thursday, November 26th, 2026 and Friday 25 December 2026.".rstrip("."),
        "11/26/2026; 12/25/2026",
        "Nov. 26 2026\n25 Dec. 2026\n",
    ],
)
def test_two_holidays_can_be_written_in_many_ways(text: str):
    assert dates_in(text) == [THANKSGIVING, CHRISTMAS]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2026-11-26, next Tuesday, 2026-12-25", "next Tuesday"),
        ("Nov 26", "Nov 26"),
        ("2026-02-30", "2026-02-30"),
        ("Foo 3, 2026", "Foo 3"),
        ("26/11/2026", "26/11/2026"),
        ("2026-11-266", "2026-11-266"),
    ],
)
def test_what_is_no_date_is_named(text: str, named: str):
    with pytest.raises(NoDate) as fault:
        dates_in(text)
    assert named in str(fault.value)

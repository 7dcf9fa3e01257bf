"""Markdown as people write it, and as an attacker does: links lead where they say, nothing acts, nothing swells."""

import pytest

from lms.core.markup import markdown

LIMIT = 20_000  # characters of a message


def test_a_table_is_shown_as_a_table():
    html = markdown("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |\n")
    assert html.count("<td>") == 4


@pytest.mark.parametrize("columns", [2, 3, 10, 60, 180])
def test_rows_that_leave_out_their_cells_are_not_filled_up_without_end(columns: int):
    table = "|" + "a|" * columns + "\n|" + "-|" * columns + "\n" + "a\n" * (2 * columns) + "\n"
    text = (table * (LIMIT // len(table) + 1))[:LIMIT]
    html = markdown(text)
    assert html.count("<td>") + html.count("<th>") <= LIMIT
    assert len(html) <= 16 * LIMIT


@pytest.mark.parametrize("address", ["https://example.org/a_b?x=1", "http://example.org/(a)"])
def test_an_address_typed_into_a_text_can_be_clicked_and_tells_nothing_of_where_one_comes_from(address: str):
    link = f'<a href="{address}" rel="noopener noreferrer nofollow">{address}</a>'
    assert markdown(f"See {address}.") == f"<p>See {link}.</p>\n"


@pytest.mark.parametrize(
    "text", ["www.example.org", "lena@sample.example", "//example.org", "ftp://example.org/a", "javascript:alert(1)"]
)
def test_nothing_else_that_is_typed_becomes_a_link(text: str):
    assert markdown(text) == f"<p>{text}</p>\n"


def test_an_address_in_code_stays_code():
    assert markdown("`https://example.org`") == "<p><code>https://example.org</code></p>\n"

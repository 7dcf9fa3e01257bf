"""Markdown as people write it, and as an attacker does: what is shown grows no faster than what was typed."""

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

"""The overview as a table for other programs: a line for each learner and assignment, instants with their zone."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, tzinfo
from tempfile import TemporaryFile
from typing import IO

from lms.core import sheets
from lms.overview.queries import Column, Row
from lms.overview.rules import Cell, Mark

HEAD = (
    "Learner", "E-mail", "Class", "Assignment", "State", "Overdue", "Handed in late", "Due", "Extension until",
    "Asks for more time", "Version", "Handed in", "Waits since", "Understood", "Demonstrations watched", "Time zone",
)  # fmt: skip
Line = Sequence[str | int]


def lines(rows: Iterable[tuple[Row, Sequence[Column]]], zone: tzinfo) -> Iterator[Line]:
    """The head, then each learner's work on each assignment."""
    yield HEAD
    for row, columns in rows:
        for cell, column in zip(row.cells, columns, strict=True):
            yield _line(row, cell, column, zone)


def as_csv(table: Iterable[Line]) -> Iterator[str]:
    """The table as CSV, a line at a time; with a mark in front by which spreadsheets know UTF-8."""
    yield "\ufeff"
    for line in table:
        yield sheets.line(line)


def as_xlsx(table: Iterable[Line]) -> IO[bytes]:
    """The table as a workbook, row by row on the disk: memory stays the same however long it is.

    Texts are written as texts, never as formulas or links.
    """
    import xlsxwriter  # here, as it holds 2.3 MB in each process from then on, and few ever write a workbook

    file = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet("Home practice")
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(HEAD) - 1, 18)
    bold = book.add_format({"bold": True})
    for number, line in enumerate(table):
        for place, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(number, place, value)
            elif value:
                sheet.write_string(number, place, value, None if number else bold)
    book.close()
    file.seek(0)
    return file


def _line(row: Row, cell: Cell, column: Column, zone: tzinfo) -> Line:
    known, learner = cell.known, row.learner

    def said(instant: datetime | None) -> str:
        return instant.astimezone(zone).isoformat(sep=" ", timespec="minutes") if instant else ""

    def yes(mark: Mark) -> str:
        return "yes" if mark in cell.marks else ""

    return (
        learner.name,
        learner.email,
        column.class_number,
        column.title,
        cell.state.value,
        yes(Mark.OVERDUE),
        yes(Mark.LATE),
        said(cell.due.at),
        said(known.extended_to),
        yes(Mark.ASKED),
        known.number or "",
        said(known.handed_in_at),
        said(known.waiting_since),
        yes(Mark.UNDERSTOOD),
        f"{learner.watched} of {learner.to_watch}",
        str(zone),
    )

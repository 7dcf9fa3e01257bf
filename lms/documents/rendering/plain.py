"""A sheet as plain text, to paste into a record system: no line is longer than `WIDTH` unless one word is."""

import textwrap
from collections.abc import Iterator, Sequence

from lms.documents.rendering.blocks import NOT_ANSWERED, Block, Entry, Fact, Grid, Shape, Sheet

WIDTH = 78  # characters
LABEL = 30  # of them for a label that stands beside its answer


def written(sheet: Sheet) -> str:
    """All of it; lines end in \\n."""
    return "\n".join(line.rstrip() for line in _lines(sheet)).strip("\n") + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    yield from _wrapped(sheet.title.upper())
    yield from _wrapped(sheet.header)
    yield ""
    for fact in sheet.facts:
        yield from _beside(fact.label, fact.text)
    for part in sheet.parts:
        yield ""
        if part.title:
            yield from _wrapped(part.title)
            yield "-" * min(len(part.title), WIDTH)
        for block in part.blocks:
            yield from _block(block, sheet.is_blank)
    yield ""
    for signature in sheet.signatures:
        yield from _signed(signature)


def _block(block: Block, is_blank: bool) -> Iterator[str]:
    if isinstance(block, Grid):
        yield from _grid(block)
        return
    if block.hint:
        yield ""
        yield from _wrapped(f"({block.hint})")
    if block.shape is Shape.SAID:
        yield from _wrapped(block.label)
        yield from _wrapped(block.text)
    elif block.options:
        yield from _beside(
            block.label, "\n".join(f"[{'x' if one.is_chosen else ' '}] {one.text}" for one in block.options)
        )
    else:
        yield from _answer(block, is_blank)


def _answer(entry: Entry, is_blank: bool) -> Iterator[str]:
    text = entry.text or ("_" * 30 if is_blank else NOT_ANSWERED)
    if entry.shape is not Shape.AREA:
        yield from _beside(entry.label, text)
        return
    yield from _wrapped(f"{entry.label}:")
    yield from _wrapped(text, "  ")


def _grid(grid: Grid) -> Iterator[str]:
    """A table where its columns fit; else each row as lines of their own."""
    yield ""
    yield from _wrapped(f"{grid.label}:")
    if grid.hint:
        yield from _wrapped(f"({grid.hint})")
    lines = [grid.heads, *(tuple(cell.text or "-" for cell in row) for row in grid.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(grid.heads))]
    if sum(widths) + 2 * len(widths) <= WIDTH and not any("\n" in cell for line in lines for cell in line):
        yield from (_table_line(line, widths) for line in [grid.heads, ["-" * width for width in widths], *lines[1:]])
        return
    for number, row in enumerate(grid.rows, start=1):
        yield f"  Row {number}"
        for head, cell in zip(grid.heads, row, strict=True):
            yield from _beside(head, cell.text or "-", "    ")


def _table_line(line: Sequence[str], widths: Sequence[int]) -> str:
    return "  " + "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True))


def _signed(signature: Fact) -> Iterator[str]:
    yield from _beside(signature.label, signature.text or "_" * 30)


def _beside(label: str, text: str, indent: str = "") -> Iterator[str]:
    label = f"{label}: "
    if len(indent) + len(label) > LABEL:
        yield from _wrapped(label.rstrip(), indent)
        yield from _wrapped(text, indent + "  ")
        return
    lines = list(_wrapped(text, " " * LABEL)) or [""]
    yield (indent + label).ljust(LABEL) + lines[0].lstrip(" ")
    yield from lines[1:]


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    wrapper = textwrap.TextWrapper(WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)
    for line in text.split("\n"):
        yield from wrapper.wrap(line) or [""]

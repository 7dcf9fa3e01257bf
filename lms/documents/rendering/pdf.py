"""A sheet as PDF."""

import json
import subprocess
import sys
from typing import Any

from lms.core.errors import Refused
from lms.documents.rendering.blocks import NOT_ANSWERED, Block, Fact, Grid, Sheet, is_rtl

SETTER = "lms.documents.rendering.typesetting"
SETTING_S = 45
SIZE_MOST = 600_000
"""Of a sheet (`Sheet.size`): some 200 pages."""
TOO_LONG = "This document is too long for a PDF. Take it along as plain text, which has no limit."


def written(sheet: Sheet, fillable: bool = False) -> bytes:
    """A PDF, set in a process of its own. Raises Refused where it is too long or takes too long.

    `fillable`: a link stands where each answer belongs, for `fillable.py`.
    """
    if sheet.size > SIZE_MOST:
        raise Refused(TOO_LONG)
    command = [sys.executable, "-m", SETTER]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(data(sheet, fillable)).encode(),
            capture_output=True,
            timeout=SETTING_S,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise Refused(TOO_LONG) from None
    return done.stdout


def data(sheet: Sheet, fillable: bool = False) -> dict[str, Any]:
    """What the form is given."""
    return {
        "title": _text(sheet.title),
        "header": _text(sheet.header),
        "author": _text(sheet.author),
        "facts": [_fact(fact) for fact in sheet.facts],
        "parts": [
            {"title": _text(part.title) if part.title else None, "blocks": [_block(block) for block in part.blocks]}
            for part in sheet.parts
        ],
        "signatures": [_fact(each) for each in sheet.signatures],
        "blank": sheet.is_blank,
        "fillable": fillable,
        "none": NOT_ANSWERED,
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Grid):
        return {
            "kind": "grid",
            "label": _text(block.label),
            "hint": _text(block.hint),
            "heads": [_text(head) for head in block.heads],
            "widths": _widths(block),
            "rows": [[{"at": cell.at, "text": _text(cell.text)} for cell in row] for row in block.rows],
        }
    return {
        "kind": "entry",
        "at": block.at,
        "label": _text(block.label),
        "shape": block.shape.value,
        "text": _text(block.text),
        "hint": _text(block.hint),
        "options": [{"text": _text(one.text), "chosen": one.is_chosen} for one in block.options],
    }


def _widths(grid: Grid) -> list[float]:
    """Columns share the page by what stands in them, none less than half of another."""
    longest = [max(len(head), *(len(row[column].text) for row in grid.rows)) for column, head in enumerate(grid.heads)]
    return [min(max(length, 11), 24) for length in longest]


def _fact(fact: Fact) -> dict[str, Any]:
    return {"label": _text(fact.label), "text": _text(fact.text)}


def _text(text: str) -> str | dict[str, str]:
    return {"rtl": text} if is_rtl(text) else text

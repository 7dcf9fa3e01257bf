"""How long a dosing note takes to become a PDF, its process included, beside a sheet that says hello."""

import time
from collections.abc import Callable
from statistics import median

from lms.documents.rendering import pdf, sheets
from lms.documents.rendering.blocks import Sheet
from lms.program.disk import BUILTIN
from lms.program.folder import read_folder
from lms.program.templates import whole
from tests.bench.rows import Row

TIMES = 15
NOTE = "kap-dosing-note"
READINGS = [{"t_plus_min": 10 * n, "bp_sys": 120, "bp_dia": 80, "hr": 70, "alertness": "awake"} for n in range(13)]
ANSWERS = {
    "case_code": "AB-123",
    "go_decision": "proceed",
    "dose_mg": "100",
    "weight_kg": "64",
    "vitals": READINGS,
    "response_summary": "We stayed with what the client said, waited, and named what we had seen. " * 8,
}


def measure() -> list[Row]:
    """The median of either, in milliseconds."""
    folder = read_folder(BUILTIN)
    template = next(whole(each, folder) for each in folder.templates if each.slug == NOTE)
    note, hello = sheets.filled(template, ANSWERS), Sheet("Hello", "", (), ())
    took, bare = (_ms(lambda sheet=sheet: pdf.written(sheet)) for sheet in (note, hello))
    return [Row("document.pdf_ms", took, "ms", bare, goal="≤ 1000")]


def _ms(deed: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        deed()
        taken.append((time.perf_counter() - begun) * 1000)
    return median(taken)

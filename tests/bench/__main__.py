"""`python -m tests.bench [names…]`: all benches, or those whose names are given, one after the other."""

import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from tests.bench import (
    document,
    identifiers,
    pages,
    pairing,
    player,
    rest,
    review,
    search,
    segments,
    slow,
    statements,
    transcode,
    upload,
    watching,
    weight,
)
from tests.bench.house import House
from tests.bench.load import loader_name
from tests.bench.rows import Row, keep, table
from tests.kit.debian import install

KEPT = Path("instance") / "bench"
LEFT_SET = ("ATTUNE_FFMPEG", "ATTUNE_TEST_CHROMIUM")  # every other setting is the bench's own
PROGRAMS = ("nginx", "wrk")  # Debian's; Chromium is sought where a browser is needed
BENCHES: dict[str, Callable[[House], list[Row]]] = {
    "transcode": lambda house: transcode.measure(house.room("transcode")),
    "page": pages.measure,
    "queries": statements.measure,
    "weight": weight.measure,
    "segment": segments.measure,
    "slow": slow.measure,
    "player": player.measure,
    "rest": rest.measure,
    "search": search.measure,
    "identifiers": identifiers.measure,
    "pairing": lambda house: pairing.measure(),
    "document": lambda house: document.measure(),
    "watching": watching.measure,
    "upload": upload.measure,
    "review": review.measure,  # last: its hundred thousand rows stay
}
WHEN_NAMED: dict[str, Callable[[House], list[Row]]] = {"upload-large": upload.measure_large}


def main(names: list[str]) -> int:
    """How many benches failed; 2 for a name that is none."""
    console = Console()
    unknown = [name for name in names if name not in BENCHES | WHEN_NAMED]
    if unknown:
        console.print(f"There is no bench {unknown[0]!r}. There are: {', '.join(BENCHES | WHEN_NAMED)}.")
        return 2
    for name in [name for name in os.environ if name.startswith("ATTUNE_") and name not in LEFT_SET]:
        del os.environ[name]
    if missing := [program for program in PROGRAMS if not shutil.which(program)]:
        install(*missing)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=KEPT.resolve()))
    try:
        with House(folder) as house:
            failed = [name for name in names or BENCHES if not _run(name, house, console)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if failed:
        console.print(f"Failed: {', '.join(failed)}. The reasons stand above.")
    return min(1, len(failed))


def _run(name: str, house: House, console: Console) -> bool:
    """Measure, show and keep; what goes wrong with one bench leaves the others be."""
    begun = time.monotonic()
    with console.status(f"Measuring {name} …"):
        try:
            rows = (BENCHES | WHEN_NAMED)[name](house)
        except Exception:
            console.print(f"{name} could not be measured:\n{traceback.format_exc()}", markup=False, soft_wrap=True)
            return False
    keep(rows, KEPT / f"{datetime.now(UTC):%Y-%m-%d}.jsonl")
    console.print(f"{name}, {time.monotonic() - begun:.0f} s; load by {loader_name()}", markup=False)
    console.print(table(rows))
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

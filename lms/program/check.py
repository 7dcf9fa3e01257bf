"""The whole check of a program: every fault of every file, and of the files together."""

from collections.abc import Mapping
from pathlib import Path

from lms.program import across
from lms.program.disk import collect
from lms.program.drafts import Draft, read_draft
from lms.program.faults import Fault
from lms.program.within import faults_within


def check(path: Path) -> list[Fault]:
    """Every fault of the folder at `path`, by file and line. Nothing in it makes this raise."""
    files, unread = collect(path)
    if not files:
        return unread or [Fault("program.md", 1, "The folder is empty. Begin with this file.")]
    hidden = {fault.path for fault in unread}
    return sorted(unread + [fault for fault in check_files(files) if fault.path not in hidden])


def check_files(files: Mapping[str, str]) -> list[Fault]:
    """The same for files that aren't on a disk: path → text."""
    return _faults(read_draft(files))


def _faults(draft: Draft) -> list[Fault]:
    alone = [fault for item, source in draft.found.values() for fault in faults_within(item, source)]
    together = [fault for rule in across.RULES for fault in rule(draft)]
    return sorted({*draft.faults, *alone, *together})

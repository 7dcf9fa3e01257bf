"""The whole check of a program: every fault of every file, and of the files together."""

from collections.abc import Mapping
from pathlib import Path

from lms.program import across
from lms.program.disk import collect, media_in
from lms.program.drafts import Draft, read_draft
from lms.program.faults import Fault
from lms.program.within import faults_within


def check(path: Path) -> list[Fault]:
    """Every fault of the folder at `path`, by file and line. Nothing in it makes this raise."""
    return examine_folder(path)[1]


def check_files(files: Mapping[str, str]) -> list[Fault]:
    """The same for files that aren't on a disk: path → text."""
    return examine(files)[1]


def examine_folder(path: Path) -> tuple[Draft, list[Fault]]:
    """What could be read of the folder at `path`, and all that is wrong with it."""
    files, unread = collect(path)
    if not files:
        return Draft(files), unread or [Fault("program.md", 1, "The folder is empty. Begin with this file.")]
    media, large = media_in(path)
    draft, faults = examine(files, media)
    unread += large
    hidden = {fault.path for fault in unread}
    return draft, sorted(unread + [fault for fault in faults if fault.path not in hidden])


def examine(files: Mapping[str, str], media: Mapping[str, Path] | None = None) -> tuple[Draft, list[Fault]]:
    """The same for files that aren't on a disk: path → text."""
    draft = read_draft(files, media)
    alone = [fault for item, source in draft.found.values() for fault in faults_within(item, source)]
    together = [fault for rule in across.RULES for fault in rule(draft)]
    return draft, sorted({*draft.faults, *alone, *together})

"""One file of a program: its values with their lines, and its Markdown."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lms.program.faults import Fault
from lms.program.marks import BadYaml, Marked, Place, Value, read_yaml
from lms.program.rules import FILE_LIMIT

FRONT = re.compile(r"\A---[ ]*\r?\n(.*?)^---[ ]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")


@dataclass(frozen=True)
class Source:
    """What one file says. `body` is the Markdown after the front matter; it starts on `body_line`."""

    path: str
    values: dict[str, Value]
    body: str = ""
    body_line: int = 1
    lines: dict[Place, int] = field(default_factory=dict)

    def line(self, *place: str | int) -> int:
        """Where a value stands; what isn't there stands where its parent does."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def at(self, place: Place) -> Value:
        """The value that stands at a place of `lines`."""
        value: Value = self.values
        for step in place:
            value = value[step]  # type: ignore[index]
        return value

    def fault(self, message: str, *place: str | int) -> Fault:
        """A fault of the value at `place`."""
        return Fault(self.path, self.line(*place), message)


@lru_cache(maxsize=512)
def read_source(path: str, text: str) -> Source | Fault:
    """A file taken apart, or the first thing in it that can't be understood. Not to be changed: it is kept.

    Whoever edits one file in the browser has the whole folder checked; only that file is parsed again.
    """
    if len(text.encode("utf-8", "surrogatepass")) > FILE_LIMIT:
        return Fault(path, 1, f"The file has more than {FILE_LIMIT:,} bytes. Split or shorten it.")
    if bad := UNKEEPABLE.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        return Fault(path, line, "This line holds a character that can't be seen or kept. Delete it.")
    return _yaml(path, text) if path.endswith(".yaml") else _markdown(path, text)


def _yaml(path: str, text: str) -> Source | Fault:
    return _source(path, text, lines_before=0, body="", body_line=1)


def _markdown(path: str, text: str) -> Source | Fault:
    match = FRONT.match(text)
    if match is None:
        return Fault(path, 1, "Front matter is missing. Begin with a line ---, then keys, then a line ---.")
    body_line = text.count("\n", 0, match.end()) + 1
    return _source(path, match[1], lines_before=1, body=text[match.end() :], body_line=body_line)


def _source(path: str, text: str, lines_before: int, body: str, body_line: int) -> Source | Fault:
    try:
        marked = read_yaml(text)
    except BadYaml as bad:
        return Fault(path, bad.line + lines_before, bad.message)
    if not isinstance(marked.value, dict):
        return Fault(path, 1 + lines_before, "Keys are missing here. Write one on each line, like title: Orientation.")
    return Source(path, marked.value, body, body_line, _moved(marked, lines_before))


def _moved(marked: Marked, by: int) -> dict[Place, int]:
    return {place: line + by for place, line in marked.lines.items()}

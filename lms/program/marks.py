"""YAML as plain values, each with the line it stands on.

Only what an author needs is understood: mappings, lists, text, numbers, true, false and nothing. Aliases and tags
are refused, so a small file can't grow large; `6:00`, `yes` and `2024-06-04` stay the text they were written as.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import yaml
from yaml import events

from lms.program.rules import DEPTH_LIMIT

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
Place: TypeAlias = tuple[str | int, ...]

INTEGER = re.compile(r"[-+]?\d{1,15}")
DECIMAL = re.compile(r"[-+]?\d{1,15}\.\d{1,15}")
UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
WORDS: dict[str, Value] = {"": None, "~": None, "null": None, "true": True, "false": False}


class BadYaml(Exception):
    """Carries the line, counted from 1 in the text that was read, and a sentence."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass
class Marked:
    """Values read from YAML, and where each of them stands: a key's own line, or a list item's first."""

    value: Value = None
    lines: dict[Place, int] = field(default_factory=dict)


def read_yaml(text: str) -> Marked:
    """The one document in `text`. Raises BadYaml at the first thing that can't be understood."""
    tab = next((number for number, line in enumerate(text.split("\n"), 1) if "\t" in line[: indent(line)]), None)
    if tab:
        raise BadYaml(tab, "A tab stands at the start of this line. YAML is indented with spaces: replace the tab.")
    try:
        return _Builder(text).document()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadYaml(line, "This line holds a character that can't be shown. Delete it.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = text.count("\n", 0, mark.index) + 1 if mark else 1
        raise BadYaml(line, f"This isn't YAML that can be read: {error.problem or error.context}.") from error
    except (ValueError, OverflowError) as error:
        raise BadYaml(1, "A “\\U…” in this YAML names no character. Type the character itself.") from error


def indent(line: str) -> int:
    """How many blanks a line starts with."""
    return len(line) - len(line.lstrip(" \t"))


def scalar(event: events.ScalarEvent) -> Value:
    """What an unquoted word means; quoted words are always text."""
    text = event.value
    if not event.implicit[0]:
        return text
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text


class _Builder:
    """Turns the parser's events into values; recursion is bounded by DEPTH_LIMIT."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._events: Iterator[events.Event] = iter(yaml.parse(text, Loader=yaml.SafeLoader))
        self._marked = Marked()

    def document(self) -> Marked:
        next(self._events)
        first = next(self._events)
        if isinstance(first, events.StreamEndEvent):
            return self._marked
        self._marked.value = self._value(next(self._events), ())
        next(self._events)
        after = next(self._events)
        if not isinstance(after, events.StreamEndEvent):
            raise self._bad(after, "A second document starts here. Keep one document in each file.")
        return self._marked

    def _bad(self, event: events.Event, message: str) -> BadYaml:
        return BadYaml(self._line(event), message)

    def _line(self, event: events.Event) -> int:
        mark = event.start_mark
        return self._text.count("\n", 0, mark.index) + 1 if mark else 1

    def _value(self, event: events.Event, place: Place) -> Value:
        self._marked.lines.setdefault(place, self._line(event))
        if isinstance(event, events.AliasEvent):
            raise self._bad(event, f"“*{event.anchor}” repeats another part. Write it out: aliases aren't read.")
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            raise self._bad(event, f"“{tag}” is a YAML tag. Tags aren't read: delete it.")
        if len(place) > DEPTH_LIMIT:
            raise self._bad(event, f"Lists and mappings are nested more than {DEPTH_LIMIT} deep here. Flatten them.")
        if isinstance(event, events.ScalarEvent):
            self._keepable(event)
            return scalar(event)
        return self._list(place) if isinstance(event, events.SequenceStartEvent) else self._mapping(place)

    def _keepable(self, event: events.ScalarEvent) -> None:
        if UNKEEPABLE.search(event.value):
            raise self._bad(event, "This text holds an escape that stands for no character. Delete it.")

    def _list(self, place: Place) -> list[Value]:
        found: list[Value] = []
        while not isinstance(event := next(self._events), events.SequenceEndEvent):
            found.append(self._value(event, (*place, len(found))))
        return found

    def _mapping(self, place: Place) -> dict[str, Value]:
        found: dict[str, Value] = {}
        while not isinstance(event := next(self._events), events.MappingEndEvent):
            if not isinstance(event, events.ScalarEvent):
                raise self._bad(event, "A key must be a word. If this is text, put it in quotes.")
            self._keepable(event)
            key = event.value
            if key in found:
                raise self._bad(event, f"“{key}” stands here for the second time. Keep one of them.")
            self._marked.lines[(*place, key)] = self._line(event)
            found[key] = self._value(next(self._events), (*place, key))
        return found

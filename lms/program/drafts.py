"""The files of a folder, each read on its own into the schema's types, with whatever is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from lms.program import layout
from lms.program.faults import Fault
from lms.program.marks import Value
from lms.program.schema import Item, Page
from lms.program.sources import Source, read_source
from lms.program.wording import sentence, suggestion

T = TypeVar("T", bound=Item)


@dataclass
class Draft:
    """What could be read of a folder, faulty or not. `broken` are the kinds of the files that couldn't."""

    files: Mapping[str, str]
    found: dict[str, tuple[Item, Source]] = field(default_factory=dict)
    broken: set[type[Item]] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    media: Mapping[str, Path] = field(default_factory=dict)

    def every(self, kind: type[T]) -> list[tuple[T, Source]]:
        """The items of a kind, with their sources, in the order of their paths."""
        return [(item, source) for item, source in self.found.values() if isinstance(item, kind)]

    def items(self, kind: type[T]) -> tuple[T, ...]:
        return tuple(item for item, _ in self.every(kind))

    def only(self, kind: type[T]) -> T | None:
        """The one item of a kind that a folder holds once."""
        return next(iter(self.items(kind)), None)


def read_draft(files: Mapping[str, str], media: Mapping[str, Path] | None = None) -> Draft:
    """Every file on its own: whether it belongs here, can be understood, and holds what it should."""
    draft = Draft(files, media=media or {})
    for path in sorted(files):
        _read(draft, path, files[path])
    return draft


def _read(draft: Draft, path: str, text: str) -> None:
    kind = layout.kind_of(path)
    if kind is None:
        near = suggestion(path, [*layout.SINGLE, *layout.OPTIONAL, f"{layout.class_folder(path)}/class.md"])
        draft.faults.append(Fault(path, 1, f"No file of this name belongs here.{near}"))
        return
    source = read_source(path, text)
    faults = [source] if isinstance(source, Fault) else _validated(draft, kind, source)
    if faults:
        draft.broken.add(kind)
        draft.faults.extend(faults)


def _validated(draft: Draft, kind: type[Item], source: Source) -> list[Fault]:
    given: dict[str, Value] = {"path": source.path, **({"body": source.body} if issubclass(kind, Page) else {})}
    faults = [
        source.fault(f"“{key}” isn't a key that belongs here: it comes from the file itself. Delete it.", key)
        for key in sorted(given.keys() & source.values.keys())
    ]
    try:
        draft.found[source.path] = (kind.model_validate(source.values | given), source)
    except ValidationError as error:
        faults += [source.fault(sentence(each, kind), *each["loc"]) for each in error.errors(include_url=False)]
    return faults

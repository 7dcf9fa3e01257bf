"""Groups that do a shared assignment together. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

NUMBER_MOST = 999  # of a group in a cohort


class Begun(IntEnum):
    """How far the work got that lies under somebody."""

    NOTHING = 0
    DRAFT = 1
    HANDED_IN = 2


@dataclass(frozen=True)
class Colleague:
    """Somebody who does an assignment with others."""

    id: int
    name: str


def founder(
    members: Sequence[int], before: Mapping[int, int], gone: Collection[int], begun: Mapping[int, Begun]
) -> int:
    """Under whom the work of a group lies: where it got farthest; of two as far, where more of them worked before.

    `before`: by member, under whom their work lay. `gone`: those who no longer take part; work that lies under one of
    them stays with those they worked with. Of several the first in `members`.
    """
    left = [person for person in dict.fromkeys(before.get(member, member) for member in members) if person in gone]
    share = Counter(before.get(member, member) for member in members)
    return max([*members, *left], key=lambda person: (begun.get(person, Begun.NOTHING), share[person]))


def named(names: Iterable[str]) -> str:
    """Names in a sentence, in their order: "Ada", "Ada and Ben", "Ada, Ben and Cleo"."""
    *others, last = sorted(names, key=str.casefold) or [""]
    return f"{', '.join(others)} and {last}" if others else last


def ids_in(text: str | None) -> frozenset[int]:
    """The ids that the database put into one text, with commas between them."""
    return frozenset(int(each) for each in text.split(",")) if text else frozenset()


def colleagues_in(text: str | None) -> list[Colleague]:
    """Who the database put into one text, each as "id:name" on a line; by name."""
    parts = [line.partition(":") for line in text.split("\n")] if text else []
    found = [Colleague(int(number), name) for number, _, name in parts]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def names_in(text: str | None) -> str:
    """The names that the database put into one text, each on a line, as a sentence has them; empty for none."""
    return named(text.split("\n")) if text else ""

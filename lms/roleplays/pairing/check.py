"""The hard rules, verified from raw windows: knows nothing of bits, columns or how an answer was found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, pairwise

Window = tuple[datetime, datetime]


@dataclass(frozen=True)
class Rules:
    """What must hold. Windows are instants; those that touch make one."""

    windows: Mapping[int, Sequence[Window]]
    minutes: int
    exclusions: frozenset[tuple[int, int]] = frozenset()
    pins: tuple[frozenset[int], ...] = ()
    sizes: frozenset[int] = frozenset({2, 3, 4})


@dataclass(frozen=True)
class Meeting:
    """A group, and the instants at which it could begin."""

    members: tuple[int, ...]
    starts: tuple[datetime, ...]


def faults(rules: Rules, meetings: Sequence[Meeting], not_placed: Sequence[int]) -> list[str]:
    """A sentence for each rule that is broken; none if all hold."""
    return [*_places(rules, meetings, not_placed), *_groups(rules, meetings), *_left_out(rules, meetings, not_placed)]


def _places(rules: Rules, meetings: Sequence[Meeting], not_placed: Sequence[int]) -> Iterator[str]:
    places = Counter([*not_placed, *(one for meeting in meetings for one in meeting.members)])
    for member in rules.windows:
        can_come = any(end - start >= timedelta(minutes=rules.minutes) for start, end in _joined(rules, member))
        if places[member] != int(can_come):
            yield f"{member} is in {places[member]} places"
    for member in places.keys() - rules.windows.keys():
        yield f"nobody knows {member}"


def _groups(rules: Rules, meetings: Sequence[Meeting]) -> Iterator[str]:
    for meeting in meetings:
        if len(meeting.members) not in rules.sizes:
            yield f"{meeting.members} has a size that isn't allowed"
        if any(_excluded(rules, two) for two in combinations(meeting.members, 2)):
            yield f"{meeting.members} holds two who may not be together"
        if not meeting.starts:
            yield f"{meeting.members} has no hour"
        for start in meeting.starts:
            for member in meeting.members:
                if not _can_come(rules, member, start):
                    yield f"{member} can't come at {start.isoformat()}"
        for pin in rules.pins:
            if pin & set(meeting.members) and not pin <= set(meeting.members):
                yield f"{meeting.members} tears a pin apart"


def _left_out(rules: Rules, meetings: Sequence[Meeting], not_placed: Sequence[int]) -> Iterator[str]:
    """Who has no place though a group has room at an hour of theirs, or another is in the same case."""
    free = [member for member in not_placed if not any(member in pin for pin in rules.pins)]
    for member in free:
        for meeting in meetings:
            has_room = len(meeting.members) + 1 in rules.sizes and not any(
                pin <= set(meeting.members) for pin in rules.pins
            )
            is_apart = any(_excluded(rules, (member, other)) for other in meeting.members)
            if has_room and not is_apart and any(_can_come(rules, member, start) for start in meeting.starts):
                yield f"{member} could join {meeting.members}"
    for one, other in combinations(free, 2):
        if 2 in rules.sizes and not _excluded(rules, (one, other)) and _share_hour(rules, one, other):
            yield f"{one} and {other} could be a pair"


def _excluded(rules: Rules, two: tuple[int, int]) -> bool:
    return (min(two), max(two)) in rules.exclusions


def _can_come(rules: Rules, member: int, start: datetime) -> bool:
    end = start + timedelta(minutes=rules.minutes)
    return any(opens <= start and end <= closes for opens, closes in _joined(rules, member))


def _share_hour(rules: Rules, one: int, other: int) -> bool:
    return any(
        min(end, other_end) - max(start, other_start) >= timedelta(minutes=rules.minutes)
        for start, end in _joined(rules, one)
        for other_start, other_end in _joined(rules, other)
    )


def _joined(rules: Rules, member: int) -> list[Window]:
    """Their windows, those that touch or overlap made one."""
    windows = sorted(rules.windows.get(member, []))
    edges = [0, *(k for k, (one, other) in enumerate(pairwise(windows), 1) if other[0] > one[1]), len(windows)]
    return [(windows[a][0], max(end for _, end in windows[a:b])) for a, b in pairwise(edges) if a < b]

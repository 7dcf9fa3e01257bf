"""A board in words, for its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lms.people.models import Person
from lms.roleplays.board import checks, rules
from lms.roleplays.board.checks import Checked
from lms.roleplays.board.queries import Gathered, Told
from lms.roleplays.pairing.problem import SIZES, Tier
from lms.roleplays.rounds.rules import State
from lms.ui.time import said

CARDS_MOST = 60  # on a page
HOURS_MOST = 3  # of a group that are named

TIERS: Mapping[Tier, tuple[str, str]] = {
    Tier.UNPLACED: ("Everyone has a group", "without one"),
    Tier.CHANGED: ("Partners stay as announced", "with other partners"),
    Tier.OVERMET: ("No pair meets more than three times", "meetings too many"),
    Tier.SHAPE: ("Groups of three", "points: 3 for a pair, 1 for a four"),
    Tier.REPEATS: ("New partners", "points, by how often and how lately they met"),
    Tier.PLAN: ("The term’s table", "groups outside of it"),
    Tier.PARTS: ("Parts even out over the term", "points"),
    Tier.COMFORT: ("Comfortable hours", "people at an hour that is only possible"),
}
"""What is wished, and what its value counts. Professions are kept of nobody, so mixing them isn't shown."""

REASONS = {
    "hours": "No group is possible at the hours that they gave.",
    "taken": "Groups are possible, but whoever could be in them is needed elsewhere, or others would go without.",
    "pin": "They are pinned to a group that can’t be.",
}
AWAY = "Away, or free at no time of what is left of this round."
SILENT = "Has given no hours."
NEW = "Takes part since the last solving, or was taken out by hand."


@dataclass(frozen=True)
class Line:
    """A tier with its value."""

    tier: Tier
    title: str
    value: str
    proof: str
    is_proven: bool
    can_rise: bool


@dataclass(frozen=True)
class Card:
    """A group of the draft."""

    place: int
    """From 0."""
    people: Sequence[Person]
    checked: Checked
    hours: Sequence[datetime]
    repeats: Sequence[str]
    is_pinned: bool
    is_settled: bool
    told: str
    """How it stands to what was announced; empty before."""
    changed: frozenset[int]
    """Who would hear of other partners."""
    fits: str
    """What it would be like with whoever is picked."""
    takes: bool
    """Whether whoever is picked can be put here."""


@dataclass(frozen=True)
class Without:
    """Somebody whom the draft gives no group."""

    person: Person
    reason: str
    change: str
    can_move: bool


@dataclass(frozen=True)
class Shown:
    """All of a board."""

    cards: Sequence[Card]
    without: Sequence[Without]
    lines: Sequence[Line]
    news: Sequence[str]
    """What has changed since the announcement."""
    changed: int
    """People who would hear of other partners."""
    told: int
    """People who were told of some."""
    faulty: int
    is_announced_so: bool
    gone: frozenset[int]
    """In the draft, and no longer in the cohort."""
    placed: int


def shown(found: Gathered, picked: int | None) -> Shown:
    """The board, with what each group would be like with somebody who is picked."""
    draft = found.opened.draft
    before = [told.members for told in found.told]
    groups = [group.members for group in draft]
    changed = frozenset(rules.changed(before, groups, found.learners))
    fixed = found.fixed
    cards = []
    for place, group in enumerate(draft):
        checked = checks.checked(found, group.members)
        takes = (
            picked is not None
            and picked not in group.members
            and not group.is_pinned
            and not fixed & set(group.members)
            and len(group.members) < rules.LARGEST
        )
        cards.append(
            Card(
                place,
                [found.people[one] for one in group.members if one in found.people],
                checked,
                found.shared(group.members)[:HOURS_MOST],
                [_met(found, *repeat) for repeat in checked.repeats],
                group.is_pinned,
                bool(fixed & set(group.members)),
                _told(found.told, group.members),
                changed & frozenset(group.members),
                checks.fits(found, group.members, picked) if takes and picked is not None else "",
                takes,
            )
        )
    placed = {one for group in groups for one in group}
    return Shown(
        cards,
        [_without(found, one) for one in _by_name(found, found.learners - placed)] if draft else [],
        _lines(found),
        _news(found),
        len(changed),
        len({one for group in before for one in group} & found.learners),
        sum(1 for card in cards if card.checked.faults),
        rules.same_groups(before, groups),
        frozenset(placed) - found.learners,
        len(placed & found.learners),
    )


def _told(told: Sequence[Told], members: Sequence[int]) -> str:
    if not told:
        return ""
    if any(set(one.members) == set(members) for one in told):
        return "As announced"
    return "Changed" if any(len(set(one.members) & set(members)) > 1 for one in told) else "New"


def _met(found: Gathered, one: int, other: int, count: int) -> str:
    times = {1: "once", 2: "twice"}.get(count, f"{count} times")
    return f"{found.people[one].name} and {found.people[other].name} have met {times}"


def _without(found: Gathered, one: int) -> Without:
    person = found.people[one]
    if one in found.silent():
        return Without(person, SILENT, "Ask them for their hours.", False)
    if one in found.away():
        return Without(person, AWAY, "", False)
    report = found.opened.board.report if found.opened.board else {}
    known = next((each for each in report.get("not_placed", ()) if each["member"] == one), None)
    if known is None:
        return Without(person, NEW, "Form groups again, or choose one for them.", True)
    zone = found.opened.round.cohort.zone
    change = "More than one thing would have to change."
    if known["remedy"] == "hour":
        away = f"{known['quarters'] * 15} minutes from a time of theirs"
        change = f"There is a group for them if they can begin on {said(datetime.fromisoformat(known['start']), zone)}"
        change += f", {away}." if known["quarters"] else "."
    elif known["remedy"] == "size":
        change = f"There is a group for them if groups of {known['size']} are allowed."
    elif known["remedy"] == "pin":
        change = "Unpin that group."
    return Without(person, REASONS[known["reason"]], change, True)


def _lines(found: Gathered) -> list[Line]:
    board = found.opened.board
    report = board.report if board else {}
    known = {each["tier"]: each for each in report.get("standings", ())}
    order = [tier for tier in rules.order_of(board.order if board else ()) if tier in TIERS]
    return [_line(tier, known.get(tier.value), place > 1) for place, tier in enumerate(order)]


def _line(tier: Tier, known: Mapping[str, int] | None, can_rise: bool) -> Line:
    title, counted = TIERS[tier]
    if known is None:
        return Line(tier, title, "", "", False, can_rise)
    value, bound = known["value"], known["bound"]
    if known["is_proven"]:
        proof = "Nothing better is possible."
    elif bound < value:
        proof = f"Perhaps not the best yet: {bound} might be possible."
    else:
        proof = "As good as can be, as far as is known."
    return Line(tier, title, f"{value} {counted}", proof, bool(known["is_proven"]), can_rise)


def _news(found: Gathered) -> list[str]:
    """What has happened since the groups were announced."""
    if not found.told:
        return []
    told = {one for group in found.told for one in group.members}
    news = [f"{_name(found, one)} takes part no longer." for one in _by_name(found, told - found.learners)]
    away = found.away() & told
    news += [f"{_name(found, one)} can’t come any more: away, or no hours left." for one in _by_name(found, away)]
    news += [
        f"{_name(found, one)} has hours and no group."
        for one in _by_name(found, found.learners - told - found.silent() - found.away())
    ]
    return news + [_lost(found, group) for group in found.told if _has_lost(found, group, away)]


def _has_lost(found: Gathered, group: Told, away: set[int]) -> bool:
    """Whether a group that nobody left can't meet any more, or not at its hour."""
    members = set(group.members)
    if members & found.fixed or members & away or not members <= found.learners:
        return False
    shared = rules.shared(found.starts, group.members)
    if not shared:
        return True
    bit = found.start_bit(group.meeting) if group.meeting and group.meeting.state is State.BOOKED else None
    return bit is not None and not shared >> bit & 1


def _lost(found: Gathered, group: Told) -> str:
    if rules.shared(found.starts, group.members):
        return f"Group {group.number} is booked for an hour at which somebody isn’t free any more."
    return f"Group {group.number} shares no hour any more."


def _name(found: Gathered, one: int) -> str:
    return found.people[one].name


def _by_name(found: Gathered, ids: set[int] | frozenset[int]) -> list[int]:
    return sorted((one for one in ids if one in found.people), key=lambda one: (found.people[one].name, one))


def sizes_of(found: Gathered) -> list[int]:
    """Which sizes of groups are allowed."""
    board = found.opened.board
    return list(board.sizes) if board and board.sizes else sorted(SIZES)

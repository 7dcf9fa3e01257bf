"""A round as the solver asks it, and the solver's answer as it is kept: in ids and instants."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.roleplays.board import rules
from lms.roleplays.board.queries import Gathered
from lms.roleplays.board.rules import Draft, DraftGroup
from lms.roleplays.pairing.answer import NotPlaced, Pairing, Progress, Standing
from lms.roleplays.pairing.problem import SIZES, Announced, Member, Pin, Problem
from lms.roleplays.rounds.rules import State

UNCOMFORTABLE = 1  # what a start costs that somebody only called possible


def problem_of(found: Gathered) -> Problem:
    """What there is to solve: everybody whose group isn't settled, around what is pinned, near what was announced."""
    board = found.opened.board
    there = found.learners - found.fixed
    pins = [group.members for group in found.opened.draft if group.is_pinned]
    return Problem(
        members=tuple(_member(found, one) for one in sorted(there)),
        exclusions=found.apart,
        pins=tuple(Pin(frozenset(members) & there) for members in pins if len(there & set(members)) > 1),
        announced=tuple(
            Announced(frozenset(told.members), _agreed(found, told.id))
            for told in found.told
            if not found.fixed & set(told.members)
        ),
        history=found.past.met,
        round_number=found.past.rounds,
        sizes=frozenset(board.sizes) if board and board.sizes else SIZES,
        order=rules.order_of(board.order if board else ()),
    )


def draft_from(pairing: Pairing, found: Gathered) -> Draft:
    """The draft that an answer makes: what is settled, then its groups; pins stay pins."""
    settled = tuple(DraftGroup(told.members, is_pinned=True) for told in found.settled)
    return (*settled, *(DraftGroup(group.members, group.is_pinned) for group in pairing.groups))


def report_of(pairing: Pairing, begin: datetime, now: datetime) -> dict[str, Any]:
    """What is kept of an answer: no names, no hours of anybody."""
    return {
        "standings": [_standing(standing) for standing in pairing.standings],
        "not_placed": [_not_placed(one, begin) for one in pairing.not_placed],
        "was_cancelled": pairing.was_cancelled,
        "solved_at": now.isoformat(),
    }


def progress_of(progress: Progress) -> dict[str, Any]:
    """How far a solving is."""
    return {
        "tier": progress.tier.value,
        "placed": progress.placed,
        "standings": [_standing(standing) for standing in progress.standings],
    }


def _standing(standing: Standing) -> Mapping[str, Any]:
    return {
        "tier": standing.tier.value,
        "value": standing.value,
        "bound": standing.bound,
        "is_proven": standing.is_proven,
    }


def _not_placed(one: NotPlaced, begin: datetime) -> Mapping[str, Any]:
    change = one.change
    return {
        "member": one.member,
        "reason": one.reason.value,
        "remedy": change.remedy.value if change else None,
        "start": (begin + change.start * rules.QUARTER).isoformat() if change and change.start is not None else None,
        "quarters": change.quarters if change else None,
        "size": change.size if change else None,
    }


def _member(found: Gathered, one: int) -> Member:
    past = found.past
    hard = found.starts[one] & ~found.comfortable[one]
    return Member(
        one,
        found.starts[one],
        ((UNCOMFORTABLE, hard),) if hard else (),
        experience=one,  # nobody says theirs: so that nothing counts as mixed or not
        profession=str(one),
        missed=past.missed.get(one, 0),
        played=past.played.get(one, (0, 0, 0)),
        turns_missed=past.turns_missed.get(one, 0),
    )


def _agreed(found: Gathered, group_id: int) -> int | None:
    meeting = next(told.meeting for told in found.told if told.id == group_id)
    return found.start_bit(meeting) if meeting and meeting.state is State.BOOKED else None

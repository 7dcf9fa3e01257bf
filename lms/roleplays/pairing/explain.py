"""Why somebody has no place, and the smallest change that would give them one.

Says nothing from which could be told who may not be together: such a pair looks as if it shared no hour.
"""

from collections.abc import Sequence

from lms.roleplays.pairing.answer import Change, NotPlaced, Reason, Remedy
from lms.roleplays.pairing.cohort import Cohort, Column


def not_placed(cohort: Cohort, columns: Sequence[Column]) -> tuple[NotPlaced, ...]:
    """Everyone who is here and in no group, by id."""
    held = [NotPlaced(member, Reason.PIN, Change(Remedy.PIN)) for member in cohort.held]
    alone = [column[0] for column in columns if len(column) == 1]
    others = [_not_placed(cohort, one, columns) for one in alone]
    return tuple(sorted([*held, *others], key=lambda found: found.member))


def _not_placed(cohort: Cohort, one: int, columns: Sequence[Column]) -> NotPlaced:
    can_meet = any(cohort.may_share(one, other) for other in range(len(cohort)) if other != one)
    joins = [column for column in columns if one not in column and _may_join(cohort, one, column)]
    return NotPlaced(
        cohort.members[one].id,
        Reason.TAKEN if can_meet else Reason.HOURS,
        _other_size(cohort, one, joins) or _other_hour(cohort, one, joins),
    )


def _may_join(cohort: Cohort, one: int, column: Column) -> bool:
    return len(column) < 4 and cohort.may_meet(tuple(sorted((one, *column))))


def _other_size(cohort: Cohort, one: int, joins: list[Column]) -> Change | None:
    """A size that isn't allowed and would make room as things are, the smaller first."""
    sizes = sorted(
        len(column) + 1
        for column in joins
        if len(column) + 1 not in cohort.problem.sizes and cohort.shared(column) & cohort.starts[one]
    )
    return Change(Remedy.SIZE, size=sizes[0]) if sizes else None


def _other_hour(cohort: Cohort, one: int, joins: list[Column]) -> Change | None:
    """The start nearest to one of theirs at which a group of this answer, or somebody without one, could take them."""
    offers = 0
    for column in joins:
        if len(column) + 1 in cohort.problem.sizes:
            offers |= cohort.shared(column)
    if not offers:
        return None
    reach, quarters = cohort.starts[one], 0
    while not reach & offers:
        reach |= reach << 1 | reach >> 1
        quarters += 1
    nearest = reach & offers
    return Change(Remedy.HOUR, start=(nearest & -nearest).bit_length() - 1, quarters=quarters)

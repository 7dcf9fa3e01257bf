"""Agreement in a cohort as tables: for the page, and as CSV."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from lms.core import sheets
from lms.feedback.calibration.rules import Concordance, Leaning, Work, concordance, judgments, leaning, pairs
from lms.feedback.reviews.rules import RatedBy
from lms.program.rules import Competency

HEAD = (
    "Compared", "Code", "Competency", "Pairs", "Same level", "At most one level apart", "Weighted kappa", "From (95%)",
    "To (95%)", "Enough pairs", "Left out as not observed",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One competency, or (None) all together."""

    competency: Competency | None
    found: Concordance
    leaning: Leaning | None
    """Where learners' own levels are compared: how they lie."""


@dataclass(frozen=True)
class Comparison:
    """Whose ratings are compared with whose."""

    one: RatedBy
    other: RatedBy
    title: str


COMPARED = (
    Comparison(RatedBy.TRAINER, RatedBy.TRAINER, "Trainers with one another"),
    Comparison(RatedBy.SELF, RatedBy.TRAINER, "Learners with their trainers"),
)
"""Another kind of rater is another line here."""


@dataclass(frozen=True)
class Table:
    """One comparison, a row for each competency."""

    comparison: Comparison
    rows: Sequence[Row]
    works: int
    """Versions with at least one pair."""

    @property
    def total(self) -> Concordance:
        return self.rows[-1].found


def tables(works: Sequence[Work], rubric: Sequence[Competency], only_blind: bool = False) -> list[Table]:
    """Every comparison. `only_blind`: of trainers' ratings just those that saw no other trainer's."""
    judged = [judgments(work, only_blind) for work in works]
    return [_table(judged if each.one is each.other else _told(works), rubric, each) for each in COMPARED]


def as_csv(found: Sequence[Table]) -> Iterator[str]:
    """The tables under one another, a line at a time; with a mark in front by which spreadsheets know UTF-8."""
    yield "\ufeff" + sheets.line(HEAD)
    for table in found:
        yield from (sheets.line(_cells(table.comparison, row)) for row in table.rows)


def _told(works: Sequence[Work]) -> list[Work]:
    """What learners are compared with is what they know of: nothing that is said in a calibration."""
    return [judgments(work.told) for work in works]


def _table(works: Sequence[Work], rubric: Sequence[Competency], compared: Comparison) -> Table:
    kinds = (compared.one, compared.other)
    by_code = {each.code: [pairs(work.triples, each.code, *kinds) for work in works] for each in rubric}
    rows = [
        Row(each, concordance([*chain.from_iterable(by_code[each.code])]), _leaning(works, each, compared))
        for each in rubric
    ]
    every = concordance([pair for found in by_code.values() for pair in chain.from_iterable(found)])
    # Pairs of one work hang together: bounds that take each for itself would be too narrow.
    total = Row(None, replace(every, bounds=None), None)
    rated = {number for found in by_code.values() for number, each in enumerate(found) if each}
    return Table(compared, [*rows, total], len(rated))


def _leaning(works: Sequence[Work], of: Competency, compared: Comparison) -> Leaning | None:
    return leaning(works, of.code, compared.other) if compared.one is RatedBy.SELF else None


def _cells(compared: Comparison, row: Row) -> Sequence[str | int]:
    found, of = row.found, row.competency
    low, high = found.bounds or (None, None)
    return (
        compared.title,
        of.code if of else "",
        of.title if of else "All together",
        found.pairs,
        found.exact,
        found.close,
        *(f"{number:.3f}" if number is not None else "" for number in (found.kappa, low, high)),
        "yes" if found.is_enough else "no",
        found.not_observed,
    )

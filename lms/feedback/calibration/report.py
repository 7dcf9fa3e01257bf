"""Agreement in a cohort as tables: for the page, and as CSV."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lms.core import sheets
from lms.feedback.calibration.rules import Concordance, Leaning, Pair, Work, by_code, concordance, gap, judgments, pairs
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
    """How learners' own levels lie; None where theirs aren't compared, or none has been."""


@dataclass(frozen=True)
class Comparison:
    """Whose ratings are compared with whose."""

    one: RatedBy
    other: RatedBy
    title: str


COMPARED = (
    Comparison(RatedBy.TRAINER, RatedBy.TRAINER, "Trainers with one another"),
    Comparison(RatedBy.SELF, RatedBy.TRAINER, "Learners with their trainers"),
    Comparison(RatedBy.PEER, RatedBy.TRAINER, "Peers with trainers"),
    Comparison(RatedBy.SELF, RatedBy.PEER, "Learners with their peers"),
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
    return [_table(_judged(works, each, only_blind), rubric, each) for each in COMPARED]


def as_csv(found: Sequence[Table]) -> Iterator[str]:
    """The tables under one another, a line at a time; with a mark in front by which spreadsheets know UTF-8."""
    yield "\ufeff" + sheets.line(HEAD)
    for table in found:
        yield from (sheets.line(_cells(table.comparison, row)) for row in table.rows)


def _judged(works: Sequence[Work], compared: Comparison, only_blind: bool) -> list[Work]:
    """The works that may have a pair, each rater's first rating. Learners are compared with what they know of: nothing
    that is said in a calibration."""
    if compared.one is compared.other:
        several = (work for work in works if sum(rating.by is compared.one for rating in work.ratings) > 1)
        return [judgments(work, only_blind) for work in several]
    kinds = {compared.one, compared.other}
    return [judgments(work.told) for work in works if kinds <= {rating.by for rating in work.ratings}]


def _table(works: Sequence[Work], rubric: Sequence[Competency], compared: Comparison) -> Table:
    found, leanings, rated = _sorted_out(works, compared)
    rows = [Row(each, concordance(found[each.code]), leanings.get(each.code)) for each in rubric]
    every = concordance([pair for each in rubric for pair in found[each.code]])
    # Pairs of one work hang together: bounds that take each for itself would be too narrow.
    return Table(compared, [*rows, Row(None, replace(every, bounds=None), None)], rated)


def _sorted_out(works: Sequence[Work], compared: Comparison) -> tuple[dict[str, list[Pair]], dict[str, Leaning], int]:
    """By competency the pairs and, of learners, how they lie; and how many works have any pair."""
    found, gaps, rated = defaultdict(list), defaultdict(list), 0
    for work in works:
        has_pairs = False
        for code, triples in by_code(work.triples).items():
            two = pairs(triples, code, compared.one, compared.other)
            found[code] += two
            has_pairs = has_pairs or bool(two)
            if compared.one is RatedBy.SELF and (lies := gap(triples, code, compared.other)) is not None:
                gaps[code].append(lies)
        rated += has_pairs
    return found, {code: Leaning(each) for code, each in gaps.items()}, rated


def _cells(compared: Comparison, row: Row) -> Sequence[str | int | float]:
    found, of = row.found, row.competency
    low, high = found.bounds or (None, None)
    return (
        compared.title,
        of.code if of else "",
        of.title if of else "All together",
        found.pairs,
        found.exact,
        found.close,
        *("" if number is None else round(number, 3) for number in (found.kappa, low, high)),
        "yes" if found.is_enough else "no",
        found.not_observed,
    )

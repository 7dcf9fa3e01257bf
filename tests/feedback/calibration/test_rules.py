"""Agreement as figures: against values that others computed, and for whatever levels people give."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from lms.feedback.calibration import chart, report, rules
from lms.feedback.calibration.rules import Leaning, Rating, Work
from lms.feedback.reviews.rules import RatedBy
from lms.program.rules import Competency

DAY = datetime(2026, 9, 1, tzinfo=UTC)
TRAINER, SELF = RatedBy.TRAINER, RatedBy.SELF
LEVELS = [("not yet", ""), ("emerging", ""), ("ready", ""), ("steady", "")]
CALM, WARM = Competency("C1", "Calm", LEVELS), Competency("C2", "Warm", LEVELS)

SPREAD = [(1, 1), (1, 2), (2, 2), (2, 2), (2, 3), (3, 3), (3, 2), (3, 3), (4, 4), (4, 3), (1, 3), (4, 4)]
CROSSED = [(1, 4), (2, 3), (3, 2), (4, 1), (1, 3), (2, 4), (4, 2), (3, 1), (2, 2), (1, 4)]
MANY = [
    *[(1, 1)] * 7, *[(1, 2)] * 3, (2, 1), *[(2, 2)] * 9, *[(2, 3)] * 4, *[(3, 2)] * 2, *[(3, 3)] * 11, *[(3, 4)] * 2,
    *[(4, 3)] * 3, *[(4, 4)] * 6, (1, 3), (4, 2),
]  # fmt: skip

some_pairs = some.lists(some.tuples(some.integers(1, 4), some.integers(1, 4)), min_size=1, max_size=60)


# Kappa: scikit-learn 1.9.1, cohen_kappa_score(…, weights="quadratic", labels=[1, 2, 3, 4]), and the same to the last
# digits from statsmodels 0.15.0, cohens_kappa(table, wt="quadratic"), whose std_kappa is the standard error here.
@pytest.mark.parametrize(
    ("pairs", "kappa", "error"),
    [
        (SPREAD, 0.6666666666666667, 0.17160882400787597),
        (CROSSED, -0.7716535433070868, 0.14700894886516203),
        (MANY, 0.7678643520387566, 0.06702423747388017),
    ],
    ids=["twelve pairs", "worse than chance", "fifty pairs"],
)
def test_kappa_and_its_error_are_what_other_programs_compute(pairs: list[tuple[int, int]], kappa: float, error: float):
    assert rules.weighted_kappa(pairs) == pytest.approx(kappa, abs=1e-12)
    assert rules.standard_error(pairs) == pytest.approx(error, abs=1e-12)


def test_bounds_end_where_kappa_does():
    assert rules.bounds(SPREAD) == (pytest.approx(0.330313, abs=1e-6), 1.0)
    low, high = rules.bounds(CROSSED) or (0, 0)
    assert (low, high) == (-1.0, pytest.approx(-0.483516, abs=1e-6))


@given(some.lists(some.integers(1, 4), min_size=2))
def test_whoever_gives_the_same_levels_agrees_wholly(levels: list[int]):
    assume(len(set(levels)) > 1)
    same = [(level, level) for level in levels]
    assert rules.weighted_kappa(same) == 1
    assert rules.bounds(same) is None, "no error can be told where nobody ever differed"


@given(some_pairs)
def test_it_does_not_matter_who_comes_first(pairs: list[tuple[int, int]]):
    turned = [(b, a) for a, b in pairs]
    assert rules.weighted_kappa(turned) == rules.weighted_kappa(pairs)
    if rules.bounds(pairs):
        assert rules.standard_error(turned) == pytest.approx(rules.standard_error(pairs), abs=1e-9)


@given(some_pairs)
def test_nor_whether_levels_are_counted_from_the_other_end(pairs: list[tuple[int, int]]):
    turned = [(5 - a, 5 - b) for a, b in pairs]
    assert rules.weighted_kappa(turned) == rules.weighted_kappa(pairs)


@given(some_pairs)
def test_it_lies_between_minus_one_and_one_or_is_not_defined(pairs: list[tuple[int, int]]):
    kappa = rules.weighted_kappa(pairs)
    assert kappa is None or -1 <= kappa <= 1
    assert (kappa is None) == (len({level for pair in pairs for level in pair}) == 1)


@given(some_pairs)
def test_two_levels_apart_weigh_more_than_one(pairs: list[tuple[int, int]]):
    near, far = [*pairs, (1, 2), (4, 4)], [*pairs, (1, 3), (4, 4)]
    chance_near, chance_far = (sum((a - b) ** 2 for a, _ in p for _, b in p) / len(p) for p in (near, far))
    apart = [(1 - (rules.weighted_kappa(p) or 0)) * c for p, c in ((near, chance_near), (far, chance_far))]
    assert apart[1] - apart[0] == pytest.approx(3)  # four instead of one squared level


def test_what_was_not_observed_is_counted_and_left_out():
    found = rules.concordance([(1, 1), (1, 2), (2, 4), (0, 3), (2, 0), (0, 0)])
    assert (found.pairs, found.exact, found.close, found.not_observed) == (3, 1, 2, 3)
    assert (found.percent(found.exact), found.percent(found.close)) == (33, 67)
    assert not found.is_enough
    assert found.bounds is None


def test_no_pairs_are_no_figures():
    found = rules.concordance([])
    assert (found.pairs, found.kappa, found.bounds) == (0, None, None)


def test_pairs_are_made_of_triples_of_any_kinds():
    triples = [(SELF, "C1", 3), (TRAINER, "C1", 2), (TRAINER, "C1", 4), (TRAINER, "C2", 1), (TRAINER, "C1", 1)]
    assert rules.pairs(triples, "C1", TRAINER, TRAINER) == [(2, 4), (2, 1), (4, 1)]
    assert rules.pairs(triples, "C1", SELF, TRAINER) == [(3, 2), (3, 4), (3, 1)]
    assert rules.pairs(triples, "C2", SELF, TRAINER) == []


def rating(by: RatedBy, who: int, day: int, is_blind: bool = False, is_told: bool = True, **levels: int) -> Rating:
    return Rating(by, who, DAY + timedelta(days=day), levels, is_told, is_blind)


def test_of_two_ratings_by_one_trainer_the_first_counts():
    work = Work(1, 9, [rating(TRAINER, 2, 3, C1=4), rating(TRAINER, 2, 1, C1=1), rating(TRAINER, 1, 2, C1=2)])
    assert rules.judgments(work).triples == [(TRAINER, "C1", 2), (TRAINER, "C1", 1)]


def test_independent_are_the_first_and_those_who_saw_no_other():
    work = Work(1, 9, [rating(TRAINER, 3, 2, C1=3), rating(TRAINER, 1, 1, C1=1), rating(TRAINER, 2, 3, True, C1=2)])
    assert rules.judgments(work, only_blind=True).triples == [(TRAINER, "C1", 1), (TRAINER, "C1", 2)]


def test_a_learner_is_compared_with_the_mean_of_what_they_know():
    told = [rating(SELF, 9, 0, C1=3, C2=0), rating(TRAINER, 1, 1, C1=2, C2=2), rating(TRAINER, 2, 1, C1=3)]
    work = Work(1, 9, [*told, rating(TRAINER, 3, 1, is_told=False, C1=4)])
    assert rules.gap(work.told.triples, "C1") == 0.5
    assert rules.gap(work.told.triples, "C2") is None, "not observed by themselves"
    assert rules.leaning([work.told, Work(2, 9, [rating(SELF, 9, 2, C1=1)])], "C1").gaps == [0.5]


def test_a_leaning_is_counted():
    found = Leaning([0, 1, -2, 0, 0.5])
    assert (found.equal, found.higher, found.lower, found.latest) == (2, 2, 1, 0.5)


def test_drawn_higher_stands_above_the_line_and_lower_below_it():
    higher, lower, same = chart.marks(Leaning([1, -2, 0]))
    assert higher.y < chart.HEIGHT / 2 < lower.y
    assert same.is_ring
    assert higher.x < lower.x < same.x
    assert len(chart.marks(Leaning([1] * 40))) == chart.SHOWN_MOST


def test_a_report_has_a_row_for_each_competency_and_all_together():
    works = [
        Work(1, 9, [rating(SELF, 9, 0, C1=4), rating(TRAINER, 1, 1, C1=3, C2=0), rating(TRAINER, 2, 2, C1=3, C2=2)]),
        Work(2, 8, [rating(TRAINER, 1, 1, C1=1), rating(TRAINER, 2, 1, is_told=False, C1=2)]),
        Work(3, 7, [rating(TRAINER, 1, 1, C1=1)]),
    ]
    trainers, learners, *with_peers = report.tables(works, [CALM, WARM])
    assert [table.works for table in with_peers] == [0, 0], "no peer has rated anything"
    assert [(row.found.pairs, row.found.exact, row.found.not_observed) for row in trainers.rows] == [
        (2, 1, 0),
        (0, 0, 1),
        (2, 1, 1),
    ]
    assert (trainers.works, learners.works) == (2, 1)
    assert [row.leaning.higher if row.leaning else None for row in learners.rows] == [1, None, None]
    lines = "".join(report.as_csv([trainers, learners])).splitlines()
    assert lines[1].split(",")[:6] == ["Trainers with one another", "C1", "Calm", "2", "1", "2"]
    assert len(lines) == 1 + 3 + 3


def test_as_csv_a_kappa_below_nothing_is_a_number():
    works = [Work(n, 9, [rating(TRAINER, 1, 1, C1=a), rating(TRAINER, 2, 1, C1=b)]) for n, (a, b) in enumerate(CROSSED)]
    lines = "".join(report.as_csv(report.tables(works, [CALM]))).removeprefix("\ufeff")
    first = next(csv.DictReader(io.StringIO(lines)))
    assert [first[name] for name in ("Weighted kappa", "From (95%)", "To (95%)")] == ["-0.772", "-1.0", "-0.484"]


def test_all_together_has_no_bounds():
    works = [Work(n, 9, [rating(TRAINER, 1, 1, C1=a), rating(TRAINER, 2, 1, C1=b)]) for n, (a, b) in enumerate(MANY)]
    [row, total] = report.tables(works, [CALM])[0].rows
    assert row.found.bounds is not None
    assert total.found.kappa == row.found.kappa
    assert total.found.bounds is None

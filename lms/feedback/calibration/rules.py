"""How far raters agree. Pure: lists of (rater kind, competency, level) in, figures out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations, product
from math import sqrt
from statistics import fmean, pvariance

from lms.feedback.reviews.rules import NOT_OBSERVED, RatedBy

ENOUGH = 10  # pairs; with fewer, chance alone moves every figure
ADJACENT = 1  # levels between two ratings that still count as close
NORMAL_95 = 1.96  # standard errors to either side that hold 95% of a normal distribution

Triple = tuple[RatedBy, str, int]
"""One level by one rater of a kind: (kind, code of the competency, level)."""
Pair = tuple[int, int]


@dataclass(frozen=True)
class Rating:
    """All that one rater said of one version."""

    by: RatedBy
    rater_id: int
    at: datetime
    levels: Mapping[str, int]
    is_told: bool = True
    """Whether the learner has been told; what is said in a calibration stays there."""
    is_blind: bool = False
    """Whether it is known that they hadn't seen another trainer's of this version."""

    @property
    def triples(self) -> list[Triple]:
        return [(self.by, code, level) for code, level in self.levels.items()]


@dataclass(frozen=True)
class Work:
    """One version of somebody's work with all its ratings."""

    version_id: int
    learner_id: int
    ratings: Sequence[Rating]

    @property
    def triples(self) -> list[Triple]:
        return [triple for rating in self.ratings for triple in rating.triples]

    @property
    def told(self) -> "Work":
        """The same with what its learner knows of."""
        return replace(self, ratings=[rating for rating in self.ratings if rating.is_told])


@dataclass(frozen=True)
class Concordance:
    """How far pairs of ratings agree; both of each are observed."""

    pairs: int
    exact: int
    close: int
    """At most one level apart; the same level included."""
    not_observed: int
    """Pairs that were left out because one of the two, or both, had not observed it."""
    kappa: float | None
    """Quadratically weighted; None where it isn't defined."""
    bounds: tuple[float, float] | None
    """Of kappa, 95%; None with fewer pairs than are enough, or where no error can be told."""

    @property
    def is_enough(self) -> bool:
        return self.pairs >= ENOUGH

    def percent(self, count: int) -> int:
        """So many of the pairs, of which there must be some."""
        return round(100 * count / self.pairs)


@dataclass(frozen=True)
class Leaning:
    """How somebody's own level lies beside what others of one kind gave, work by work: levels above (or below: less
    than 0) their mean."""

    gaps: Sequence[float]

    @property
    def equal(self) -> int:
        return sum(gap == 0 for gap in self.gaps)

    @property
    def higher(self) -> int:
        return sum(gap > 0 for gap in self.gaps)

    @property
    def lower(self) -> int:
        return sum(gap < 0 for gap in self.gaps)

    @property
    def latest(self) -> float | None:
        return self.gaps[-1] if self.gaps else None


def by_code(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    """The triples of each competency, in their order."""
    found: dict[str, list[Triple]] = {}
    for triple in triples:
        found.setdefault(triple[1], []).append(triple)
    return found


def pairs(triples: Iterable[Triple], code: str, one: RatedBy, other: RatedBy) -> list[Pair]:
    """The levels that each rater of a kind and each of another gave a competency of one version.

    Of one kind with itself: each two of its raters once, in the order of the triples.
    """
    listed = [triple for triple in triples if triple[1] == code]
    ones, others = ([level for by, _, level in listed if by is kind] for kind in (one, other))
    return list(combinations(ones, 2)) if one is other else list(product(ones, others))


def gap(triples: Iterable[Triple], code: str, against: RatedBy = RatedBy.TRAINER) -> float | None:
    """Levels by which the learner's own lies above the mean of a kind's; None where either is missing."""
    seen = [(by, level) for by, named, level in triples if named == code and level != NOT_OBSERVED]
    own, theirs = ([level for by, level in seen if by is kind] for kind in (RatedBy.SELF, against))
    return own[0] - fmean(theirs) if own and theirs else None


def leaning(works: Iterable[Work], code: str, against: RatedBy = RatedBy.TRAINER) -> Leaning:
    """The same of each version that has both, in the order given."""
    found = (gap(work.triples, code, against) for work in works)
    return Leaning([each for each in found if each is not None])


def judgments(work: Work, only_blind: bool = False) -> Work:
    """A version with the first rating of each rater, by rater.

    `only_blind`: of the trainers' just those that saw no other, which are the first, and whoever is known not to have
    looked.
    """
    firsts: dict[tuple[RatedBy, int], Rating] = {}
    for rating in sorted(work.ratings, key=lambda rating: rating.at):
        firsts.setdefault((rating.by, rating.rater_id), rating)
    began = min((rating.at for rating in firsts.values() if rating.by is RatedBy.TRAINER), default=None)
    kept = [
        rating
        for rating in sorted(firsts.values(), key=lambda rating: rating.rater_id)
        if not only_blind or rating.by is not RatedBy.TRAINER or rating.is_blind or rating.at == began
    ]
    return replace(work, ratings=kept)


def concordance(found: Collection[Pair]) -> Concordance:
    """How far these pairs agree; those in which something wasn't observed are counted and left out."""
    seen = [(a, b) for a, b in found if NOT_OBSERVED not in (a, b)]
    return Concordance(
        pairs=len(seen),
        exact=sum(a == b for a, b in seen),
        close=sum(abs(a - b) <= ADJACENT for a, b in seen),
        not_observed=len(found) - len(seen),
        kappa=weighted_kappa(seen),
        bounds=bounds(seen) if len(seen) >= ENOUGH else None,
    )


def weighted_kappa(seen: Collection[Pair]) -> float | None:
    """Cohen's kappa with quadratic weights: 1 for the same levels throughout, 0 for no better than by chance.

    One minus the mean squared distance of the pairs over that of two raters who give each level as often, but without
    looking. None where that is 0: both gave one and the same level, always, or there are no pairs.
    Source: J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial
    credit", Psychological Bulletin 70 (1968), 213–220.
    """
    count, one, other = len(seen), sum(a for a, _ in seen), sum(b for _, b in seen)
    apart = count * sum((a - b) ** 2 for a, b in seen)
    by_chance = count * sum(a * a + b * b for a, b in seen) - 2 * one * other
    return 1 - apart / by_chance if by_chance else None


def bounds(seen: Collection[Pair]) -> tuple[float, float] | None:
    """Where the weighted kappa lies with 95%, for many pairs of works that are independent of one another.

    None where it isn't defined, or the pairs all agree: they tell no error then. Source of the standard error:
    J. L. Fleiss, J. Cohen, B. S. Everitt, "Large sample standard errors of kappa and weighted kappa", Psychological
    Bulletin 72 (1969), 323–327.
    """
    kappa = weighted_kappa(seen)
    if kappa is None or kappa == 1:
        return None
    error = standard_error(seen)
    return max(-1.0, kappa - NORMAL_95 * error), min(1.0, kappa + NORMAL_95 * error)


def standard_error(seen: Collection[Pair]) -> float:
    """The large-sample standard error of the weighted kappa, which must be defined; see `bounds`."""
    ones, others = [a for a, _ in seen], [b for _, b in seen]
    mean_one, mean_other = fmean(ones), fmean(others)
    square_one, square_other = fmean(a * a for a in ones), fmean(b * b for b in others)
    by_chance = square_one + square_other - 2 * mean_one * mean_other
    ratio = fmean((a - b) ** 2 for a, b in seen) / by_chance

    def weighed(a: int, b: int) -> float:
        from_a = a * a - 2 * a * mean_other + square_other  # mean squared distance of this level from the other's
        from_b = b * b - 2 * b * mean_one + square_one
        return ratio * (from_a + from_b) - (a - b) ** 2

    return sqrt(pvariance([weighed(a, b) for a, b in seen]) / len(seen)) / by_chance

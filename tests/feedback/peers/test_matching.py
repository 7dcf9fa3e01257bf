"""Whoever is given whose work: nobody their own, everybody as many as can be, loads level, pairs new; in any order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.feedback.peers.matching import CIRCLE, Member, Pair, circles, gifts


@dataclass
class Term:
    """One assignment: who comes in when, and what was given out so far."""

    people: Sequence[int]
    reviewers: int
    everybody_gives: bool
    met: dict[Pair, int] = field(default_factory=dict)
    barred: set[Pair] = field(default_factory=set)
    here: list[int] = field(default_factory=list)
    given: list[Pair] = field(default_factory=list)

    def come_in(self, person: int, is_closed: bool = False) -> None:
        self.here.append(person)
        self.give(is_closed or len(self.here) == len(self.people))

    def give(self, is_closed: bool) -> None:
        for pair in gifts([self.member(person, is_closed) for person in self.people], self.taken, self.met):
            assert pair not in self.taken
            assert pair[0] in self.here
            assert self.everybody_gives or pair[1] in self.here
            self.given.append(pair)

    @property
    def taken(self) -> set[Pair]:
        return self.barred | set(self.given)

    def member(self, person: int, is_closed: bool) -> Member:
        is_here = person in self.here
        gives = is_here or self.everybody_gives
        wanted = self.reviewers if is_here or not is_closed else 0
        return Member(
            person,
            wanted - self.found(person),
            self.loads[person],
            is_here,
            gives,
            will_give=gives or not is_closed,
        )

    def found(self, person: int) -> int:
        return sum(author == person for author, _ in self.given)

    @property
    def loads(self) -> Counter[int]:
        return Counter(dict.fromkeys(self.people, 0) | Counter(peer for _, peer in self.given))


@st.composite
def terms(draw: st.DrawFn) -> Term:
    people = draw(st.permutations(range(draw(st.integers(1, 11)))))
    met = draw(st.dictionaries(st.tuples(st.sampled_from(people), st.sampled_from(people)), st.integers(1, 3)))
    return Term(people, draw(st.integers(1, 4)), draw(st.booleans()), met)


@given(terms())
@settings(max_examples=300)
def test_once_everybody_has_handed_in_all_have_what_was_asked_for_and_give_as_much_as_the_others(term: Term):
    for person in term.people:
        term.come_in(person)
        assert all(author != peer for author, peer in term.given)
    wanted = min(term.reviewers, len(term.people) - 1)
    assert {term.found(person) for person in term.people} == {wanted}
    assert max(term.loads.values()) - min(term.loads.values()) <= 1


@given(terms(), st.data())
@settings(max_examples=300)
def test_with_people_kept_apart_and_people_who_never_hand_in_as_many_reviews_are_found_as_can_be(
    term: Term, data: st.DataObject
):
    pairs = st.tuples(st.sampled_from(term.people), st.sampled_from(term.people))
    term.barred = set(data.draw(st.lists(pairs, max_size=12)))
    some = data.draw(st.integers(0, len(term.people)))
    for person in term.people[:some]:
        term.come_in(person)
    before = list(term.given)
    term.give(is_closed=True)
    assert not {pair for pair in term.given if pair in term.barred or pair[0] == pair[1]}
    assert len(term.given) - len(before) == most_that_can_be(term, before)
    assert all(term.found(person) <= term.reviewers for person in term.people)


def most_that_can_be(term: Term, before: Sequence[Pair]) -> int:
    """How many more reviews there can be at best: every author's wishes on their own, for nobody's load is bounded."""
    givers = term.people if term.everybody_gives else term.here
    apart = term.barred | set(before)
    return sum(
        min(
            term.reviewers - sum(author == person for author, _ in before),
            sum(peer != person and (person, peer) not in apart for peer in givers),
        )
        for person in term.here
    )


@given(terms())
@settings(max_examples=100)
def test_the_last_to_hand_in_does_not_wait(term: Term):
    for person in term.people:
        term.come_in(person)
    assert term.found(term.people[-1]) == min(term.reviewers, len(term.people) - 1)


@given(
    st.lists(st.integers(0, 2), min_size=3, max_size=4),
    st.integers(1, 2),
    st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.integers(1, 2), max_size=8),
)
@settings(max_examples=150)
def test_loads_are_as_level_as_they_can_be_and_then_as_few_pairs_as_possible_meet_again(
    loads: list[int], wants: int, met: dict[Pair, int]
):
    members = [Member(person, wants, load, True, True, True) for person, load in enumerate(loads)]
    found = gifts(members, (), met)
    assert price(found, loads, met) == min(price(whole, loads, met) for whole in every_way(len(loads), wants))


def price(pairs: Sequence[Pair], loads: Sequence[int], met: dict[Pair, int]) -> tuple[int, int]:
    total = Counter(peer for _, peer in pairs)
    unevenness = sum((load + total[person]) ** 2 for person, load in enumerate(loads))
    return unevenness, sum(met.get(pair, 0) for pair in pairs)


def every_way(people: int, wants: int) -> list[list[Pair]]:
    """All ways to give each of so many people that many peers."""
    each = [
        [[(author, peer) for peer in peers] for peers in combinations(sorted(set(range(people)) - {author}), wants)]
        for author in range(people)
    ]
    return [[pair for pairs in chosen for pair in pairs] for chosen in product(*each)]


def test_the_first_waits_and_is_given_a_peer_as_soon_as_one_hands_in():
    term = Term(range(6), 2, everybody_gives=False)
    term.come_in(0)
    assert term.given == []
    term.come_in(1)
    assert set(term.given) == {(0, 1), (1, 0)}


def test_partners_of_earlier_work_are_left_for_others_where_there_is_a_choice():
    met = {(0, 1): 1, (1, 0): 1}
    term = Term(range(6), 1, everybody_gives=False, met=met)
    for person in range(6):
        term.come_in(person)
    assert not {(0, 1), (1, 0)} & set(term.given)


def test_whoever_comes_late_is_served_by_those_who_have_given_least():
    term = Term(range(5), 1, everybody_gives=False)
    for person in range(3):
        term.come_in(person)
    term.give(is_closed=True)
    term.come_in(3, is_closed=True)
    assert term.found(3) == 1
    assert max(term.loads.values()) <= 2


def test_a_large_cohort_is_seen_in_parts_that_hold_everybody_once():
    members = [Member(person, 2, 0, True, True, True) for person in range(3 * CIRCLE + 1)]
    parts = circles(members)
    assert [member for part in parts for member in part] == members
    assert {len(part) for part in parts} <= {CIRCLE - 8, CIRCLE - 7}
    loads = Counter(peer for _, peer in gifts(members, (), {}))
    assert set(loads.values()) == {2}


def test_somebody_who_cannot_give_any_more_gives_nothing():
    members = [Member(person, 1, 0, True, person != 1, person != 1) for person in range(4)]
    assert 1 not in {peer for _, peer in gifts(members, (), {})}

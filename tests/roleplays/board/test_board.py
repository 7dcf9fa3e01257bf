"""From hours to announced groups: solving as a job, hand changes, pins, announcing, and the least disturbance after."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

import pytest
from sqlalchemy import select

from lms.app.follows import FOLLOWS
from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.core import clock, events
from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.notices.models import Notice
from lms.people.models import Person
from lms.practice.groups import queries as work
from lms.program.models import Assignment
from lms.roleplays.apart import actions as apart
from lms.roleplays.board import actions, announcing, jobs, leases, problems, queries, shown
from lms.roleplays.board.models import LeftOut, Solving
from lms.roleplays.board.queries import Opened
from lms.roleplays.board.rules import LEASE, SolvingState
from lms.roleplays.hours import actions as hours
from lms.roleplays.hours.rules import Window
from lms.roleplays.pairing.problem import Tier
from lms.roleplays.rounds import queries as rounds
from lms.roleplays.rounds.events import GroupsAnnounced
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, RolePlayRound, Seat
from lms.roleplays.rounds.rules import State
from tests.kit import boards
from tests.kit.cast import Cast


def groups(opened: Opened) -> list[set[int]]:
    return [set(group.members) for group in boards.again(opened).draft]


def announce(opened: Opened, by: Person) -> int:
    count = announcing.announce(boards.again(opened), boards.seen(opened), by, clock.now())
    db.commit()
    return count


def told(kind: str) -> list[int]:
    rows = select(Notice.person_id).where(Notice.kind == kind)
    return sorted(db.scalars(rows))


@pytest.fixture
def twelve(cast: Cast) -> tuple[Opened, list[Person]]:
    """A round with twelve learners who share their evenings; the two of the cast have given no hours."""
    people = boards.learners(cast.here, 12)
    return boards.a_round(cast.here), people


def test_rounds_are_set_up_once_from_the_dated_classes_with_a_role_play(cast: Cast):
    boards.with_role_plays(cast.here, 1, 2, 12)
    assert actions.set_up(cast.here, clock.now()) == 3
    assert actions.set_up(cast.here, clock.now()) == 0
    found = {one.program_class.number: one for one in rounds.rounds_of(cast.here.id)}
    sessions = {one.program_class.number: one for one in cohort_queries.sessions_of(cast.here.id)}
    assert (found[1].from_at, found[1].until_at) == (sessions[1].ends_at, sessions[2].starts_at)
    assert found[12].until_at == sessions[12].ends_at + timedelta(days=14)
    with pytest.raises(Refused, match="The end has to come after"):
        actions.edit(found[1], found[1].until_at, found[1].from_at, found[1].from_at, 60)
    with pytest.raises(Refused, match="between the beginning and the end"):
        actions.edit(found[1], found[1].from_at, found[1].until_at, found[1].until_at + timedelta(days=1), 60)


def test_a_solving_lays_groups_on_the_board_with_what_is_known_of_them(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, people = twelve
    solved = boards.solve(opened, cast.cora)
    assert solved.solving and solved.solving.state is SolvingState.DONE
    assert sorted(map(len, groups(opened))) == [3, 3, 3, 3]
    assert set().union(*groups(opened)) == {person.id for person in people}
    page = shown.shown(queries.gather(solved), None)
    assert [one.person.name for one in page.without] == ["Lena Sample", "Paul Sample"]
    assert {one.reason for one in page.without} == {shown.SILENT}
    assert all(line.is_proven for line in page.lines)
    assert page.lines[0].value == "0 without one"
    assert "Sample" not in str(solved.board.report if solved.board else "")


def test_who_shares_no_hour_is_named_with_the_smallest_change(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, _ = twelve
    lena = cast.lena
    lena.zone_name = "UTC"
    boards.can(lena, [Window(day, 64, 68) for day in range(7)])
    db.commit()
    solved = boards.solve(opened, cast.cora)
    [one] = [one for one in shown.shown(queries.gather(solved), None).without if one.person.id == lena.id]
    assert one.reason == shown.REASONS["hours"]
    assert "There is a group for them if they can begin on" in one.change
    assert "120 minutes from a time of theirs" in one.change


def test_who_is_kept_apart_is_never_together_and_never_named(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, people = twelve
    boards.solve(opened, cast.cora)
    first, second = sorted(groups(opened)[0])[:2]
    apart.keep_apart(cast.here, second, first, people[0], clock.now())
    db.commit()
    page = shown.shown(queries.gather(boards.again(opened)), None)
    [faulty] = [card for card in page.cards if card.checked.faults]
    assert faulty.checked.faults == ("Two of them may not be in one group.",)
    with pytest.raises(Refused, match="something keeps group"):
        announce(opened, cast.cora)
    boards.solve(opened, cast.cora)
    assert not any({first, second} <= group for group in groups(opened))
    third = next(group for group in groups(opened) if first in group)
    place = groups(opened).index(third)
    fits = shown.shown(queries.gather(boards.again(opened)), second).cards[place].fits
    assert fits == "no shared hour"


def test_moves_are_saved_undone_and_noticed_by_a_second_tab(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, _ = twelve
    boards.solve(opened, cast.cora)
    before, seen = groups(opened), boards.seen(opened)
    person = min(before[0])
    actions.move(boards.again(opened), person, 1, seen, cast.cora, clock.now())
    db.commit()
    assert person in groups(opened)[1]
    with pytest.raises(Conflict):
        actions.move(boards.again(opened), person, 2, seen, cast.cora, clock.now())
    db.rollback()
    actions.undo(boards.again(opened), boards.seen(opened), cast.cora, clock.now())
    db.commit()
    assert groups(opened) == before


def test_a_pinned_group_outlasts_a_solving(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, _ = twelve
    boards.solve(opened, cast.cora)
    person, to = min(groups(opened)[0]), 1
    actions.move(boards.again(opened), person, to, boards.seen(opened), cast.cora, clock.now())
    actions.pin(boards.again(opened), to, True, boards.seen(opened), cast.cora, clock.now())
    db.commit()
    four = groups(opened)[to]
    boards.solve(opened, cast.cora)
    assert four in groups(opened)
    assert [group.is_pinned for group in boards.again(opened).draft].count(True) == 1
    assert sorted(map(len, groups(opened))) in ([2, 3, 3, 4], [4, 4, 4])


def test_sizes_and_order_reach_the_solver(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, _ = twelve
    actions.wish(boards.again(opened), {4}, 0, cast.cora, clock.now())
    actions.prefer(boards.again(opened), Tier.COMFORT, boards.seen(opened), cast.cora, clock.now())
    db.commit()
    problem = problems.problem_of(queries.gather(boards.again(opened)))
    assert problem.order.index(Tier.COMFORT) == 6
    boards.solve(opened, cast.cora)
    assert sorted(map(len, groups(opened))) == [4, 4, 4]
    with pytest.raises(Refused, match="at least one size"):
        actions.wish(boards.again(opened), set(), boards.seen(opened), cast.cora, clock.now())


def test_a_cancelled_solving_keeps_the_best_that_was_found(
    cast: Cast, twelve: tuple[Opened, list[Person]], monkeypatch: pytest.MonkeyPatch
):
    opened, people = twelve
    actions.ask_solving(opened, cast.cora, clock.now())
    db.commit()
    told_of: list[int] = []
    renew = leases.renew

    def cancelling(turn: leases.Turn, now: object, **columns: object) -> leases.Held:
        told_of.append(int(str(columns["percent"])))
        if len(told_of) == 1:
            with leases.transaction():
                actions.cancel(queries.opened_by_id(turn.round_id), clock.now())
        return renew(turn, clock.now(), **columns)

    monkeypatch.setattr(leases, "renew", cancelling)
    assert jobs.solve_next()
    after = boards.again(opened)
    assert after.solving and after.solving.state is SolvingState.DONE
    assert after.board and after.board.report["was_cancelled"]
    assert set().union(*groups(opened)) == {person.id for person in people}


def test_a_dead_workers_lease_runs_out_and_the_second_time_it_is_said(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, _ = twelve
    round_id = opened.round.id
    actions.ask_solving(opened, cast.cora, clock.now())
    db.commit()
    with pytest.raises(Refused, match="already"):
        actions.ask_solving(boards.again(opened), cast.cora, clock.now())
    db.rollback()
    first = leases.take(clock.now())
    assert first and leases.take(clock.now()) is None
    second = leases.take(clock.now() + LEASE)
    assert second
    assert not leases.renew(first, clock.now()).is_ours
    assert leases.take(clock.now() + 2 * LEASE + timedelta(minutes=5)) is None
    row = db.get_one(Solving, round_id)
    assert (row.state, row.trouble) == (SolvingState.FAILED, leases.GIVEN_UP)


def test_announcing_makes_groups_parts_and_proposals_tells_each_once_and_is_idempotent(
    cast: Cast, twelve: tuple[Opened, list[Person]], heard: list[GroupsAnnounced]
):
    opened, people = twelve
    boards.solve(opened, cast.cora)
    assert announce(opened, cast.cora) == 4
    ids = sorted(person.id for person in people)
    assert told("group_announced") == ids
    assert [len(one.groups) for one in heard] == [4]
    assert all(group.meeting and group.taken[0].person.name for group in heard[0].groups)
    made = rounds.groups_of(opened.round.id)
    assert sorted(seat.person_id for group in made for seat in group.taken) == ids
    assert all({"therapist", "client", "observer"} == {seat.part for seat in group.taken} for group in made)
    found = queries.gather(boards.again(opened))
    for group in made:
        assert group.meeting and group.meeting.state is State.PROPOSED
        assert group.meeting.starts_at in found.shared([seat.person_id for seat in group.taken])
    row = db.get_one(RolePlayRound, opened.round.id)
    assert row.announced_at and row.scenario["title"] == "A first call"
    assert announce(opened, cast.cora) == 0
    assert told("group_announced") == ids
    assert len(heard) == 1
    assert db.scalars(select(LeftOut)).all() == []


def test_partners_of_earlier_rounds_are_counted_and_avoided(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, _ = twelve
    boards.solve(opened, cast.cora)
    announce(opened, cast.cora)
    boards.with_role_plays(cast.here, 2)
    actions.set_up(cast.here, clock.now())
    second = queries.opened(cast.here.slug, 2)
    assert second
    second.round.from_at = clock.now() + timedelta(days=7)
    second.round.until_at = clock.now() + timedelta(days=14)
    db.commit()
    found = queries.gather(boards.again(second))
    assert set(found.past.met) == {two for group in groups(opened) for two in combinations(sorted(group), 2)}
    assert {met.rounds_ago for met in found.past.met.values()} == {1}
    boards.solve(second, cast.cora)
    assert not any(len(group & other) > 1 for group in groups(second) for other in groups(opened))


def test_the_groups_do_the_shared_work_of_their_class_together(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, _ = twelve
    shared = db.scalars(select(Assignment).where(Assignment.class_id == opened.round.class_id)).one()
    shared.is_shared = True
    boards.solve(opened, cast.cora)
    announce(opened, cast.cora)
    together = {frozenset(seat.person_id for seat in each.taken) for each in rounds.groups_of(opened.round.id)}
    founders = work.groups_of(shared.id, cast.here.id).founder_of
    of_each: dict[int, set[int]] = {}
    for person_id, founder_id in founders.items():
        of_each.setdefault(founder_id, set()).add(person_id)
    assert {frozenset(members) for members in of_each.values()} == together


def announced_twelve(opened: Opened, cora: Person) -> dict[int, set[int]]:
    """Announced by id, with a booked hour for each."""
    boards.solve(opened, cora)
    announce(opened, cora)
    for meeting in db.scalars(select(Meeting)):
        meeting.state = State.BOOKED
    db.commit()
    return standing(opened)


def standing(opened: Opened) -> dict[int, set[int]]:
    db.expire_all()
    return {group.id: {seat.person_id for seat in group.taken} for group in rounds.groups_of(opened.round.id)}


def test_a_drop_out_changes_nobody_elses_partners_and_their_group_keeps_its_hour(
    cast: Cast, twelve: tuple[Opened, list[Person]]
):
    opened, people = twelve
    before = announced_twelve(opened, cast.cora)
    gone = people[0]
    [enrollment] = [
        one for one in cohort_queries.participants_page(cast.here.id, None).rows if one.person_id == gone.id
    ]
    hour = {one.group_id: one.starts_at for one in db.scalars(select(Meeting))}
    cohorts.leave(enrollment, clock.now(), cast.cora)
    db.commit()
    page = shown.shown(queries.gather(boards.again(opened)), None)
    assert page.news == [f"{gone.name} takes part no longer."]
    boards.solve(opened, cast.cora)
    page = shown.shown(queries.gather(boards.again(opened)), None)
    assert page.changed == 0
    assert announce(opened, cast.cora) == 1
    after = standing(opened)
    assert after == {id: members - {gone.id} for id, members in before.items()}
    assert {one.group_id: one.starts_at for one in db.scalars(select(Meeting))} == hour
    assert {one.state for one in db.scalars(select(Meeting))} == {State.BOOKED}
    partners = sorted(next(members for members in before.values() if gone.id in members) - {gone.id})
    assert told("group_changed") == partners
    assert told("group_ended") == []


def test_a_late_joiner_changes_the_partners_of_three_and_is_told_as_new(
    cast: Cast, twelve: tuple[Opened, list[Person]]
):
    opened, _ = twelve
    before = announced_twelve(opened, cast.cora)
    [late] = boards.learners(cast.here, 1)
    db.commit()
    assert shown.shown(queries.gather(boards.again(opened)), None).news == [f"{late.name} has hours and no group."]
    boards.solve(opened, cast.cora)
    page = shown.shown(queries.gather(boards.again(opened)), None)
    assert (page.changed, page.told) == (3, 12)
    assert announce(opened, cast.cora) == 1
    after = standing(opened)
    assert after.keys() == before.keys()
    assert sorted(len(after[id] - before[id]) for id in before) == [0, 0, 0, 1]
    assert late.id in told("group_announced")
    assert len(told("group_changed")) == 3


def test_somebody_who_is_away_loses_the_group_and_disturbs_nobody_else(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, people = twelve
    announced_twelve(opened, cast.cora)
    sick, today = people[5], clock.now().date()
    hours.go_away(sick, today, today + timedelta(days=9), clock.now())
    db.commit()
    page = shown.shown(queries.gather(boards.again(opened)), None)
    assert page.news == [f"{sick.name} can’t come any more: away, or no hours left."]
    boards.solve(opened, cast.cora)
    page = shown.shown(queries.gather(boards.again(opened)), None)
    assert [one.reason for one in page.without if one.person.id == sick.id] == [shown.AWAY]
    assert announce(opened, cast.cora) == 1
    assert told("group_ended") == [sick.id]
    assert len(told("group_changed")) == 2
    left = db.scalars(select(Seat).where(Seat.left_at.is_not(None))).all()
    assert [seat.person_id for seat in left] == [sick.id]


def test_a_group_that_has_met_stays_whatever_happens(cast: Cast, twelve: tuple[Opened, list[Person]]):
    opened, _ = twelve
    before = announced_twelve(opened, cast.cora)
    held = db.scalars(select(Meeting)).first()
    assert held
    held.state = State.HELD
    db.commit()
    boards.learners(cast.here, 2)
    db.commit()
    boards.solve(opened, cast.cora)
    assert before[held.group_id] in groups(opened)
    announce(opened, cast.cora)
    assert standing(opened)[held.group_id] == before[held.group_id]


def test_hand_made_groups_that_fall_apart_are_dissolved_and_their_meeting_is_called_off(
    cast: Cast, twelve: tuple[Opened, list[Person]]
):
    opened, _ = twelve
    before = announced_twelve(opened, cast.cora)
    places = groups(opened)
    for place, person in enumerate(sorted(places[0]), 1):
        to = groups(opened).index(places[place])
        actions.move(boards.again(opened), person, to, boards.seen(opened), cast.cora, clock.now())
    db.commit()
    assert sorted(map(len, groups(opened))) == [4, 4, 4]
    assert announce(opened, cast.cora) == 4
    dissolved = db.scalars(select(RolePlayGroup).where(RolePlayGroup.dissolved_at.is_not(None))).all()
    assert len(dissolved) == 1
    meeting = db.get_one(Meeting, dissolved[0].id)
    assert (meeting.state, meeting.sequence) == (State.CANCELED, 1)
    assert set(standing(opened)) == set(before) - {dissolved[0].id}
    assert len(told("group_changed")) == 12


@pytest.fixture
def heard(app: object) -> Iterator[list[GroupsAnnounced]]:
    """What is published of announcements."""
    found: list[GroupsAnnounced] = []
    events.follow({**FOLLOWS, GroupsAnnounced: [*FOLLOWS[GroupsAnnounced], found.append]})
    yield found
    events.follow(FOLLOWS)

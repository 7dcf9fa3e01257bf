"""The shared clock: one for all, whatever arrives in which order and how often."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.roleplays.rounds.rules import Part, Phase, Protocol
from lms.roleplays.timing.rules import Clock, Event, Press, clock

T30 = Protocol("T30", 3, {Phase.SETUP: 1, Phase.PLAY: 6, Phase.DEBRIEF: 3})
AT = datetime(2026, 11, 3, 16, tzinfo=UTC)
LENA, PAUL, OMAR = SEATS = (1, 2, 3)


def after(minutes: float) -> datetime:
    return AT + timedelta(minutes=minutes)


def pressed(press: Press, minutes: float, seen: Clock | None = None, by: int = LENA, about: int | None = None) -> Event:
    beat, step = (seen.beat, seen.step) if seen else (0, 0)
    return Event(press, by, f"{press}-{minutes}-{by}", after(minutes), beat, step, about)


def at(minutes: float, *events: Event, seats: tuple[int, ...] = SEATS) -> Clock:
    return clock(T30, seats, events, after(minutes))


START = pressed(Press.START, 0)


def test_the_clock_leads_through_a_turn_by_itself_and_then_waits_for_somebody():
    assert at(-1, START).is_started is False
    assert [(at(minute, START).phase, at(minute, START).left) for minute in (0, 0.5, 1, 6.5, 7, 9)] == [
        (Phase.SETUP, timedelta(minutes=1)), (Phase.SETUP, timedelta(minutes=0.5)), (Phase.PLAY, timedelta(minutes=6)),
        (Phase.PLAY, timedelta(minutes=0.5)), (Phase.DEBRIEF, timedelta(minutes=3)),
        (Phase.DEBRIEF, timedelta(minutes=1)),
    ]  # fmt: skip
    over = at(12, START)
    assert (over.turn, over.phase, over.left) == (0, Phase.DEBRIEF, timedelta(minutes=-2))
    swapped = at(13, START, pressed(Press.NEXT, 12, over))
    assert (swapped.turn, swapped.phase) == (1, Phase.PLAY)


def test_a_pause_stops_the_clock_for_as_long_as_it_lasts_whatever_its_sender_saw():
    stopped = pressed(Press.PAUSE, 3, by=PAUL)  # saw the clock before it was started
    paused = at(30, START, stopped)
    assert (paused.phase, paused.left, paused.is_running) == (Phase.PLAY, timedelta(minutes=4), False)
    assert at(31, START, stopped, pressed(Press.RESUME, 30, paused)).left == timedelta(minutes=3)


def test_whoever_presses_the_same_at_the_same_moment_presses_it_once():
    seen = at(8, START)
    both = [pressed(Press.NEXT, 8, seen, by=who) for who in (LENA, PAUL)]
    assert at(8, START, *both).step == seen.step + 1
    assert at(8.1, START, both[0], pressed(Press.NEXT, 8.05, seen, by=OMAR)).step == seen.step + 1


def test_what_was_meant_for_a_clock_that_has_been_stopped_since_does_not_set_it_going():
    first = pressed(Press.PAUSE, 2)
    paused = at(2.5, START, first)
    again = [pressed(Press.RESUME, 3, paused), pressed(Press.PAUSE, 3.5, by=PAUL)]
    assert at(5, START, first, *again, pressed(Press.RESUME, 4, paused, by=OMAR)).is_running is False


def test_going_back_begins_the_phase_before_and_never_comes_before_the_first():
    seen = at(2, START)
    back = pressed(Press.BACK, 2, seen)
    assert (at(2, START, back).phase, at(2, START, back).left) == (Phase.SETUP, timedelta(minutes=1))
    assert at(2, START, back, pressed(Press.BACK, 2, at(2, START, back), by=PAUL)).step == 0


def test_after_the_end_nothing_counts_but_that_it_was_not_over():
    ended = pressed(Press.END, 5, at(5, START))
    last = at(5, START, ended)
    assert (last.is_ended, last.is_running) == (True, False)
    assert at(9, START, ended, pressed(Press.NEXT, 7, last), pressed(Press.PAUSE, 8)).step == last.step
    again = at(9, START, ended, pressed(Press.RESUME, 8, last))
    assert (again.is_ended, again.is_running, again.left) == (False, True, timedelta(minutes=1))


@pytest.mark.parametrize("people", [2, 3, 4])
def test_over_the_turns_everybody_plays_each_part(people: int):
    seats = tuple(range(1, people + 1))
    seen = Clock(T30, seats)
    turns = [seen.parts(turn) for turn in range(seen.turns)]
    for parts in turns:
        assert Counter(parts.values()) == Counter(
            {Part.THERAPIST: 1, Part.CLIENT: 1} | ({Part.OBSERVER: people - 2} if people > 2 else {})
        )
    for person in seats:
        played = Counter(parts[person] for parts in turns)
        assert played[Part.THERAPIST] == played[Part.CLIENT] == 1
        assert played[Part.OBSERVER] == people - 2
    assert seen.parts(0)[1] is Part.THERAPIST and seen.parts(0)[2] is Part.CLIENT


def test_without_one_of_three_two_play_and_the_client_marks():
    gone = pressed(Press.ABSENT, -1, about=PAUL)
    two = at(0, gone)
    assert two.players == [LENA, OMAR] and two.turns == 2
    assert two.parts() == {LENA: Part.THERAPIST, OMAR: Part.CLIENT, PAUL: Part.OBSERVER}
    assert two.marking() == [OMAR] and two.marking(1) == [LENA]
    assert at(0, gone, pressed(Press.ARRIVED, -0.5, by=PAUL, about=PAUL)).players == [*SEATS]


def test_who_is_there_is_settled_with_the_first_turn():
    seen = at(8, START)
    onward = pressed(Press.NEXT, 8, seen)
    assert at(9, START, onward, pressed(Press.ABSENT, 8.5, about=PAUL)).players == [*SEATS]


def test_alone_nobody_can_start_and_the_last_one_is_never_away():
    alone = [pressed(Press.ABSENT, 1 - who, about=who) for who in (3, 2)]
    left = at(0, *alone, pressed(Press.ABSENT, 0, about=1))
    assert left.players == [1] and not left.can_start
    assert not at(1, *alone, pressed(Press.START, 0, left)).is_started


def test_a_part_is_practiced_once_half_of_the_play_has_run():
    assert at(3.9, START).played == []
    assert at(4, START).played == [0]
    seen = at(8, START)
    hasty = [START, pressed(Press.NEXT, 8, seen)]
    for _ in range(2):
        hasty.append(pressed(Press.NEXT, 8, at(8, *hasty), by=len(hasty)))
    assert at(20, *hasty).played == [0]


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Some people press what they like; they see the clock of that moment, or an older one."""
    events: list[Event] = []
    minutes = 0.0
    for number in range(draw(st.integers(0, 12))):
        minutes += draw(st.sampled_from([0, 0.01, 0.7, 3, 8]))
        seen = clock(T30, SEATS, events[: draw(st.integers(0, len(events)))], after(minutes))
        press, by = draw(st.sampled_from(list(Press))), draw(st.sampled_from(SEATS))
        about = draw(st.sampled_from(SEATS)) if press in (Press.ABSENT, Press.ARRIVED) else None
        events.append(Event(press, by, f"{number}", after(minutes), seen.beat, seen.step, about))
    return events


@given(histories(), st.data())
def test_any_order_of_arrival_and_any_repetition_give_one_clock(events: list[Event], data: st.DataObject):
    minutes = data.draw(st.sampled_from([0, 1, 5, 30]))
    now = after(minutes)
    arrived = data.draw(st.permutations(events + data.draw(st.lists(st.sampled_from(events))) if events else []))
    assert clock(T30, SEATS, arrived, now) == clock(T30, SEATS, events, now)


@given(histories(), st.sampled_from([0, 1, 5, 30]))
def test_looking_at_the_clock_between_changes_nothing_and_it_stays_within_its_bounds(events: list[Event], minutes: int):
    seen = clock(T30, SEATS, events, after(minutes))
    assert 0 <= seen.step < 3 * max(seen.turns, 1)
    assert seen.ran >= timedelta(0)
    assert seen.left > timedelta(0) or seen.phase is Phase.DEBRIEF or not seen.is_running
    assert set(seen.parts()) == set(SEATS)
    assert seen.is_started or not seen.is_running

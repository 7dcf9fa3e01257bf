"""Who could meet somebody, and what one more stretch would bring."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from lms.roleplays.hours import rules
from lms.roleplays.hours.outlook import outlook
from lms.roleplays.hours.resolving import Hours
from lms.roleplays.hours.rules import Away, Window

BEGIN = datetime(2026, 6, 1, tzinfo=UTC)  # a Monday
END = BEGIN + timedelta(days=7)


def hours(zone: str, *windows: tuple[int, int, int], away: bool = False) -> Hours:
    gone = [Away(BEGIN.date(), END.date())] if away else []
    return Hours(ZoneInfo(zone), [Window(day, begins * 4, ends * 4) for day, begins, ends in windows], (), gone)


def test_peers_are_reached_across_zones_and_threes_need_one_hour_for_all():
    mine = hours("America/Chicago", (1, 12, 13), (2, 12, 13))
    peers = [
        hours("Europe/London", (1, 18, 19)),
        hours("Europe/Berlin", (1, 19, 20)),
        hours("America/Chicago", (2, 12, 13)),
        hours("America/Chicago", (1, 12, 13), away=True),
        hours("Asia/Tokyo"),
    ]
    found = outlook(mine, peers, BEGIN, END, 60)
    assert (found.peers, found.reached, found.silent, found.threes) == (5, 3, 1, 1)


def test_one_more_evening_names_the_stretch_that_brings_the_most():
    mine = hours("Europe/London", (0, 8, 9))
    peers = [hours("Europe/London", (3, 18, 20)) for _ in range(3)] + [hours("Europe/London", (4, 7, 9))]
    found = outlook(mine, peers, BEGIN, END, 60)
    assert [(gain.window.weekday, gain.peers) for gain in found.gains] == [(3, 3), (4, 1)]
    best = found.gains[0].window
    again = outlook(Hours(mine.zone, [*mine.windows, best]), peers, BEGIN, END, 60)
    assert again.reached == found.reached + 3


def test_a_stretch_in_which_somebody_is_away_brings_nothing():
    mine = hours("Europe/London", away=True)
    assert outlook(mine, [hours("Europe/London", (3, 18, 20))], BEGIN, END, 60).gains == []


def test_advice_ends_with_five_long_stretches_or_four_ticks():
    evenings = [Window(day, 72, 80) for day in range(4)]
    assert "4 so far" in rules.advice(evenings, 0, has_menu=False)
    assert "tick 4" in rules.advice(evenings, 0, has_menu=True)
    assert rules.advice([*evenings, Window(4, 72, 79), Window(4, 79, 80, False)], 0, False) == ""
    assert rules.advice([], 4, True) == ""
    assert "4 so far" in rules.advice([*evenings, Window(4, 72, 79)], 3, True)

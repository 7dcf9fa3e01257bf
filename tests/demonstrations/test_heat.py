"""How often each moment was played: whatever order heartbeats come in, and however often."""

from hypothesis import given
from hypothesis import strategies as st

from lms.demonstrations.watching import heat
from lms.demonstrations.watching.heat import Stretch

LENGTH = 95_000
told = st.text("0123456789", max_size=14)


@given(st.lists(told, max_size=6), st.randoms())
def test_the_order_and_repetition_of_what_is_told_dont_matter(said: list[str], random):
    shuffled = said * 2
    random.shuffle(shuffled)
    kept, again = "", ""
    for each in said:
        kept = heat.heard(kept, each, LENGTH)
    for each in shuffled:
        again = heat.heard(again, each, LENGTH)
    assert again == kept
    assert len(kept) <= 10
    assert all(kept[place] == max(each[place] for each in said if len(each) > place) for place in range(len(kept)))


def test_players_are_added_up_and_the_end_of_the_video_is_its_own():
    stretches = heat.added(["12", "0012", "1111111111999"], 25_000)
    assert stretches == [Stretch(0, 10_000, 2), Stretch(10_000, 20_000, 3), Stretch(20_000, 25_000, 2)]


def test_what_was_played_most_and_what_nobody_played_are_named_as_parts():
    stretches = heat.added(["1133001"], 70_000)
    assert heat.peak(stretches) == Stretch(20_000, 40_000, 3)
    assert heat.skipped(stretches) == [Stretch(40_000, 60_000, 0)]


def test_where_all_was_played_alike_nothing_stands_out():
    assert heat.peak(heat.added(["222"], 30_000)) is None
    assert heat.skipped(heat.added([], 30_000)) == []


def test_what_no_player_says_is_none():
    assert not heat.are_plays("1a")
    assert not heat.are_plays("1" * 10_000)


def test_a_long_video_is_shown_in_fewer_parts_and_summed_up_in_sentences():
    stretches = heat.added(["1133001"], 70_000)
    assert [part.plays for part in heat.together(stretches, 4)] == [1, 3, 0, 1]
    assert heat.summary(stretches) == "Most played: 0:20–0:40, up to 3 times. Hardly or not played: 0:40–1:00."
    assert heat.summary(heat.added(["1"], 10_000)) == "No moment stands out."


def test_a_part_is_played_as_often_as_its_moments_on_average():
    stretches = heat.added(["13"], 20_000)
    assert heat.average(stretches, 0, 20_000) == 2
    assert heat.average(stretches, 5_000, 12_500) == (5 * 1 + 2.5 * 3) / 7.5
    assert heat.average(stretches, 20_000, 30_000) == 0
    assert heat.average([], 0, 10_000) == 0

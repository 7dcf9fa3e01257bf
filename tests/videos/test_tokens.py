"""Tokens: what we signed is read back until it ends; anything else is nothing."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.videos import rules, tokens
from lms.videos.tokens import Ticket

KEY = "a key that nobody knows, long enough"
URL_SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
tickets = st.builds(
    Ticket,
    person_id=st.integers(1, 2**40),
    stream=st.text(URL_SAFE, min_size=1, max_size=40),
    ends=st.integers(1, 2**33),
    mark=st.sampled_from(["", tokens.mark("a"), tokens.mark("b")]),
)


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@given(tickets)
def test_a_token_says_what_was_signed_until_it_ends(ticket: Ticket):
    token = tokens.sign(ticket, KEY)
    assert tokens.read(token, KEY, at(ticket.ends - 1)) == ticket
    assert tokens.read(token, KEY, at(ticket.ends)) is None
    assert set(token) <= set(URL_SAFE) | {"~"}


@given(tickets, st.data())
def test_a_token_that_was_tampered_with_says_nothing(ticket: Ticket, data: st.DataObject):
    token = tokens.sign(ticket, KEY)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from(URL_SAFE + "~").filter(lambda other: other != token[place]))
    changed = token[:place] + letter + token[place + 1 :]
    # The last letter of base64 carries bits that no byte needs: some changes of it change nothing.
    assert tokens.read(changed, KEY, at(0)) in ({None, ticket} if place == len(token) - 1 else {None})


@given(tickets)
def test_a_token_of_another_key_says_nothing(ticket: Ticket):
    assert tokens.read(tokens.sign(ticket, KEY + "!"), KEY, at(0)) is None


@given(st.text(max_size=80))
def test_any_text_at_all_is_no_token(text: str):
    assert tokens.read(text, KEY, at(0)) is None


@given(st.integers(1, 2**33), st.integers(-100, 100))
def test_a_server_in_front_relies_on_a_token_for_ten_seconds_and_never_beyond_its_end(now: int, left: int):
    assert rules.remembered_s(now + left, at(now)) == min(10, max(0, left))


@given(st.integers(0, 2**32))
def test_an_address_lasts_six_to_seven_hours_and_is_the_same_within_the_hour(seconds: int):
    now = at(seconds)
    left = rules.token_ends(now) - now.timestamp()
    assert 6 * 3600 <= left <= 7 * 3600 + 1
    begun = now.replace(minute=0, second=0, microsecond=0)
    assert rules.token_ends(begun) == rules.token_ends(begun + timedelta(minutes=59))

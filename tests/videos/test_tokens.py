"""Tokens: what we signed is read back until it ends; anything else is nothing."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.videos import rules, tokens
from lms.videos.rules import LONGEST, RENEWED, USUAL, Term
from lms.videos.tokens import Ticket

KEY = "a key that nobody knows, long enough"
URL_SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
tickets = st.builds(
    Ticket,
    person_id=st.integers(1, 2**40),
    stream=st.text(URL_SAFE, min_size=1, max_size=40),
    issued_ms=st.integers(1, 2**43),
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
    left = rules.ends_s(now, USUAL) - now.timestamp()
    assert 6 * 3600 <= left <= 7 * 3600 + 1
    begun = now.replace(minute=0, second=0, microsecond=0)
    last = begun + timedelta(minutes=59)
    assert rules.ends_s(begun, USUAL) == rules.ends_s(last, USUAL)
    assert rules.issued_ms(begun, USUAL, None) == rules.issued_ms(last, USUAL, None)


@given(st.integers(0, 2**32), st.integers(0, 24 * 3600 * 1000))
def test_an_address_that_nobody_can_renew_outlives_its_video_and_every_other_is_shorter_than_the_longest(
    seconds: int, duration_ms: int
):
    left = rules.ends_s(at(seconds), rules.native_term(duration_ms)) - seconds
    assert duration_ms / 1000 < left <= LONGEST.total_seconds()
    assert rules.ends_s(at(seconds), RENEWED) - seconds <= 5 * 60


@given(st.integers(10**6, 2**32), st.integers(-(10**7), 0), st.sampled_from([USUAL, RENEWED]))
def test_what_is_issued_after_a_revocation_counts_as_issued_after_it(seconds: int, before_ms: int, term: Term):
    now = at(seconds)
    revoked_ms = int(now.timestamp() * 1000) + before_ms
    assert rules.issued_ms(now, term, revoked_ms) > revoked_ms

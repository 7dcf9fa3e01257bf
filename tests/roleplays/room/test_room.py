"""The room as each of a group meets it: one clock, and only one's own brief."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.roleplays.meeting.rules import call_address
from lms.roleplays.rounds.models import Meeting
from lms.roleplays.rounds.rules import State
from lms.roleplays.timing.models import PlayedPart
from tests.roleplays.conftest import Group

SignIn = Callable[[Person], FlaskClient]
BRIEFS = ["Welcome the caller", "You have read much", "Watch for pressure"]
BY_SCRIPT = {"X-Requested-With": "fragment"}


def press(client: FlaskClient, group: Group, what: str, key: str = "", **seen: int) -> str:
    """Press a button as it stands on the page now, or as it was seen."""
    now = group.room().clock(clock.now())
    fields = {"press": what, "beat": now.beat, "step": now.step, "key": key or f"{what}-{now.beat}"} | seen
    answer = client.post(f"{group.path}/room/presses", data=fields, headers=BY_SCRIPT)
    assert answer.status_code == 200
    return answer.text


def test_nobody_is_given_the_brief_of_another_before_their_turn(group: Group, sign_in: SignIn):
    clients = [sign_in(person) for person in (group.lena, group.paul, group.rosa)]

    def told(client: FlaskClient) -> list[str]:
        pages = [client.get(f"{group.path}/room{end}").text for end in ("", "/state")]
        found = [[brief for brief in BRIEFS if brief in page] for page in pages]
        assert found[0] == found[1]
        return found[0]

    assert [told(client) for client in clients] == [[brief] for brief in BRIEFS]
    press(clients[0], group, "start")
    with clock.at(clock.now() + timedelta(minutes=8)):
        press(clients[0], group, "next")
        assert [told(client) for client in clients] == [[BRIEFS[2]], [BRIEFS[0]], [BRIEFS[1]]]


def test_whoever_knows_the_newest_is_told_nothing_in_one_statement(
    group: Group, sign_in: SignIn, statements: list[str]
):
    lena, paul = sign_in(group.lena), sign_in(group.paul)
    assert lena.get(f"{group.path}/room/state?seen=0").status_code == 204
    statements.clear()
    lena.get(f"{group.path}/room/state?seen=0")
    assert len(statements) == 2, "who is looking, and how much was pressed"
    press(paul, group, "start")
    assert "Set-up" in lena.get(f"{group.path}/room/state?seen=0").text
    assert lena.get(f"{group.path}/room/state?seen=1").status_code == 204


def test_two_who_press_the_same_at_once_go_on_once_and_a_lost_answer_costs_nothing(group: Group, sign_in: SignIn):
    lena, paul = sign_in(group.lena), sign_in(group.paul)
    press(lena, group, "start")
    with clock.at(clock.now() + timedelta(minutes=8)):
        seen = group.room().clock(clock.now())
        for client in (lena, paul, lena):
            press(client, group, "next", key="n", beat=seen.beat, step=seen.step)
        assert group.room().clock(clock.now()).step == seen.step + 1
        assert len(group.room().events) == 3


def test_the_red_button_stops_everybody_at_once_and_says_how_to_go_on(group: Group, sign_in: SignIn):
    lena, rosa = sign_in(group.lena), sign_in(group.rosa)
    press(lena, group, "start")
    press(rosa, group, "pause", beat=0, step=0)
    stopped = lena.get(f"{group.path}/room/state?seen=1").text
    assert "Step out of the parts" in stopped and "Go on, for everybody" in stopped


def test_the_observer_marks_and_the_therapist_reads_it_once_it_is_sent(group: Group, sign_in: SignIn):
    lena, rosa = sign_in(group.lena), sign_in(group.rosa)
    point = {"turn": 0, "point": 1, "mark": "seen"}
    press(lena, group, "start")
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert rosa.post(f"{group.path}/room/marks", data=point).status_code == 303
        for _ in range(2):
            tapped = {"label": "Worked well", "key": "k", "ago": 60_000}
            page = rosa.post(f"{group.path}/room/markers", data=tapped, headers=BY_SCRIPT).text
        assert page.count("Remove") == 1 and "2:00" in page
        refused = lena.post(f"{group.path}/room/marks", data=point, headers=BY_SCRIPT)
        assert "observe in this turn." in refused.text
        saved = {"words": "You waited at 2:00.", "seen": 0}
        assert rosa.post(f"{group.path}/sheets/0/draft", data=saved, headers=BY_SCRIPT).json["seen"] == 1
        conflict = rosa.post(f"{group.path}/sheets/0/draft", data=saved | {"words": "Other"}, headers=BY_SCRIPT)
        assert conflict.status_code == 409 and conflict.json["fields"] == [["words", "You waited at 2:00."]]
        assert "You waited" not in lena.get(f"{group.path}/debrief").text
        rosa.post(f"{group.path}/sheets/0/giving", data=saved | {"seen": 1})
        read = lena.get(f"{group.path}/debrief").text
        assert "You waited at 2:00." in read and "From Rosa Sample" in read
        assert "You waited" not in sign_in(group.paul).get(f"{group.path}/debrief").text
        again = rosa.post(f"{group.path}/room/marks", data=point | {"mark": "partly"}, headers=BY_SCRIPT)
        assert "This is sent and stays as it is." in again.text


def test_a_debrief_is_kept_as_typed_then_sent_and_what_was_played_is_written_down(group: Group, sign_in: SignIn):
    lena = sign_in(group.lena)
    lena.post(f"{group.path}/room/presence")
    press(lena, group, "start")
    with clock.at(clock.now() + timedelta(minutes=8)):
        lena.post(f"{group.path}/room/presence")
        typed = {"answer-0": "The pause.", "answer-1": "", "seen": 0}
        assert lena.post(f"{group.path}/debrief/draft", data=typed, headers=BY_SCRIPT).json["seen"] == 1
        other = lena.post(f"{group.path}/debrief/draft", data=typed | {"answer-0": "Else"}, headers=BY_SCRIPT)
        assert other.status_code == 409 and ["answer-0", "The pause."] in other.json["fields"]
        assert lena.post(f"{group.path}/debrief", data={"answer-0": " ", "seen": 1}).status_code == 422
        assert "The pause." not in sign_in(group.paul).get(f"{group.path}/debrief").text
        assert lena.post(f"{group.path}/debrief", data=typed | {"seen": 1}).status_code == 303
        assert "Counts as practiced" in lena.get(f"{group.path}/debrief").text
        assert "The pause." in sign_in(group.paul).get(f"{group.path}/debrief").text
    db.remove()
    played = db.query(PlayedPart).order_by(PlayedPart.person_id).all()
    assert [(row.turn, row.part.value) for row in played] == [(0, "therapist"), (0, "client"), (0, "observer")]
    assert db.get_one(Meeting, group.id).state is State.HELD


@pytest.mark.parametrize(("minutes", "is_over"), [(9, False), (12, True)])
def test_a_debrief_may_run_over_and_says_so(group: Group, sign_in: SignIn, minutes: int, is_over: bool):
    lena = sign_in(group.lena)
    press(lena, group, "start")
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        page = lena.get(f"{group.path}/room/state").text
        assert ('data-over class="small" hidden' in page) is not is_over
        assert ">Debrief<" in page and "Swap parts, next turn" in page


def test_how_strongly_and_how_hard_are_chosen_with_a_tap(group: Group, sign_in: SignIn):
    lena, paul = sign_in(group.lena), sign_in(group.paul)
    paul.post(f"{group.path}/room/choices", data={"intensity": 2})
    assert "The client plays at 2 of 3." in lena.get(f"{group.path}/room").text
    press(lena, group, "start")
    with clock.at(clock.now() + timedelta(minutes=8)):
        chosen = lena.post(f"{group.path}/room/choices", data={"difficulty": "workable"}, headers=BY_SCRIPT)
        assert 'aria-pressed="true" id="difficulty-2"' in chosen.text


@pytest.mark.parametrize(
    ("own", "pattern", "cohorts", "address"),
    [
        ("https://own", "https://jitsi/{room}", "https://cohort", "https://own"),
        ("", "", "https://cohort", "https://cohort"),
        ("", "", "", ""),
    ],
)
def test_the_call_is_the_groups_own_or_its_cohorts(own: str, pattern: str, cohorts: str, address: str):
    assert call_address(own, pattern, cohorts, 1, "secret") == address


def test_a_room_of_a_pattern_cannot_be_guessed_and_stays_the_same():
    addresses = {call_address("", "https://jitsi/{room}", "", group, secret) for group in (1, 2) for secret in "ab"}
    assert len(addresses) == 4
    assert all(len(address) == len("https://jitsi/attune-") + 32 for address in addresses)
    assert call_address("", "https://jitsi/{room}", "", 1, "a") in addresses

"""What a cohort's staff see of its role plays."""

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.roleplays.debrief.models import Debrief
from lms.roleplays.meeting.models import Attendance
from lms.roleplays.rounds.rules import Part
from lms.roleplays.term import queries
from lms.roleplays.term.rules import BAR, bar, matrix
from lms.roleplays.timing.models import PlayedPart
from tests.kit import make, roleplays
from tests.kit.cast import Cast
from tests.roleplays.conftest import Group


def played(group_id: int, turn: int, people: list[Person], sent_at: datetime | None) -> None:
    """The people play therapist, client and observer; all were there."""
    for person, part in zip(people, Part, strict=False):
        db.add(PlayedPart(group_id=group_id, turn=turn, person_id=person.id, part=part))
        db.merge(Debrief(group_id=group_id, person_id=person.id, answers={}, saved=0, sent_at=sent_at))
        db.merge(Attendance(group_id=group_id, person_id=person.id, came_at=clock.now(), seen_at=clock.now()))
    make.commit()


def test_parts_count_once_the_debrief_is_sent(group: Group, cast: Cast):
    played(group.id, 0, [group.lena, group.paul, group.rosa], clock.now())
    played(group.id, 1, [group.paul, group.rosa, group.lena], clock.now())
    other = roleplays.a_group(roleplays.a_round(cast.here, 2), group.lena, group.paul)
    played(other.id, 0, [group.lena, group.paul], None)
    rows = {one.name: one for one in queries.practiced(cast.here.id, None, None).rows}
    assert rows["Lena Sample"].parts == {Part.THERAPIST: 1, Part.OBSERVER: 1}
    assert rows["Lena Sample"].lacking == [Part.CLIENT]
    assert (rows["Lena Sample"].owed, rows["Rosa Sample"].owed) == (1, 0)
    names = [one.name for one in queries.practiced(cast.here.id, Part.THERAPIST, None).rows]
    assert names == ["Rosa Sample"]
    people = [group.lena.id, group.paul.id, group.rosa.id]
    assert matrix(people, queries.met(cast.here.id, people)) == [[None, 2, 1], [2, None, 1], [1, 1, None]]
    assert queries.practiced(cast.elsewhere.id, None, None).rows[0].total == 0


def test_the_page_says_it_in_numbers_and_draws_it(group: Group, cast: Cast, sign_in: Callable[[Person], FlaskClient]):
    played(group.id, 0, [group.lena, group.paul, group.rosa], clock.now())
    page = sign_in(cast.tess).get("/cohorts/here/role-plays/practiced").text
    assert page.count("part-bar__therapist") == 2, "in the key, and once as lena's"
    assert '<td data-met="1">1</td>' in page
    lacking = sign_in(cast.cora).get("/cohorts/here/role-plays/practiced?lacking=therapist").text
    assert "Rosa Sample" in lacking and "Lena Sample" not in lacking


@given(st.dictionaries(st.sampled_from(list(Part)), st.integers(0, 20)), st.integers(0, 60))
def test_a_bar_has_a_piece_for_each_part_that_was_played_and_ends_where_it_should(parts: dict[Part, int], more: int):
    total = sum(parts.values())
    pieces = bar(parts, total + more)
    assert [piece.part for piece in pieces] == [part for part in Part if parts.get(part)]
    if total:
        assert abs(pieces[-1].x + pieces[-1].width - BAR * total / (total + more)) < 0.1

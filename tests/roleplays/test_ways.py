"""The ways to a room: from Today, and from the class."""

from collections.abc import Callable

from flask.testing import FlaskClient

from lms.people.models import Person
from tests.kit.cast import Cast
from tests.roleplays.conftest import Group


def test_today_says_when_the_role_play_is_in_ones_own_zone(group: Group, sign_in: Callable[[Person], FlaskClient]):
    page = sign_in(group.rosa).get("/today").text
    assert f'href="{group.path}/room">A first call</a>' in page
    assert "GMT+5:30" in page or "IST" in page
    assert "you begin as observer" in page


def test_the_class_leads_to_ones_own_room_once_there_is_one(
    group: Group, cast: Cast, sign_in: Callable[[Person], FlaskClient]
):
    assert sign_in(group.lena).get("/classes/1/role-play").location == f"{group.path}/room"
    elsewhere = sign_in(cast.omar).get("/classes/1/role-play", follow_redirects=True).text
    assert "isn’t announced yet" in elsewhere

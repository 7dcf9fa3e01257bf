"""How a cohort watches: which moments and who, for those who answer for it, and of their own cohort alone."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from lms.core import clock
from lms.core.db import db
from lms.demonstrations.watching.models import Playing
from lms.people.models import Person
from lms.program.models import Demonstration
from tests.demonstrations.conftest import Show
from tests.demonstrations.test_pages import beat, pass_in
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]


def watch(client: FlaskClient, at: str, seconds: int, plays: str) -> None:
    watch_pass = pass_in(client.get(at).text)
    with clock.at(clock.now() + timedelta(seconds=seconds)):
        said = beat(seconds * 1000, [0, seconds * 1000], watch_pass=watch_pass, session="s", plays=plays)
        assert client.post(f"/watched/{watch_pass}", json=said).status_code == 200


def test_trainers_see_what_is_played_again_and_who_hasnt_begun(cast: Cast, sign_in: SignIn, shown: Show, demonstration):
    shown(duration_ms=60_000)
    at = f"/demonstrations/{demonstration.id}"
    watch(sign_in(cast.lena), at, 40, "1133")
    tess = sign_in(cast.tess)
    page = tess.get(f"{at}/watched").text
    assert "Most played: 0:20–0:40, up to 3 times. Hardly or not played: 0:40–1:00." in page
    assert page.count('class="chart__bar"') == 6
    assert 'viewBox="0 0 60000 100"' in page and '<rect class="chart__bar" x="50000"' in page, "drawn by time"
    begun, none = tess.get(f"{at}/watched?stage=begun").text, tess.get(f"{at}/watched?stage=not+begun").text
    assert cast.lena.name in begun and cast.paul.name not in begun
    assert cast.paul.name in none and cast.lena.name not in none
    assert tess.get(f"{at}/watched?stage=whatever").status_code == 200


def test_another_cohort_is_not_added_up(cast: Cast, sign_in: SignIn, shown: Show, demonstration):
    shown(duration_ms=60_000)
    at = f"/demonstrations/{demonstration.id}"
    watch(sign_in(cast.omar), at, 40, "9999")
    assert "Too little has been played yet" in sign_in(cast.tess).get(f"{at}/watched").text
    assert "9 ×" in sign_in(cast.theo).get(f"{at}/watched").text


def test_whom_it_was_played_by_goes_with_the_video_alone(cast: Cast, sign_in: SignIn, shown: Show, demonstration):
    first = shown(duration_ms=60_000)
    at = f"/demonstrations/{demonstration.id}"
    watch(sign_in(cast.lena), at, 10, "1")
    shown(duration_ms=60_000)
    assert "Too little has been played yet" in sign_in(cast.tess).get(f"{at}/watched").text
    assert db.query(Playing).one().video_id == first.id


def test_chapters_are_marked_and_say_how_often_they_were_played(
    cast: Cast, sign_in: SignIn, shown: Show, demonstration
):
    shown(duration_ms=60_000)
    db.get_one(Demonstration, demonstration.id).chapters = [[0, "Arriving"], [20, "Listening"], [40, "Closing"]]
    db.commit()
    at = f"/demonstrations/{demonstration.id}"
    watch(sign_in(cast.lena), at, 40, "1133")
    page = sign_in(cast.tess).get(f"{at}/watched").text
    assert page.count('class="chart__chapter"') == 3
    assert re.findall(r"<th scope=\"row\">(\d\. \w+)</th>.*?([\d.]+) ×", page) == [
        ("1. Arriving", "1.0"), ("2. Listening", "3.0"), ("3. Closing", "0.0"),
    ]  # fmt: skip


def test_a_cohort_is_seen_over_all_demonstrations_by_those_who_answer_for_it(
    cast: Cast, sign_in: SignIn, shown: Show, demonstration
):
    shown(duration_ms=60_000)
    at = f"/demonstrations/{demonstration.id}"
    watch(sign_in(cast.lena), at, 60, "111111")
    watch(sign_in(cast.omar), at, 20, "11")
    tess, cora = sign_in(cast.tess), sign_in(cast.cora)
    assert 'href="/watching/?cohort=here"' in tess.get("/cohorts/here").text
    page = tess.get("/watching/?cohort=here").text
    assert "1 of 2 watched it · 0 begun · 1 not begun" in page
    assert f'href="{at}/watched?cohort=here"' in page
    assert page.count("No video yet") == 11
    assert "0 of 1 watched it · 1 begun · 0 not begun" in cora.get("/watching/?cohort=elsewhere").text
    assert tess.get("/watching/?cohort=elsewhere").status_code == 404
    assert sign_in(cast.lena).get("/watching/").status_code == 404

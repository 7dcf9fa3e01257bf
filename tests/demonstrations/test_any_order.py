"""Three devices of one person over HTTP: in whatever order, late and twice their heartbeats come, the same is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from lms.core import clock
from lms.core.db import db, transaction
from lms.demonstrations.watching import rules
from lms.demonstrations.watching.models import Playing, Watching
from lms.demonstrations.watching.ranges import Ranges, total_ms, union
from lms.demonstrations.watching.rules import Beat
from lms.people.models import Person
from tests.demonstrations.conftest import Show
from tests.demonstrations.test_pages import pass_in
from tests.kit.cast import Cast

LENGTH_S = 120
LENGTH_MS = LENGTH_S * 1000
GONE = 410
LATER = timedelta(hours=3)  # than anything was played; by then all that was played can have been


@dataclass
class Sent:
    """A heartbeat, when it was sent and when it arrives."""

    device: int
    sent_s: int
    arrives_s: int
    position_ms: int
    ranges: Ranges
    plays: str


stretch = st.tuples(
    st.integers(0, 40),  # seconds of rest before it
    st.integers(0, LENGTH_S - 1),  # where it begins
    st.integers(1, 60),  # how long it is
    st.sampled_from([1, 2]),  # how quickly it is played
)
delays = st.lists(st.sampled_from([0, 1, 15, 400, 4000]) | st.integers(0, 6000), min_size=1, max_size=2)
played = st.lists(st.tuples(stretch, delays), min_size=1, max_size=4)
devices = st.lists(st.tuples(st.integers(0, 90), played), min_size=3, max_size=3)  # each opened after so many seconds


def heartbeats(device: int, opened_s: int, told: Any) -> list[Sent]:
    """What a device that plays honestly sends, once or twice: all that was played since its page was opened."""
    now_s, ranges, counts, beats = opened_s, [], [0] * (LENGTH_S // 10), []
    for (rest, start, length, speed), late in told:
        end = min(LENGTH_S, start + length)
        now_s += rest + -(-(end - start) // speed)
        ranges = [*ranges, [start * 1000, end * 1000]]
        counts = [min(9, count + (start < 10 * n + 10 and end > 10 * n)) for n, count in enumerate(counts)]
        plays = "".join(map(str, counts))
        beats += [Sent(device, now_s, now_s + delay, end * 1000, ranges, plays) for delay in late]
    return beats


def tell(browser: FlaskClient, at: str, given: str, page_pass: str, sent: Sent, now: datetime, age_s: int) -> Any:
    """What a player does: the quick address, and the other one once its pass is over. Answers what was heard."""
    with clock.at(now):
        said = {
            "position_ms": sent.position_ms,
            "ranges": sent.ranges,
            "plays": sent.plays,
            "session": f"device-{sent.device}",
            "watch_pass": page_pass,
            "age_ms": age_s * 1000,
        }
        answer = browser.post(f"/watched/{given}", json=said)
        if answer.status_code == GONE:
            answer = browser.post(f"{at}/watching", json=said)
        assert answer.status_code == 200
        return answer.json


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=devices, shuffled=st.randoms(use_true_random=False))
def test_whatever_the_order_delay_and_repetition_the_set_is_what_was_played(
    cast: Cast, sign_in: Callable[[Person], FlaskClient], shown: Show, demonstration, drawn, shuffled
):
    with transaction():
        db.execute(delete(Watching))
        db.execute(delete(Playing))
    shown(duration_ms=LENGTH_MS)
    at, began = f"/demonstrations/{demonstration.id}", clock.now().replace(microsecond=0)
    browsers = [sign_in(cast.lena) for _ in drawn]
    opened = [began + timedelta(seconds=opened_s) for opened_s, _ in drawn]
    passes = []
    for browser, opened_at in zip(browsers, opened, strict=True):
        with clock.at(opened_at):
            passes.append(pass_in(browser.get(at).text))
    current, beats = list(passes), [heartbeats(n, opened_s, told) for n, (opened_s, told) in enumerate(drawn)]
    arriving = [sent for each in beats for sent in each]
    shuffled.shuffle(arriving)
    arriving.sort(key=lambda sent: sent.arrives_s)
    last = [max(each, key=lambda sent: sent.sent_s) for each in beats]
    end_s = max(sent.sent_s for sent in arriving) + int(LATER.total_seconds())
    arriving += [Sent(one.device, one.sent_s, end_s, one.position_ms, one.ranges, one.plays) for one in last]

    model = None
    for sent in arriving:
        now, age_s = began + timedelta(seconds=sent.arrives_s), sent.arrives_s - sent.sent_s
        n = sent.device
        heard = tell(browsers[n], at, current[n], passes[n], sent, now, age_s)
        current[n] = heard.get("watch_pass") or current[n]
        beat = Beat(sent.position_ms, sent.ranges, age_s * 1000)
        model = rules.hear(model or rules.begin(now), beat, LENGTH_MS, now, opened[n])
        assert heard["permille"] == model.permille

    db.remove()
    kept = db.scalars(select(Watching)).one()
    all_played = union([pair for sent in arriving for pair in sent.ranges], LENGTH_MS)
    assert kept.ranges == model.ranges == all_played
    assert kept.watched_permille == total_ms(all_played) * 1000 // LENGTH_MS
    newest = max(sent.sent_s for sent in arriving)
    assert kept.position_ms in {sent.position_ms for sent in arriving if sent.sent_s == newest}
    digits = [row.plays for row in db.scalars(select(Playing).order_by(Playing.key))]
    assert digits == [one.plays for one in last]

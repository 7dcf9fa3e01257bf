"""A role play's recording: agreed to, lined up, handed in for all, and played by its trainer at what was marked."""

import io
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from lms.consents import actions as consents
from lms.consents import queries as consent_queries
from lms.consents.models import RecordingConsent
from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.practice.models import Submission, Take
from lms.program.models import Assignment
from lms.program.rules import PracticeKind
from lms.roleplays.playback import actions, queries
from lms.roleplays.playback.queries import Kept
from lms.videos import actions as videos
from tests.kit.cast import Cast
from tests.roleplays.conftest import Group
from tests.roleplays.playback.conftest import Keep, agree

SignIn = Callable[[Person], FlaskClient]


def lined_up(group: Group, kept: Kept, starts: str, sign_in: SignIn) -> int:
    address = f"{group.path}/recordings/{kept.take.id}/lining-up"
    return sign_in(group.paul).post(address, data={"starts": starts}).status_code


def test_it_plays_once_everybody_in_it_has_agreed_and_no_longer_than_that(played: Group, keep: Keep, sign_in: SignIn):
    take_id = keep().take.id
    clients = [sign_in(person) for person in (played.lena, played.paul, played.rosa)]

    def plays() -> set[int]:
        return {client.post(f"/takes/{take_id}/playing").status_code for client in clients}

    assert {one.name for one in db.scalars(select(RecordingConsent))} == {"Paul Sample", "Rosa Sample"}
    assert plays() == {404}
    assert "Asked, and not answered yet: Paul Sample, Rosa Sample" in clients[0].get(f"{played.path}/recording").text
    agree()
    assert plays() == {200}
    [asked] = consent_queries.consents_of(played.paul.id)
    consents.withdraw(asked, clock.now())
    db.commit()
    assert plays() == {404}
    assert "It doesn’t play" in clients[0].get(f"{played.path}/recording").text


def test_one_moment_lines_up_all_and_the_trainer_plays_them_in_what_was_handed_in(
    played: Group, keep: Keep, cast: Cast, sign_in: SignIn
):
    kept = keep()
    agree()
    assert lined_up(played, kept, "soon", sign_in) == 422
    assert lined_up(played, kept, "0:30", sign_in) == 303
    lena = sign_in(played.lena)
    assert "for you, by Rosa Sample" in lena.get(f"{played.path}/recording").text
    refused = lena.post(f"{played.path}/recording", data={"question": "Too soft?"})
    assert refused.status_code == 422 and "confirm that this is so" in refused.text and "Too soft?" in refused.text
    handed_in = lena.post(f"{played.path}/recording", data={"question": "Too soft?", "attested": "group"})
    assert handed_in.status_code == 303
    receipt = lena.get(handed_in.location).text
    assert "Lena Sample, Paul Sample and Rosa Sample" in receipt and "for everybody in my group" in receipt
    submission = db.scalars(select(Submission)).one()
    thread = f"/submissions/{submission.id}/thread"
    read = sign_in(cast.tess).get(thread, follow_redirects=True).text
    assert 'data-seek-ms="75000" data-until-ms="100000"' in read and "Rosa Sample for Lena Sample" in read
    assert "Recording of the role play" in sign_in(cast.tess).get("/review/").text
    assert "What observers marked" in lena.get(thread, follow_redirects=True).text, "the therapist"
    assert "What observers marked" in sign_in(played.rosa).get(thread, follow_redirects=True).text, "the observer"
    assert "What observers marked" not in sign_in(played.paul).get(thread, follow_redirects=True).text
    assert sign_in(cast.theo).get(thread).status_code == 404
    back = f"/submissions/{submission.id}/withdrawal"
    assert "The conversation" in lena.get(back).text
    assert lena.post(back, data={"number": 1}, follow_redirects=True).status_code == 200
    assert sign_in(cast.tess).get(thread).status_code == 404, "taken back"


def test_what_isnt_lined_up_is_shown_to_nobody_else(played: Group, keep: Keep, cast: Cast):
    kept = keep()
    assert queries.seen_in([kept.take.video_id], cast.tess.id, [played.lena.id]) == {}
    assert [point.after_ms for point in queries.marked(played.room(), played.lena.id)] == [60_000, 120_000]
    assert queries.marked(played.room(), played.paul.id) == []


def test_what_is_recorded_in_the_room_is_lined_up_by_its_clock(played: Group, keep: Keep, cast: Cast):
    kept = keep(began_before_s=20)
    [points] = queries.seen_in([kept.take.video_id], cast.tess.id, [played.lena.id]).values()
    assert [point.at_ms for point in points] == [80_000, 140_000]


def test_a_class_whose_practice_asks_for_a_recording_gets_it_there(played: Group, keep: Keep, sign_in: SignIn):
    asked = db.scalars(select(Assignment).where(Assignment.class_id == played.room().group.round.class_id)).one()
    asked.kind = PracticeKind.RECORDING
    db.commit()
    kept = keep()
    page = sign_in(played.lena).get(f"{played.path}/recording").text
    assert asked.title in page and "Hand in for all of you" not in page
    assert "Recording 1" in sign_in(played.lena).get(f"/assignments/{asked.id}").text
    assert sign_in(played.lena).post(f"{played.path}/recording", data={"attested": "group"}).status_code == 422
    assert queries.kept(played.room(), played.paul.id) == [], "each has a draft of their own there"
    assert db.get_one(Take, kept.take.id).owner_id == played.lena.id


def test_only_whoever_made_it_removes_it(played: Group, keep: Keep, sign_in: SignIn):
    kept = keep()
    address = f"{played.path}/recordings/{kept.take.id}/removal"
    sign_in(played.paul).post(address)
    assert queries.kept(played.room(), played.paul.id)
    sign_in(played.lena).post(address)
    assert queries.kept(played.room(), played.lena.id) == []


def test_a_role_plays_own_assignment_is_made_once_and_is_in_no_list(played: Group, keep: Keep, sign_in: SignIn):
    keep()
    room = played.room()
    video = videos.take(videos.keep_stream(io.BytesIO(b"more"), "more.webm"), played.paul, clock.now())
    actions.keep(room, played.paul, video, None, clock.now())
    db.commit()
    [own] = db.scalars(select(Assignment).where(Assignment.is_pinned)).all()
    assert len(queries.kept(played.room(), played.rosa.id)) == 2
    assert own.title not in sign_in(played.lena).get("/today").text
    assert sign_in(played.lena).get(f"/assignments/{own.id}").status_code == 404

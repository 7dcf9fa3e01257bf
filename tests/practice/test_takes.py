"""Recordings of home practice: private until handed in, kept with their version, gone when taken back."""

import hashlib
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from lms.access.table import May, allows
from lms.access.viewer import Facts, Viewer
from lms.audit import queries as audit
from lms.audit.rules import Deed
from lms.core import clock, outbox, storage
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.settings import Settings
from lms.feedback.queries import thread_of
from lms.practice import actions, queries, rules
from lms.practice.jobs import forget_take
from lms.practice.models import Mark, Recording, Submission, SubmissionVersion, Take
from lms.practice.rules import ATTESTATION, MARKS_MOST, TAKES_MOST, Reflection
from lms.practice.withdrawals import actions as withdrawals
from lms.videos import actions as videos
from lms.videos import incoming
from lms.videos.models import Video
from tests.kit.cast import Cast

QUESTION = "Was my silence too long?"


def said(*takes: Take, question: str = QUESTION, is_attested: bool = True) -> Reflection:
    return Reflection(frozenset(take.id for take in takes), question, is_attested)


def marked(take: Take, start_ms: int = 1000, end_ms: int = 2000) -> Take:
    actions.mark(take, start_ms, end_ms)
    db.commit()
    return take


def handed_in(recorded, cast: Cast, *takes: Take, text: str = "") -> SubmissionVersion:
    draft = actions.open_draft(recorded, cast.lena, clock.now())
    version = actions.hand_in(recorded, cast.lena, text, draft.saved, clock.now(), said(*takes))
    db.commit()
    return version


def deliver(settings: Settings) -> None:
    carriers = dict.fromkeys(("mail", "package-video", actions.FORGET), lambda _: None)
    outbox.deliver(carriers | {actions.FORGET_TAKE: lambda payload: forget_take(payload, settings.home)})


def test_a_version_keeps_its_recordings_with_digest_marks_question_and_the_word_given(recorded, cast: Cast, taken):
    take = marked(taken(content=b"what was said"))
    version = handed_in(recorded, cast, take)
    kept = queries.version(version.submission_id, 1)
    assert kept and kept.reflection
    assert (kept.reflection.question, kept.reflection.attested) == (QUESTION, ATTESTATION)
    [recording] = queries.recordings_of(kept)
    assert recording.sha256 == hashlib.sha256(b"what was said").hexdigest()
    assert [(mark.start_ms, mark.end_ms) for mark in recording.marks] == [(1000, 2000)]


def test_only_what_is_chosen_is_handed_in(recorded, cast: Cast, taken):
    first, second = marked(taken()), marked(taken())
    version = handed_in(recorded, cast, second)
    kept = queries.version(version.submission_id, 1)
    assert kept
    assert [recording.video_id for recording in queries.recordings_of(kept)] == [second.video_id]
    assert queries.take(first.id)


def test_what_is_marked_later_doesnt_change_a_version(recorded, cast: Cast, taken):
    take = marked(taken())
    handed_in(recorded, cast, take)
    marked(take, 5000, 6000)
    actions.unmark(take, take.marks[0])
    db.commit()
    [recording] = db.scalars(select(Recording))
    starts = db.scalars(select(Mark.start_ms).where(Mark.recording_id == recording.id)).all()
    assert starts == [1000]


def test_the_same_once_more_is_the_same_version_and_a_new_mark_or_question_makes_the_next(recorded, cast: Cast, taken):
    take = marked(taken())
    assert handed_in(recorded, cast, take).number == 1
    assert handed_in(recorded, cast, take).number == 1
    marked(take, 5000, 6000)
    assert handed_in(recorded, cast, take).number == 2
    draft = actions.open_draft(recorded, cast.lena, clock.now())
    again = said(take, question="And here?")
    assert actions.hand_in(recorded, cast.lena, "", draft.saved, clock.now(), again).number == 3


@pytest.mark.parametrize(
    ("without", "field"),
    [({"question": " "}, "question"), ({"is_attested": False}, "attested")],
    ids=["no question", "no word given"],
)
def test_a_recording_comes_with_a_question_and_a_word(recorded, cast: Cast, taken, without, field: str):
    take = marked(taken())
    with pytest.raises(Refused) as refused:
        actions.hand_in(recorded, cast.lena, "", 0, clock.now(), said(take, **without))
    assert refused.value.field == field


def test_a_recording_comes_with_a_marked_part(recorded, cast: Cast, taken):
    with pytest.raises(Refused, match="Mark at least one part"):
        actions.hand_in(recorded, cast.lena, "", 0, clock.now(), said(taken()))


def test_a_text_alone_needs_none_of_it(recorded, cast: Cast, taken):
    taken()
    assert handed_in(recorded, cast, text="I couldn’t find two colleagues.").number == 1


def test_nobody_hands_in_what_is_somebody_elses(recorded, cast: Cast, taken):
    take = marked(taken(cast.paul))
    with pytest.raises(Refused, match="nothing to hand in"):
        handed_in(recorded, cast, take)


def test_a_take_that_is_removed_is_gone_for_good(recorded, cast: Cast, taken, settings: Settings):
    take = taken()
    source = take.video.source_key
    assert storage.store().about(source).size
    actions.remove_take(take, clock.now())
    db.commit()
    deliver(settings)
    with pytest.raises(FileNotFoundError):
        storage.store().about(source)
    video = db.get_one(Video, take.video_id)
    assert video.erased_at and not video.plays and video.file_name == "deleted"


def test_a_take_that_a_version_has_keeps_its_bytes_when_it_is_removed(recorded, cast: Cast, taken, settings: Settings):
    take = marked(taken())
    handed_in(recorded, cast, take)
    actions.remove_take(take, clock.now())
    db.commit()
    deliver(settings)
    assert db.get_one(Video, take.video_id).plays
    assert storage.store().about(take.video.source_key).size
    assert db.scalar(select(func.count()).select_from(Take)) == 0


def test_the_only_take_is_meant_to_be_handed_in_and_the_choice_is_saved(recorded, cast: Cast, taken):
    first, second = taken(), taken()
    assert (first.is_chosen, second.is_chosen) == (True, False)
    actions.save_draft(recorded, cast.lena, "", 0, clock.now(), said(second))
    db.commit()
    db.expire_all()
    assert (first.is_chosen, second.is_chosen) == (False, True)


def test_no_more_takes_than_can_be_kept(recorded, cast: Cast, taken):
    for _ in range(TAKES_MOST):
        taken()
    with pytest.raises(Refused, match="Please remove one first"):
        taken()


@given(
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, 1, 2]),
    st.sets(st.integers(1, 3)),
    st.sets(st.integers(1, 3)),
    st.booleans(),
)
def test_a_recording_plays_to_its_owner_and_once_handed_in_to_the_cohorts_trainers_and_to_nobody_else(
    is_handed_in: bool,
    is_coordinator: bool,
    person_id: int | None,
    learns: set[int],
    teaches: set[int],
    is_agreed: bool,
):
    facts = Facts(cohort_id=1, owner_id=1, is_handed_in=is_handed_in, is_signed=True, is_released=is_agreed)
    viewer = Viewer(
        person_id,
        is_coordinator=is_coordinator,
        is_operator=is_coordinator,
        learner_in=frozenset(learns),
        trainer_in=frozenset(teaches),
    )
    is_owner = person_id == 1
    assert allows(May.RECORDING_PLAY, viewer, facts) == (is_agreed and (is_owner or (is_handed_in and 1 in teaches)))
    assert allows(May.TAKE_CHANGE, viewer, facts) == is_owner


@given(st.integers(-5000, 70_000), st.integers(-5000, 70_000), st.lists(st.tuples(st.just(0), st.integers(1, 9))))
def test_a_part_that_is_marked_lies_inside_the_recording(start_ms: int, end_ms: int, others):
    if rules.mark_fault(start_ms, end_ms, 60_000, others) is None:
        assert 0 <= start_ms < end_ms <= 60_500
        assert len(others) < MARKS_MOST


def test_who_meets_a_take_and_who_a_recording(recorded, cast: Cast, taken, sign_in):
    take = marked(taken())
    private, playing = f"/takes/{take.id}", f"/takes/{take.id}/playing"
    for person in (cast.paul, cast.omar, cast.tess, cast.theo, cast.cora):
        assert sign_in(person).get(private).status_code == 404
        assert sign_in(person).post(playing).status_code == 404
    assert sign_in(cast.lena).post(playing).json["src"].endswith("/master.m3u8")

    handed_in(recorded, cast, take)
    [recording_id] = db.scalars(select(Recording.id)).all()
    assert sign_in(cast.tess).post(playing).status_code == 404
    for person, status in ((cast.lena, 200), (cast.tess, 200), (cast.paul, 404), (cast.theo, 404), (cast.cora, 404)):
        assert sign_in(person).post(f"/recordings/{recording_id}/playing").status_code == status


def test_the_page_shows_takes_with_their_state_and_asks_for_what_belongs_to_them(recorded, cast: Cast, taken, sign_in):
    lena, address = sign_in(cast.lena), f"/assignments/{recorded.assignment.id}"
    assert "About your recording" not in lena.get(address).text
    take = taken()
    video = take.video
    video.state, video.permille = "preparing", 400
    db.commit()
    page = lena.get(address).text
    assert "Preparing: 40 %." in page and "About your recording" in page and "Nobody in this recording" in page
    assert "data-done" not in lena.get(f"/takes/{take.id}").text


def test_handing_in_through_the_page_shows_what_is_missing_and_then_a_receipt(recorded, cast: Cast, taken, sign_in):
    lena, address = sign_in(cast.lena), f"/assignments/{recorded.assignment.id}"
    take_id = taken(content=b"what was said").id
    form = {"text": "", "seen": "0", "takes": str(take_id), "question": QUESTION}
    assert "Mark at least one part" in lena.post(f"{address}/hand-in", data=form).text
    assert "end of a part" in lena.post(f"/takes/{take_id}/marks", data={"start_ms": "5", "end_ms": "5"}).text
    assert "0:01–0:03" in lena.post(f"/takes/{take_id}/marks", data={"start_ms": "1000", "end_ms": "3000"}).text
    page = lena.post(f"{address}/hand-in", data=form)
    assert page.status_code == 422 and "confirm that this is so" in page.text and QUESTION in page.text
    receipt = lena.post(f"{address}/hand-in", data=form | {"attested": "y"}, follow_redirects=True).text
    assert hashlib.sha256(b"what was said").hexdigest() in receipt and QUESTION in receipt


def test_the_trainer_finds_recording_marks_and_question_in_the_thread(recorded, cast: Cast, taken, sign_in):
    handed_in(recorded, cast, marked(taken()))
    thread = thread_of(db.scalars(select(Submission.id)).one())
    assert thread
    page = sign_in(cast.tess).get(f"/threads/{thread.id}").text
    assert 'data-seek-ms="1000" data-until-ms="2000"' in page and QUESTION in page
    assert "Handed in as files" not in page


def test_a_mark_is_taken_away_by_its_owner_only(recorded, cast: Cast, taken, sign_in):
    take = marked(taken())
    address = f"/takes/{take.id}/marks/{take.marks[0].id}/removal"
    assert sign_in(cast.paul).post(address).status_code == 404
    assert sign_in(cast.lena).post(address).status_code == 303
    assert sign_in(cast.lena).post(address).status_code == 404


def test_an_upload_becomes_a_take_and_sent_twice_one(recorded, cast: Cast, sign_in, settings: Settings, home: Path):
    lena, address = sign_in(cast.lena), f"/assignments/{recorded.assignment.id}/takes"
    upload = videos.begin_upload(cast.lena, "take.webm", 4, home, clock.now())
    from_disk = home / "uploads" / upload.key / "source"
    from_disk.write_bytes(b"take")
    videos.note_received(upload, 4, clock.now())
    key = upload.key
    db.commit()
    for _ in range(2):
        assert lena.post(address, data={"file_id": key}).status_code == 303
    assert db.scalar(select(func.count()).select_from(Take)) == 1


def test_an_assignment_that_asks_for_a_text_takes_no_recording(here, cast: Cast, sign_in):
    assert sign_in(cast.lena).post(f"/assignments/{here.assignment.id}/takes").status_code == 404


def test_camera_and_microphone_are_for_pages_of_ours_only(recorded, cast: Cast, sign_in):
    headers = sign_in(cast.lena).get(f"/assignments/{recorded.assignment.id}").headers
    assert "camera=(self), microphone=(self)" in headers["Permissions-Policy"]
    assert "media-src 'self' blob:" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_how_loud_each_moment_is_is_told_of_what_is_only_heard_and_to_whoever_may_play_it(
    cast: Cast, recorded, taken, sign_in
):
    take = marked(taken())
    version = queries.version(handed_in(recorded, cast, take).submission_id, 1)
    assert version
    [recording] = queries.recordings_of(version)
    where = f"/recordings/{recording.id}/waveform"
    assert sign_in(cast.lena).get(where).status_code == 404
    db.get_one(Video, recording.video_id).has_picture = False
    db.commit()
    for person in (cast.lena, cast.tess):
        assert sign_in(person).get(where).location.endswith("/waveform.json")
    for person in (cast.paul, cast.theo, cast.cora):
        assert sign_in(person).get(where).status_code == 404


def test_a_recording_that_was_taken_back_is_closed_to_trainers_and_comes_back_into_an_emptied_draft(
    cast: Cast, recorded, taken, sign_in
):
    take = taken()
    marked(take)
    version = handed_in(recorded, cast, take)
    recording = queries.recordings_of(queries.version(version.submission_id, 1))[0]
    actions.remove_take(take, clock.now())
    draft = actions.open_draft(recorded, cast.lena, clock.now())
    actions.save_draft(recorded, cast.lena, "", draft.saved, clock.now())
    db.commit()
    address = f"/recordings/{recording.id}/playing"
    assert sign_in(cast.tess).post(address).status_code == 200
    withdrawals.withdraw(queries.submission(version.submission_id), cast.lena, 1, clock.now())
    db.commit()
    assert sign_in(cast.tess).post(address).status_code == 404
    assert [entry.about_id for entry in audit.entries(deed=Deed.PLAYBACK_REVOKED).rows] == [recording.video_id]
    assert sign_in(cast.lena).post(address).status_code == 200
    [back] = queries.takes_of(actions.open_draft(recorded, cast.lena, clock.now()))
    assert (back.video_id, back.is_chosen, len(back.marks)) == (recording.video_id, True, 1)


def test_a_recording_that_is_sent_twice_in_one_moment_is_one_take(
    cast: Cast, recorded, sign_in, monkeypatch: pytest.MonkeyPatch
):
    source = videos.keep_stream(io.BytesIO(b"a recording"), "take.webm")
    monkeypatch.setattr(incoming, "keep", lambda *_: source)  # both find it before either has made a video of it
    lena = sign_in(cast.lena)
    for _ in range(2):
        assert (
            lena.post(f"/assignments/{recorded.assignment.id}/takes", data={"file_id": source.key}).status_code == 303
        )
    db.remove()
    assert [take.owner_id for take in db.scalars(select(Take))] == [cast.lena.id]

"""Every route × every kind of person gives exactly the expected answer; a route that isn't in the table fails."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.cohorts import queries as cohorts
from lms.consents import actions as consents
from lms.consents.rules import Use
from lms.core import clock, storage
from lms.core.db import db
from lms.demonstrations import actions as demonstrations
from lms.documents.approving import actions as approving
from lms.documents.approving.rules import Verdict
from lms.feedback.calibration import actions as calibrations
from lms.feedback.calibration import queries as rated
from lms.feedback.models import FeedbackThread
from lms.feedback.peers.models import PeerRequest, PeerReview
from lms.feedback.phrases import actions as phrases
from lms.feedback.queries import thread_of
from lms.feedback.reviews import actions as reviews
from lms.feedback.reviews.actions import Place
from lms.feedback.reviews.models import Review
from lms.feedback.voices import queries as voices
from lms.feedback.voices.actions import Spoken
from lms.moments.notes import actions as notes
from lms.moments.prompts import actions as prompts
from lms.moments.questions import actions as questions
from lms.moments.questions.queries import question as find_question
from lms.notices import actions as notices
from lms.notices import queries as notice_queries
from lms.notices.rules import Kind, Subject
from lms.people.models import Person, SignIn
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.models import SubmissionVersion
from lms.practice.rules import Reflection
from lms.program import queries as programs
from lms.program.actions import media_key
from lms.program.models import Assignment, Demonstration, Program, ProgramClass
from lms.program.rules import Anonymity, PeerSeen, PracticeKind
from lms.roleplays.agree import actions as agree
from lms.roleplays.agree.models import Absence, StandInAsk
from lms.roleplays.agree.rules import Step
from lms.roleplays.apart import actions as apart
from lms.roleplays.apart import queries as kept_apart
from lms.roleplays.debrief.models import Sheet
from lms.roleplays.hours import actions as hours
from lms.roleplays.playback.models import RolePlayRecording
from lms.roleplays.rounds.models import RolePlayGroup, RolePlayRound
from lms.videos import actions as videos
from lms.videos.models import Video
from lms.videos.rules import VideoState
from lms.videos.tracks import actions as tracks
from lms.videos.tracks.rules import TrackKind
from tests.house.expected import EXPECTED, IN, PEOPLE
from tests.kit import boards, cases, documents, make, roleplays
from tests.kit.cast import Cast


def routes(app: Flask) -> list[tuple[str, str]]:
    """Method and endpoint; HEAD and OPTIONS only where a route was made for them."""
    found = []
    for rule in app.url_map.iter_rules():
        methods = rule.methods or set()
        own = methods - {"HEAD", "OPTIONS"} or methods - {"OPTIONS"} or methods
        found += [(method, rule.endpoint) for method in own]
    return sorted(found)


def _document(class_id: int, cast: Cast) -> SubmissionVersion:
    """A document that lena has handed in, and tess approved."""
    asked = documents.assignment(class_id)
    here = work.assignment_here(asked.id, cast.here)
    assert here
    version = documents.handed_in(here, cast.lena)
    approving.decide(version, cast.tess, Verdict.APPROVED, "Good.", clock.now())
    return version


def things(cast: Cast, home: Path) -> dict[str, object]:
    """One of everything that an address can name, lena's where it belongs to somebody."""
    assignment = db.scalars(
        select(Assignment)
        .join(ProgramClass)
        .where(ProgramClass.program_id == cast.here.program_id, ProgramClass.number == 1)
    ).one()
    here = work.assignment_here(assignment.id, cast.here)
    assert here
    draft = practice.open_draft(here, cast.lena, clock.now())
    kept = practice.keep_bytes(storage.store(), BytesIO(b"a page"))
    in_draft = practice.attach(draft, "page.txt", kept, clock.now())
    assignment.kind, assignment.is_shared = PracticeKind.RECORDING, True
    film = videos.take(videos.keep_stream(BytesIO(b"take"), "take.webm"), cast.lena, clock.now())
    film.state, film.duration_ms, film.stream_key = VideoState.READY, 60_000, f"streams/{film.key}"
    take = work.take(practice.add_take(here, cast.lena, film, clock.now()).id)
    assert take
    mark = practice.mark(take, 1000, 2000)
    said = Reflection(frozenset([take.id]), "Was that clear?", is_attested=True, is_for_peers=True)
    version = practice.hand_in(here, cast.lena, "What I wrote.", draft.saved, clock.now(), said)
    handed_in = work.version(version.submission_id, 1)
    assert handed_in
    [recording] = work.recordings_of(handed_in)
    reviewed = _reviewed(version.submission_id, cast)
    practice.hand_in(here, cast.lena, "What I wrote then.", 1, clock.now(), said)
    unreleased = reviews.begin(_thread(version.submission_id), cast.tess, clock.now())
    phrase = phrases.keep(cast.tess, "You stay with it, {name}.", [], clock.now())
    phrases.share(phrase, cast.here.program_id, clock.now())
    again = rated.version_in(cast.here.id, unreleased.version_id)
    assert again
    calibration = calibrations.set_up(again, cast.tess, clock.now())
    calibrations.give(calibration, cast.tess, {"C1": 2}, [], "", clock.now())
    source = videos.keep_stream(BytesIO(b"voice"), "voice.webm")
    spoken = Spoken(source, cast.tess, clock.now())
    remark = reviews.pin(unreleased, version, "Look here.", "key", Place(), False, spoken)
    voice = voices.of_review(unreleased.id)[remark.id]
    heard = db.get_one(Video, voice.video_id)
    captioned(heard, cast)
    heard.has_picture = False
    task, received = _peers(version.submission_id, cast)
    drill = make.drill(assignment.class_id, 1)
    [statement] = programs.statements_of(drill.id)
    statement.media, statement.media_sha256 = "alone.mp3", "0" * 64
    storage.store().put(media_key(statement.media_sha256), BytesIO(b"a voice"))
    answer = videos.take(videos.keep_stream(BytesIO(b"answer"), "answer.webm"), cast.lena, clock.now())
    drill_here = work.assignment_here(drill.id, cast.here)
    assert drill_here
    attempt = practice.add_take(drill_here, cast.lena, answer, clock.now(), statement)
    document = _document(assignment.class_id, cast)
    said = cases.said(cast)
    sign_in = SignIn(key="k" * 64, person_id=cast.lena.id, started_at=clock.now(), seen_at=clock.now(), browser="phone")
    db.add(sign_in)
    upload = videos.begin_upload(cast.tess, "clip.mp4", 10, home, clock.now())
    db.flush()
    demonstration = db.scalars(
        select(Demonstration).join(ProgramClass).where(ProgramClass.program_id == cast.here.program_id)
    ).first()
    assert demonstration
    program = db.get(Program, cast.here.program_id)
    assert program
    video = videos.take(videos.keep_stream(BytesIO(b"film"), "film.mp4"), cast.tess, clock.now())
    demonstrations.show(demonstration, video, clock.now())
    captioned(video, cast)
    consents.propose_clip(film, cast.lena, cast.tess, clock.now())
    [consent] = consents.ask(video, cast.lena.name, cast.lena.email, [Use.PLAYING], cast.tess, clock.now())
    note = notes.keep(cast.lena.id, demonstration.id, 1000, "For me alone.", "key", clock.now())
    asked = questions.ask(demonstration, cast.here.id, cast.lena, 1000, "Why?", "key", clock.now())
    question = find_question(asked.id)
    assert question
    answered = questions.answer(question, cast.lena, False, "Oh, I see.", "key", clock.now())
    prompt = prompts.set_prompt(demonstration, cast.here.id, cast.tess, 1000, "And you?", "This.", "key", clock.now())
    group = _role_play(cast)
    db.add(RolePlayRecording(video_id=take.video_id, group_id=group.id, starts_ms=0))
    told = notices.tell(cast.lena, Kind.ENROLLED, key="told", about=Subject("here", "Here", "/today"))
    notices.mute(cast.lena, Subject("there", "There", "/today"))
    assert told
    [mute] = notice_queries.mutes_of(cast.lena.id, None).rows
    away = hours.go_away(cast.lena, clock.now().date(), clock.now().date(), clock.now())
    hours.use_calendar(cast.lena, "https://calendar.example/lena.ics", clock.now())
    hours.set_menu(cast.here, [(1, 72)], 60, cast.cora, clock.now())
    agreeing, offer_id, ask_id = _agreeing(cast, group.round)
    boards.a_round(cast.here)
    apart.keep_apart(cast.here, cast.lena.id, cast.paul.id, cast.lena, clock.now())
    found = {
        "pair_id": kept_apart.asked_by(cast.lena.id, cast.here.id)[0].id,
        "agreeing_id": agreeing.id,
        "offer_id": offer_id,
        "ask_id": ask_id,
        "exception_id": away.id,
        "notice_id": notice_queries.notices_of(cast.lena.id, None).rows[0].id,
        "mute_id": mute.id,
        "kind": "captions",
        "language": "en",
        "note_id": note.id,
        "prompt_id": prompt.id,
        "question_id": asked.id,
        "answer_id": answered.id,
        "consent_id": consent.id,
        "video_key": video.key,
        "program": program.slug,
        "key": upload.key,
        "demonstration_id": demonstration.id,
        "token": "made-up",
        "watch_pass": "made-up",
        "name": "master.m3u8",
        "assignment_id": assignment.id,
        "submission_id": version.submission_id,
        "thread_id": _thread(version.submission_id).id,
        "message_id": _thread(version.submission_id).last_message_id,
        "review_id": reviewed.id,
        "peer_review_id": task.id,
        "received_id": received.id,
        "step_id": reviewed.step_id,
        "remark_id": remark.id,
        "phrase_id": phrase.id,
        "calibration_id": calibration.id,
        "voice_id": voice.id,
        "file_id": in_draft.id,
        "take_id": take.id,
        "drill_id": drill.id,
        "document_id": document.submission.assignment_id,
        "document_submission_id": document.submission_id,
        "attempt_id": attempt.id,
        "case": said.at.here.case.slug,
        "stage": 1,
        "case_message_id": said.message.id,
        "statement_id": statement.id,
        "mark_id": mark.id,
        "recording_id": recording.id,
        "sign_in_id": sign_in.id,
        "person_id": cast.lena.id,
        "enrollment_id": cohorts.participants_page(cast.here.id, None).rows[0].id,
        "slug": cast.here.slug,
        "number": 1,
        "group_id": group.id,
        "turn": 0,
    }
    db.commit()
    return found


def _role_play(cast: Cast) -> RolePlayGroup:
    """Lena and paul, in a turn that she has been client in and marked."""
    group = roleplays.a_group(roleplays.a_round(cast.here), cast.paul, cast.lena)
    db.add(Sheet(group_id=group.id, turn=0, observer_id=cast.lena.id, therapist_id=cast.paul.id, marks={}))
    return group


def _agreeing(cast: Cast, round_: RolePlayRound) -> tuple[RolePlayGroup, int, int]:
    """Another group of lena's, an hour that it has before it, and the question whether she takes a place elsewhere."""
    at = clock.now() + timedelta(days=3)
    others = [make.person(learner_in=cast.here) for _ in range(3)]
    group, other = (
        roleplays.a_group(round_, first, second, number=number, starts_at=at)
        for number, (first, second) in enumerate([(cast.lena, others[0]), (others[1], others[2])], start=2)
    )
    local = (at + timedelta(days=1)).astimezone(others[0].zone)
    offer = agree.propose(group, others[0], local.date(), local.time().replace(tzinfo=None), clock.now())
    said = {"word": "", "said_at": clock.now()}
    absence = Absence(group_id=other.id, person_id=others[1].id, step=Step.STAND_IN, **said)
    db.add_all([Absence(group_id=group.id, person_id=cast.lena.id, step=Step.HOUR, **said), absence])
    db.flush()
    ask = StandInAsk(absence_id=absence.id, person_id=cast.lena.id, asked_at=clock.now())
    db.add(ask)
    db.flush()
    return group, offer.id, ask.id


def captioned(video: Video, cast: Cast) -> None:
    """Let the video be ready, with captions."""
    video.state, video.duration_ms, video.width, video.height = VideoState.READY, 60_000, 640, 360
    video.stream_key = f"streams/{video.key}"
    track = tracks.begin(video, TrackKind.CAPTIONS, "en")
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nTake your time.\n"
    tracks.publish(track, text, track.seen, "", cast.tess, clock.now())


def _thread(submission_id: int) -> FeedbackThread:
    thread = thread_of(submission_id)
    assert thread
    return thread


def _reviewed(submission_id: int, cast: Cast) -> Review:
    review = reviews.begin(_thread(submission_id), cast.tess, clock.now())
    reviews.save(review, "Your pace.", "Wait longer.", {}, 0, clock.now())
    reviews.release(review, cast.tess, clock.now())
    return review


def _peers(submission_id: int, cast: Cast) -> tuple[PeerReview, PeerReview]:
    """Paul's task of reviewing the work, and what another peer wrote about it."""
    now = clock.now()
    terms = {"wanted": 2, "days": 4, "anonymous": Anonymity.BOTH, "seen": PeerSeen.AT_ONCE}
    db.add(PeerRequest(submission_id=submission_id, **terms, asked_at=now, looked_at=now))
    version = work.standing_versions(submission_id)[0]
    made = [
        PeerReview(
            submission_id=submission_id,
            version_id=version.id,
            cohort_id=cast.here.id,
            reviewer_id=reviewer.id,
            is_second=False,
            given_at=now,
            due_at=now,
            touched_at=now,
        )
        for reviewer in (cast.paul, make.person(learner_in=cast.here))
    ]
    made[1].handed_in_at = made[1].released_at = now
    db.add_all(made)
    db.flush()
    return made[0], made[1]


def test_the_table_names_every_route_and_no_other(app: Flask):
    secret = {
        "people.reset",
        "people.accept",
        "consents.by_letter",
        "notices.stop",
        "calendar.feed",
    }  # opened by a secret alone; the rooms' tests walk them
    assert {route for route in routes(app) if route[1] not in secret} == set(EXPECTED)


@pytest.mark.parametrize("route", sorted(EXPECTED), ids=" ".join)
def test_a_route_answers_as_the_table_says(
    route: tuple[str, str], app: Flask, cast: Cast, sign_in: Callable[[Person], FlaskClient], home: Path
):
    method, endpoint = route
    address = address_of(app, endpoint, things(cast, home))
    answers = {}
    for who in sorted(PEOPLE, key=lambda who: who == "lena"):  # she comes last: what she may do changes something
        client = app.test_client() if who == "anybody" else sign_in(getattr(cast, who))
        answers[who] = _said(client.open(address, method=method))
    assert answers == EXPECTED[route], f"{method} {address}"


def address_of(app: Flask, endpoint: str, named: dict[str, object]) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    values = {name: named[name] for name in rule.arguments}
    if endpoint == "classroom.handout":
        values["slug"] = "h1-1"
    if endpoint == "agreements.show":
        values["slug"] = named["program"]
    if endpoint == "practice.download":
        values["file_id"] = int(str(named["file_id"])) + 1
    if endpoint.startswith("agree.") and "group_id" in values:
        values["group_id"] = named["agreeing_id"]
    if endpoint == "rendering.blank":
        values["slug"] = "note"
    if endpoint.startswith(("writing.", "documents.", "approving.", "rendering.")):
        own = {"assignment_id": named["document_id"], "submission_id": named["document_submission_id"]}
        values |= {name: value for name, value in own.items() if name in values}
    if endpoint.startswith("rendering.") and "kind" in values:
        values["kind"] = "text"
    if endpoint == "cases.remove":
        values["message_id"] = named["case_message_id"]
    if endpoint.startswith("drills."):
        own = {"assignment_id": named["drill_id"], "take_id": named["attempt_id"]}
        values |= {name: value for name, value in own.items() if name in values}
    with app.test_request_context():
        return app.url_for(endpoint, **values)


def _said(response) -> int | str:  # type: ignore[no-untyped-def]
    to_sign_in = response.status_code == 302 and "/sign-in?next=" in response.headers["Location"]
    return IN if to_sign_in or response.status_code == 401 else response.status_code

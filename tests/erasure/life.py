"""A learner's life in the house: words of hers in every place that takes any, each with a mark in it."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

from sqlalchemy import select

from lms.agreements import actions as agreements
from lms.calendar import actions as calendar
from lms.consents import actions as consents
from lms.consents.rules import Use
from lms.core import clock, storage
from lms.core.db import db
from lms.demonstrations.watching.models import Watching
from lms.documents.approving import actions as approving
from lms.documents.approving.rules import Verdict
from lms.documents.writing import actions as writing
from lms.feedback import actions as feedback
from lms.feedback.actions import Passage
from lms.feedback.calibration.models import Calibration, CalibrationRating
from lms.feedback.models import FeedbackThread
from lms.feedback.peers.models import PeerHiding, PeerRequest, PeerReview
from lms.feedback.phrases import actions as phrases
from lms.feedback.queries import thread_of
from lms.feedback.reviews import actions as reviews
from lms.feedback.reviews.actions import Place
from lms.feedback.reviews.models import Review
from lms.feedback.reviews.rules import Reaction
from lms.feedback.voices.actions import Spoken
from lms.moments.notes import actions as notes
from lms.moments.questions import actions as questions
from lms.moments.questions.models import Question
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.extensions import actions as extensions
from lms.practice.extensions.actions import Work
from lms.practice.models import SubmissionVersion
from lms.practice.queries import AssignmentHere
from lms.practice.rules import Due, Reflection
from lms.practice.steps import actions as steps
from lms.practice.steps.models import NextStep
from lms.practice.steps.rules import Outcome
from lms.program import queries as programs
from lms.program.models import Agreement, Demonstration
from lms.program.rules import Anonymity, PeerSeen, PracticeKind
from lms.roleplays.agree import absences
from lms.roleplays.hours import actions as hours
from lms.roleplays.hours.queries import menu_of
from lms.videos import actions as videos
from lms.videos import pieces
from lms.videos.models import Video
from lms.videos.rules import VideoState
from lms.videos.tracks import actions as tracks
from lms.videos.tracks.rules import TrackKind
from tests.kit import documents
from tests.kit.cast import Cast
from tests.kit.roleplays import a_group, a_round

MARK = "xqzw"  # stands in every word of hers, and in nothing else
NAME = "Lena Zwqxname"
EMAIL = "zwqxname@sample.example"


def live(cast: Cast, home: Path) -> None:
    """Work in two versions, with files, takes and a draft; conversations, notes, questions, requests, consents."""
    cast.lena.name, cast.lena.email = NAME, EMAIL
    here = _here(cast, 1)
    here.assignment.kind = PracticeKind.RECORDING
    version = _handed_in(here, cast)
    _captions(version, cast)
    thread = thread_of(version.submission_id)
    assert thread
    _conversation(thread, version, cast)
    _draft(_here(cast, 2), cast)
    _document(_here(cast, 4), cast)
    _moments(cast)
    asked = Work(_here(cast, 3).assignment, cast.here, cast.lena, Due(clock.now() + timedelta(days=3)))
    extensions.ask(asked, f"{MARK} is why.", (clock.now() + timedelta(days=9)).date(), clock.now())
    agreement = db.scalars(select(Agreement)).one()
    agreements.sign(agreement, cast.lena, NAME, agreement.sha256, clock.now())
    _recorded(cast)
    hours.paint(cast.lena, "2" * 672, 0, clock.now())
    hours.use_calendar(cast.lena, f"https://calendar.example/{MARK}.ics", clock.now())
    hours.go_away(cast.lena, clock.now().date(), clock.now().date(), clock.now())
    hours.set_menu(cast.here, [(1, 72)], 60, cast.cora, clock.now())
    menu = menu_of(cast.here)
    assert menu
    hours.tick(menu, cast.lena, [menu.hours[0].id])
    group = a_group(a_round(cast.here), cast.lena, cast.paul, starts_at=clock.now() + timedelta(days=3))
    absences.say(group, cast.lena, f"{MARK} is why I can’t.", clock.now())
    calendar.renew(cast.lena, clock.now())
    upload = videos.begin_upload(cast.lena, f"{MARK}.mp4", 1000, home, clock.now())
    pieces.append(pieces.place(home, upload.key), 0, BytesIO(MARK.encode()), 1000)
    db.commit()


def _here(cast: Cast, number: int) -> AssignmentHere:
    found = work.assignment_here(work.work_of(cast.lena.id, cast.here.id)[number - 1].assignment.id, cast.here)
    assert found
    return found


def _take(here: AssignmentHere, cast: Cast) -> int:
    source = videos.keep_stream(BytesIO(f"{MARK} is said.".encode()), f"{MARK}.webm")
    video = videos.take(source, cast.lena, clock.now())
    video.state, video.duration_ms, video.width, video.height = VideoState.READY, 60_000, 640, 360
    video.stream_key = f"streams/{video.key}"
    storage.store().put(f"{video.stream_key}/segment", BytesIO(MARK.encode()))
    take = work.take(practice.add_take(here, cast.lena, video, clock.now()).id)
    assert take
    practice.mark(take, 1000, 2000)
    return take.id


def _file(here: AssignmentHere, cast: Cast) -> None:
    draft = practice.open_draft(here, cast.lena, clock.now())
    kept = practice.keep_bytes(storage.store(), BytesIO(f"{MARK} in a file".encode()))
    practice.attach(draft, f"{MARK}.txt", kept, clock.now())


def _handed_in(here: AssignmentHere, cast: Cast) -> SubmissionVersion:
    """Two versions, and a draft that goes on with a take of its own."""
    _file(here, cast)
    said = Reflection(frozenset([_take(here, cast)]), f"Was {MARK} clear?", is_attested=True)
    for number in (1, 2):
        draft = practice.open_draft(here, cast.lena, clock.now())
        text = f"I would {MARK} and wait. Version {number}."
        version = practice.hand_in(here, cast.lena, text, draft.saved, clock.now(), said)
    found = work.version(version.submission_id, version.number)
    assert found
    practice.rate_oneself(found, cast.lena, {"C1": 2}, clock.now())
    _take(here, cast)
    draft = practice.open_draft(here, cast.lena, clock.now())
    practice.save_draft(here, cast.lena, f"And {MARK} again.", draft.saved, clock.now())
    return found


def _document(here: AssignmentHere, cast: Cast) -> None:
    """A document that was approved and amended, and a draft of it that was moved to another version of its template."""
    documents.asks_for_document(here.assignment)
    answers = documents.COMPLETE | {"plan": f"{MARK} comes tomorrow."}
    approving.decide(documents.handed_in(here, cast.lena, answers), cast.tess, Verdict.APPROVED, "", clock.now())
    amended = documents.handed_in(here, cast.lena, answers | {"go": "delay"})
    approving.amend(amended, f"{MARK} was wrong.")
    documents.asks_for_document(here.assignment, documents.template(documents.FIELDS[1:]))
    draft = work.draft_to_change(here, cast.lena.id)
    newest = programs.template(here.cohort.program_id, here.assignment.template or "")
    assert draft and newest
    writing.move(draft, newest, draft.saved, clock.now())


def _captions(version: SubmissionVersion, cast: Cast) -> None:
    [recording] = work.recordings_in(version.id)
    track = tracks.begin(recording.video, TrackKind.CAPTIONS, "en")
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{MARK} is said.\n"
    tracks.publish(track, text, track.seen, "", cast.tess, clock.now())


def _conversation(thread: FeedbackThread, version: SubmissionVersion, cast: Cast) -> None:
    """Tess reviews it, quoting her; lena answers, edits, agrees on a step and says how it went."""
    review = reviews.begin(thread, cast.tess, clock.now())
    quoted = Place(quote=f"{MARK} and", position=8)
    reviews.pin(review, version, "Why both?", "a", quoted, False)
    reviews.pin(review, version, "Look at this again.", "b", quoted, True)
    reviews.save(review, "Your pace.", "Wait longer.", {"C1": 1}, 0, clock.now())
    reviews.release(review, cast.tess, clock.now())
    reviews.react(db.scalars(select(Review)).one(), Reaction.CLEAR)
    step = db.scalars(select(NextStep)).one()
    steps.agree(step, f"I {MARK} longer.", clock.now())
    steps.tell_outcome(step, Outcome.WORKED)
    about = Passage(version, f"{MARK} and")
    message = feedback.post(thread, cast.lena, f"By {MARK} I mean this.", "q", 10**6, clock.now(), about)
    message.reword(f"By {MARK} I meant that.", 0, clock.now())
    feedback.post(thread, cast.tess, "Thank you, I see.", "k", 10**6, clock.now())
    recorded = videos.keep_stream(BytesIO(f"{MARK} spoken".encode()), f"{MARK}.webm")
    spoken = Spoken(recorded, cast.lena, clock.now())
    feedback.post(thread, cast.lena, f"And {MARK}?", "w", 10**6, clock.now(), spoken=spoken)
    _as_a_trainer(version, cast)


def _as_a_trainer(version: SubmissionVersion, cast: Cast) -> None:
    """Whatever else she may have been: a phrase, and a note with a rating."""
    phrases.keep(cast.lena, f"{MARK}, {{name}}.", [], clock.now())
    about = Calibration(version_id=version.id, cohort_id=cast.here.id, set_up_by_id=cast.tess.id, set_up_at=clock.now())
    db.add(about)
    db.flush()
    rated = {"levels": {"C1": 1}, "note": f"Because of {MARK}.", "is_blind": True, "given_at": clock.now()}
    db.add(CalibrationRating(calibration_id=about.id, trainer_id=cast.lena.id, **rated))
    _as_a_peer(cast)


def _as_a_peer(cast: Cast) -> None:
    """A review of Paul's work, and a reason for hiding it."""
    here = _here(cast, 2)
    version = practice.hand_in(here, cast.paul, "Something.", 0, clock.now())
    terms = {"wanted": 1, "days": 3, "anonymous": Anonymity.NONE, "seen": PeerSeen.AT_ONCE}
    db.add(PeerRequest(submission_id=version.submission_id, asked_at=clock.now(), looked_at=clock.now(), **terms))
    db.flush()
    written = {"keep": f"{MARK} keep", "try_next": f"{MARK} next", "answers": {"Why?": f"{MARK} so"}}
    review = PeerReview(
        submission_id=version.submission_id, version_id=version.id, cohort_id=cast.here.id, reviewer_id=cast.lena.id,
        is_second=False, given_at=clock.now(), due_at=clock.now(), touched_at=clock.now(), **written,
    )  # fmt: skip
    db.add(review)
    db.flush()
    db.add(PeerHiding(review_id=review.id, hidden_by_id=cast.lena.id, hidden_at=clock.now(), reason=f"{MARK} harsh"))
    db.flush()


def _draft(here: AssignmentHere, cast: Cast) -> None:
    practice.save_draft(here, cast.lena, f"{MARK}, to begin with", 0, clock.now())
    _file(here, cast)


def _moments(cast: Cast) -> None:
    demonstration = db.scalars(select(Demonstration)).first()
    assert demonstration
    at = (demonstration.id, 1000)
    notes.remove(notes.keep(cast.lena.id, *at, f"{MARK} removed", "x", clock.now()), clock.now())
    notes.keep(cast.lena.id, *at, f"{MARK} for me", "y", clock.now())
    asked = questions.ask(demonstration, cast.here.id, cast.lena, 1000, f"Why {MARK}?", "key", clock.now())
    asked.reword(f"How {MARK}?", 0, clock.now())
    other = questions.ask(demonstration, cast.here.id, cast.paul, 2000, "Why so?", "key", clock.now())
    for question, author in ((asked, cast.tess), (other, cast.lena)):
        whole = db.get_one(Question, question.id)
        db.refresh(whole, ["asker", "demonstration"])
        said = "To let it land." if author is cast.tess else f"Because {MARK}."
        questions.answer(whole, author, author is cast.tess, said, f"key-{author.id}", clock.now())
    now = clock.now()
    moments = {"started_at": now, "seen_at": now, "updated_at": now}
    watched = {"position_ms": 5, "ranges": [[0, 5]], "watched_permille": 1}
    db.add(Watching(person_id=cast.lena.id, demonstration_id=demonstration.id, **watched, **moments))


def _recorded(cast: Cast) -> None:
    """She is in a video of somebody else's, and has agreed."""
    video = videos.take(videos.keep_stream(BytesIO(b"a film"), "film.mp4"), cast.tess, clock.now())
    [consent] = consents.ask(db.get_one(Video, video.id), NAME, EMAIL, [Use.PLAYING], cast.tess, clock.now())
    db.refresh(consent, ["video"])
    consents.agree(consent, clock.now())

"""The page where work and words stand side by side, for whoever opens it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import current_app, g, request
from werkzeug.wrappers import Response

from lms.access.guard import may
from lms.access.table import May
from lms.core.errors import NotThere
from lms.documents.notes import field_at, note_of
from lms.feedback import arrival, queries, rules, way
from lms.feedback.forms import MessageForm
from lms.feedback.models import FeedbackThread, Message
from lms.feedback.peers import shown as peers
from lms.feedback.phrases.rules import first_name
from lms.feedback.queries import Opened
from lms.feedback.reviews import queries as reviews
from lms.feedback.reviews.forms import RemarkForm, ReviewForm
from lms.feedback.reviews.rules import said_range
from lms.feedback.words.forms import RemoveForm, RewordForm, reword_form
from lms.practice import queries as practice
from lms.practice.groups.rules import named
from lms.practice.models import Recording, SubmissionVersion
from lms.roleplays.playback import queries as role_plays
from lms.roleplays.playback.rules import Point
from lms.ui.page import page


def show(
    opened: Opened,
    message: MessageForm | None = None,
    review: ReviewForm | None = None,
    remark: RemarkForm | None = None,
    reworded: tuple[int, RewordForm] | None = None,
    status: int = 200,
) -> Response:
    """The page, with what was sent and refused in its form; `reworded` is of the message with that number."""
    thread, place = opened.thread, way.place_of(opened.thread)
    numbers = numbers_in(opened)
    version = _version_shown(opened, numbers)
    messages = queries.messages_before(thread.id, request.args.get("before"))
    spans = _spans(version, messages.rows)
    recordings = practice.recordings_of(version)
    return page(
        "feedback/thread.html",
        status=status,
        thread=thread,
        submission=thread.submission,
        version=version,
        numbers=numbers,
        form=_message_form(message, thread, version),
        messages=messages,
        read_up_to=opened.read_up_to,
        pieces=rules.pieces(version.text, spans),
        **_form(version, messages.rows),
        recordings=recordings,
        seen=_seen_in_role_plays(thread, recordings),
        found={message_id for message_id, _ in spans},
        sent=_last_own_key(messages.rows),
        own_keys=_own_recordings(messages.rows),
        most_bytes=current_app.config["ATTUNE"].upload_limit_bytes,
        neighbors=way.neighbors(place),
        address_of=way.address_of,
        chosen=way.chosen(),
        along=way.along(place),
        **arrival.shown(opened),
        is_answered=opened.is_answered,
        is_mine=thread.is_by(g.person.id),
        is_muted=opened.is_muted,
        **_reviewed(opened, version, review, remark),
        **_worded(thread, reworded),
    )


def _seen_in_role_plays(thread: FeedbackThread, recordings: Sequence[Recording]) -> Mapping[int, Sequence[Point]]:
    """By video, what observers of a role play marked in it: for trainers, what they sent to whose work it is; for a
    learner, what was sent to them."""
    facts, is_mine = thread.facts, thread.is_by(g.person.id)
    theirs = facts.member_ids | facts.contributor_ids | {thread.learner_id}
    return role_plays.seen_in([one.video_id for one in recordings], g.person.id, [g.person.id] if is_mine else theirs)


def version_of(thread: FeedbackThread, numbers: Sequence[int]) -> SubmissionVersion:
    """The version that is asked for, or the latest, with its files; also where one was taken back during writing."""
    version = practice.version(thread.submission_id, _number_asked(numbers))
    assert version
    return version


def _version_shown(opened: Opened, numbers: Sequence[int]) -> SubmissionVersion:
    latest = opened.thread.version if opened.has_work else None
    return latest if latest and latest.number == _number_asked(numbers) else version_of(opened.thread, numbers)


def _number_asked(numbers: Sequence[int]) -> int:
    asked = request.args.get("version") or request.form.get("version") or ""
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else numbers[0]
    if number in numbers:
        return number
    if request.method == "GET":
        raise NotThere
    return numbers[0]


def numbers_in(opened: Opened) -> Sequence[int]:
    """The versions to choose from, latest first. Only its learner sees one that was taken back."""
    thread = opened.thread
    if thread.version and not opened.has_withdrawn:
        return range(thread.version.number, 0, -1)
    return practice.numbers_of(thread.submission_id, also_withdrawn=thread.is_by(g.person.id))


def _message_form(form: MessageForm | None, thread: FeedbackThread, version: SubmissionVersion) -> MessageForm:
    form = form or MessageForm(None, key=secrets.token_urlsafe(12), seen=thread.last_message_id or 0)
    form.version.data = version.number
    return form


def _worded(thread: FeedbackThread, reworded: tuple[int, RewordForm] | None) -> dict[str, Any]:
    """What can be done with messages that were said."""
    return {
        "before": request.args.get("before"),
        "reworded": dict([reworded] if reworded else []),
        "reword_form": reword_form,
        "remove_form": RemoveForm(None),
        "owned": lambda said: replace(thread.facts, owner_id=said.author_id),
    }


def _reviewed(
    opened: Opened, version: SubmissionVersion, review: ReviewForm | None, remark: RemarkForm | None
) -> dict[str, Any]:
    """What the page says of reviews; for trainers who haven't released one of this version, the desk as well."""
    thread = opened.thread
    around = reviews.around(thread, g.viewer)
    by_me = any(r.trainer_id == g.person.id and r.version_id == thread.version_id for r in around.released)
    is_at_desk = may(May.FEEDBACK_REVIEW, thread) and not by_me
    return {
        "around": around,
        "is_at_desk": is_at_desk,
        "said_range": said_range,
        "called": named(first_name(each) for each in thread.submission.each_name),
        "judged": opened.judged,
        "own_levels": _own_levels(thread, version),
        "review_form": review or _review_form(thread, around.mine),
        "remark_form": remark or RemarkForm(None, key=secrets.token_urlsafe(12)),
        "goal": opened.goal,
        "peers": peers.shown(thread.peer_request, is_author=thread.is_by(g.person.id)),
    }


def _own_levels(thread: FeedbackThread, version: SubmissionVersion) -> dict[str, Any]:
    """How the viewer rated their work; for trainers how the learner did, where it is one learner's."""
    whose = g.person.id if thread.is_by(g.person.id) or version.people else thread.learner_id
    rated = version.rated_by(whose)
    return rated.levels if rated else {}


def _review_form(thread: FeedbackThread, mine: Any) -> ReviewForm:
    last = thread.last_message_id or 0
    if mine is None:
        return ReviewForm(None, last_message=last)
    return ReviewForm(None, keep=mine.keep, try_next=mine.try_next, seen=mine.saved, last_message=last)


def _spans(version: SubmissionVersion, messages: Sequence[Message]) -> list[tuple[int, rules.Span]]:
    """By message id, where its passage stands in this version; what isn't in it is left out."""
    remarks = [message.remark for message in messages if message.remark and message.remark.quote]
    spans = [(r.message_id, rules.find_passage(version.text, r.quote or "", r.position)) for r in remarks]
    return [(message_id, span) for message_id, span in spans if span]


def _form(version: SubmissionVersion, messages: Sequence[Message]) -> dict[str, Any]:
    """The document that the version is, what can be pointed at in it, and what was said about each of its fields."""
    note = None if version.erased_at else note_of(version)
    places = note.outline.places() if note else {}
    said: dict[str, list[Message]] = {}
    for message in messages:
        field = field_at(message.remark.field) if message.remark and message.remark.field else None
        if field in places:
            said.setdefault(field, []).append(message)
    return {"note": note, "places": places, "said_of": said}


def _last_own_key(messages: Sequence[Message]) -> str:
    """Under which key the viewer's latest message arrived, so that the browser lets go of its copy."""
    own = [message for message in messages if message.author_id == g.person.id]
    return own[-1].key if own else ""


def _own_recordings(messages: Sequence[Message]) -> list[str]:
    """The keys of what the viewer has recorded and sent, likewise."""
    return [one.voice.video.key for one in messages if one.author_id == g.person.id and one.voice]

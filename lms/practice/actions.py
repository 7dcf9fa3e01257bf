"""What learners do with their work."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import delete

from lms.consents import actions as consents
from lms.core import outbox
from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.core.events import publish
from lms.core.storage import Kept, Storage
from lms.people.models import Person
from lms.practice import queries, rules
from lms.practice.drills.rules import ATTEMPTS_MOST
from lms.practice.events import HandedIn
from lms.practice.groups import queries as groups
from lms.practice.groups.models import Contributor
from lms.practice.models import (
    Draft,
    Mark,
    Recording,
    Reflection,
    SelfRating,
    Submission,
    SubmissionVersion,
    Take,
    WorkFile,
)
from lms.practice.queries import AssignmentHere
from lms.practice.rules import NO_ANSWERS, NOTHING_RECORDED, Filled
from lms.program import queries as programs
from lms.program.models import Statement
from lms.program.rules import PracticeKind
from lms.videos.models import Video
from lms.videos.rules import VideoState

FORGET = "forget-work-file"  # the kind of letter that has bytes deleted after the row is gone
FORGET_TAKE = "forget-take"  # likewise of a recording


def save_draft(
    here: AssignmentHere,
    learner: Person,
    text: str,
    seen: int,
    now: datetime,
    said: rules.Reflection = NOTHING_RECORDED,
    filled: Filled | None = None,
) -> Draft:
    """Keep what is typed, filled in and chosen so far. Raises Conflict where something else was saved since `seen`.

    In a group that is somebody else's question as well.
    """
    draft = open_draft(here, learner, now)
    is_asked = here.assignment.is_shared and draft.question != said.question
    if draft.text != text or is_asked or not draft.saved or not _is_kept(draft, filled):
        _refuse_if_changed(draft, text, seen, said.question if is_asked else draft.question, filled)
        draft.text, draft.saved, draft.saved_at = text, draft.saved + 1, now
        _fill(draft, filled)
    draft.question = said.question
    if here.assignment.kind is not PracticeKind.DRILL:  # there attempts are chosen one by one
        for take in queries.takes_of(draft):
            if said.shown_ids is None or take.id in said.shown_ids:  # another's may have come in since
                take.is_chosen = take.id in said.take_ids
    db.flush()
    return draft


def open_draft(here: AssignmentHere, learner: Person, now: datetime) -> Draft:
    """The learner's draft, or their group's, begun if there is none, held until the transaction ends."""
    found = queries.draft_to_change(here, learner.id)
    if found:
        return found
    begun = Draft(
        assignment_id=here.assignment.id,
        cohort_id=here.cohort.id,
        learner_id=groups.founder_id(here.assignment, here.cohort.id, learner.id),
        text="",
        saved=0,
        saved_at=now,
    )
    added(begun)  # or another tab has begun it
    found = queries.draft_to_change(here, learner.id)
    assert found
    return found


def keep_bytes(store: Storage, stream: IO[bytes]) -> Kept:
    """Lay a file's bytes into the media store. Needs no transaction; `attach` says whose they are."""
    return store.put(f"work/{secrets.token_urlsafe(18)}/file", stream)


def check_file(draft: Draft, name: str, size: int, others: int = 0) -> str:
    """The name that a file will have. Raises Refused("files") for one that is empty, too large, or too many.

    `others`: files of the same sending that come before it.
    """
    shown = rules.shown_name(name)
    if fault := rules.file_fault(shown, size, len(draft.files) + others):
        raise Refused(fault, "files")
    return shown


def attach(draft: Draft, name: str, kept: Kept, now: datetime, by: Person | None = None) -> WorkFile:
    """Attach kept bytes to the draft: its learner's own, or `by` somebody of their group. Raises as `check_file`."""
    name = check_file(draft, name, kept.size)
    file = WorkFile(
        draft_id=draft.id,
        owner_id=by.id if by else draft.learner_id,
        cohort_id=draft.cohort_id,
        key=kept.key,
        name=name,
        size=kept.size,
        sha256=kept.sha256,
        added_at=now,
    )
    db.add(file)
    db.flush()
    db.refresh(draft, ["files"])
    return file


def remove(file: WorkFile) -> None:
    """Take a file off the draft; its bytes go as well, unless a version that was handed in has them."""
    queries.hold_draft_of(file)  # else it could be handed in between the two, and be a version without bytes
    db.execute(delete(WorkFile).where(WorkFile.id == file.id))
    outbox.post(FORGET, f"{FORGET}-{file.id}", {"key": file.key})


def rate_oneself(version: SubmissionVersion, learner: Person, levels: dict[str, int], now: datetime) -> None:
    """Keep where a learner sees themselves in their work, by a competency's code."""
    if found := version.rated_by(learner.id):
        found.levels, found.rated_at = levels, now
    else:
        db.add(SelfRating(version_id=version.id, person_id=learner.id, levels=levels, rated_at=now))
    db.flush()


def forget_bytes(store: Storage, key: str) -> None:
    """Delete bytes that nobody's file refers to any more."""
    if not queries.is_shared(key):
        store.delete(key)


def add_take(
    here: AssignmentHere, learner: Person, video: Video, now: datetime, statement: Statement | None = None
) -> Take:
    """Let a video be a take for the learner's or their group's draft, in a drill an attempt at a statement; the only
    one is chosen.

    Raises Refused("file") where there are too many.
    """
    draft = open_draft(here, learner, now)
    statement_id = statement.id if statement else None
    others = [take for take in queries.takes_of(draft) if take.statement_id == statement_id]
    if len(others) >= (most := ATTEMPTS_MOST if statement else rules.TAKES_MOST):
        raise Refused(f"{most} recordings can be kept here. Please remove one first.", "file")
    take = Take(
        draft_id=draft.id,
        owner_id=learner.id,
        cohort_id=here.cohort.id,
        video_id=video.id,
        made_at=now,
        is_chosen=not any(other.is_chosen for other in others),
        statement_id=statement_id,
        answered=statement.text if statement else None,
    )
    db.add(take)
    db.flush()
    return take


def remove_take(take: Take, now: datetime) -> None:
    """Take a recording back; it is deleted for good, unless a version that was handed in has it."""
    queries.hold_draft_of(take)
    db.execute(delete(Take).where(Take.id == take.id))
    if take.is_chosen and take.statement_id and (left := queries.latest_attempt(take)):
        left.is_chosen = True
    if not queries.is_handed_in(take.video_id):
        consents.begin_erasure(take.video, now)
        outbox.post(FORGET_TAKE, f"{FORGET_TAKE}-{take.id}", {"video_id": take.video_id})


def forget_take(video: Video, home: Path, now: datetime) -> None:
    """Delete all files of a recording that nobody has any more, and sign the receipt. Raises OSError if one is left."""
    consents.finish_erasure(consents.begin_erasure(video, now), video, home, now)


def mark(take: Take, start_ms: int, end_ms: int) -> Mark:
    """Point at a part of a take. Raises Refused where that can't be."""
    others = [(other.start_ms, other.end_ms) for other in take.marks]
    if fault := rules.mark_fault(start_ms, end_ms, take.video.duration_ms, others):
        raise Refused(fault)
    made = Mark(take_id=take.id, start_ms=start_ms, end_ms=end_ms)
    db.add(made)
    db.flush()
    db.refresh(take, ["marks"])
    return made


def unmark(take: Take, mark: Mark) -> None:
    """Point at a part no more."""
    db.delete(mark)
    db.flush()
    db.refresh(take, ["marks"])


def hand_in(
    here: AssignmentHere,
    learner: Person,
    text: str,
    seen: int,
    now: datetime,
    said: rules.Reflection = NOTHING_RECORDED,
    *,
    filled: Filled | None = None,
    needs_soon: bool = False,
    marks_seen: str = "",
) -> SubmissionVersion:
    """Keep text, filled form, attached files and chosen takes as the next version, of the learner or for all of their
    group; whether they need help soon, and which marks of identifiers they have seen, is told on.

    The same once more (a double click, a page sent again) gives the version that there is already. Raises Refused for
    nothing at all or what is handed in already, Conflict if the draft was saved elsewhere since `seen`.
    """
    draft = open_draft(here, learner, now)
    latest = queries.latest_version(here, learner.id)
    is_drill = here.assignment.kind is PracticeKind.DRILL
    takes = _answers(here, draft) if is_drill else _chosen(draft, said)
    if latest and _is_same(latest, text, draft, filled) and _is_same_recorded(latest, takes, said):
        return latest
    question = said.question if here.assignment.is_shared and takes else draft.question
    _refuse_if_changed(draft, text, seen, question, filled)
    if not text.strip() and not draft.files and not takes and (filled is None or filled.answers == NO_ANSWERS):
        raise Refused(rules.nothing_yet(is_drill), "text")
    marks = sum(len(take.marks) for take in takes)
    is_short = is_drill or here.assignment.is_pinned
    if takes and (fault := rules.short_fault(said) if is_short else rules.reflection_fault(said, marks)):
        raise Refused(fault[1], fault[0])
    if here.assignment.is_retired:
        raise Refused(
            "This assignment is no longer part of the program. Please ask your trainer what to do instead.", "text"
        )
    version = _next_version(
        _submission(here, draft, latest), latest, text, filled, queries.standing(here, learner.id, now), now
    )
    people = _contribute(here, learner, version)
    _share_files(draft, version)
    if takes:
        _share_takes(takes, version, said)
    draft.question = said.question
    draft.text, draft.saved, draft.saved_at = text, draft.saved + 1, now
    _fill(draft, filled)
    db.flush()
    publish(HandedIn(version.submission, version, learner, people, needs_soon, marks_seen))
    return version


def _contribute(here: AssignmentHere, learner: Person, version: SubmissionVersion) -> Sequence[Person]:
    """Let a version be that of all who are in the learner's group now; who they are, the learner among them."""
    people = groups.colleagues(here.assignment, here.cohort.id, learner)
    if len(people) > 1:
        db.add_all(
            Contributor(version_id=version.id, person_id=one.id, has_handed_in=one.id == learner.id) for one in people
        )
        db.flush()
        db.refresh(version.submission, ["members", "contributors", "names"])
    return people


def _is_kept(draft: Draft, filled: Filled | None) -> bool:
    """Whether a draft's form holds this already."""
    return filled is None or (draft.template_id, draft.answers) == (filled.template_id, filled.kept)


def _fill(draft: Draft, filled: Filled | None) -> None:
    if filled:
        draft.template_id, draft.answers = filled.template_id, filled.kept


def _refuse_if_changed(draft: Draft, text: str, seen: int, question: str, filled: Filled | None) -> None:
    is_kept = (draft.text, draft.question) == (text, question) and _is_kept(draft, filled)
    is_moved = filled is not None and draft.template_id not in (None, filled.template_id)
    if not is_kept and (draft.saved != seen or is_moved):
        raise Conflict(
            "This was saved or handed in elsewhere after you opened this page. Both are here: put what you want "
            "to keep into the field, and send it again.",
            "text",
        )


def _is_same(latest: SubmissionVersion, text: str, draft: Draft, filled: Filled | None) -> bool:
    if latest.withdrawal:
        return False
    if filled and (latest.template_id, latest.answers) != (filled.template_id, filled.answers):
        return False
    return latest.text == text and {f.key for f in latest.files} == {f.key for f in draft.files}


def _is_same_recorded(latest: SubmissionVersion, takes: Sequence[Take], said: rules.Reflection) -> bool:
    def ranges(of: Sequence[Take | Recording]) -> list[tuple[int, list[tuple[int, int]]]]:
        return [(one.video_id, [(mark.start_ms, mark.end_ms) for mark in one.marks]) for one in of]

    question = latest.reflection.question if latest.reflection else ""
    return ranges(queries.recordings_of(latest)) == ranges(takes) and (not takes or question == said.question)


def _chosen(draft: Draft, said: rules.Reflection) -> list[Take]:
    return [take for take in _playable(draft) if take.id in said.take_ids]


def _answers(here: AssignmentHere, draft: Draft) -> list[Take]:
    """The chosen attempt at each statement, in the order of the drill."""
    chosen = {take.statement_id: take for take in _playable(draft) if take.is_chosen}
    return [chosen[one.id] for one in programs.statements_of(here.assignment.id) if one.id in chosen]


def _playable(draft: Draft) -> list[Take]:
    return [take for take in queries.takes_of(draft) if take.video.state is not VideoState.REFUSED]


def _submission(here: AssignmentHere, draft: Draft, latest: SubmissionVersion | None) -> Submission:
    if latest is None:
        whose = draft.learner_id
        db.add(begun := Submission(assignment_id=here.assignment.id, cohort_id=here.cohort.id, learner_id=whose))
        db.flush()
    found = queries.submission(latest.submission_id if latest else begun.id)
    assert found
    return found


def _next_version(
    submission: Submission,
    latest: SubmissionVersion | None,
    text: str,
    filled: Filled | None,
    standing: rules.Standing,
    now: datetime,
) -> SubmissionVersion:
    revision = programs.newest_revision(submission.assignment.program_class.program_id)
    assert revision, "an assignment comes with a loaded revision"
    version = SubmissionVersion(
        submission=submission,
        number=latest.number + 1 if latest else 1,
        revision_id=revision.id,
        text=text,
        sha256=rules.digest(text),
        template_id=filled.template_id if filled else None,
        answers=filled.answers if filled else None,
        answers_sha256=rules.digest(filled.answers) if filled else None,
        words=rules.word_count(text) + (filled.words if filled else 0),
        standing=standing,
        handed_in_at=now,
    )
    db.add(version)
    db.flush()
    return version


def _share_files(draft: Draft, version: SubmissionVersion) -> None:
    for file in draft.files:
        db.add(
            WorkFile(
                version_id=version.id,
                owner_id=file.owner_id,
                cohort_id=file.cohort_id,
                key=file.key,
                name=file.name,
                size=file.size,
                sha256=file.sha256,
                added_at=file.added_at,
            )
        )


def _share_takes(takes: Sequence[Take], version: SubmissionVersion, said: rules.Reflection) -> None:
    for number, take in enumerate(takes, 1):
        recording = Recording(
            version_id=version.id,
            number=number,
            owner_id=take.owner_id,
            cohort_id=take.cohort_id,
            video_id=take.video_id,
            made_at=take.made_at,
            size=take.video.source_size,
            sha256=take.video.source_sha256,
            statement_id=take.statement_id,
            answered=take.answered,
            felt=take.felt,
        )
        db.add(recording)
        db.flush()
        db.add_all(Mark(recording_id=recording.id, start_ms=one.start_ms, end_ms=one.end_ms) for one in take.marks)
    db.add(
        Reflection(
            version_id=version.id, question=said.question, attested=said.attestation, is_for_peers=said.is_for_peers
        )
    )

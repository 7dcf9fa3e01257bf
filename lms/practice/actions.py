"""What learners do with their work."""

import secrets
from datetime import datetime
from typing import IO

from sqlalchemy import delete

from lms.core import outbox
from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.core.events import publish
from lms.core.storage import Kept, Storage
from lms.people.models import Person
from lms.practice import queries, rules
from lms.practice.events import HandedIn
from lms.practice.models import Draft, Submission, SubmissionVersion, WorkFile
from lms.practice.queries import AssignmentHere
from lms.program import queries as programs

FORGET = "forget-work-file"  # the kind of letter that has bytes deleted after the row is gone


def save_draft(here: AssignmentHere, learner: Person, text: str, seen: int, now: datetime) -> Draft:
    """Keep what is typed so far. Raises Conflict where another text was saved since `seen`."""
    draft = open_draft(here, learner, now)
    if draft.text == text and draft.saved:
        return draft
    _refuse_if_changed(draft, text, seen)
    draft.text, draft.saved, draft.saved_at = text, draft.saved + 1, now
    db.flush()
    return draft


def open_draft(here: AssignmentHere, learner: Person, now: datetime) -> Draft:
    """The learner's draft, begun if there is none, held until the transaction ends."""
    found = queries.draft_to_change(here, learner.id)
    if found:
        return found
    begun = Draft(
        assignment_id=here.assignment.id,
        cohort_id=here.cohort.id,
        learner_id=learner.id,
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


def attach(draft: Draft, name: str, kept: Kept, now: datetime) -> WorkFile:
    """Attach kept bytes to the draft. Raises as `check_file`."""
    name = check_file(draft, name, kept.size)
    file = WorkFile(
        draft_id=draft.id,
        owner_id=draft.learner_id,
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


def forget_bytes(store: Storage, key: str) -> None:
    """Delete bytes that nobody's file refers to any more."""
    if not queries.is_shared(key):
        store.delete(key)


def hand_in(here: AssignmentHere, learner: Person, text: str, seen: int, now: datetime) -> SubmissionVersion:
    """Keep text and attached files as the learner's next version.

    The same once more (a double click, a page sent again) gives the version that there is already. Raises Refused for
    nothing at all or what is handed in already, Conflict if the draft was saved elsewhere since `seen`.
    """
    draft = open_draft(here, learner, now)
    latest = queries.latest_version(here, learner.id)
    if latest and _is_same(latest, text, draft):
        return latest
    _refuse_if_changed(draft, text, seen)
    if not text.strip() and not draft.files:
        raise Refused("There is nothing to hand in yet. Please write something, or attach a file.", "text")
    if here.assignment.is_retired:
        raise Refused(
            "This assignment is no longer part of the program. Please ask your trainer what to do instead.", "text"
        )
    version = _next_version(_submission(here, learner, latest), latest, text, rules.standing(now, here.due_at), now)
    _share_files(draft, version)
    draft.text, draft.saved, draft.saved_at = text, draft.saved + 1, now
    db.flush()
    publish(HandedIn(version.submission, version))
    return version


def _refuse_if_changed(draft: Draft, text: str, seen: int) -> None:
    if draft.saved != seen and draft.text != text:
        raise Conflict(
            "This was saved or handed in elsewhere after you opened this page. Both texts are here: put what you want "
            "to keep into the field, and send it again.",
            "text",
        )


def _is_same(latest: SubmissionVersion, text: str, draft: Draft) -> bool:
    return latest.text == text and {f.key for f in latest.files} == {f.key for f in draft.files}


def _submission(here: AssignmentHere, learner: Person, latest: SubmissionVersion | None) -> Submission:
    if latest is None:
        db.add(begun := Submission(assignment_id=here.assignment.id, cohort_id=here.cohort.id, learner_id=learner.id))
        db.flush()
    found = queries.submission(latest.submission_id if latest else begun.id)
    assert found
    return found


def _next_version(
    submission: Submission, latest: SubmissionVersion | None, text: str, standing: rules.Standing, now: datetime
) -> SubmissionVersion:
    revision = programs.newest_revision(submission.assignment.program_class.program_id)
    assert revision, "an assignment comes with a loaded revision"
    version = SubmissionVersion(
        submission=submission,
        number=latest.number + 1 if latest else 1,
        revision_id=revision.id,
        text=text,
        sha256=rules.digest(text),
        words=rules.word_count(text),
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

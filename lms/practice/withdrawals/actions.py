"""Taking work back."""

from collections.abc import Sequence
from datetime import datetime

from lms.core.db import db
from lms.core.errors import Conflict
from lms.core.events import publish
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries
from lms.practice.models import Draft, Mark, Recording, Submission, SubmissionVersion, Take, WorkFile
from lms.practice.queries import AssignmentHere
from lms.practice.withdrawals.events import Withdrawn
from lms.practice.withdrawals.models import VersionWithdrawal
from lms.videos import revocations


def withdraw(submission: Submission, learner: Person, number: int, now: datetime) -> SubmissionVersion:
    """Take back what was handed in last, for all of a group if it is a group's. The version stays as it is; what was
    handed in before it counts again.

    A draft that was emptied since gets text, files and recordings back; one that holds anything stays as it is: it is
    what was handed in, or newer. Raises Conflict where version `number` isn't the last that counts, or where somebody
    has begun to answer.
    """
    draft = practice.open_draft(AssignmentHere(submission.assignment, submission.cohort), learner, now)
    standing = queries.standing_versions(submission.id)
    if not standing or standing[0].number != number:
        raise Conflict("This was taken back or handed in again elsewhere after you opened this page. Look at it again.")
    version = queries.version(submission.id, number)
    assert version
    db.add(VersionWithdrawal(version_id=version.id, withdrawn_at=now))
    db.flush()
    recordings = queries.recordings_of(version)
    for recording in recordings:
        revocations.revoke_video(recording.video, now, learner.id)  # addresses that trainers have last for hours
    if not draft.text and not draft.files and not draft.is_filled and not queries.takes_of(draft):
        _put_back(draft, version, recordings, now)
    publish(Withdrawn(submission, version, standing[1] if len(standing) > 1 else None))
    return version


def _put_back(draft: Draft, version: SubmissionVersion, recordings: Sequence[Recording], now: datetime) -> None:
    draft.text, draft.saved, draft.saved_at = version.text, draft.saved + 1, now
    draft.template_id, draft.answers = version.template_id, version.answers
    draft.question = version.reflection.question if version.reflection else draft.question
    for file in version.files:
        shared = {name: getattr(file, name) for name in ("owner_id", "cohort_id", "key", "name", "size", "sha256")}
        db.add(WorkFile(draft_id=draft.id, added_at=file.added_at, **shared))
    for recording in recordings:
        shared = {name: getattr(recording, name) for name in ("owner_id", "cohort_id", "video_id", "made_at")}
        db.add(take := Take(draft_id=draft.id, is_chosen=True, **shared))
        db.flush()
        db.add_all(Mark(take_id=take.id, start_ms=mark.start_ms, end_ms=mark.end_ms) for mark in recording.marks)
    db.flush()
    db.refresh(draft, ["files"])

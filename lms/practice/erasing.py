"""What practice keeps of a person: their work, with its files and recordings, and what they said about it.

That something was handed in, when, and with which SHA-256 stays; and what they did in a group, as long as anybody else
is left of it.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Select, case, delete, exists, literal, or_, select, union, union_all, update

from lms.consents import actions as consents
from lms.consents.models import ErasureReceipt
from lms.core import storage
from lms.core.db import db, transaction
from lms.core.erasing import Part, Whose
from lms.practice.extensions.models import ExtensionRequest
from lms.practice.groups.models import Contributor, WorkMember
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
from lms.practice.rules import ERASED, NO_ANSWERS
from lms.practice.steps.models import NextStep
from lms.videos.models import Video


def versions_of(whose: Whose) -> Select[tuple[int]]:
    """The numbers of the versions that somebody has handed in; of a group's those that nobody else is left of."""
    work = select(SubmissionVersion.id).join(Submission, Submission.id == SubmissionVersion.submission_id)
    theirs = exists().where(Contributor.version_id == SubmissionVersion.id, Contributor.person_id == whose.id)
    return work.where(or_(Submission.learner_id == whose.id, theirs), ~_is_of_others(SubmissionVersion.id, whose))


def _is_of_others(version_id: Any, whose: Whose) -> Any:
    others = (Contributor.version_id == version_id, Contributor.person_id != whose.id)
    return exists().where(*others).correlate_except(Contributor)


def _files(whose: Whose) -> Select[Any]:
    return select(WorkFile.id, WorkFile.name, WorkFile.size, WorkFile.sha256).where(WorkFile.owner_id == whose.id)


def _release_files(whose: Whose, home: Path, now: datetime) -> None:
    keys = db.scalars(select(WorkFile.key).where(WorkFile.owner_id == whose.id).distinct()).all()
    db.remove()
    for key in keys:
        storage.store().delete(key)


def _erase_files(whose: Whose, now: datetime) -> None:
    db.execute(delete(WorkFile).where(WorkFile.owner_id == whose.id))


def _recordings(whose: Whose) -> Select[Any]:
    made = union(
        select(Take.video_id).where(Take.owner_id == whose.id),
        select(Recording.video_id).where(Recording.owner_id == whose.id),
    ).subquery()
    return (
        select(Video.id, Video.file_name, Video.source_size, Video.source_sha256)
        .join(made, made.c.video_id == Video.id)
        .outerjoin(ErasureReceipt, ErasureReceipt.video_id == Video.id)
        .where(ErasureReceipt.done_at.is_(None))
    )


def _release_recordings(whose: Whose, home: Path, now: datetime) -> None:
    end_recordings([row[0] for row in db.execute(_recordings(whose))], home, now)


def end_recordings(video_ids: Sequence[int], home: Path, now: datetime) -> None:
    """Each as any video ends, with a receipt of its own."""
    for video_id in video_ids:
        with transaction():
            consents.begin_erasure(db.get_one(Video, video_id), now)
        with transaction():
            video = db.get_one(Video, video_id)
            consents.finish_erasure(consents.begin_erasure(video, now), video, home, now)


def _erase_recordings(whose: Whose, now: datetime) -> None:
    handed_in = select(Recording.id).where(Recording.owner_id == whose.id)
    db.execute(delete(Mark).where(Mark.recording_id.in_(handed_in)))
    db.execute(delete(Take).where(Take.owner_id == whose.id))
    db.execute(update(Recording).where(Recording.owner_id == whose.id).values(felt=None))


def _drafts(whose: Whose) -> Select[Any]:
    return select(Draft.id, Draft.text, Draft.question, Draft.answers).where(*_only_theirs(whose))


def _erase_drafts(whose: Whose, now: datetime) -> None:
    db.execute(delete(Draft).where(*_only_theirs(whose)))


def _only_theirs(whose: Whose) -> Sequence[Any]:
    """Of drafts: nobody else works on it. What a group types is the others' as well."""
    its = (
        WorkMember.assignment_id == Draft.assignment_id,
        WorkMember.cohort_id == Draft.cohort_id,
        WorkMember.founder_id == Draft.learner_id,
    )
    by_them = exists().where(*its, WorkMember.person_id == whose.id).correlate(Draft)
    by_others = exists().where(*its, WorkMember.person_id != whose.id).correlate(Draft)
    return or_(Draft.learner_id == whose.id, by_them), ~by_others


def _versions(whose: Whose) -> Select[Any]:
    columns = ("id", "text", "sha256", "answers", "answers_sha256")
    there = select(*(getattr(SubmissionVersion, column) for column in columns))
    return there.where(SubmissionVersion.id.in_(versions_of(whose)), SubmissionVersion.erased_at.is_(None))


def _erase_versions(whose: Whose, now: datetime) -> None:
    there = (SubmissionVersion.id.in_(versions_of(whose)), SubmissionVersion.erased_at.is_(None))
    emptied = case((SubmissionVersion.answers.is_not(None), NO_ANSWERS))
    db.execute(update(SubmissionVersion).where(*there).values(text="", answers=emptied, erased_at=now))


def _reflections(whose: Whose) -> Select[Any]:
    return select(Reflection.id, Reflection.question).where(*_asked(whose))


def _erase_reflections(whose: Whose, now: datetime) -> None:
    db.execute(update(Reflection).where(*_asked(whose)).values(question=""))


def _asked(whose: Whose) -> Sequence[Any]:
    return Reflection.version_id.in_(versions_of(whose)), Reflection.question != ""


def _self_ratings(whose: Whose) -> Select[Any]:
    return select(SelfRating.version_id, SelfRating.levels).where(SelfRating.person_id == whose.id)


def _erase_self_ratings(whose: Whose, now: datetime) -> None:
    db.execute(delete(SelfRating).where(SelfRating.person_id == whose.id))


def _reasons(whose: Whose) -> Select[Any]:
    return select(ExtensionRequest.id, ExtensionRequest.reason).where(*_given(whose))


def _erase_reasons(whose: Whose, now: datetime) -> None:
    db.execute(update(ExtensionRequest).where(*_given(whose)).values(reason=ERASED))


def _given(whose: Whose) -> Sequence[Any]:
    return ExtensionRequest.learner_id == whose.id, ExtensionRequest.reason != ERASED


def _steps(whose: Whose) -> Select[Any]:
    return select(NextStep.id, NextStep.own_words, NextStep.outcome).where(*_answered(whose))


def _erase_steps(whose: Whose, now: datetime) -> None:
    db.execute(update(NextStep).where(*_answered(whose)).values(own_words="", outcome=None))


def _answered(whose: Whose) -> Sequence[Any]:
    return NextStep.learner_id == whose.id, or_(NextStep.own_words != "", NextStep.outcome.is_not(None))


def _memberships(whose: Whose) -> Select[Any]:
    handed_in = select(literal("handed in").label("what"), Contributor.version_id.label("id"))
    works = select(literal("works on").label("what"), WorkMember.assignment_id.label("id"))
    both = union_all(
        handed_in.where(Contributor.person_id == whose.id), works.where(WorkMember.person_id == whose.id)
    ).subquery()
    return select(both.c.id, both.c.what)


def _erase_memberships(whose: Whose, now: datetime) -> None:
    """Comes after what is kept because it is the others' as well: from now on it is theirs alone."""
    for table in (Contributor, WorkMember):
        db.execute(delete(table).where(table.person_id == whose.id))


PARTS = (
    Part("files", "Files that were attached", _files, _erase_files, _release_files),
    Part("recordings", "Recordings, handed in or not", _recordings, _erase_recordings, _release_recordings),
    Part("drafts", "Drafts", _drafts, _erase_drafts),
    Part("versions", "Versions of work that were handed in", _versions, _erase_versions),
    Part("reflections", "Questions about recordings", _reflections, _erase_reflections),
    Part("self_ratings", "Ratings of their own work", _self_ratings, _erase_self_ratings),
    Part("extension_reasons", "Reasons for more time", _reasons, _erase_reasons),
    Part("group_work", "Their part in groups; what the others did there stays", _memberships, _erase_memberships),
    Part("step_answers", "What they said of their next steps", _steps, _erase_steps),
)

"""What is asked about consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import ColumnExpressionArgument

from lms.consents import rules
from lms.consents.models import ClipProposal, ErasureReceipt, Expiry, Naming, NobodyRecorded, RecordingConsent
from lms.consents.rules import Use
from lms.core.db import db
from lms.people.queries import key_of
from lms.videos.models import Video


@dataclass(frozen=True)
class Recorded:
    """All that whoever manages a video sees about the people in it and its end."""

    consents: Sequence[RecordingConsent]
    nobody: NobodyRecorded | None
    expiry: Expiry | None
    receipt: ErasureReceipt | None


def agree_to_playing(video_id: ColumnExpressionArgument[int]) -> ColumnElement[bool]:
    """Whether everybody who was named agrees that the video is played which the query around it names."""
    return ~_not_given(video_id).where(RecordingConsent.use == Use.PLAYING).exists()


def are_agreed(video_id: ColumnExpressionArgument[int]) -> ColumnElement[bool]:
    """Whether everybody who was named agrees that the video of the query around it is shown as it is.

    To play it, and, where it was proposed as a teaching clip, to that as well; nobody asked about that is no agreement.
    """
    is_clip = select(ClipProposal.id).where(ClipProposal.video_id == video_id).correlate(Video).exists()
    asked = select(RecordingConsent.id).where(RecordingConsent.video_id == video_id).correlate(Video)
    teaches = asked.where(RecordingConsent.use == Use.TEACHING).exists()
    against = _not_given(video_id).where(RecordingConsent.use == Use.TEACHING).exists()
    return and_(agree_to_playing(video_id), or_(~is_clip, and_(teaches, ~against)))


def is_refused(video_id: int) -> bool:
    """Whether somebody in a video doesn't agree, or no longer, that it is played; having no answer yet is neither."""
    against = (RecordingConsent.withdrawn_at.is_not(None), RecordingConsent.denied_at.is_(None))
    mine = (RecordingConsent.video_id == video_id, RecordingConsent.use == Use.PLAYING)
    return bool(db.scalar(select(exists().where(*mine, *against))))


def is_named(video_id: ColumnExpressionArgument[int]) -> ColumnElement[bool]:
    """Whether somebody has said who is in the video of the query around it, or that nobody is."""
    asked = select(RecordingConsent.id).where(RecordingConsent.video_id == video_id)
    nobody = select(NobodyRecorded.id).where(NobodyRecorded.video_id == video_id)
    return or_(asked.correlate(Video).exists(), nobody.correlate(Video).exists())


def may_teach(video_id: int) -> bool:
    """Whether everybody in a video has agreed that it is used as a teaching clip; nobody named is no agreement."""
    asked = select(RecordingConsent.given_at, RecordingConsent.withdrawn_at)
    rows = db.execute(asked.where(RecordingConsent.video_id == video_id, RecordingConsent.use == Use.TEACHING)).all()
    return rules.all_agree([rules.answer(*row) for row in rows])


def proposal(video_id: int) -> ClipProposal | None:
    """That a video was proposed as a teaching clip."""
    return db.scalar(select(ClipProposal).where(ClipProposal.video_id == video_id))


def asked_about_clip(video_id: int) -> Sequence[RecordingConsent]:
    """Who was asked about a video's use as a teaching clip, in that order."""
    asked = (RecordingConsent.video_id == video_id, RecordingConsent.use == Use.TEACHING)
    return db.scalars(select(RecordingConsent).where(*asked).order_by(RecordingConsent.id)).all()


def recorded(video_id: int) -> Recorded:
    """Who is in a video, and when it ends. Two statements."""
    consents = db.scalars(
        select(RecordingConsent).where(RecordingConsent.video_id == video_id).order_by(RecordingConsent.id)
    ).all()
    found = db.execute(
        select(NobodyRecorded, Expiry, ErasureReceipt)
        .select_from(Video)
        .outerjoin(NobodyRecorded, NobodyRecorded.video_id == Video.id)
        .outerjoin(Expiry, Expiry.video_id == Video.id)
        .outerjoin(ErasureReceipt, ErasureReceipt.video_id == Video.id)
        .where(Video.id == video_id)
    ).one()
    return Recorded(consents, *found)


def consent(consent_id: int) -> RecordingConsent | None:
    """One question to one person, with its video and who asks."""
    return db.scalar(_consents().where(RecordingConsent.id == consent_id))


def naming(consent_id: int) -> Naming | None:
    """That somebody was named, for whoever did it."""
    found = consent(consent_id)
    return found.naming if found else None


def asked_alike(consent: RecordingConsent) -> Sequence[RecordingConsent]:
    """All that the same person was asked about the same video."""
    theirs = (RecordingConsent.video_id == consent.video_id, RecordingConsent.email == consent.email)
    return db.scalars(select(RecordingConsent).where(*theirs).order_by(RecordingConsent.id)).all()


def consent_by_secret(secret: str) -> RecordingConsent | None:
    """The one that a letter's link stands for."""
    return db.scalar(_consents().where(RecordingConsent.key == key_of(secret)))


def consents_of(person_id: int) -> Sequence[RecordingConsent]:
    """All that somebody with an account was asked, newest first."""
    mine = _consents().where(RecordingConsent.person_id == person_id)
    return db.scalars(mine.order_by(RecordingConsent.asked_at.desc(), RecordingConsent.id)).all()


def due_for_erasure(now: datetime) -> Sequence[int]:
    """Videos whose time is up and that aren't seen to be gone yet."""
    return db.scalars(
        select(Expiry.video_id)
        .outerjoin(ErasureReceipt, ErasureReceipt.video_id == Expiry.video_id)
        .where(Expiry.ends_at <= now, ErasureReceipt.done_at.is_(None))
        .order_by(Expiry.ends_at, Expiry.id)
    ).all()


def _not_given(video_id: ColumnExpressionArgument[int]) -> Select[tuple[int]]:
    is_missing = or_(RecordingConsent.given_at.is_(None), RecordingConsent.withdrawn_at.is_not(None))
    missing = select(RecordingConsent.id).where(RecordingConsent.video_id == video_id, is_missing)
    return missing.correlate_except(RecordingConsent)


def _consents() -> Select[tuple[RecordingConsent]]:
    return select(RecordingConsent).options(
        joinedload(RecordingConsent.video, innerjoin=True).joinedload(Video.uploaded_by, innerjoin=True),
        joinedload(RecordingConsent.asked_by, innerjoin=True),
    )

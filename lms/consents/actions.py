"""What people do about recordings of people: name them, agree, withdraw, and let a recording end."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import delete, select

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.consents import queries, rules
from lms.consents.events import VideoErased
from lms.consents.models import ClipProposal, ErasureReceipt, Expiry, NobodyRecorded, RecordingConsent
from lms.consents.rules import RETRACTABLE, Use
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import publish
from lms.notices import actions as notices
from lms.notices.mails import Outsider
from lms.notices.rules import Kind as NoticeKind
from lms.notices.rules import Subject
from lms.people.models import Person
from lms.people.queries import key_of, person_by_email
from lms.people.rules import normal_email, normal_name
from lms.videos import ending, revocations
from lms.videos.models import Video

SUBJECT = Subject("consents", "Recordings with you in them", "/account/consents")  # of notices


def subject_of(consent: RecordingConsent) -> Subject:
    """A naming as that which who did it is told of."""
    title = consent.title or "a recording"
    return Subject(f"naming-{consent.key[:32]}", title, f"/recording-consents/{consent.id}/naming")


def ask(
    video: Video, name: str, email: str, uses: Iterable[Use], by: Person, now: datetime, title: str = ""
) -> list[RecordingConsent]:
    """Ask somebody who is in a video, once for each use. Nobody can play it until they have agreed.

    `title` tells them which recording it is. Raises Refused("email") for somebody who has been asked already.
    """
    person, address = person_by_email(email), normal_email(email)
    known = select(RecordingConsent.id).where(RecordingConsent.video_id == video.id, RecordingConsent.email == address)
    if db.scalar(known.limit(1)) is not None:
        raise Refused("This person has been asked about this video already.", "email")
    db.execute(delete(NobodyRecorded).where(NobodyRecorded.video_id == video.id))
    made = [_ask(video, person, normal_name(name), address, use, by, now, title) for use in uses]
    revocations.revoke_video(video, now, by.id)
    return made


def propose_clip(video: Video, owner: Person, by: Person, now: datetime, title: str = "") -> None:
    """Propose a recording as a teaching clip, and ask whoever made it. It goes on playing where it plays already."""
    if queries.proposal(video.id):
        return
    db.add(ClipProposal(video_id=video.id, proposed_by_id=by.id, proposed_at=now))
    db.flush()
    audit.record(Deed.CLIP_PROPOSED, (Kind.VIDEO, video.id), actor_id=by.id, person_id=owner.id, now=now)
    ask_about_clip(video, owner.name, owner.email, by, now, title)


def ask_about_clip(video: Video, name: str, email: str, by: Person, now: datetime, title: str = "") -> None:
    """Ask one more person who is in a proposed clip; until they agree it is hidden wherever it is shown as one.

    Raises Refused("email") for somebody who has been asked that already.
    """
    person, address = person_by_email(email), normal_email(email)
    of_them = (RecordingConsent.email == address, RecordingConsent.use == Use.TEACHING)
    if db.scalar(select(RecordingConsent.id).where(RecordingConsent.video_id == video.id, *of_them)) is not None:
        raise Refused("This person has been asked about this clip already.", "email")
    _ask(video, person, normal_name(name), address, Use.TEACHING, by, now, title)
    revocations.revoke_video(video, now, by.id)


def say_nobody(video: Video, by: Person, now: datetime) -> None:
    """Keep that no real person can be recognized in a video. Raises Refused where somebody has been named."""
    if db.scalar(select(RecordingConsent.id).where(RecordingConsent.video_id == video.id).limit(1)) is not None:
        raise Refused("Somebody has been named already who is in this video.")
    if db.scalar(select(NobodyRecorded.id).where(NobodyRecorded.video_id == video.id)) is None:
        db.add(NobodyRecorded(video_id=video.id, said_by_id=by.id, said_at=now))
        audit.record(Deed.NOBODY_RECORDED, (Kind.VIDEO, video.id), actor_id=by.id, now=now)


def agree(consent: RecordingConsent, now: datetime) -> None:
    """The person agrees, at first or again."""
    consent.given_at, consent.withdrawn_at, consent.denied_at = now, None, None
    _record(Deed.CONSENT_GIVEN, consent, consent.person_id, now)


def withdraw(consent: RecordingConsent, now: datetime) -> None:
    """The person says no, or no longer: the video plays nowhere from now on, or nowhere as a teaching clip."""
    consent.withdrawn_at, consent.denied_at = now, None
    _record(Deed.CONSENT_WITHDRAWN, consent, consent.person_id, now)
    if consent.use is Use.PLAYING or queries.proposal(consent.video_id):
        revocations.revoke_video(consent.video, now, consent.person_id)


def deny(consent: RecordingConsent, now: datetime) -> None:
    """The person says that they aren't in the video, whatever they were asked about it. It stays hidden until whoever
    named them takes that back.

    Raises Refused once they have agreed to anything about it, which says that they are.
    """
    asked = queries.asked_alike(consent)
    if any(one.given_at for one in asked):
        raise Refused("You have agreed about this recording before, as somebody who is in it. You can withdraw.")
    for one in asked:
        one.withdrawn_at = one.denied_at = now
        _record(Deed.CONSENT_DENIED, one, one.person_id, now)
    notices.tell(consent.asked_by, NoticeKind.CONSENT_DENIED, key=_denied_key(consent), about=subject_of(consent))


def take_back(consent: RecordingConsent, by: Person, now: datetime) -> None:
    """Undo that somebody was named, as long as they haven't answered, or once they say that it isn't them.

    Nothing goes to which anybody agreed. Raises Refused for that, and for the maker of a proposed clip.
    """
    if consent.person_id == consent.video.uploaded_by_id and queries.proposal(consent.video_id):
        raise Refused("The recording is theirs: without their word it can’t become a teaching clip.")
    if consent.answer not in RETRACTABLE or not _forgotten(consent):
        raise Refused("They have answered, and what they said holds.")
    _record(Deed.NAMING_TAKEN_BACK, consent, by.id, now)
    notices.unsay(_notice_key(consent))
    notices.unsay(_denied_key(consent))


def end_on(video: Video, last_on: date | None, by: Person, now: datetime) -> None:
    """Have a video deleted after that day; None takes that back.

    Raises Refused("last_on") for a day that is over, and of a teaching clip: it is somebody's work as well.
    """
    if last_on and queries.proposal(video.id):
        raise Refused("This is a recording that somebody handed in. You can withdraw it, and they keep it.", "last_on")
    db.execute(delete(Expiry).where(Expiry.video_id == video.id))
    if last_on is None:
        return
    ends_at = rules.end_of(last_on, by.zone)
    if ends_at <= now:
        raise Refused("That day is over. Please choose today or a later day.", "last_on")
    db.add(Expiry(video_id=video.id, last_on=last_on, ends_at=ends_at, set_by_id=by.id))
    db.flush()


def begin_erasure(video: Video, now: datetime) -> ErasureReceipt:
    """Hide a video for good, and note what there is of it. Its files go after this transaction."""
    found = db.scalar(select(ErasureReceipt).where(ErasureReceipt.video_id == video.id))
    if found:
        return found
    receipt = ErasureReceipt(
        video_id=video.id,
        begun_at=now,
        source_sha256=video.source_sha256,
        source_size=video.source_size,
        objects=ending.count(video),
    )
    db.add(receipt)
    revocations.revoke_video(video, now)
    ending.hide(video, now)
    publish(VideoErased(video, now))
    return receipt


def finish_erasure(receipt: ErasureReceipt, video: Video, home: Path, now: datetime) -> None:
    """Delete what the store and this machine hold of a video, look that nothing is left, and sign the receipt."""
    ending.erase(video, home)
    receipt.done_at = now
    audit.record(
        Deed.VIDEO_ERASED,
        (Kind.VIDEO, video.id),
        actor_id=None,
        now=now,
        sha256=receipt.source_sha256,
        objects=receipt.objects,
    )


def _ask(
    video: Video, person: Person | None, name: str, email: str, use: Use, by: Person, now: datetime, title: str
) -> RecordingConsent:
    secret = secrets.token_urlsafe()
    made = RecordingConsent(
        video_id=video.id,
        person_id=person and person.id,
        name=person.name if person else name,
        email=email,
        use=use,
        title=title[: rules.TITLE_LIMIT],
        key=key_of(secret),
        asked_by_id=by.id,
        asked_at=now,
    )
    db.add(made)
    db.flush()
    _record(Deed.CONSENT_ASKED, made, by.id, now)
    said = {"key": _notice_key(made), "by": by.name, "use": use.value, "asked": now.isoformat()}
    if person:
        notices.tell(person, NoticeKind.CONSENT_ASKED, about=SUBJECT, who=by, **said)
    else:
        notices.mail_outsider(Outsider(name, email), "consent", link=f"/consents/{secret}", **said)
    return made


def _forgotten(consent: RecordingConsent) -> bool:
    """Delete the question; False where they have agreed in this very moment."""
    never_agreed = (RecordingConsent.id == consent.id, RecordingConsent.given_at.is_(None))
    forget = delete(RecordingConsent).where(*never_agreed).returning(RecordingConsent.id)
    return db.scalar(forget, execution_options={"synchronize_session": False}) is not None


def _notice_key(consent: RecordingConsent) -> str:
    """By the secret: the number of a question that was taken back is given to another one."""
    return f"consent-{consent.key[:32]}"


def _denied_key(consent: RecordingConsent) -> str:
    return f"denied-{consent.key[:32]}"


def _record(deed: Deed, consent: RecordingConsent, actor_id: int | None, now: datetime) -> None:
    audit.record(
        deed,
        (Kind.RECORDING_CONSENT, consent.id),
        actor_id=actor_id,
        now=now,
        person_id=consent.person_id,
        video=consent.video_id,
        use=consent.use.value,
    )

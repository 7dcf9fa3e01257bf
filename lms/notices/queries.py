"""What people see of notices, and what is known about how they want to be told."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select, tuple_
from sqlalchemy.orm import joinedload

from lms.core.db import db
from lms.core.outbox import Letter
from lms.core.paging import SIZE, Page, limited, number_in
from lms.notices.models import Mute, Notice, NoticeWishes
from lms.notices.rules import Wishes
from lms.people.models import Person


def notice(notice_id: int) -> Notice | None:
    """A notice by number."""
    return db.get(Notice, notice_id)


def by_key(key: str) -> Notice | None:
    """The notice of an event to a person."""
    return db.scalar(select(Notice).where(Notice.key == key).options(joinedload(Notice.who)))


def notices_of(person_id: int, after: str | None) -> Page[Notice]:
    """Somebody's notices: unread ones first, then the newest; each with whom it tells of. One statement."""
    is_unread = case((Notice.read_at.is_(None), 1), else_=0)
    rows = select(Notice).where(Notice.person_id == person_id).options(joinedload(Notice.who))
    unread, _, last_id = (after or "").partition("_")
    if unread in ("0", "1") and (last := number_in(last_id)) is not None:
        rows = rows.where(tuple_(is_unread, Notice.id) < tuple_(literal(int(unread)), literal(last)))
    found = db.scalars(limited(rows.order_by(is_unread.desc(), Notice.id.desc()))).all()
    key = f"{int(found[SIZE - 1].read_at is None)}_{found[SIZE - 1].id}" if len(found) > SIZE else None
    return Page(found[:SIZE], key)


def unread_count(person_id: Any, *subjects: str) -> ColumnElement[int]:
    """How much a person has not read yet, of these subjects or of all; a column, for statements that ask more."""
    unread = select(func.count(Notice.id)).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    return (unread.where(Notice.subject.in_(subjects)) if subjects else unread).scalar_subquery()


def mute_of(person_id: Any, subject: str) -> ColumnElement[bool]:
    """Whether a person has muted a subject; a column likewise."""
    return select(Mute.id).where(Mute.person_id == person_id, Mute.subject == subject).exists()


def wishes_of(person: Person, subject: str = "") -> tuple[Wishes, bool]:
    """What somebody wishes, and whether they have muted this subject. One statement."""
    kept, mute_id = db.execute(
        select(NoticeWishes, Mute.id)
        .select_from(Person)
        .outerjoin(NoticeWishes, NoticeWishes.person_id == Person.id)
        .outerjoin(Mute, and_(Mute.person_id == Person.id, Mute.subject == subject))
        .where(Person.id == person.id)
    ).one_or_none() or (None, None)
    return as_wishes(person, kept), mute_id is not None


def as_wishes(person: Person, kept: NoticeWishes | None) -> Wishes:
    """What a person's row says, as the rules take it."""
    if kept is None:
        return Wishes(person.zone)
    return Wishes(person.zone, kept.choices, kept.digest_hour, kept.digest_weekday, kept.quiet_from, kept.quiet_until)


def kept_wishes(person_id: int) -> NoticeWishes | None:
    """Somebody's row of wishes, if there is one."""
    return db.get(NoticeWishes, person_id)


def mutes_of(person_id: int, after: str | None) -> Page[Mute]:
    """What somebody has muted, newest first."""
    rows = select(Mute).where(Mute.person_id == person_id).order_by(Mute.id.desc())
    if last := number_in(after):
        rows = rows.where(Mute.id < last)
    found = db.scalars(limited(rows)).all()
    return Page(found[:SIZE], str(found[SIZE - 1].id) if len(found) > SIZE else None)


def mute(mute_id: int) -> Mute | None:
    """A mute by number."""
    return db.get(Mute, mute_id)


def told(keys: Collection[str]) -> set[str]:
    """Those of these keys under which somebody has been told. One statement for each thousand."""
    asked, found = list(keys), set[str]()
    for start in range(0, len(asked), 1_000):
        found.update(db.scalars(select(Notice.key).where(Notice.key.in_(asked[start : start + 1_000]))))
    return found


def not_mailed(person_id: int) -> Sequence[Notice]:
    """What somebody hasn't read and hasn't been mailed, at once or in a digest: it waits for either, or for none."""
    went_out = select(Letter.id).where(Letter.key == Notice.key, Letter.delivered_at.is_not(None)).exists()
    unread = (Notice.person_id == person_id, Notice.read_at.is_(None))
    has_way = select(Letter.id).where(Letter.key == Notice.key).exists() | Notice.digest_at.is_not(None)
    return db.scalars(select(Notice).where(*unread, ~went_out, has_way).order_by(Notice.id)).all()


def digests_due(now: datetime) -> Sequence[tuple[int, datetime]]:
    """Who is to get a digest by now, and for which time: the last that has come. One statement."""
    rows = select(Notice.person_id, func.max(Notice.digest_at)).where(Notice.digest_at <= now)
    return [tuple(row) for row in db.execute(rows.group_by(Notice.person_id).order_by(Notice.person_id))]


def for_digest(person_id: int, now: datetime) -> Sequence[Notice]:
    """What a person's digest is to tell of by now, held until the transaction ends: nothing of it has been read."""
    due = (Notice.person_id == person_id, Notice.digest_at <= now)
    return db.scalars(select(Notice).where(*due).order_by(Notice.id).with_for_update(of=Notice)).all()


def unread_among(notice_ids: Collection[int]) -> Sequence[Notice]:
    """Those of these that haven't been read, oldest first, each with whom it tells of."""
    unread = select(Notice).where(Notice.id.in_(notice_ids), Notice.read_at.is_(None))
    return db.scalars(unread.options(joinedload(Notice.who)).order_by(Notice.id)).all()

"""Telling people, and what they do about what they are told. Mail goes into the outbox, and leaves after the commit."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import CursorResult, Update, delete, update

from lms.core import clock, outbox
from lms.core.db import added, db
from lms.core.errors import Refused
from lms.core.settings import Settings
from lms.notices import carrying, queries, rules
from lms.notices.mails import Outsider
from lms.notices.models import Mute, Notice, NoticeWishes
from lms.notices.rules import MANNERS, Delivery, Kind, Subject, Wishes
from lms.people.models import Person


def tell(
    person: Person,
    kind: Kind,
    *,
    key: str,
    about: Subject,
    who: Person | None = None,
    path: str = "",
    happens_at: datetime | None = None,
    template: str = "",
    calendar: Mapping[str, Any] | None = None,
    **more: Any,
) -> bool:
    """Tell somebody of an event, in the transaction of the event. False where they were told before, or muted it.

    It stands beside their bell, and is mailed as they wish: at once, with a digest, or not at all. Whatever comes again
    under the same `key` (at most 200 characters, the person in it) is told once. `who` did it; never tell people of
    what they did themselves. `path` is where it leads, if not to the subject's own page. `happens_at` is when that
    begins, or is due, of which it tells; a reminder isn't mailed from then on.

    The mail's template is that of the kind's manner, or `template`. It knows `who` (a name), `title` and `link`, and
    whatever JSON comes as `more`: instants as ISO texts. Nothing that anybody wrote belongs into title or `more`.
    `calendar` is an `entry` for the reader's calendar (as `core.entries` gives it) and its `method`; the mail with it
    goes out though the notice was read.
    """
    manner = MANNERS[kind]
    wishes, is_muted = queries.wishes_of(person, about.key)
    if is_muted and not manner.is_mandatory:
        return False
    now, delivery = clock.now(), wishes.delivery(kind)
    notice = Notice(
        person_id=person.id,
        kind=kind.value,
        key=key,
        subject=about.key,
        title=about.title,
        path=path or about.path,
        who_id=who and who.id,
        told_at=now,
        happens_at=happens_at,
        digest_at=rules.digest_at(now, wishes, delivery),
    )
    if queries.told([key]) or not added(notice):
        return False
    if delivery is Delivery.AT_ONCE:
        said = {"who": who.name if who else "", "title": about.title, "link": notice.path} | more
        with_it = {"calendar": dict(calendar)} if calendar else {}
        letter = {"template": template or manner.template, "context": said, "notice": kind.value}
        _post(key, person_id=person.id, **letter, **with_it)
    return True


def mail(person: Person, template: str, *, key: str, **context: Any) -> None:
    """Write to somebody by mail alone, once per key, whatever they wish: a receipt, a way in. Context is JSON: instants
    as ISO texts, links as local paths.

    The templates are `mail/<template>.txt`, whose first line is the subject, and `mail/<template>.html`, in the room
    that writes.
    """
    _post(key, person_id=person.id, template=template, context=context)


def mail_outsider(reader: Outsider, template: str, *, key: str, **context: Any) -> None:
    """As `mail`, to somebody without an account."""
    _post(key, outsider=[reader.name, reader.email], template=template, context=context)


def read(person_id: int, *subjects: str) -> int:
    """Somebody has these things before them: what they were told of them counts as read. Gives the count of that."""
    mine = update(Notice).where(Notice.person_id == person_id, Notice.subject.in_(subjects))
    return _let_be_read(mine)


def over(subject: str, *kinds: Kind) -> None:
    """What was told of a subject is no more so (work was answered, say): it counts as read, for everybody."""
    _let_be_read(update(Notice).where(Notice.subject == subject, Notice.kind.in_(kinds)))


def unsay(key: str) -> None:
    """What was told under a key is no more so: it counts as read."""
    _let_be_read(update(Notice).where(Notice.key == key))


def read_all(person_id: int) -> None:
    """Somebody has seen their list."""
    _let_be_read(update(Notice).where(Notice.person_id == person_id))


def open_notice(notice: Notice) -> None:
    """Somebody follows a notice."""
    _let_be_read(update(Notice).where(Notice.id == notice.id))


def mute(person: Person, about: Subject) -> None:
    """Let somebody hear no more of a subject, neither by mail nor by the bell. Twice is fine."""
    read(person.id, about.key)
    added(Mute(person_id=person.id, subject=about.key, title=about.title, path=about.path, muted_at=clock.now()))


def unmute(person_id: int, subject: str) -> None:
    """Let somebody hear of a subject again, from now on."""
    db.execute(delete(Mute).where(Mute.person_id == person_id, Mute.subject == subject))


def choose(person: Person, choices: dict[Kind, Delivery]) -> None:
    """How kinds reach somebody from now on, and what of them hasn't been mailed yet."""
    kept = _wishes_to_change(person)
    kept.choices = rules.chosen(kept.choices, choices)
    db.flush()
    _send_otherwise(person, queries.as_wishes(person, kept))


def plan(person: Person, digest_hour: int, digest_weekday: int, quiet: tuple[time | None, time | None]) -> None:
    """When digests come, and when no mail does. Raises Refused("quiet_until") for quiet hours that can't be so."""
    if fault := rules.quiet_fault(*quiet):
        raise Refused(fault, "quiet_until")
    kept = _wishes_to_change(person)
    kept.digest_hour, kept.digest_weekday = digest_hour, digest_weekday
    kept.quiet_from, kept.quiet_until = quiet
    db.flush()
    _send_otherwise(person, queries.as_wishes(person, kept))


def stop_mail(person: Person, kinds: Collection[Kind]) -> None:
    """Have these kinds come by the bell alone."""
    choose(person, {kind: Delivery.APP for kind in kinds if not MANNERS[kind].is_mandatory})


def stop_digests(person: Person) -> None:
    """Have all that comes with a digest come by the bell alone."""
    wishes, _ = queries.wishes_of(person)
    digested = (Delivery.DAILY, Delivery.WEEKLY)
    stop_mail(person, [kind for kind in Kind if wishes.delivery(kind) in digested])


def carrier(settings: Settings) -> Callable[[dict[str, Any]], None]:
    """What delivers letters of kind "mail". Needs an app context; raises where the mail has to be tried again."""
    return carrying.carrier(settings)


def _post(key: str, **payload: Any) -> None:
    outbox.post("mail", key, {"key": key} | payload)


def _let_be_read(notices: Update) -> int:
    unread = notices.where(Notice.read_at.is_(None)).values(read_at=clock.now(), digest_at=None)
    result = db.execute(unread, execution_options={"synchronize_session": False})
    assert isinstance(result, CursorResult)
    return result.rowcount


def _wishes_to_change(person: Person) -> NoticeWishes:
    kept = queries.kept_wishes(person.id)
    if kept is None:
        kept = NoticeWishes(person_id=person.id, choices={})
        db.add(kept)
    return kept


def _send_otherwise(person: Person, wishes: Wishes) -> None:
    """Let what waits to be mailed go out as is wished now. Of a letter that waits and is no longer wanted, the carrier
    knows."""
    waiting = queries.not_mailed(person.id)
    has_letter = outbox.written(notice.key for notice in waiting)
    for notice in waiting:
        delivery = wishes.delivery(notice.known_kind) if notice.known_kind else Delivery.APP
        if delivery is not Delivery.AT_ONCE or notice.key in has_letter:
            notice.digest_at = rules.digest_at(clock.now(), wishes, delivery)
    db.flush()

"""Saying when one can meet, taking it back, and setting what can be ticked."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import CursorResult, delete, update

from lms.cohorts.models import Cohort
from lms.core import outbox, outside
from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.people.models import Person
from lms.roleplays.hours import letters, overseeing, queries, rules
from lms.roleplays.hours.models import (
    BusySource,
    BusyTime,
    HoursException,
    HoursMenu,
    HoursWindow,
    MenuHour,
    MenuTick,
    Volunteer,
    WeeklyHours,
)
from lms.roleplays.hours.queries import Menu

FETCH = "fetch-busy-times"  # the kind of letter that has somebody's calendar read

Slot = tuple[int, int]
"""A weekday (0 is Monday) and the quarter at which an hour begins."""


def paint(person: Person, week: str, seen: int, now: datetime) -> int:
    """Keep a painted week, in the zone in which they live; give how often it has been saved.

    Raises Conflict where it was saved since it was seen, unless what was saved is just this; Refused for what is no
    week.
    """
    if not rules.is_week(week):
        raise Refused("This is not a week as the page sends it. Please open the page again.")
    kept = queries.weekly_of(person.id)
    if (kept.saved if kept else 0) != seen:
        if rules.as_week(queries.windows_of(person.id)) == week:
            return kept.saved if kept else 0
        raise Conflict("These hours were changed in another window. Nothing was overwritten.")
    if not _counted(person, kept, now):
        raise Conflict("These hours were changed in another window just now. Nothing was overwritten.")
    db.execute(delete(HoursWindow).where(HoursWindow.person_id == person.id))
    db.add_all(
        HoursWindow(
            person_id=person.id, weekday=w.weekday, begins=w.begins, ends=w.ends, is_comfortable=w.is_comfortable
        )
        for w in rules.windows_in(week)
    )
    db.flush()
    letters.is_answered(person.id)
    return seen + 1


def _counted(person: Person, kept: WeeklyHours | None, now: datetime) -> bool:
    """Note one more saving; False where another one came first."""
    if kept is None:
        return added(WeeklyHours(person_id=person.id, zone_name=person.zone_name, saved=1, changed_at=now))
    same = (WeeklyHours.person_id == person.id, WeeklyHours.saved == kept.saved)
    values = {"saved": kept.saved + 1, "zone_name": person.zone_name, "changed_at": now}
    done = db.execute(update(WeeklyHours).where(*same).values(**values).execution_options(synchronize_session=False))
    return isinstance(done, CursorResult) and done.rowcount == 1


def move_along(person: Person, now: datetime) -> None:
    """Let somebody's hours be meant in the zone in which they live now, at the same times by the clock."""
    mine = update(WeeklyHours).where(WeeklyHours.person_id == person.id)
    db.execute(mine.values(zone_name=person.zone_name, saved=WeeklyHours.saved + 1, changed_at=now))


def except_day(person: Person, on: date, span: tuple[int, int], is_free: bool, now: datetime) -> HoursException:
    """Say that one date is otherwise. Raises Refused("on" or "ends")."""
    if fault := rules.dates_fault(on, on, _today(person, now)):
        raise Refused(fault, "on")
    if fault := rules.span_fault(*span):
        raise Refused(fault, "ends")
    return _except(person, HoursException(from_on=on, to_on=on, begins=span[0], ends=span[1], is_free=is_free), now)


def go_away(person: Person, from_on: date, to_on: date, now: datetime) -> HoursException:
    """Say that one isn't there on some days, both included. Raises Refused("to_on")."""
    if fault := rules.dates_fault(from_on, to_on, _today(person, now)):
        raise Refused(fault, "to_on")
    away = HoursException(from_on=from_on, to_on=to_on, begins=0, ends=rules.QUARTERS, is_free=False)
    return _except(person, away, now)


def _except(person: Person, exception: HoursException, now: datetime) -> HoursException:
    if queries.exceptions_count(person.id, _today(person, now)) >= rules.EXCEPTIONS_MOST:
        raise Refused(f"There are {rules.EXCEPTIONS_MOST} exceptions already. Please take one back first.")
    exception.person_id = person.id
    db.add(exception)
    db.flush()
    return exception


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(person.zone).date()


def take_back(exception: HoursException) -> None:
    """What was said of those days is so no more."""
    db.delete(exception)


def use_calendar(person: Person, url: str, now: datetime) -> None:
    """Have somebody's own calendar looked at for busy times, at this address and no other. Raises Refused("url")."""
    scheme, colon, rest = url.partition("://")
    address = f"https://{rest}" if scheme.lower() in ("webcal", "webcals") else url
    if not colon or len(address) > rules.URL_LIMIT or outside.sound(address) is None:
        raise Refused(
            "Please give the whole address of a calendar: it begins with https:// or webcal://, and holds no password.",
            "url",
        )
    forget_calendar(person)
    db.add(BusySource(person_id=person.id, url=address, asked_at=now))
    db.flush()
    _post(person.id, now)


def look_again(source: BusySource, now: datetime) -> None:
    """Have a calendar looked at now."""
    source.asked_at = now
    _post(source.person_id, now)


def forget_calendar(person: Person) -> None:
    """Forget the address, and what was found there."""
    db.execute(delete(BusyTime).where(BusyTime.person_id == person.id))
    if source := queries.source_of(person.id):
        db.delete(source)
        db.flush()


def _post(person_id: int, now: datetime) -> None:
    outbox.post(FETCH, f"{FETCH}-{person_id}-{now:%Y%m%dT%H%M%S%f}", {"person_id": person_id})


def set_menu(cohort: Cohort, slots: Collection[Slot], minutes: int, by: Person, now: datetime) -> None:
    """Set what a cohort's learners can tick. Hours that were there keep their ticks. Raises Refused("slots")."""
    if len(set(slots)) > rules.MENU_MOST:
        raise Refused(f"At most {rules.MENU_MOST} hours: more than that is no menu.", "slots")
    before = queries.menu_of(cohort)
    menu = before.menu if before else HoursMenu(cohort_id=cohort.id)
    menu.minutes, menu.set_by_id, menu.set_at = minutes, by.id, now
    db.add(menu)
    db.flush()
    there = {(hour.weekday, hour.begins): hour for hour in (before.hours if before else ())}
    for slot, hour in there.items():
        if slot not in slots:
            db.delete(hour)
    new = sorted(set(slots) - there.keys())
    db.add_all(MenuHour(cohort_id=cohort.id, weekday=weekday, begins=begins) for weekday, begins in new)
    db.flush()


def tick(menu: Menu, person: Person, hour_ids: Collection[int]) -> None:
    """These of a menu's hours suit somebody, and no others. Hours that aren't there any more are passed over."""
    mine = {hour.id for hour in menu.ticked_by(person.id)}
    wanted = {hour.id for hour in menu.hours} & set(hour_ids)
    if gone := mine - wanted:
        db.execute(delete(MenuTick).where(MenuTick.person_id == person.id, MenuTick.hour_id.in_(gone)))
    for hour_id in sorted(wanted - mine):
        added(MenuTick(hour_id=hour_id, person_id=person.id))
    letters.is_answered(person.id)


def volunteer(cohort: Cohort, person: Person, does: bool, now: datetime) -> None:
    """Somebody steps in where a group of their cohort lacks somebody at their hours, or no longer."""
    if does:
        added(Volunteer(cohort_id=cohort.id, person_id=person.id, since=now))
    else:
        db.execute(delete(Volunteer).where(Volunteer.cohort_id == cohort.id, Volunteer.person_id == person.id))


def remind(cohort: Cohort, by: Person, now: datetime) -> int:
    """Ask those of a cohort's learners who have given no hours, once a day; give how many are asked now."""
    return sum(letters.ask(person, cohort, by, now) for person in overseeing.silent_in(cohort.id))

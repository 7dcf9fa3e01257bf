"""What people do with cohorts."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.cohorts import queries, rules
from lms.cohorts.events import ClassesMoved, Enrolled, Moved, RoleChanged
from lms.cohorts.models import ClassSession, Cohort, Enrollment, Role
from lms.cohorts.rules import Pattern
from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import publish
from lms.people.models import Person
from lms.program.models import Program
from lms.videos import revocations


@dataclass(frozen=True)
class Plan:
    """How a cohort's classes lie: wall-clock dates and times in a zone."""

    pattern: Pattern
    first_on: date
    at: time
    minutes: int
    zone: ZoneInfo
    skipped: Sequence[date] = ()

    def times(self, count: int) -> list[tuple[date, datetime, datetime]]:
        """Date, start and end of `count` classes. Raises Refused("first_on"), and as `span`."""
        try:
            days = rules.class_dates(self.pattern, self.first_on, count, self.skipped)
        except rules.TooFar as fault:
            raise Refused(f"{fault} Please choose another date for the first class.", "first_on") from None
        return [(day, *span(day, self.at, self.minutes, self.zone)) for day in days]


def span(on: date, at: time, minutes: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end of a class. Raises Refused("on"), or ("at") for an hour that the zone leaves out that day."""
    try:
        rules.check_year(on)
    except rules.TooFar as fault:
        raise Refused(f"{fault} Please choose another date.", "on") from None
    try:
        starts_at = rules.instant(on, at, zone)
    except rules.NoSuchTime as fault:
        raise Refused(f"{fault} Please choose another time.", "at") from None
    return starts_at, starts_at + timedelta(minutes=minutes)


def create(program: Program, slug: str, title: str, plan: Plan, meeting_url: str, now: datetime) -> Cohort:
    """A cohort with a dated session for every class of the program. Raises Refused("slug") where the slug is taken."""
    if db.scalar(select(Cohort.id).where(Cohort.slug == slug)) is not None:
        raise Refused(f"There is a cohort called {slug} already. Please choose another short name.", "slug")
    cohort = Cohort(
        slug=slug,
        title=title,
        program_id=program.id,
        zone_name=plan.zone.key,
        pattern=plan.pattern,
        first_on=plan.first_on,
        starts_at_time=plan.at,
        minutes=plan.minutes,
        skipped_on=[day.isoformat() for day in plan.skipped],
        meeting_url=meeting_url,
        created_at=now,
    )
    db.add(cohort)
    db.flush()
    for program_class, (day, starts_at, ends_at) in zip(program.classes, plan.times(len(program.classes)), strict=True):
        db.add(
            ClassSession(
                cohort_id=cohort.id,
                class_id=program_class.id,
                held_on=day,
                starts_at_time=plan.at,
                starts_at=starts_at,
                ends_at=ends_at,
            )
        )
    db.flush()
    return cohort


def move_class(
    session: ClassSession, on: date, at: time, now: datetime, by: Person | None = None, with_later: bool = False
) -> Sequence[Moved]:
    """Hold the class at another time, `with_later` also each class after it, later or earlier by as much.

    What is due and when recordings are open moves along, and everyone is told. A later class that would fall on a date
    that the cohort leaves out is held a week after, and so are those after it. Raises Refused("on") where the order of
    the classes would change, or two would overlap.
    """
    cohort, everything = session.cohort, queries.sessions_of(session.cohort_id)
    later = [other for other in everything if with_later and other.starts_at > session.starts_at]
    walls = rules.shifted(
        [_wall(session), *(_wall(other) for other in later)],
        datetime.combine(on, at) - _wall(session),
        [date.fromisoformat(day) for day in cohort.skipped_on],
    )
    places = {
        moving.id: _Place(wall, *span(wall.date(), wall.time(), _minutes(moving), cohort.zone))
        for moving, wall in zip([session, *later], walls, strict=True)
    }
    _refuse_disorder(everything, places)
    due = queries.due_times(cohort)
    moved = [_put(moving, places[moving.id]) for moving in (session, *later)]
    moved = [move for move in moved if move.before != move.session.starts_at]
    for move in moved:
        _record_move(move, now, by)
    if moved:
        db.flush()
        changed = {work: at for work, at in queries.due_times(cohort).items() if at != due[work]}
        publish(ClassesMoved(cohort, moved, changed))
    return moved


def set_meeting(session: ClassSession, url: str) -> None:
    """Where this one class meets; empty means where the cohort meets."""
    session.meeting_url = url


def enroll(cohort: Cohort, person: Person, role: Role, now: datetime, by: Person | None = None) -> Enrollment:
    """Let somebody take part. Again after having left is fine; raises Refused("email") while they take part.

    Here and below, `by` is who does it; None for a command or a job.
    """
    found = db.scalar(select(Enrollment).where(Enrollment.cohort_id == cohort.id, Enrollment.person_id == person.id))
    if found is None:
        found = Enrollment(cohort_id=cohort.id, person_id=person.id, role=role, since=now)
        db.add(found)
    elif found.ended_at is None:
        raise Refused(f"{person.name} takes part in this cohort already, as a {found.role}.", "email")
    else:
        found.role, found.since, found.ended_at = role, now, None
    db.flush()
    _record(Deed.ROLE_GIVEN, found, now, by)
    publish(Enrolled(found, cohort, person, by))
    return found


def change_role(enrollment: Enrollment, role: Role, now: datetime, by: Person | None = None) -> None:
    """Let somebody who takes part be something else there. What they did stays."""
    if enrollment.role is role:
        return
    _record(Deed.ROLE_ENDED, enrollment, now, by)
    enrollment.role, enrollment.since = role, now
    _record(Deed.ROLE_GIVEN, enrollment, now, by)
    publish(RoleChanged(enrollment, enrollment.cohort, enrollment.person, by))


def edit(cohort: Cohort, title: str, meeting_url: str, own_extension_days: int) -> None:
    """How a cohort is called, where its classes meet unless they say otherwise, and what learners grant themselves."""
    cohort.title, cohort.meeting_url, cohort.own_extension_days = title, meeting_url, own_extension_days


def leave(enrollment: Enrollment, now: datetime, by: Person | None = None) -> None:
    """End somebody's part, and what they are just watching. What they did stays."""
    enrollment.ended_at = now
    _record(Deed.ROLE_ENDED, enrollment, now, by)
    revocations.revoke_person(enrollment.person_id, now, by and by.id)


def _record(deed: Deed, enrollment: Enrollment, now: datetime, by: Person | None) -> None:
    audit.record(
        deed,
        (Kind.ENROLLMENT, enrollment.id),
        actor_id=by and by.id,
        now=now,
        person_id=enrollment.person_id,
        cohort_id=enrollment.cohort_id,
        role=enrollment.role.value,
    )


@dataclass(frozen=True)
class _Place:
    """When a class is to be held: wall-clock time, and the instants of its start and end."""

    wall: datetime
    starts_at: datetime
    ends_at: datetime


def _wall(session: ClassSession) -> datetime:
    return datetime.combine(session.held_on, session.starts_at_time)


def _minutes(session: ClassSession) -> int:
    return int((session.ends_at - session.starts_at).total_seconds() // 60)


def _refuse_disorder(sessions: Sequence[ClassSession], places: dict[int, _Place]) -> None:
    """Raises Refused("on") unless the sessions, put to their places, follow one another as before."""
    spans = [(s.id, *_span_of(s, places)) for s in sessions]
    for (earlier, starts_at, ends_at), (later, next_starts_at, next_ends_at) in itertools.combinations(spans, 2):
        if not {earlier, later} & places.keys():
            continue
        if starts_at < next_ends_at and next_starts_at < ends_at:
            raise Refused("Another class of this cohort is held at that time. Please choose another one.", "on")
        if starts_at > next_starts_at:
            raise Refused(
                "This would change the order of the classes. Please choose a time between its neighbors.", "on"
            )


def _span_of(session: ClassSession, places: dict[int, _Place]) -> tuple[datetime, datetime]:
    place = places.get(session.id, session)
    return place.starts_at, place.ends_at


def _put(session: ClassSession, place: _Place) -> Moved:
    moved = Moved(session, session.starts_at)
    session.held_on, session.starts_at_time = place.wall.date(), place.wall.time()
    session.starts_at, session.ends_at = place.starts_at, place.ends_at
    return moved


def _record_move(move: Moved, now: datetime, by: Person | None) -> None:
    audit.record(
        Deed.ACCESS_MOVED,
        (Kind.CLASS_SESSION, move.session.id),
        actor_id=by and by.id,
        now=now,
        cohort_id=move.session.cohort_id,
        before=f"{move.before:%Y-%m-%dT%H:%MZ}",
        after=f"{move.session.starts_at:%Y-%m-%dT%H:%MZ}",
    )

"""What people do with cohorts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.cohorts import rules
from lms.cohorts.events import ClassMoved, Enrolled
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


def move_class(session: ClassSession, on: date, at: time, now: datetime, by: Person | None = None) -> None:
    """Hold the class at another time; what is due and when recordings are open moves along, and everyone is told.

    Raises Refused("on") where it would no longer lie between the classes before and after it.
    """
    starts_at, ends_at = span(
        on, at, int((session.ends_at - session.starts_at).total_seconds() // 60), session.cohort.zone
    )
    others = db.execute(
        select(ClassSession.class_id, ClassSession.starts_at, ClassSession.ends_at).where(
            ClassSession.cohort_id == session.cohort_id, ClassSession.id != session.id
        )
    ).all()
    if any(starts_at < other.ends_at and other.starts_at < ends_at for other in others):
        raise Refused("Another class of this cohort is held at that time. Please choose another one.", "on")
    if any((other.starts_at < starts_at) != (other.starts_at < session.starts_at) for other in others):
        raise Refused("This would change the order of the classes. Please choose a time between its neighbors.", "on")
    before = session.starts_at
    session.held_on, session.starts_at_time = on, at
    session.starts_at, session.ends_at = starts_at, ends_at
    if before != starts_at:
        audit.record(
            Deed.ACCESS_MOVED,
            (Kind.CLASS_SESSION, session.id),
            actor_id=by and by.id,
            now=now,
            cohort_id=session.cohort_id,
            before=f"{before:%Y-%m-%dT%H:%MZ}",
            after=f"{starts_at:%Y-%m-%dT%H:%MZ}",
        )
        publish(ClassMoved(session, before))


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

"""What people do about more time."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from lms.audit import actions as audit
from lms.audit.rules import Deed, Kind
from lms.cohorts.models import Cohort
from lms.cohorts.rules import TooFar, check_year
from lms.core.db import db
from lms.core.errors import Conflict, Refused
from lms.core.events import publish
from lms.people.models import Person
from lms.practice.extensions import queries, rules
from lms.practice.extensions.events import ExtensionAsked, ExtensionGranted, ExtensionRefused
from lms.practice.extensions.models import Extension, ExtensionRequest
from lms.practice.extensions.rules import Decision
from lms.practice.groups import queries as groups
from lms.practice.rules import Due
from lms.program.models import Assignment


@dataclass(frozen=True)
class Work:
    """One learner's work on an assignment in a cohort, and when it is due for them."""

    assignment: Assignment
    cohort: Cohort
    learner: Person
    due: Due


def ask(work: Work, reason: str, wished_on: date, now: datetime) -> ExtensionRequest:
    """Ask for more time, until the end of a day; granted at once where the cohort's rule does.

    Asking again while a request is open changes it. Raises Refused("wished_on").
    """
    queries.hold(work.cohort.id, work.learner.id)
    wished_at = _until(work, wished_on, now, "wished_on")
    time = queries.time_of(work.assignment.id, work.cohort.id, work.learner.id)
    request = time.request if time.request and time.is_asked else None
    is_new = request is None
    request = request or _request(work)
    request.reason, request.wished_at, request.asked_at = reason, wished_at, now
    db.add(request)
    db.flush()
    if _is_granted_by_rule(work, wished_on, now):
        _grant_all(work, wished_at, "", None, now)
    elif is_new:
        publish(ExtensionAsked(request, work.assignment, work.cohort, work.learner))
    return request


def grant(work: Work, until_on: date, said: str, by: Person, now: datetime) -> Extension:
    """Put a learner's work off until the end of a day, whether or not they asked; an open request is answered by it.

    What a group does is put off for all of it. Raises Refused("until_on").
    """
    queries.hold(work.cohort.id, work.learner.id)
    return _grant_all(work, _until(work, until_on, now, "until_on"), said, by, now)


def refuse(work: Work, said: str, by: Person, now: datetime) -> ExtensionRequest:
    """Refuse what a learner asked for, saying why. Raises Conflict where nothing is open any more."""
    queries.hold(work.cohort.id, work.learner.id)
    time = queries.time_of(work.assignment.id, work.cohort.id, work.learner.id)
    if not time.request or not time.is_asked:
        raise Conflict("This request has been answered meanwhile. The answer stands above.")
    _decide(time.request, Decision.REFUSED, by, said, now)
    _record(Deed.EXTENSION_REFUSED, work, by, now)
    publish(ExtensionRefused(time.request, work.assignment, work.cohort, work.learner, by, work.due.at))
    return time.request


def _until(work: Work, day: date, now: datetime, field: str) -> datetime:
    try:
        check_year(day)
    except TooFar as fault:
        raise Refused(f"{fault} Please choose another day.", field) from None
    until_at = rules.end_of(day, work.learner.zone)
    if fault := rules.fault(until_at, work.due.at, work.due.class_at, now):
        raise Refused(fault, field)
    return until_at


def _request(work: Work) -> ExtensionRequest:
    return ExtensionRequest(assignment_id=work.assignment.id, cohort_id=work.cohort.id, learner_id=work.learner.id)


def _is_granted_by_rule(work: Work, wished_on: date, now: datetime) -> bool:
    is_first = now <= work.due.last_at and not queries.has_any(work.cohort.id, work.learner.id)
    days = work.cohort.own_extension_days
    return rules.is_granted_by_rule(wished_on, work.due.class_at, work.learner.zone, days, is_first)


def _decide(request: ExtensionRequest, decision: Decision, by: Person | None, said: str, now: datetime) -> None:
    request.decision, request.decided_at, request.said = decision, now, said
    request.decided_by_id = by and by.id
    db.flush()


def _grant_all(work: Work, until_at: datetime, said: str, by: Person | None, now: datetime) -> Extension:
    """Grant a learner, and whoever does the work with them, so much time; what they asked for is answered by it."""
    mine = None
    for learner in sorted(groups.colleagues(work.assignment, work.cohort.id, work.learner), key=lambda one: one.id):
        queries.hold(work.cohort.id, learner.id)
        time = queries.time_of(work.assignment.id, work.cohort.id, learner.id)
        if time.request and time.is_asked:
            _decide(time.request, Decision.GRANTED, by, said, now)
        made = _grant(replace(work, learner=learner), time.extension, until_at, said, by, now)
        mine = made if learner.id == work.learner.id else mine
    assert mine, "the learner is one of them"
    return mine


def _grant(
    work: Work, extension: Extension | None, until_at: datetime, said: str, by: Person | None, now: datetime
) -> Extension:
    if extension is None:
        extension = Extension(assignment_id=work.assignment.id, cohort_id=work.cohort.id, learner_id=work.learner.id)
        db.add(extension)
    extension.until_at, extension.said, extension.granted_at = until_at, said, now
    extension.granted_by_id = by and by.id
    db.flush()
    _record(Deed.EXTENSION_GRANTED, work, by, now, until=f"{until_at:%Y-%m-%dT%H:%MZ}")
    publish(ExtensionGranted(extension, work.assignment, work.cohort, work.learner, by))
    return extension


def _record(deed: Deed, work: Work, by: Person | None, now: datetime, **facts: str) -> None:
    audit.record(
        deed,
        (Kind.ASSIGNMENT, work.assignment.id),
        actor_id=by and by.id,
        now=now,
        person_id=work.learner.id,
        cohort_id=work.cohort.id,
        **facts,
    )

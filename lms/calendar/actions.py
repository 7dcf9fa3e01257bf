"""Giving out a feed's address, and counting what changes."""

import secrets
from datetime import datetime

from lms.calendar import queries, rules
from lms.calendar.models import CalendarChange, CalendarFeed
from lms.cohorts.events import ClassesMoved
from lms.core import clock
from lms.core.db import db
from lms.people import queries as people
from lms.people.models import Person
from lms.practice.extensions.events import ExtensionGranted


def renew(person: Person, now: datetime) -> str:
    """A new address for somebody's feed, whose secret nobody can tell again; the one before leads nowhere."""
    secret = secrets.token_urlsafe(32)
    feed = queries.feed_of(person.id)
    if feed is None:
        feed = CalendarFeed(person_id=person.id)
        db.add(feed)
    feed.key, feed.made_at = people.key_of(secret), now
    db.flush()
    return secret


def end(person: Person) -> None:
    """The address of somebody's feed leads nowhere from now on."""
    if feed := queries.feed_of(person.id):
        db.delete(feed)


def classes_moved(event: ClassesMoved) -> None:
    """Classes are at other times, and so is what is due after them."""
    for move in event.classes:
        _count(rules.class_key(move.session.id))
    for assignment_id in event.due:
        _count(rules.due_key(assignment_id, event.cohort.id))


def due_put_off(event: ExtensionGranted) -> None:
    """Work is due at another time for one learner."""
    _count(rules.due_key(event.assignment.id, event.cohort.id, event.learner.id))


def _count(key: str) -> None:
    change = db.get(CalendarChange, key, with_for_update=True)
    if change is None:
        db.add(CalendarChange(key=key, sequence=1, changed_at=clock.now()))
    else:
        change.sequence += 1
        change.changed_at = clock.now()
    db.flush()

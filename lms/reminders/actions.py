"""Reminding people, and ceasing to."""

from datetime import datetime

from lms.cohorts.letters import class_key
from lms.notices import actions as notices
from lms.notices import queries as told
from lms.notices.rules import Kind, Subject
from lms.practice.events import HandedIn
from lms.practice.subjects import key_of, subject_of
from lms.reminders import queries, rules
from lms.reminders.queries import Due
from lms.roleplays.agree.letters import subject_of as role_play
from lms.roleplays.agree.shown import shift_of


def remind_of_work(now: datetime) -> None:
    """Remind each learner of what is due tomorrow, once for each due time."""
    due = {_key(one): one for one in queries.work_due(now)}
    for key in due.keys() - told.told(list(due)):
        one = due[key]
        about = subject_of(one.assignment, one.cohort, one.learner)
        notices.tell(one.learner, Kind.WORK_DUE, key=key, about=about, happens_at=one.at)


def remind_of_classes(now: datetime) -> None:
    """Remind everybody in a cohort a day and an hour before its class begins, once for each time of the class."""
    coming = queries.classes_coming(now)
    there = queries.everybody_in([session.cohort_id for session in coming])
    due = {
        f"{kind}-{session.id}-{session.starts_at:%Y%m%dT%H%M}-{enrollment.person_id}": (
            kind,
            session,
            enrollment.person,
        )
        for session in coming
        for kind in [Kind.CLASS_SOON if rules.is_soon(session.starts_at, now) else Kind.CLASS_TOMORROW]
        for enrollment in there
        if enrollment.cohort_id == session.cohort_id
    }
    for key in due.keys() - told.told(list(due)):
        kind, session, person = due[key]
        number = session.program_class.number
        title = f"Class {number}, “{session.program_class.title}”,"
        about = Subject(class_key(session.id), title, f"/classes/{number}?cohort={session.cohort.slug}")
        notices.tell(person, kind, key=key, about=about, happens_at=session.starts_at)


def remind_of_role_plays(now: datetime) -> None:
    """Remind a group a day and ten minutes before it meets, once for each hour.

    Whose clock shows another time than for the same hour a week before is warned.
    """
    due = {
        f"role-play-{kind}-{group.id}-{group.meeting.starts_at:%Y%m%dT%H%M}-{seat.person_id}": (
            kind,
            group,
            seat.person,
        )
        for group in queries.role_plays_coming(now)
        if group.meeting
        for kind in [
            Kind.ROLE_PLAY_SOON if rules.role_play_is_soon(group.meeting.starts_at, now) else Kind.ROLE_PLAY_TOMORROW
        ]
        for seat in group.taken
    }
    for key in due.keys() - told.told(list(due)):
        kind, group, person = due[key]
        about, shift = role_play(group), shift_of(group.meeting, person)
        warning = f" ({shift} for you than the week before)" if shift else ""
        said = Subject(about.key, f"Role play “{about.title}”{warning}", about.path)
        notices.tell(person, kind, key=key, about=said, happens_at=group.meeting.starts_at)


def stop(event: HandedIn) -> None:
    """Who has handed in, or for whom it was, needs no reminder any more."""
    submission = event.submission
    for person in event.people:
        notices.read(person.id, key_of(submission.assignment_id, submission.cohort_id, person.id))


def _key(due: Due) -> str:
    return f"due-{due.assignment.id}-{due.cohort.id}-{due.at:%Y%m%dT%H%M}-{due.learner.id}"

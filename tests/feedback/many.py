"""Rows by the hundred, written at once, for counting statements and measuring."""

from datetime import timedelta
from typing import Any

from lms.core.db import db
from lms.feedback.models import FeedbackThread, Message
from lms.people.models import Person
from lms.practice.models import Submission, SubmissionVersion
from lms.practice.rules import Standing, digest
from lms.program.models import Assignment


def many_threads(like: int, count: int, learner: Person) -> None:
    """More of the learner's work that waits, in the cohort and class of a thread there is; kept."""
    model = db.get_one(FeedbackThread, like)
    work, version = db.get_one(Submission, model.submission_id), db.get_one(SubmissionVersion, model.version_id)
    first = db.get_one(Assignment, work.assignment_id)
    start = db.query(Assignment).count()
    same = {"title": first.title, "kind": first.kind, "brief": "", "minutes": 1, "competencies": []}
    asked = _kept([Assignment(class_id=first.class_id, slug=f"more-{start + n}", **same) for n in range(count)])
    made = _kept([Submission(assignment_id=a.id, cohort_id=model.cohort_id, learner_id=learner.id) for a in asked])
    versions = _kept(
        [
            SubmissionVersion(
                submission_id=s.id, number=1, revision_id=version.revision_id, text="x", words=1, sha256=digest("x"),
                standing=Standing.ON_TIME, handed_in_at=version.handed_in_at,
            )
            for s in made
        ]
    )  # fmt: skip
    since = model.waiting_since or version.handed_in_at
    _kept(
        [
            FeedbackThread(
                submission_id=v.submission_id, cohort_id=model.cohort_id, learner_id=learner.id, version_id=v.id,
                words=1,
                waiting_since=since + timedelta(seconds=start + n),
            )
            for n, v in enumerate(versions)
        ]
    )  # fmt: skip
    db.commit()
    db.remove()


def many_messages(thread_id: int, count: int, author: Person) -> None:
    """More said in a thread; kept."""
    thread = db.get_one(FeedbackThread, thread_id)
    version = db.get_one(SubmissionVersion, thread.version_id)
    start = thread.last_message_id or 0
    said = _kept(
        [
            Message(
                thread_id=thread_id, author_id=author.id, text="Hm", key=f"{start + n}", said_at=version.handed_in_at
            )
            for n in range(count)
        ]
    )
    thread.last_message_id = said[-1].id
    db.commit()
    db.remove()


def _kept(rows: list[Any]) -> list[Any]:
    db.add_all(rows)
    db.flush()
    return rows

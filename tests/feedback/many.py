"""Rows by the hundred, written at once, for counting statements and measuring."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, insert, select

from lms.cohorts.models import Cohort, Enrollment, Role
from lms.core.db import db
from lms.feedback.models import FeedbackThread, Message
from lms.people.models import Person
from lms.practice.models import Submission, SubmissionVersion
from lms.practice.rules import Standing, digest
from lms.program.models import Assignment, ProgramClass


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


def many_works(like: int, count: int) -> None:
    """So much more work that waits, in the cohort of a thread there is, spread over new learners and all classes; kept.

    Written as rows, not as objects: a hundred thousand take seconds.
    """
    model = db.get_one(FeedbackThread, like)
    version, cohort = db.get_one(SubmissionVersion, model.version_id), db.get_one(Cohort, model.cohort_id)
    asked = db.scalars(
        select(Assignment.id)
        .join(ProgramClass)
        .where(ProgramClass.program_id == cohort.program_id, ~Assignment.is_pinned)
    ).all()
    now, learners = version.handed_in_at, -(-count // len(asked))
    n = db.scalar(select(func.max(Person.id))) or 0
    first = {table: (db.scalar(select(func.max(table.id))) or 0) + 1 for table in (Submission, SubmissionVersion)}
    ids = range(n + 1, n + 1 + learners)
    work = [(learner, assignment) for learner in ids for assignment in asked][:count]
    people = [
        {"id": id, "email": f"many-{id}@sample.example", "name": f"Learner {id}", "zone_name": "UTC", "locale": "en-US",
         "is_coordinator": False, "is_operator": False, "is_sample": True, "created_at": now}
        for id in ids
    ]  # fmt: skip
    submissions = [
        {"id": first[Submission] + k, "assignment_id": assignment, "cohort_id": cohort.id, "learner_id": learner}
        for k, (learner, assignment) in enumerate(work)
    ]
    versions = [
        {"id": first[SubmissionVersion] + k, "submission_id": one["id"], "number": 1, "text": "x",
         "words": 300 + k % 200,
         "revision_id": version.revision_id, "sha256": digest("x"), "standing": Standing.ON_TIME, "handed_in_at": now}
        for k, one in enumerate(submissions)
    ]  # fmt: skip
    threads = [
        {"submission_id": one["submission_id"], "cohort_id": cohort.id, "learner_id": work[k][0],
         "version_id": one["id"],
         "words": one["words"], "marked_ms": 60_000 * (k % 3), "recorded_ms": 600_000 * (k % 3),
         "waiting_since": now + timedelta(seconds=k)}
        for k, one in enumerate(versions)
    ]  # fmt: skip
    part = {"cohort_id": cohort.id, "role": Role.LEARNER, "since": now}
    db.execute(insert(Person), people)
    db.execute(insert(Enrollment), [part | {"person_id": id} for id in ids])
    db.execute(insert(Submission), submissions)
    db.execute(insert(SubmissionVersion), versions)
    db.execute(insert(FeedbackThread), threads)
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
                thread_id=thread_id,
                author_id=author.id,
                by_trainer=author.id != thread.learner_id,
                text="Hm",
                key=f"{start + n}",
                said_at=version.handed_in_at,
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

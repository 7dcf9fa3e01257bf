"""Making the groups that do a shared assignment together."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core.db import db
from lms.practice.extensions.models import Extension
from lms.practice.groups import queries, rules
from lms.practice.groups.models import WorkMember
from lms.practice.groups.rules import Begun
from lms.practice.models import Draft, Submission, WorkFile
from lms.program.models import Assignment


def arrange(cohort: Cohort, assignment: Assignment, groups: Sequence[Sequence[int]], now: datetime) -> None:
    """Let these be the groups of learners, by their ids, that do a shared assignment together; a group of one works
    alone, and so does whoever is in none. The groups are numbered in this order.

    Nothing that was typed or handed in is lost: a draft stays with the one under whom it lies, what was handed in with
    those for whom it was. Where the one under whom a draft lies goes elsewhere, the others go on with a copy of its
    words and files. Time that was granted to one member is granted to all.
    """
    arrange_numbered(cohort, assignment, {number: group for number, group in enumerate(groups, 1) if group}, now)


def arrange_numbered(
    cohort: Cohort, assignment: Assignment, groups: Mapping[int, Sequence[int]], now: datetime
) -> None:
    """The same, by the numbers that the groups have."""
    queries.hold(cohort.id)
    before = queries.groups_of(assignment.id, cohort.id).founder_of
    here = {person.id for person in cohorts.learners_of(cohort.id)}
    begun = _begun(cohort, assignment)
    _forget(cohort, assignment)
    for number, listed in sorted(groups.items()):
        members = [person for person in dict.fromkeys(listed) if person in here]
        if members:
            founder = rules.founder(members, before, set(before.values()) - here, begun)
            _found(cohort, assignment, number, members, founder)
            _hand_down(cohort, assignment, members, founder, before, begun, now)
            _level_time(cohort, assignment, members, now)
    db.flush()


def _begun(cohort: Cohort, assignment: Assignment) -> dict[int, Begun]:
    """By person, how far the work got that lies under them."""

    def theirs(table: type[Draft] | type[Submission]) -> list[int]:
        its = select(table.learner_id).where(table.assignment_id == assignment.id, table.cohort_id == cohort.id)
        return list(db.scalars(its))

    drafts = dict.fromkeys(theirs(Draft), Begun.DRAFT)
    return drafts | dict.fromkeys(theirs(Submission), Begun.HANDED_IN)


def _forget(cohort: Cohort, assignment: Assignment) -> None:
    here = (WorkMember.assignment_id == assignment.id, WorkMember.cohort_id == cohort.id)
    db.execute(delete(WorkMember).where(*here))


def _found(cohort: Cohort, assignment: Assignment, number: int, members: Sequence[int], founder: int) -> None:
    whose = {"assignment_id": assignment.id, "cohort_id": cohort.id, "number": number, "founder_id": founder}
    db.add_all(WorkMember(person_id=person, **whose) for person in members)
    db.flush()


def _hand_down(
    cohort: Cohort,
    assignment: Assignment,
    members: Sequence[int],
    founder: int,
    before: Mapping[int, int],
    begun: Mapping[int, Begun],
    now: datetime,
) -> None:
    """Copy the draft of a founder who has gone elsewhere for those who stayed together without one."""
    left = [before[person] for person in members if before.get(person, person) not in members]
    if founder in begun or not left:
        return
    old = _draft(cohort, assignment, left[0])
    if old is None:
        return
    copy = Draft(
        assignment_id=assignment.id,
        cohort_id=cohort.id,
        learner_id=founder,
        text=old.text,
        question=old.question,
        template_id=old.template_id,
        answers=old.answers,
        saved=1,
        saved_at=now,
    )
    db.add(copy)
    db.flush()
    for file in db.scalars(select(WorkFile).where(WorkFile.draft_id == old.id).order_by(WorkFile.id)).all():
        shared = {name: getattr(file, name) for name in ("owner_id", "cohort_id", "key", "name", "size", "sha256")}
        db.add(WorkFile(draft_id=copy.id, added_at=file.added_at, **shared))
    db.flush()


def _draft(cohort: Cohort, assignment: Assignment, person_id: int) -> Draft | None:
    its = (Draft.assignment_id == assignment.id, Draft.cohort_id == cohort.id, Draft.learner_id == person_id)
    return db.scalar(select(Draft).where(*its).options(undefer(Draft.answers)))


def _level_time(cohort: Cohort, assignment: Assignment, members: Sequence[int], now: datetime) -> None:
    """Give each member as much time as the one who has most."""
    its = (Extension.assignment_id == assignment.id, Extension.cohort_id == cohort.id)
    found = {
        one.learner_id: one for one in db.scalars(select(Extension).where(*its, Extension.learner_id.in_(members)))
    }
    if not found or len(members) < 2:
        return
    longest = max(found.values(), key=lambda one: one.until_at)
    for person in members:
        mine = found.get(person)
        if mine is None:
            mine = Extension(assignment_id=assignment.id, cohort_id=cohort.id, learner_id=person)
            db.add(mine)
        if mine is not longest and (mine.until_at is None or mine.until_at < longest.until_at):
            mine.until_at, mine.said, mine.granted_at = longest.until_at, longest.said, now
            mine.granted_by_id = longest.granted_by_id
    db.flush()

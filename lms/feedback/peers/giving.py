"""Giving work to peers: seeking them, passing on what nobody delivered, and falling back on the trainers."""

from collections import Counter
from datetime import datetime

from lms.core.db import db
from lms.feedback.peers import letters, matching, rules
from lms.feedback.peers.matching import Member
from lms.feedback.peers.models import PeerReview
from lms.feedback.peers.rules import PASSED_ON, Ending
from lms.feedback.peers.seeking import Group, Work, group
from lms.people.models import Person
from lms.program.rules import Givers, PracticeKind
from lms.videos import revocations

RECORDED = {PracticeKind.RECORDING, PracticeKind.DRILL}


def tend(assignment_id: int, cohort_id: int, now: datetime, *, anew: bool) -> None:
    """See after an assignment in a cohort: end what is over, give out what can be, and give up what nobody can take.

    `anew`: something has changed since peers were last sought. Without it they are where something ended, and once the
    work's due time is past.
    """
    found = group(assignment_id, cohort_id)
    if found is None:
        return
    changes = _end_what_is_over(found, now) or anew
    if changes or _has_closed_since(found, now):
        _give(found, now)
    if _give_up(found, now) or changes:
        _tell_of_gaps(found)
    db.flush()


def end(review: PeerReview, ending: Ending, now: datetime) -> None:
    """A peer's task is over without a review; what they are just playing of it ends, too."""
    review.ending, review.ended_at = ending, now
    if review.request.submission.assignment.kind in RECORDED:
        revocations.revoke_person(review.reviewer_id, now)
    if ending in PASSED_ON and review.is_second:
        review.request.missing += 1


def _end_what_is_over(group: Group, now: datetime) -> bool:
    here = {person.id for person in group.learners}
    works = {work.submission.id: work for work in group.works}
    over = [
        (one, _ending(one, group.is_there(works[one.submission_id]), works[one.submission_id], here, now))
        for one in group.reviews
        if one.is_owed
    ]
    for review, ending in over:
        if ending:
            end(review, ending, now)
    return any(ending for _, ending in over)


def _ending(review: PeerReview, is_there: bool, work: Work, here: set[int], now: datetime) -> Ending | None:
    if review.reviewer_id not in here:
        return Ending.LEFT
    if work.version_id is None or not is_there:
        return Ending.TAKEN_BACK
    return Ending.MISSED if rules.is_over(review.due_at, review.touched_at, now) else None


def _has_closed_since(group: Group, now: datetime) -> bool:
    looked = [work.request.looked_at for work in group.works if work.request and group.slots(work).open]
    return group.closes_at is not None and any(at <= group.closes_at < now for at in looked)


def _give(group: Group, now: datetime) -> None:
    works, people = group.by_author, {person.id: person for person in group.learners}
    given = [one for one in group.reviews if one.ending in PASSED_ON | {None}]
    barred = {(group.author(one.request.submission), one.reviewer_id) for one in given} | group.own
    for author_id, reviewer_id in matching.gifts(_members(group, now), barred | group.excluded, group.met):
        _hand_over(group, works[author_id], people[reviewer_id], now)
    for work in group.works:
        if work.request:
            work.request.looked_at = now


def _members(group: Group, now: datetime) -> list[Member]:
    """The cohort as the plan sees it: who has handed in, who is still to, and who is waited for no more."""
    works, plan = group.by_author, group.assignment.peers
    there = {author for author, work in works.items() if work.version_id}
    authors = set(group.author_of.values())
    closed = rules.is_closed(group.closes_at, len(there & authors), len(authors), now)
    everybody_gives = plan is not None and plan.givers is Givers.COHORT
    loads = Counter(one.reviewer_id for one in group.reviews if one.ending in (None, Ending.MISSED))
    missed = {one.reviewer_id for one in group.reviews if one.ending is Ending.MISSED}
    to_come = plan.reviewers if plan and not closed else 0

    def member(person: Person) -> Member:
        author = group.author_of[person.id]
        work, is_here = works.get(author), author in there
        gives = (is_here or everybody_gives) and person.id not in missed
        return Member(
            person.id,
            wants=0 if author != person.id else group.slots(work).open if work and is_here else to_come,
            load=loads[person.id],
            is_here=is_here,
            gives=gives,
            will_give=gives or (not closed and not is_here),
        )

    return [member(person) for person in group.learners]


def _hand_over(group: Group, work: Work, peer: Person, now: datetime) -> None:
    """Give a work to a peer; to whoever had it before, with all that they had written."""
    assert work.request and work.version_id
    is_second = group.slots(work).second > 0
    before = next((one for one in group.reviews_of(work) if one.reviewer_id == peer.id), None)
    review = before or PeerReview(
        submission_id=work.submission.id,
        cohort_id=group.cohort.id,
        reviewer_id=peer.id,
        keep="",
        try_next="",
        answers={},
        levels={},
        saved=0,
    )
    review.version_id, review.is_second, review.ending, review.ended_at = work.version_id, is_second, None, None
    review.given_at = review.touched_at = now
    review.due_at = rules.due_at(now, work.request.days, peer.zone)
    if before is None:
        db.add(review)
        group.reviews.append(review)
    db.flush()
    letters.tell_peer(review, peer, group.assignment.title)


def _give_up(group: Group, now: datetime) -> bool:
    """What no peer has taken for long enough is the trainers' alone. Whether there is such."""
    gone = [work for work in group.works if work.request and _is_in_vain(group, work, now)]
    for work in gone:
        assert work.request
        work.request.missing += group.slots(work).open
    return bool(gone)


def _is_in_vain(group: Group, work: Work, now: datetime) -> bool:
    assert work.request
    until = rules.gives_up_at(group.closes_at, work.request.asked_at, work.request.days)
    return group.slots(work).open > 0 and now >= until


def _tell_of_gaps(group: Group) -> None:
    for work in group.works:
        if work.request and work.request.missing:
            letters.tell_trainers_of_gap(work.submission, work.request.missing)

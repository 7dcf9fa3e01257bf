"""How the sample cohort came to where it stands today: seven classes held, the next to come, work waiting and done."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from lms.access.viewer import Viewer
from lms.app.sample import clips, notes, plays, words
from lms.app.sample.people import OTHER_LEARNERS, PASSWORD, PEOPLE, ZONES
from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.cohorts.actions import Plan
from lms.cohorts.models import Cohort, Role
from lms.cohorts.rules import Pattern
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.settings import Settings
from lms.feedback import actions as feedback
from lms.feedback import queries as feedback_queries
from lms.feedback.calibration import actions as calibrations
from lms.feedback.calibration import queries as rated
from lms.feedback.models import FeedbackThread
from lms.feedback.peers import actions as peer_actions
from lms.feedback.peers import giving
from lms.feedback.peers import queries as peers
from lms.feedback.peers.actions import Said
from lms.feedback.phrases import actions as phrases
from lms.feedback.reviews import actions as reviews
from lms.feedback.reviews.actions import Place
from lms.people import actions as people
from lms.people.models import Person
from lms.people.rules import Right
from lms.practice import actions as practice
from lms.practice import queries as practice_queries
from lms.practice.extensions import actions as extensions
from lms.practice.extensions.actions import Work
from lms.practice.rules import Due
from lms.program.models import Assignment
from lms.program.rules import PracticeKind
from lms.roleplays.hours import actions as hours
from lms.roleplays.hours import queries as hours_queries
from lms.roleplays.hours.rules import Window, as_week

COHORT = "sample-cohort"
HELD = timedelta(days=43)  # weekly since then: the seventh class, with its recording of real care, was yesterday
EARLIER = [timedelta(hours=hours) for hours in (-50, -30, -20, -9, -3, 26, 50)]  # than due; the last ones are late


def load_sample(settings: Settings, with_clips: bool = True) -> None:
    """Make the sample, once. Raises Refused in production, where no sample may be."""
    if settings.production:
        raise Refused("Sample people and a sample cohort can't be loaded where ATTUNE_ENV is production.")
    if cohort_queries.cohort(COHORT):
        return
    now = clock.now()
    with transaction():
        everybody = _people(now)
        cohort = _cohort(everybody, now)
        _work(cohort, everybody, now)
        _hours(cohort, everybody, now)
        if with_clips:
            clips.ask_for_clips(cohort.program_id)


def _people(now: datetime) -> list[Person]:
    made = [people.create(email, name, PASSWORD, ZONES[email], now - HELD) for name, email, _ in PEOPLE] + [
        people.create(f"{name.split()[0].lower()}@sample.example", name, PASSWORD, zone, now - HELD)
        for name, zone in OTHER_LEARNERS
    ]
    for person in made:
        person.is_sample = True
        for right in Right:
            people.grant(person, right, person.email.startswith(f"{right.value}@"), now - HELD)
    return made


def _cohort(everybody: Sequence[Person], now: datetime) -> Cohort:
    program = next(p for p in cohort_queries.programs() if p.slug == "kap-cert")
    zone = ZoneInfo("America/New_York")
    plan = Plan(Pattern.WEEKLY, (now.astimezone(zone) - HELD).date(), time(11), 120, zone)
    cohort = cohorts.create(
        program, COHORT, "Sample cohort", plan, "https://meet.example.com/sample-cohort", now - HELD
    )
    cohort.is_sample = True
    for person in everybody:
        if person.email.startswith("trainer@"):
            cohorts.enroll(cohort, person, Role.TRAINER, now - HELD)
        elif not person.email.startswith(("coordinator@", "operator@")):
            cohorts.enroll(cohort, person, Role.LEARNER, now - HELD)
    return cohort


def _work(cohort: Cohort, everybody: Sequence[Person], now: datetime) -> None:
    """Two assignments' worth: the first mostly answered, the second waiting."""
    learners = [
        p for p in everybody if not p.is_coordinator and not p.is_operator and not p.email.startswith("trainer@")
    ]
    trainer = next(p for p in everybody if p.email.startswith("trainer@"))
    all_work = [work.assignment for work in practice_queries.work_of(learners[0].id, cohort.id)]
    first, second = [assignment for assignment in all_work if assignment.kind is not PracticeKind.DRILL][:2]
    due = cohort_queries.due_times(cohort)
    for index, learner in enumerate(learners[1:8]):
        at = due[first.id] + EARLIER[index]
        handed_in = _hand_in(cohort, first.id, learner, words.PLANS[index % 3], at)
        if index < 5:
            _say(handed_in, trainer, words.ANSWERS[index % 2], at + timedelta(days=2, hours=index))
        if index < 2:
            _say(handed_in, learner, words.REPLY, at + timedelta(days=3, hours=index))
    lena = _hand_in(cohort, first.id, learners[0], words.PLANS[0], due[first.id] - timedelta(days=1))
    _review(lena, trainer, now - timedelta(days=1))
    _phrases(cohort, trainer, now - HELD)
    for index, learner in enumerate(learners[2:5]):
        at = due[second.id] + EARLIER[index]
        _hand_in(cohort, second.id, learner, words.AGREEMENTS[index % 2], at)
    _more_time(cohort, second, learners[5:7], trainer, due[second.id])
    reviewed = _peers(cohort, next(one for one in all_work if one.slug == "practice-06"), learners[:4], due, now)
    _say(reviewed, trainer, words.ANSWERS[1], now - timedelta(hours=20))
    dosing_note = next(one for one in all_work if one.slug == "practice-07")
    notes.make(cohort, dosing_note, learners[1], trainer, now)
    plays.make(cohort, learners, now)


def _hours(cohort: Cohort, everybody: Sequence[Person], now: datetime) -> None:
    """When people can meet: most of them have said so, some of them by ticking; one is away."""
    coordinator = next(p for p in everybody if p.is_coordinator)
    slots = [(weekday, quarter) for weekday in (0, 1, 3, 5) for quarter in (48, 72)]
    hours.set_menu(cohort, slots, 60, coordinator, now - HELD)
    menu = hours_queries.menu_of(cohort)
    assert menu
    learners = [p for p in everybody if not p.is_coordinator and not p.is_operator][:-3]
    for index, learner in enumerate(p for p in learners if not p.email.startswith("trainer@")):
        evenings = [Window((index + day) % 6, 72, 82 - day) for day in range(2 + index % 4)]
        hours.paint(learner, as_week([*evenings, Window(index % 5, 48, 54, False)]), 0, now - HELD)
        if index % 2:
            hours.tick(menu, learner, [hour.id for hour in menu.hours[index % 3 :: 2]])
    hours.go_away(learners[-1], now.date(), (now + timedelta(days=5)).date(), now - HELD)


def _peers(
    cohort: Cohort, work: Assignment, learners: Sequence[Person], due: Mapping[int, datetime], now: datetime
) -> int:
    """Some hand in what peers review; the second has written about the first one's work since, which this gives."""
    handed_in = []
    for index, learner in enumerate(learners):
        at = due[work.id] - timedelta(hours=12 - index)
        handed_in.append(_hand_in(cohort, work.id, learner, words.PROTOCOLS[index % 2], at))
        giving.tend(work.id, cohort.id, at, anew=True)
    second = Viewer(person_id=learners[1].id, learner_in=frozenset({cohort.id}))
    tasks = [peers.opened(owed.review.id, now) for owed in peers.owed(second, now)]
    task = next(task for task in tasks if task and task.submission.learner_id == learners[0].id)
    said = Said(words.PEER_KEEP, words.PEER_TRY, dict.fromkeys(task.questions, words.PEER_ANSWER), {"C5": 2})
    peer_actions.hand_in(task, said, 0, task.newest_id or 0, now - timedelta(days=1))
    return handed_in[0]


def _more_time(cohort: Cohort, work: Assignment, learners: Sequence[Person], trainer: Person, due_at: datetime) -> None:
    """Two learners ask for more time; one of them gets it, and the other waits for an answer."""
    for index, learner in enumerate(learners):
        asked = Work(work, cohort, learner, Due(due_at))
        at, day = due_at - timedelta(hours=20), (due_at + timedelta(days=45)).date()
        extensions.ask(asked, words.REASONS[index], day, at)
        if index == 0:
            extensions.grant(asked, day, words.GRANTED, trainer, at + timedelta(hours=2))


def _hand_in(cohort: Cohort, assignment_id: int, learner: Person, text: str, at: datetime) -> int:
    here = practice_queries.assignment_here(assignment_id, cohort)
    assert here
    return practice.hand_in(here, learner, text, 0, at).submission_id


def _review(submission_id: int, trainer: Person, at: datetime) -> None:
    """A first review of somebody's first work."""
    thread, version = _thread(submission_id), practice_queries.version(submission_id, 1)
    assert version
    review = reviews.begin(thread, trainer, at)
    reviews.pin(review, version, words.REMARK, "sample", Place(quote=words.REMARKED), False)
    levels = dict.fromkeys(thread.submission.assignment.competencies, 2)
    reviews.save(review, words.KEEP, words.TRY_NEXT, levels, 0, at)
    reviews.release(review, trainer, at)
    practice.rate_oneself(version, thread.submission.learner, dict(zip(levels, words.OWN_LEVELS, strict=False)), at)
    chosen = rated.version_in(thread.cohort_id, version.id)
    assert chosen
    calibrations.set_up(chosen, trainer, at)


def _phrases(cohort: Cohort, trainer: Person, at: datetime) -> None:
    """What the trainer says again and again; the first is shared."""
    kept = [phrases.keep(trainer, text, codes, at) for text, codes in words.PHRASES]
    phrases.share(kept[0], cohort.program_id, at)


def _say(submission_id: int, author: Person, text: str, at: datetime) -> None:
    thread = _thread(submission_id)
    feedback.post(thread, author, text, f"sample-{author.id}-{at.timestamp():.0f}", thread.last_message_id or 0, at)


def _thread(submission_id: int) -> FeedbackThread:
    return db.scalars(
        select(FeedbackThread)
        .where(FeedbackThread.submission_id == submission_id)
        .options(*feedback_queries.framed())
        .execution_options(populate_existing=True)
    ).one()

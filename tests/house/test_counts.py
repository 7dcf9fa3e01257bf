"""A page asks the database at most eight times, and just as often with a thousand rows as with ten."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.demonstrations.viewings import actions as viewings
from lms.demonstrations.viewings.actions import Eyes
from lms.documents.cases import actions as case_actions
from lms.documents.cases.rules import MESSAGES_MOST
from lms.documents.filling.faults import ROWS_MOST
from lms.feedback import actions as feedback
from lms.feedback.actions import Passage
from lms.feedback.calibration.models import Calibration, CalibrationRating
from lms.feedback.phrases.models import Phrase, PhraseSharing, PhraseTag
from lms.feedback.queries import thread_of
from lms.feedback.reviews.models import Review
from lms.notices import actions as notices
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.drills.rules import ATTEMPTS_MOST
from lms.practice.models import SelfRating, SubmissionVersion
from lms.program import queries as programs
from lms.program.models import Assignment, CaseStudy, Demonstration
from lms.roleplays.agree import absences, queries
from lms.roleplays.agree import actions as agree
from lms.roleplays.hours import actions as hours
from lms.roleplays.hours import rules
from lms.roleplays.hours.models import MenuTick
from lms.roleplays.hours.queries import menu_of
from lms.roleplays.hours.rules import Window
from lms.roleplays.rounds import queries as rounds
from lms.videos import actions as videos
from tests.kit import boards, cases, documents, make
from tests.kit.cast import Cast
from tests.kit.roleplays import a_group, a_round

MOST = 8
PAGES = {
    "lena": [
        "/today",
        "/classes/",
        "/classes/1",
        "/assignments/{assignment}",
        "/assignments/{drill}",
        "/assignments/{document}/document",
        "/submissions/{submission}/documents/1",
        "/templates/",
        "/cohorts/here/cases/",
        "/cohorts/here/cases/elm",
        "/cohorts/here/cases/elm/stages/1",
        "/feedback/",
        "/peer-reviews/",
        "/account/viewings",
        "/role-plays/hours",
        "/role-plays/kept-apart/here",
        "/role-plays/{group}",
        "/role-plays/{group}/room",
        "/role-plays/{group}/debrief",
        "/role-plays/{group}/recording",
        "/role-plays/{group}/going-on",
        "/account/calendar",
        "/notices/",
        "/account/notices",
    ],
    "tess": [
        "/today",
        "/review/",
        "/review/phrases",
        "/review/phrases?whose=others",
        "/review/phrases.json",
        "/threads/{thread}",
        "/threads/{document_thread}",
        "/cohorts/here/cases/elm",
        "/cohorts/here/cases/elm/stages/1",
        "/submissions/{submission}/documents/1",
        "/submissions/{submission}/documents",
        "/cohorts/here/growth",
        "/cohorts/here/growth/{learner}",
        "/cohorts/here/agreement",
        "/cohorts/here/calibrations",
        "/calibrations/{calibration}",
        "/cohorts/",
        "/cohorts/here",
        "/cohorts/here/overview",
        "/cohorts/here/overview?behind=y",
        "/cohorts/here/extensions",
        "/cohorts/here/peer-reviews",
        "/cohorts/here/hours?part=all",
        "/cohorts/here/role-plays/practiced",
        "/demonstrations/{demonstration}/viewings",
        "/demonstrations/{demonstration}/watched",
        "/watching/",
    ],
    "cora": [
        "/today",
        "/cohorts/",
        "/cohorts/here",
        "/cohorts/here/overview",
        "/cohorts/here/hours-menu",
        "/cohorts/here/role-plays",
        "/cohorts/here/role-plays/1",
        "/cohorts/here/kept-apart",
        "/people/",
        "/watching/?cohort=here",
    ],
}


def fill(cast: Cast, learners: int) -> dict[str, int]:
    """So many further learners, each with work handed in and a viewing; give what addresses name."""
    first = work.work_of(cast.lena.id, cast.here.id)[0].assignment
    here = work.assignment_here(first.id, cast.here)
    demonstration = db.scalars(select(Demonstration).where(Demonstration.class_id == first.class_id)).one()
    assert here
    video = videos.take(videos.keep_stream(BytesIO(b"film"), "film.mp4"), cast.tess, clock.now())
    case = db.scalars(select(CaseStudy).where(CaseStudy.slug == "elm")).first() or a_case(cast)
    for number in range(learners):
        learner = make.person(learner_in=cast.here)
        at = clock.now() - timedelta(minutes=number)
        keep_hours(learner, cast)
        talk_of_case(case, learner, number)
        made = rate(practice.hand_in(here, learner, f"Work {number}", 0, at), cast)
        keep_phrases(number, cast)
        for person in (learner, cast.lena):
            eyes = Eyes(person.id, None, "Firefox", cast.here.id)
            viewings.begin(eyes, demonstration, video, False, at - timedelta(hours=number))
    boards.a_round(cast.here)
    last = db.scalars(select(Review).where(Review.version_id == made.version_id)).one()
    last.released_at = None  # and so lies on the desk
    db.commit()
    return {
        "group": role_play(cast),
        "assignment": first.id,
        "demonstration": demonstration.id,
        "drill": drill(cast, first.class_id, learners),
        **document(cast, first.class_id, learners),
        "learner": learner.id,
        "thread": last.thread_id,
        "calibration": made.id,
    }


def a_case(cast: Cast) -> CaseStudy:
    """Whose first stage lena has answered."""
    case = cases.made(cast)
    cases.answer(case, cast.lena)
    return case


def talk_of_case(case: CaseStudy, learner: Person, number: int) -> None:
    """An answer, and, as long as there is room, a message."""
    cases.answer(case, learner)
    if number < MESSAGES_MOST // 2:
        place = cases.at(case, learner)
        case_actions.say(place, learner, False, "So do I.", f"key-{number}", clock.now())


def rate(version: SubmissionVersion, cast: Cast) -> Calibration:
    """Rated by its learner, by a trainer's released review, and in a calibration."""
    thread, now = thread_of(version.submission_id), clock.now()
    assert thread
    db.add(SelfRating(version_id=version.id, person_id=thread.learner_id, levels={"C1": 3}, rated_at=now))
    said = {"thread_id": thread.id, "version_id": version.id, "trainer_id": cast.tess.id}
    db.add(Review(**said, keep="Your pace.", try_next="", levels={"C1": 2}, touched_at=now, released_at=now))
    made = Calibration(version_id=version.id, cohort_id=cast.here.id, set_up_by_id=cast.cora.id, set_up_at=now)
    db.add(made)
    db.flush()
    given = {"levels": {"C1": 1}, "note": "", "is_blind": True, "given_at": now}
    db.add(CalibrationRating(calibration_id=made.id, trainer_id=cast.theo.id, **given))
    return made


def keep_hours(learner: Person, cast: Cast) -> None:
    """Hours, an absence and a tick of one learner."""
    hours.paint(learner, rules.as_week([Window(1, 72, 80)]), 0, clock.now())
    hours.go_away(learner, clock.now().date(), clock.now().date(), clock.now())
    menu = menu_of(cast.here)
    if menu is None:
        hours.set_menu(cast.here, [(1, 72), (2, 72)], 60, cast.cora, clock.now())
    else:
        db.add(MenuTick(hour_id=menu.hours[0].id, person_id=learner.id))


def role_play(cast: Cast) -> int:
    """Lena's group in a round of all the cohort, which is booked, an hour to move to, and somebody who can't come."""
    round_ = rounds.round_of(cast.here.id, 2) or a_round(cast.here, 2)
    if found := rounds.groups_with(cast.lena.id, clock.now()):
        return found[0].id
    at = clock.now() + timedelta(days=3)
    made = a_group(round_, cast.lena, cast.paul, make.person(learner_in=cast.here), starts_at=at)
    absences.say(made, cast.paul, "", clock.now())
    local = (at + timedelta(days=1)).astimezone(cast.lena.zone)
    if rounds.groups_with(cast.lena.id, clock.now()):
        agree.propose(queries.fresh(made.id), cast.lena, local.date(), local.time().replace(tzinfo=None), clock.now())
    notices.read_all(cast.lena.id)  # a look at something new writes that it was seen
    db.commit()
    return made.id


def keep_phrases(number: int, cast: Cast) -> None:
    """One of the trainer's own, and one that somebody shares with her."""
    for owner in (cast.tess, cast.theo):
        made = Phrase(owner_id=owner.id, text=f"Phrase {number}", folded=f"phrase {number}", written_at=clock.now())
        db.add(made)
        db.flush()
        db.add(PhraseTag(phrase_id=made.id, code="C1"))
        db.add(PhraseSharing(phrase_id=made.id, program_id=cast.here.program_id, shared_at=clock.now()))


def drill(cast: Cast, class_id: int, attempts: int) -> int:
    """A drill that lena has answered so many times."""
    made = make.drill(class_id, 1, 2, 3)
    here = work.assignment_here(made.id, cast.here)
    assert here
    asked = programs.statements_of(made.id)
    for number in range(min(attempts, len(asked) * ATTEMPTS_MOST)):
        answer = videos.take(videos.keep_stream(BytesIO(b"answer"), "answer.webm"), cast.lena, clock.now())
        practice.add_take(here, cast.lena, answer, clock.now(), asked[number % len(asked)])
    db.commit()
    return made.id


def document(cast: Cast, class_id: int, rows: int) -> dict[str, int]:
    """A document of lena's with so many rows, handed in, and said something of."""
    asked = db.scalars(select(Assignment).where(Assignment.slug == "document")).first() or documents.assignment(
        class_id
    )
    here = work.assignment_here(asked.id, cast.here)
    assert here
    vitals = [{"t": minute, "sys": 120, "dia": 80} for minute in range(min(rows, ROWS_MOST))]
    made = documents.handed_in(here, cast.lena, documents.COMPLETE | {"vitals": vitals})
    thread = thread_of(made.submission_id)
    assert thread
    passage = Passage(made, "", field="vitals")
    feedback.post(thread, cast.tess, "More of this.", f"key-{rows}", thread.last_message_id or 0, clock.now(), passage)
    feedback.mark_read(thread.id, cast.lena.id, None, thread.last_message_id or 0)
    notices.read_all(cast.lena.id)
    db.commit()
    return {"document": asked.id, "submission": made.submission_id, "document_thread": thread.id}


def counts(
    cast: Cast, named: dict[str, int], sign_in: Callable[[Person], FlaskClient], statements: list[str]
) -> dict[str, int]:
    found = {}
    for who, addresses in PAGES.items():
        client = sign_in(getattr(cast, who))
        for address in addresses:
            client.get(address.format(**named))
            statements.clear()
            assert client.get(address.format(**named)).status_code == 200
            found[f"{who} {address}"] = len(statements)
    return found


@pytest.mark.timeout(600)
def test_no_page_asks_more_often_when_there_is_more_to_show(
    cast: Cast, sign_in: Callable[[Person], FlaskClient], statements: list[str]
):
    few = counts(cast, fill(cast, 10), sign_in, statements)
    many = counts(cast, fill(cast, 540), sign_in, statements)  # more than are loaded beside rows at a time: 500
    assert many == few
    assert {page: count for page, count in few.items() if count > MOST} == {}

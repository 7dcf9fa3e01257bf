"""A case of two stages that a cohort's program has, and what was written to it."""

from lms.core import clock
from lms.core.db import db
from lms.documents.cases import actions, queries
from lms.documents.cases.queries import MessageHere, StageHere
from lms.people.models import Person
from lms.program.models import CaseStudy
from tests.kit.cast import Cast

STORIES = ("A gardener is tired.", "He sleeps three hours.")


def made(cast: Cast, slug: str = "elm") -> CaseStudy:
    """Open after class 1, which was ten days ago; due with classes 3 and 4."""
    case = CaseStudy(
        program_id=cast.here.program_id,
        slug=slug,
        position=0,
        title="Elm: tired hands",
        opens_after_class=1,
        stages=[
            {"due_with_class": number, "story": story, "questions": ["What do you ask?", "Who needs to know?"]}
            for number, story in enumerate(STORIES, start=3)
        ],
        facts=["K1"],
        notes="Little sleep is **red**.",
    )
    db.add(case)
    db.flush()
    return case


def at(case: CaseStudy, person: Person, stage: int = 1, slug: str = "here") -> StageHere:
    """A stage as somebody meets it now."""
    here = queries.case(slug, case.slug, person.id, clock.now())
    assert here
    return StageHere(here, here.stages[stage - 1])


def answer(case: CaseStudy, person: Person, stage: int = 1, words: str = "I ask") -> None:
    """Hand in both answers to a stage."""
    place = at(case, person, stage)
    seen = place.own.saved if place.own else 0
    actions.hand_in(place, person.id, {"0": f"{words} first", "1": f"{words} then"}, seen, clock.now())
    db.flush()


def said(cast: Cast) -> MessageHere:
    """A message of lena's about the first stage, which she has answered."""
    case = made(cast)
    answer(case, cast.lena)
    place = at(case, cast.lena)
    message = actions.say(place, cast.lena, False, "What about sleep?", "key-1", clock.now())
    db.commit()
    return MessageHere(message, place)

"""Makers of rows, each with just what a test cares about; everything else is plausible."""

from datetime import date, time, timedelta
from hashlib import sha256
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.cohorts.actions import Plan
from lms.cohorts.models import Cohort, Role
from lms.cohorts.rules import Pattern
from lms.core import clock
from lms.core.db import db
from lms.people.models import Person
from lms.program.models import (
    Agreement,
    Assignment,
    ConfidentialityLevel,
    Demonstration,
    Handout,
    Program,
    ProgramClass,
    Revision,
    Statement,
)
from lms.program.rules import Confidentiality, PracticeKind

_numbers = count(1)


def commit() -> None:
    """Keep what was made, and start afresh."""
    db.commit()


def program(classes: int = 12) -> Program:
    """A small program: each class with one demonstration, handout and assignment; levels as in the built-in one."""
    n = next(_numbers)
    levels = [[title, f"What {title} looks like."] for title in ("not yet", "emerging", "ready", "steady")]
    made = Program(
        slug=f"program-{n}",
        title="Sample program",
        scope_sentence="This widens no license.",
        agreement_version=1,
        rubric=[["C1", "Presence", levels], ["C2", "Alliance", levels]],
    )
    db.add(made)
    db.flush()
    db.add_all(_level(made, level) for level in Confidentiality)
    agreement(made, 1)
    db.add(Revision(program_id=made.id, number=1, loaded_at=clock.now()))
    for number in range(1, classes + 1):
        _class(made, number)
    db.flush()
    return next(p for p in cohort_queries.programs() if p.id == made.id)


def _level(of: Program, level: Confidentiality) -> ConfidentialityLevel:
    is_restricted, is_clinical = level is Confidentiality.V3, level >= Confidentiality.V2
    return ConfidentialityLevel(
        program_id=of.id,
        level=level,
        title=f"Level {level}",
        said="Do not discuss this outside the cohort, and do not record it." if is_clinical else "",
        agreement=is_restricted,
        consent=is_restricted,
        watermark=is_clinical,
        every_view_logged=is_restricted,
        transcript_file=not is_clinical,
        open_days_before=1 if is_restricted else None,
        open_days_after=14 if is_restricted else None,
    )


def agreement(of: Program, version: int) -> Agreement:
    """A version of the program's agreement, which is asked for from now on."""
    text = f"I keep it to myself. Version {version}."
    digest = sha256(text.encode()).hexdigest()
    made = Agreement(
        program_id=of.id, version=version, title="Agreement", text=text, sha256=digest, loaded_at=clock.now()
    )
    db.add(made)
    of.agreement_version = version
    db.flush()
    return made


def _class(of: Program, number: int) -> None:
    made = ProgramClass(
        program_id=of.id,
        slug=f"class-{number:02}",
        number=number,
        title=f"Class title {number}",
        arc="foundations",
        minutes=120,
        summary="What it is about.",
        objectives=["know"],
        agenda=[[120, "everything"]],
        completion=["present"],
        role_play={},
    )
    db.add(made)
    db.flush()
    db.add(
        Demonstration(
            class_id=made.id,
            slug=f"v{number}-1",
            position=1,
            code=f"V{number}.1",
            title="A talk",
            kind="talk",
            seconds=30,
            confidentiality=Confidentiality.V1,
            chapters=[[0, "start"]],
            notes="",
        )
    )
    db.add(
        Handout(
            class_id=made.id, slug=f"h{number}-1", position=1, code=f"H{number}.1", title="A page", text="Read *this*."
        )
    )
    db.add(
        Assignment(
            class_id=made.id,
            slug="practice",
            title="Home practice",
            kind=PracticeKind.TEXT,
            brief="Write.",
            minutes=45,
            words_least=300,
            words_most=500,
            competencies=["C1"],
        )
    )


def pinned_assignment(demonstration: Demonstration) -> Assignment:
    """What answers to a prompt are handed in for."""
    made = Assignment(
        class_id=demonstration.class_id,
        slug=f"pinned.{next(_numbers)}",
        title="Prompt",
        kind=PracticeKind.TEXT,
        brief="",
        minutes=2,
        competencies=[],
        is_pinned=True,
    )
    db.add(made)
    db.flush()
    return made


def drill(program_class_id: int, *difficulties: int) -> Assignment:
    """A drill of a class, with a statement of each difficulty."""
    n = next(_numbers)
    made = Assignment(
        class_id=program_class_id,
        slug=f"drill-{n}",
        title="Drill",
        kind=PracticeKind.DRILL,
        brief="Answer at once.",
        minutes=15,
        competencies=["C1"],
    )
    db.add(made)
    db.flush()
    for number, difficulty in enumerate(difficulties, 1):
        statement(made, number, difficulty)
    return made


def statement(of: Assignment, number: int, difficulty: int = 1) -> Statement:
    """What an invented client says, the so-manieth of a drill."""
    made = Statement(
        assignment_id=of.id,
        slug=f"statement-{number}",
        position=number,
        text=f"What client {number} says.",
        affect="Quietly.",
        difficulty=difficulty,
        criteria=["Stays with it."],
    )
    db.add(made)
    db.flush()
    return made


def cohort(
    of: Program, slug: str | None = None, first_on: date | None = None, zone: str = "America/New_York"
) -> Cohort:
    """A weekly cohort whose first class was ten days ago, or on `first_on`."""
    start = first_on or (clock.now() - timedelta(days=10)).date()
    plan = Plan(Pattern.WEEKLY, start, time(11), 120, ZoneInfo(zone))
    return cohorts.create(
        of, slug or f"cohort-{next(_numbers)}", "Sample cohort", plan, "https://meet.example/room", clock.now()
    )


def person(
    name: str | None = None,
    *,
    zone: str = "UTC",
    learner_in: Cohort | None = None,
    trainer_in: Cohort | None = None,
    **traits: Any,
) -> Person:
    """Somebody with an account (no password; `sign_in` in tests needs none)."""
    n = next(_numbers)
    name = name or f"Person {n}"
    made = Person(
        email=f"person-{n}@sample.example", name=name, zone_name=zone, created_at=clock.now(), is_sample=True, **traits
    )
    db.add(made)
    db.flush()
    for here, role in ((learner_in, Role.LEARNER), (trainer_in, Role.TRAINER)):
        if here:
            cohorts.enroll(here, made, role, clock.now())
    return made

"""A small document template that has every kind of thing, for tests of what is written in one."""

from typing import Any

from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.documents.notes import blank, filled
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.models import SubmissionVersion
from lms.practice.queries import AssignmentHere
from lms.program import queries, templates
from lms.program.models import Assignment, Program, ProgramClass
from lms.program.rules import FieldKind, PracticeKind, Required
from lms.program.schema.documents import Bar, Condition, DocumentTemplate, Prompt, Quotient, ShowIf, TemplateField

GO = ShowIf(when=(Condition(field="go", value="proceed"),))


def field(name: str, kind: FieldKind = FieldKind.TEXT, label: str | None = None, **more: Any) -> TemplateField:
    return TemplateField(name=name, label=label or name.capitalize(), kind=kind, **more)


FIELDS = (
    field("case_code", FieldKind.STRING, "Case code", pattern="[A-Z]{2}-[0-9]{3}", help="Like AB-123"),
    field("consent", FieldKind.BOOLEAN, section="Before"),
    field("go", FieldKind.CHOICE, "Decision", section="Before", choices=("proceed", "delay")),
    field("bp", FieldKind.INTEGER, "Upper pressure", section="Before", unit="mmHg", required=Required.NEVER,
          prompt=Prompt(at_least=140, say="Tell the medical clinician.")),
    field("dose", FieldKind.DECIMAL, section="The dose", unit="mg", required=Required.WHEN_SHOWN, show_if=GO),
    field("weight", FieldKind.DECIMAL, section="The dose", unit="kg", required=Required.NEVER, show_if=GO),
    field("ratio", FieldKind.COMPUTED, "Dose by weight", section="The dose", unit="mg/kg", required=Required.NEVER,
          show_if=GO, computed=Quotient(divide="dose", by="weight")),
    field("vitals", FieldKind.REPEAT, "Vital signs", section="During", required=Required.NEVER,
          suggested_minutes=(0, 15, 30), fields=(
              field("t", FieldKind.INTEGER, "Minutes", unit="min"),
              field("sys", FieldKind.INTEGER, "Systolic", unit="mmHg"),
              field("dia", FieldKind.INTEGER, "Diastolic", unit="mmHg"),
              field("awake", FieldKind.CHOICE, "Alertness", choices=("awake", "drowsy"), required=Required.NEVER),
          )),
    field("effects", FieldKind.MULTI, "Unwanted effects", section="After", choices=("none", "nausea", "dizziness"),
          required=Required.NEVER),
    field("setting", FieldKind.OPEN_CHOICE, section="After", choices=("clinic", "other"), required=Required.NEVER),
    field("distress", FieldKind.SCALE10, section="After", required=Required.NEVER),
    field("plan", section="After"),
    field("checked", FieldKind.BOOLEAN, "I checked this text", must_be_true=True),
)  # fmt: skip
BARS = (Bar(when=Condition(field="consent", value=False), field="go", value="proceed", say="Not without consent."),)
COMPLETE = {
    "case_code": "AB-123",
    "consent": True,
    "go": "proceed",
    "dose": "100",
    "weight": "64",
    "vitals": [{"t": 0, "sys": 120, "dia": 80}, {"t": 15, "sys": 138, "dia": 88, "awake": "drowsy"}],
    "plan": "See them tomorrow.",
    "checked": True,
}


def template(fields: tuple[TemplateField, ...] = FIELDS, slug: str = "note") -> DocumentTemplate:
    return DocumentTemplate(
        path="",
        slug=slug,
        title="Sample note",
        purpose="A note for tests.",
        header="Training document: not a medical record.",
        fields=fields,
        bars=BARS,
    )


def keep(of: Program, made: DocumentTemplate) -> None:
    """Load a template, as a new version if it is changed."""
    templates.keep(of, made, clock.now())


def asks_for_document(assignment: Assignment, made: DocumentTemplate | None = None) -> None:
    """Let an assignment ask for a document in a template."""
    made = made or template()
    program = db.scalars(select(Program).join(ProgramClass).where(ProgramClass.id == assignment.class_id)).one()
    keep(program, made)
    assignment.kind, assignment.template = PracticeKind.TEMPLATE, made.slug
    db.flush()
    assert queries.template(program.id, made.slug)


def assignment(class_id: int) -> Assignment:
    """One more assignment of a class, which asks for a document."""
    made = Assignment(
        class_id=class_id,
        slug="document",
        title="A note",
        kind=PracticeKind.TEMPLATE,
        brief="Write a note.",
        minutes=30,
        competencies=[],
    )
    db.add(made)
    db.flush()
    asks_for_document(made)
    return made


def handed_in(here: AssignmentHere, learner: Person, answers: dict[str, Any] = COMPLETE) -> SubmissionVersion:
    """A learner's document, handed in as the next version."""
    newest = queries.template(here.cohort.program_id, here.assignment.template or "")
    assert newest
    draft = practice.open_draft(here, learner, clock.now())
    note = filled(blank(newest, answers))
    made = practice.hand_in(here, learner, "", draft.saved, clock.now(), filled=note)
    found = work.version(made.submission_id, made.number)
    assert found
    return found

"""What people see of a loaded program."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload

from lms.core.db import db
from lms.program.models import (
    Agreement,
    Assignment,
    ConfidentialityLevel,
    Demonstration,
    FileText,
    Handout,
    Program,
    ProgramClass,
    Revision,
    RevisionFile,
    RevisionMedia,
    Statement,
    TemplateVersion,
)
from lms.program.rules import Competency, competencies


def program(slug: str) -> Program | None:
    """A program by its slug."""
    return db.scalar(select(Program).where(Program.slug == slug))


def program_class(program_id: int, number: int) -> ProgramClass | None:
    """One class, with its program."""
    return db.scalar(
        select(ProgramClass)
        .where(ProgramClass.program_id == program_id, ProgramClass.number == number)
        .options(joinedload(ProgramClass.program))
    )


def handout(class_id: int, slug: str) -> Handout | None:
    """One handout of a class."""
    return db.scalar(select(Handout).where(Handout.class_id == class_id, Handout.slug == slug))


def demonstrations_of(program_id: int) -> Sequence[Demonstration]:
    """All demonstrations of a program, in the order of the classes."""
    return db.scalars(
        select(Demonstration)
        .join(ProgramClass)
        .where(ProgramClass.program_id == program_id, ~Demonstration.is_retired)
        .options(joinedload(Demonstration.program_class))
        .order_by(ProgramClass.number, Demonstration.position)
    ).all()


def levels_of(program_id: int) -> Sequence[ConfidentialityLevel]:
    """What a program says about its levels of confidentiality."""
    return db.scalars(select(ConfidentialityLevel).where(ConfidentialityLevel.program_id == program_id)).all()


def rubric_of(program_id: int) -> list[Any]:
    """What a program's work is judged by, as it is kept."""
    return db.scalar(select(Program.rubric).where(Program.id == program_id)) or []


def protocols_of(program_id: int) -> dict[str, Any]:
    """How a program's role plays run, as it is kept; empty before it was first loaded."""
    return db.scalar(select(Program.protocols).where(Program.id == program_id)) or {}


def screening_of(program_id: int) -> dict[str, Any]:
    """The checklist that a program's cases are screened by, as it is kept; empty before it was first loaded."""
    return db.scalar(select(Program.screening).where(Program.id == program_id)) or {}


def competencies_of(program_id: int) -> list[Competency]:
    """The same, in the order of the rubric."""
    return competencies(rubric_of(program_id))


def agreement(program_id: int, version: int) -> Agreement | None:
    """A version of a program's agreement."""
    return db.scalar(select(Agreement).where(Agreement.program_id == program_id, Agreement.version == version))


def newest_revision(program_id: int) -> Revision | None:
    """What learners see now."""
    return db.scalar(
        select(Revision).where(Revision.program_id == program_id).order_by(Revision.number.desc()).limit(1)
    )


def files_of(revision_id: int) -> dict[str, str]:
    """The files of a revision: path in the folder → text."""
    rows = db.execute(
        select(RevisionFile.path, FileText.text)
        .join(FileText, FileText.sha256 == RevisionFile.sha256)
        .where(RevisionFile.revision_id == revision_id)
        .order_by(RevisionFile.path)
    )
    return {row.path: row.text for row in rows}


def media_of(revision_id: int) -> dict[str, str]:
    """The recorded statements of a revision: path in the folder → SHA-256."""
    rows = db.execute(
        select(RevisionMedia.path, RevisionMedia.sha256)
        .where(RevisionMedia.revision_id == revision_id)
        .order_by(RevisionMedia.path)
    )
    return {row.path: row.sha256 for row in rows}


def assignment(assignment_id: int) -> Assignment | None:
    """An assignment with its class."""
    return db.scalar(
        select(Assignment).where(Assignment.id == assignment_id).options(joinedload(Assignment.program_class))
    )


def assignment_of(program_id: int, slug: str) -> int:
    """The id of an assignment that a program has."""
    named = select(Assignment.id).join(ProgramClass).where(ProgramClass.program_id == program_id)
    return db.scalars(named.where(Assignment.slug == slug, ~Assignment.is_retired)).one()


def statements_of(assignment_id: int) -> Sequence[Statement]:
    """What the client says in a drill, in order."""
    here = select(Statement).where(Statement.assignment_id == assignment_id, ~Statement.is_retired)
    return db.scalars(here.order_by(Statement.position, Statement.id)).all()


def statement(assignment_id: int, statement_id: int) -> Statement | None:
    """A statement of a drill that can be answered."""
    return db.scalar(
        select(Statement).where(
            Statement.id == statement_id, Statement.assignment_id == assignment_id, ~Statement.is_retired
        )
    )


def template(program_id: int, slug: str) -> TemplateVersion | None:
    """A document template as it is filled in now."""
    return db.scalar(_template_versions(program_id, slug).limit(1))


def template_versions(program_id: int, slug: str) -> Sequence[TemplateVersion]:
    """All versions of a document template, newest first."""
    return db.scalars(_template_versions(program_id, slug)).all()


def _template_versions(program_id: int, slug: str) -> Select[tuple[TemplateVersion]]:
    named = (TemplateVersion.program_id == program_id, TemplateVersion.slug == slug)
    return select(TemplateVersion).where(*named).order_by(TemplateVersion.number.desc())


def templates_of(program_id: int) -> Sequence[TemplateVersion]:
    """The newest version of each document template that a program has, by short name."""
    other = aliased(TemplateVersion)
    its = (other.program_id == program_id, other.slug == TemplateVersion.slug)
    newest = select(func.max(other.number)).where(*its).scalar_subquery()
    here = (TemplateVersion.program_id == program_id, TemplateVersion.number == newest, ~TemplateVersion.is_retired)
    return db.scalars(select(TemplateVersion).where(*here).order_by(TemplateVersion.slug)).all()

"""What each file of a program may hold, as frozen pydantic models. Meaning across files is `check`'s."""

from lms.program.schema.assessment import Case, Deidentification, Instruments, Rubric, Screening
from lms.program.schema.base import Item, Page, Part
from lms.program.schema.classes import (
    Demonstration,
    Drill,
    Handout,
    HomePractice,
    PeerReview,
    ProgramClass,
    Protocols,
    RolePlay,
    Statement,
)
from lms.program.schema.documents import DocumentTemplate, FieldGroup, Fields, TemplateField
from lms.program.schema.overview import Agreement, ConfidentialityRules, DosingVisit, FactList, Program, Sources
from lms.program.schema.running import Admissions, Completion, Patterns, Prices, SampleCohort

__all__ = [
    "Admissions", "Agreement", "Case", "Completion", "ConfidentialityRules", "Deidentification", "Demonstration",
    "DocumentTemplate", "DosingVisit", "Drill", "FactList", "FieldGroup", "Fields", "Handout", "HomePractice",
    "Instruments", "Item", "Page", "Part", "Patterns", "PeerReview", "Prices", "Program", "ProgramClass",
    "Protocols", "RolePlay", "Rubric", "SampleCohort", "Screening", "Sources", "Statement", "TemplateField",
]  # fmt: skip

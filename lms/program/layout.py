"""Which file of a folder holds what."""

import re
from typing import Final

from lms.program import schema
from lms.program.rules import MEDIA_NAME
from lms.program.schema import Item

SINGLE: Final[dict[str, type[Item]]] = {
    "program.md": schema.Program,
    "facts.yaml": schema.FactList,
    "sources.md": schema.Sources,
    "confidentiality.yaml": schema.ConfidentialityRules,
    "dosing-visit.yaml": schema.DosingVisit,
    "protocols.yaml": schema.Protocols,
    "rubric.yaml": schema.Rubric,
    "screening.yaml": schema.Screening,
    "instruments.yaml": schema.Instruments,
    "deidentification.yaml": schema.Deidentification,
    "patterns.yaml": schema.Patterns,
    "prices.yaml": schema.Prices,
    "admissions.yaml": schema.Admissions,
    "completion.yaml": schema.Completion,
}
"""Each must be there, once."""

OPTIONAL: Final[dict[str, type[Item]]] = {"agreement.md": schema.Agreement}

IN_CLASS: Final[dict[str, type[Item]]] = {
    "class.md": schema.ProgramClass,
    "practice.md": schema.HomePractice,
    "role-play.yaml": schema.RolePlay,
}
"""Each must be there, once in each class."""

NAME: Final = r"[a-z0-9][a-z0-9-]*"
MANY: Final[list[tuple[re.Pattern[str], type[Item]]]] = [
    (re.compile(rf"classes/{NAME}/demonstrations/{NAME}\.md"), schema.Demonstration),
    (re.compile(rf"classes/{NAME}/drills/{NAME}\.md"), schema.Drill),
    (re.compile(rf"classes/{NAME}/handouts/{NAME}\.md"), schema.Handout),
    (re.compile(rf"templates/{NAME}\.yaml"), schema.DocumentTemplate),
    (re.compile(rf"templates/shared/{NAME}\.yaml"), schema.FieldGroup),
    (re.compile(rf"cases/{NAME}\.md"), schema.Case),
    (re.compile(rf"cohorts/{NAME}\.yaml"), schema.SampleCohort),
]
MEDIA: Final = re.compile(rf"classes/{NAME}/drills/{MEDIA_NAME.pattern}")
CLASS_FILE: Final = re.compile(rf"(classes/{NAME})/([^/]+)")


def kind_of(path: str) -> type[Item] | None:
    """What the file at `path` holds, or None if nothing belongs there."""
    if path in SINGLE or path in OPTIONAL:
        return SINGLE.get(path) or OPTIONAL[path]
    if match := CLASS_FILE.fullmatch(path):
        return IN_CLASS.get(match[2])
    return next((kind for pattern, kind in MANY if pattern.fullmatch(path)), None)


def class_folder(path: str) -> str:
    """The folder of the class that a file belongs to, like classes/01-orientation."""
    return "/".join(path.split("/")[:2])

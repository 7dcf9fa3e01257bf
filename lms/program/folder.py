"""A program without faults, in the schema's types; each item keeps the file that it came from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from lms.program import layout, schema
from lms.program.check import examine, examine_folder
from lms.program.drafts import Draft
from lms.program.faults import Fault, FaultyFolder
from lms.program.schema import Item

T = TypeVar("T", bound=Item)


@dataclass(frozen=True)
class ClassFolder:
    """One class with all that lies in its folder; demonstrations and handouts in the order of their codes, drills in
    that of their files."""

    program_class: schema.ProgramClass
    demonstrations: tuple[schema.Demonstration, ...]
    handouts: tuple[schema.Handout, ...]
    drills: tuple[schema.Drill, ...]
    practice: schema.HomePractice
    role_play: schema.RolePlay


@dataclass(frozen=True)
class ProgramFolder:
    """A whole program without faults. `files` is the folder itself, path → text, to be kept and written back; likewise
    `media`, path → where it lies."""

    files: Mapping[str, str]
    media: Mapping[str, Path]
    program: schema.Program
    facts: schema.FactList
    sources: schema.Sources
    confidentiality: schema.ConfidentialityRules
    agreement: schema.Agreement | None
    dosing_visit: schema.DosingVisit
    classes: tuple[ClassFolder, ...]
    protocols: schema.Protocols
    rubric: schema.Rubric
    screening: schema.Screening
    instruments: schema.Instruments
    deidentification: schema.Deidentification
    cases: tuple[schema.Case, ...]
    templates: tuple[schema.DocumentTemplate, ...]
    field_groups: tuple[schema.FieldGroup, ...]
    patterns: schema.Patterns
    cohorts: tuple[schema.SampleCohort, ...]
    prices: schema.Prices
    admissions: schema.Admissions
    completion: schema.Completion

    def fields_of(self, template: schema.DocumentTemplate) -> schema.Fields:
        """A template's fields with the ones that it shares with others before and after."""
        shared = {group.slug: group.fields for group in self.field_groups}
        return shared.get(template.head or "", ()) + template.fields + shared.get(template.tail or "", ())

    def done_means(self, program_class: schema.ProgramClass) -> tuple[str, ...]:
        """What "done" means in a class, a sentence each: what holds in every class, then its own."""
        return self.completion.class_done + program_class.completion


def read_folder(path: Path) -> ProgramFolder:
    """The program in the folder at `path`. Raises FaultyFolder with all that `check` finds."""
    return _faultless(*examine_folder(path))


def read_files(files: Mapping[str, str]) -> ProgramFolder:
    """The same for files that aren't on a disk: path → text."""
    return _faultless(*examine(files))


def _faultless(draft: Draft, faults: list[Fault]) -> ProgramFolder:
    if faults:
        raise FaultyFolder(faults)
    return _folder(draft)


def _folder(draft: Draft) -> ProgramFolder:
    return ProgramFolder(
        files=dict(draft.files),
        media=dict(draft.media),
        program=_the(draft, schema.Program),
        facts=_the(draft, schema.FactList),
        sources=_the(draft, schema.Sources),
        confidentiality=_the(draft, schema.ConfidentialityRules),
        agreement=draft.only(schema.Agreement),
        dosing_visit=_the(draft, schema.DosingVisit),
        classes=_classes(draft),
        protocols=_the(draft, schema.Protocols),
        rubric=_the(draft, schema.Rubric),
        screening=_the(draft, schema.Screening),
        instruments=_the(draft, schema.Instruments),
        deidentification=_the(draft, schema.Deidentification),
        cases=draft.items(schema.Case),
        templates=draft.items(schema.DocumentTemplate),
        field_groups=draft.items(schema.FieldGroup),
        patterns=_the(draft, schema.Patterns),
        cohorts=draft.items(schema.SampleCohort),
        prices=_the(draft, schema.Prices),
        admissions=_the(draft, schema.Admissions),
        completion=_the(draft, schema.Completion),
    )


def _the(draft: Draft, kind: type[T]) -> T:
    return draft.items(kind)[0]


def _classes(draft: Draft) -> tuple[ClassFolder, ...]:
    classes = sorted(draft.items(schema.ProgramClass), key=lambda item: item.number)
    return tuple(_class_folder(draft, item) for item in classes)


def _class_folder(draft: Draft, program_class: schema.ProgramClass) -> ClassFolder:
    folder = layout.class_folder(program_class.path)
    inside = Draft(draft.files, {path: found for path, found in draft.found.items() if path.startswith(f"{folder}/")})
    return ClassFolder(
        program_class=program_class,
        demonstrations=tuple(sorted(inside.items(schema.Demonstration), key=lambda item: _natural(item.code))),
        handouts=tuple(sorted(inside.items(schema.Handout), key=lambda item: _natural(item.code))),
        drills=inside.items(schema.Drill),
        practice=_the(inside, schema.HomePractice),
        role_play=_the(inside, schema.RolePlay),
    )


def _natural(code: str) -> list[tuple[int, str]]:
    """H2.10 comes after H2.9."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", code)]

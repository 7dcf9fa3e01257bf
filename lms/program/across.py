"""Faults that show only when the files of a program are read together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from typing import TypeVar

from lms.program import layout, schema
from lms.program.drafts import Draft
from lms.program.faults import Fault
from lms.program.rules import FACT_TAG, facts_named
from lms.program.schema import Item

Found = Iterator[Fault]
T = TypeVar("T", bound=Item)


def missing_files(draft: Draft) -> Found:
    """Files that a program, and each class of it, can't do without."""
    folders = {layout.class_folder(path) for path in draft.files if layout.CLASS_FILE.match(path)}
    wanted = [*layout.SINGLE, *(f"{folder}/{name}" for folder in sorted(folders) for name in layout.IN_CLASS)]
    for path in wanted:
        if path not in draft.files:
            yield Fault(path, 1, "This file is missing. Every program has one here: add it.")


def numbers(draft: Draft) -> Found:
    """Classes are numbered from 1 without gaps, are as many and as long as the program says, and lie in its arcs."""
    program = draft.only(schema.Program)
    seen = Counter(item.number for item in draft.items(schema.ProgramClass))
    for item, source in draft.every(schema.ProgramClass):
        if seen[item.number] > 1:
            yield source.fault(f"Another class has the number {item.number}, too. Give each its own.", "number")
        if program and item.number > program.classes:
            yield source.fault(f"The program has {program.classes} classes; this one's number is past that.", "number")
        if program and item.minutes != program.class_minutes:
            yield source.fault(f"Classes here take {program.class_minutes} minutes, not {item.minutes}.", "minutes")
        if program and item.arc not in program.arcs:
            yield source.fault(f"“{item.arc}” isn't an arc of the program.{near(item.arc, program.arcs)}", "arc")


def count(draft: Draft) -> Found:
    """As many classes and dates as the program says."""
    for program, source in draft.every(schema.Program):
        found = len({layout.class_folder(path) for path in draft.files if path.startswith("classes/")})
        if found != program.classes:
            yield source.fault(f"The program has {program.classes} classes, but {found} folders.", "classes")
        for cohort, place in draft.every(schema.SampleCohort):
            if len(cohort.dates) != program.classes:
                yield place.fault(
                    f"There are {len(cohort.dates)} dates for {program.classes} classes. Give each class one.", "dates"
                )


def own_slugs(draft: Draft) -> Found:
    """No two items of a kind share a slug or a code, wherever they lie. Drills are home practice, too."""
    kinds: list[tuple[type[Item], ...]] = [
        (schema.ProgramClass,), (schema.Demonstration,), (schema.Handout,), (schema.HomePractice, schema.Drill),
        (schema.RolePlay,), (schema.DocumentTemplate,), (schema.FieldGroup,), (schema.Case,), (schema.SampleCohort,),
    ]  # fmt: skip
    for alike in kinds:
        for key in ("slug", "code"):
            first: dict[str, str] = {}
            for item, source in (found for kind in alike for found in draft.every(kind)):
                value = getattr(item, key, None)
                if value in first:
                    yield source.fault(f"“{value}” is already the {key} of {first[value]}. Give each its own.", key)
                elif value is not None:
                    first[value] = item.path


def fact_tags(draft: Draft) -> Found:
    """Every fact that a file leans on, in its keys or in its Markdown, is in facts.yaml."""
    listed = draft.only(schema.FactList)
    if listed is None:
        return
    known = {fact.id for fact in listed.facts}
    for item, source in draft.found.values():
        keyed = [(source.line(*place), str(source.at(place))) for place in source.lines if place[-2:-1] == ("facts",)]
        written = [(source.body_line + line - 1, tag) for line, tag in facts_named(source.body)]
        for line, tag in keyed + written:
            if tag not in known and FACT_TAG.fullmatch(tag):
                yield Fault(item.path, line, f"There is no fact {tag} in facts.yaml. Add it there, or name another.")


def references(draft: Draft) -> Found:
    """Templates, groups of fields, cases, protocols, patterns, competencies and classes that are named exist."""
    rubric, protocols, patterns = draft.only(schema.Rubric), draft.only(schema.Protocols), draft.only(schema.Patterns)
    templates = slugs(draft, schema.DocumentTemplate)
    groups = slugs(draft, schema.FieldGroup)
    yield from named(draft, schema.HomePractice, "template", lambda item: [item.template], templates)
    yield from named(draft, schema.Handout, "template", lambda item: [item.template], templates)
    yield from named(draft, schema.DocumentTemplate, "head", lambda item: [item.head], groups)
    yield from named(draft, schema.DocumentTemplate, "tail", lambda item: [item.tail], groups)
    yield from named(draft, schema.HomePractice, "case", lambda item: item.case, slugs(draft, schema.Case))
    ids = {each.id for each in protocols.protocols} if protocols else None
    yield from named(draft, schema.RolePlay, "protocol", lambda item: [item.protocol], ids)
    rhythms = {each.slug for each in patterns.patterns} if patterns else None
    yield from named(draft, schema.SampleCohort, "pattern", lambda item: [item.pattern], rhythms)
    codes = {each.code for each in rubric.competencies} if rubric else None
    yield from named(draft, schema.ProgramClass, "competencies", lambda item: item.competencies, codes)
    yield from named(draft, schema.HomePractice, "competencies", lambda item: item.competencies, codes)
    yield from named(draft, schema.Drill, "competencies", lambda item: item.competencies, codes)


def rated_by_peers(draft: Draft) -> Found:
    """Peers rate what the work is judged by."""
    rubric = draft.only(schema.Rubric)
    codes = tuple(each.code for each in rubric.competencies) if rubric else ()
    for item, source in (*draft.every(schema.HomePractice), *draft.every(schema.Drill)):
        judged = item.competencies or codes
        for index, code in enumerate(item.peer_review.rate if item.peer_review else ()):
            if judged and code not in judged:
                message = f"“{code}” isn't what this work is judged by.{near(code, judged)}"
                yield source.fault(message, "peer_review", "rate", index)


def shared_fields(draft: Draft) -> Found:
    """A template's own fields don't bear the name of one that its head or tail brings."""
    groups = {group.slug: {each.name for each in group.fields} for group in draft.items(schema.FieldGroup)}
    for item, source in draft.every(schema.DocumentTemplate):
        shared = groups.get(item.head or "", set()) | groups.get(item.tail or "", set())
        for index, each in enumerate(item.fields):
            if each.name in shared:
                message = f"“{each.name}” already comes with the template's head or tail. Rename or delete it."
                yield source.fault(message, "fields", index, "name")


def case_classes(draft: Draft) -> Found:
    """Cases are due with classes that there are."""
    program = draft.only(schema.Program)
    for item, source in draft.every(schema.Case):
        for index, stage in enumerate(item.stages):
            if program and stage.due_with_class > program.classes:
                message = f"There is no class {stage.due_with_class}. Name one from 1 to {program.classes}."
                yield source.fault(message, "stages", index, "due_with_class")


def agreement(draft: Draft) -> Found:
    """A level that asks for an agreement has one to sign."""
    if draft.only(schema.Agreement) or schema.Agreement in draft.broken:
        return
    for item, source in draft.every(schema.ConfidentialityRules):
        for index, level in enumerate(item.levels):
            if level.agreement:
                message = "An agreement is asked for here, but there is no agreement.md. Write one, or say false."
                yield source.fault(message, "levels", index, "agreement")


def media(draft: Draft) -> Found:
    """Recorded statements lie beside the drill that names them, and each is named."""
    wanted = set()
    for item, source in draft.every(schema.Drill):
        beside = item.path.rpartition("/")[0]
        for index, statement in enumerate(item.statements):
            path = f"{beside}/{statement.media}"
            wanted.add(path)
            if statement.media and path not in draft.media:
                message = f"There is no file “{statement.media}” beside this one. Put it there, or correct the name."
                yield source.fault(message, "statements", index, "media")
    if schema.Drill not in draft.broken:
        for path in sorted(draft.media.keys() - wanted):
            yield Fault(path, 1, "No statement names this file. Name it under “media”, or move it out of the folder.")


def slugs(draft: Draft, kind: type[Item]) -> set[str] | None:
    """The slugs of a kind; None if a file of it is faulty, for then nobody knows."""
    return None if kind in draft.broken else {getattr(item, "slug", "") for item in draft.items(kind)}


def named(
    draft: Draft, kind: type[T], key: str, names: Callable[[T], Iterable[str | None]], known: set[str] | None
) -> Found:
    """A fault wherever an item of `kind` names what isn't known; nothing if what is known can't be told."""
    if known is None:
        return
    for item, source in draft.every(kind):
        for index, name in enumerate(names(item)):
            if name is not None and name not in known:
                yield source.fault(f"“{name}”, named as {key}, doesn't exist.{near(name, known)}", key, index)


def near(name: str, known: Iterable[str]) -> str:
    """Did you mean …? Or what there is."""
    options = sorted(known)
    close = get_close_matches(name, options, n=1)
    return f" Did you mean “{close[0]}”?" if close else f" There are: {', '.join(options) or 'none yet'}."


RULES: list[Callable[[Draft], Found]] = [
    missing_files, numbers, count, own_slugs, fact_tags, references, rated_by_peers, shared_fields,
    case_classes, agreement, media,
]  # fmt: skip

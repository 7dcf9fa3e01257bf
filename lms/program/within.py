"""Faults that one file shows by itself, once its shape is right."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from zoneinfo import available_timezones

from lms.program import schema
from lms.program.faults import Fault
from lms.program.marks import Place
from lms.program.rules import Confidentiality, PracticeKind
from lms.program.sources import Source
from lms.program.within_templates import field_group, template

Found = Iterator[Fault]


def program_class(item: schema.ProgramClass, source: Source) -> Found:
    total = sum(part.minutes for part in item.agenda)
    if total != item.minutes:
        change = f"{'Add' if total < item.minutes else 'Take away'} {abs(total - item.minutes)}"
        yield source.fault(f"The agenda holds {total} minutes, the class {item.minutes}. {change}.", "agenda")


def demonstration(item: schema.Demonstration, source: Source) -> Found:
    before = -1
    for index, chapter in enumerate(item.chapters):
        place = ("chapters", index, "at")
        if chapter.second <= before:
            yield source.fault(f"The chapter at {chapter.at} comes after a later one. Put chapters in order.", *place)
        if chapter.second >= item.seconds:
            yield source.fault(f"A chapter at {chapter.at} lies past the end, {item.length}. Move it forward.", *place)
        before = chapter.second
    if item.chapters[0].second:
        yield source.fault("The first chapter must be at 0:00. Add one for the beginning.", "chapters", 0, "at")


def practice(item: schema.HomePractice, source: Source) -> Found:
    if item.words_least and item.words_most and item.words_least > item.words_most:
        yield source.fault(f"From {item.words_least} to {item.words_most} words can't be. Swap them.", "words_least")
    if item.kind is PracticeKind.TEMPLATE and item.template is None:
        yield source.fault("The practice is a document, but no template is named. Add “template”.", "kind")
    if item.kind is PracticeKind.RECORDING and item.recording_minutes is None:
        yield source.fault("The practice is a recording, but not how long. Add “recording_minutes”.", "kind")
    if item.kind is PracticeKind.DRILL:
        yield source.fault("A drill is a file of its own. Put it into the folder “drills” of its class.", "kind")
    yield from peer_review(item, source)


def drill(item: schema.Drill, source: Source) -> Found:
    yield from repeated(source, "statements", "id", (each.id for each in item.statements))
    yield from peer_review(item, source)


def peer_review(item: schema.HomePractice | schema.Drill, source: Source) -> Found:
    """Peers are asked nothing twice."""
    questions = item.peer_review.questions if item.peer_review else ()
    for index, question in enumerate(questions):
        if question in questions[:index]:
            yield source.fault("This is asked already. Take it out.", "peer_review", "questions", index)


def facts(item: schema.FactList, source: Source) -> Found:
    yield from repeated(source, "facts", "id", (fact.id for fact in item.facts))


def confidentiality(item: schema.ConfidentialityRules, source: Source) -> Found:
    levels = [each.level for each in item.levels]
    yield from repeated(source, "levels", "level", levels)
    for level in Confidentiality:
        if level not in levels:
            yield source.fault(f"The level {level} is missing. Say what holds for it.", "levels")
    for index, each in enumerate(item.levels):
        if each.download:
            yield source.fault("Downloads aren't offered. Write false.", "levels", index, "download")


def protocols(item: schema.Protocols, source: Source) -> Found:
    yield from repeated(source, "protocols", "id", (each.id for each in item.protocols))
    for index, each in enumerate(item.protocols):
        total = each.rounds * (each.setup_minutes + each.play_minutes + each.debrief_minutes)
        if total != each.minutes:
            yield source.fault(
                f"The rounds of {each.id} take {total} minutes, not {each.minutes}. Correct one of them.",
                "protocols", index, "minutes",
            )  # fmt: skip


def rubric(item: schema.Rubric, source: Source) -> Found:
    codes = [each.code for each in item.competencies]
    yield from repeated(source, "competencies", "code", codes)
    for index, each in enumerate(item.competencies):
        if len(each.levels) != len(item.levels):
            yield source.fault(
                f"{each.code} describes {len(each.levels)} levels, the rubric has {len(item.levels)}.",
                "competencies", index, "levels",
            )  # fmt: skip
    for index, code in enumerate(item.threshold.codes):
        if code not in codes:
            yield source.fault(f"There is no competency {code}. Write a code from above.", "threshold", "codes", index)


def screening(item: schema.Screening, source: Source) -> Found:
    yield from repeated(source, "rows", "key", (row.key for row in item.rows))


def instruments(item: schema.Instruments, source: Source) -> Found:
    yield from repeated(source, "instruments", "slug", (each.slug for each in item.instruments))
    for index, each in enumerate(item.instruments):
        expected = each.total_least
        for number, band in enumerate(each.bands):
            if band.least != expected or band.most < band.least:
                yield source.fault(
                    f"This band should begin at {expected} and not end before it begins. Bands follow without gaps.",
                    "instruments", index, "bands", number,
                )  # fmt: skip
            expected = band.most + 1
        if each.bands and each.bands[-1].most != each.total_most:
            yield source.fault(
                f"The bands end at {each.bands[-1].most}, the total at {each.total_most}. Make them meet.",
                "instruments", index, "bands",
            )  # fmt: skip


def case(item: schema.Case, source: Source) -> Found:
    due = [stage.due_with_class for stage in item.stages]
    for index, number in enumerate(due):
        place = ("stages", index, "due_with_class")
        if number <= item.opens_after_class:
            yield source.fault(f"The case opens after class {item.opens_after_class}. Be due later.", *place)
        if index and number < due[index - 1]:
            yield source.fault(f"The stage before is due with class {due[index - 1]}: not earlier.", *place)


def cohort(item: schema.SampleCohort, source: Source) -> Found:
    if item.zone not in available_timezones():
        yield source.fault(f"“{item.zone}” isn't a time zone. Write its IANA name, like America/New_York.", "zone")
    if item.starts >= item.ends:
        yield source.fault(f"The class ends at {item.ends}, not after {item.starts}. Correct one of them.", "ends")
    for index, day in enumerate(item.dates):
        if index and day <= item.dates[index - 1]:
            yield source.fault(f"{day} isn't after {item.dates[index - 1]}. Put dates in order.", "dates", index)
    for index, day in enumerate(item.skipped):
        if day in item.dates:
            yield source.fault(f"{day} is also the date of a class. Take it out of one of the lists.", "skipped", index)
    for index, deadline in enumerate(item.deadlines):
        if deadline.last_day is None and not deadline.closed:
            yield source.fault(
                "An open deadline needs its day. Add “last_day”, or write closed: true.", "deadlines", index
            )


def prices(item: schema.Prices, source: Source) -> Found:
    yield from repeated(source, "plans", "slug", (plan.slug for plan in item.plans))
    for index, plan in enumerate(item.plans):
        total = plan.installments * plan.installment
        if total != plan.installment_total:
            yield source.fault(
                f"{plan.installments} × {plan.installment} is {total}, not {plan.installment_total}. Correct one.",
                "plans", index, "installment_total",
            )  # fmt: skip
        if plan.installment_total - plan.one_payment != plan.extra:
            difference = plan.installment_total - plan.one_payment
            yield source.fault(f"Paying over time costs {difference} more, not {plan.extra}.", "plans", index, "extra")


def patterns(item: schema.Patterns, source: Source) -> Found:
    yield from repeated(source, "patterns", "slug", (each.slug for each in item.patterns))


def repeated(source: Source, place: str, key: str, values: Iterable[str]) -> Found:
    """A fault at each entry of a list whose key stood before."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value in seen:
            where: Place = (place, index, key)
            yield source.fault(f"“{value}” stands here for the second time. Give each its own.", *where)
        seen.add(value)


RULES: dict[type[schema.Item], Callable[[Any, Source], Found]] = {
    schema.ProgramClass: program_class,
    schema.Demonstration: demonstration,
    schema.HomePractice: practice,
    schema.Drill: drill,
    schema.FactList: facts,
    schema.ConfidentialityRules: confidentiality,
    schema.Protocols: protocols,
    schema.Rubric: rubric,
    schema.Screening: screening,
    schema.Instruments: instruments,
    schema.Case: case,
    schema.SampleCohort: cohort,
    schema.Prices: prices,
    schema.Patterns: patterns,
    schema.DocumentTemplate: template,
    schema.FieldGroup: field_group,
}


def faults_within(item: schema.Item, source: Source) -> Found:
    """What is wrong with one file, whatever the others say."""
    rule = RULES.get(type(item))
    return rule(item, source) if rule else iter(())

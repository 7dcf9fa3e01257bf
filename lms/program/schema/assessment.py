"""What work is judged by and practiced on: rubric, cases, screening, instruments, identifiers."""

from pydantic import Field

from lms.program.rules import Flag
from lms.program.schema.base import (
    CompetencyCode,
    Count,
    Facts,
    Flagged,
    Item,
    Name,
    Page,
    Part,
    Slug,
    Text,
    Title,
    Zero,
)


class Level(Part):
    """What a competency looks like at a level."""

    level: Count
    title: Title


class Competency(Part):
    """A competency with one description for each level, lowest first."""

    code: CompetencyCode
    title: Title
    levels: tuple[Text, ...]


class Threshold(Part):
    """What the certificate asks for at the final rating."""

    at_least: Count
    codes: tuple[CompetencyCode, ...]
    none_at: Count
    mean_hundredths: Count
    """The least mean, times a hundred: 275 is 2.75."""


class Rubric(Item):
    """rubric.yaml"""

    note: Text
    levels: tuple[Level, ...] = Field(min_length=2)
    competencies: tuple[Competency, ...] = Field(min_length=1)
    threshold: Threshold


class Stage(Part):
    """A piece of a case; it opens once the questions of the one before are answered."""

    due_with_class: Count
    story: Text
    questions: tuple[Text, ...] = Field(min_length=1)


class Case(Page):
    """cases/<slug>.md. Its body is the trainer's notes, hidden until everybody in the group has answered."""

    slug: Slug
    title: Title
    opens_after_class: Count
    stages: tuple[Stage, ...] = Field(min_length=1)
    facts: Facts = ()


class Circumstance(Part):
    """A case in which an answer is graver or lighter than usual."""

    case: Text
    flag: Flag


class ScreeningRow(Part):
    """A question, and how grave a yes is, unless one of the cases in `when` applies."""

    key: Name
    question: Text
    flag: Flag
    when: tuple[Circumstance, ...] = ()
    basis: Text | None = None
    facts: Facts = ()


class Screening(Item):
    """screening.yaml"""

    title: Title
    note: Text
    answers: tuple[Title, ...]
    flags: dict[Flag, Text]
    outcomes: dict[Flag, Text]
    unknown_on_red: Flag
    rows: tuple[ScreeningRow, ...] = Field(min_length=1)


class Band(Part):
    """A range of totals and what it is called, both ends included."""

    least: Zero
    most: Zero
    title: Title


class Instrument(Part):
    """How a measure is scored. The wording of its items is never here."""

    slug: Slug
    title: Title
    items: Count
    item_least: Zero
    item_most: Count
    total_least: Zero | None = None
    total_most: Count | None = None
    summed: Flagged = True
    period: Text
    topics: tuple[Text, ...] = ()
    reversed_items: tuple[Count, ...] = ()
    bands: tuple[Band, ...] = ()
    cutoff: Count | None = None
    """The total from which this product says "positive"."""
    rules: tuple[Text, ...] = Field(min_length=1)
    rights: Text
    panel_code: Title | None = None
    total_code: Title | None = None


class Instruments(Item):
    """instruments.yaml"""

    note: Text
    sources: tuple[Text, ...]
    not_bundled: tuple[Text, ...]
    instruments: tuple[Instrument, ...] = Field(min_length=1)


class IdentifierKind(Part):
    """One kind of identifier, and what a machine can notice of it."""

    number: Count
    kind: Text
    hint: Text


class Deidentification(Item):
    """deidentification.yaml"""

    rule: Text
    source: Text
    kinds: tuple[IdentifierKind, ...] = Field(min_length=1)

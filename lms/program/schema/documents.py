"""Document templates: typed fields with units, help, choices and conditions, in FHIR R4's sense."""

from typing import Any, Literal, TypeAlias

from pydantic import Field

from lms.program.rules import FieldKind, Operator, Required
from lms.program.schema.base import Count, Facts, Flagged, Item, Name, Number, Part, Slug, Text, Title, Zero


class Condition(Part):
    """One comparison with another field's answer."""

    field: Name
    op: Operator = Operator.IS
    value: Any


class ShowIf(Part):
    """When a field shows: if `match` of the conditions hold."""

    match: Literal["all", "any"] = "all"
    when: tuple[Condition, ...] = Field(min_length=1)


class Prompt(Part):
    """What is said to the author once a number reaches `at_least`; nothing is blocked."""

    at_least: Number
    say: Text


class Quotient(Part):
    """A number worked out from two others."""

    divide: Name
    by: Name
    decimals: Zero = 2


class TemplateField(Part):
    """A question of a document, or a group of them that repeats."""

    name: Name
    label: Title
    kind: FieldKind
    section: Title | None = None
    unit: Title | None = None
    required: Required = Required.ALWAYS
    help: Text | None = None
    choices: tuple[Title, ...] = ()
    show_if: ShowIf | None = None
    fields: tuple["TemplateField", ...] = ()
    least: Number | None = None
    most: Number | None = None
    """Bounds of a number; of ticks in a multi; of rows in a repeat."""
    words_most: Count | None = None
    pattern: Title | None = None
    """A regular expression that the whole answer must match."""
    prompt: Prompt | None = None
    default: Text | None = None
    computed: Quotient | None = None
    suggested_minutes: tuple[Zero, ...] = ()
    """Rows that a repeat offers to begin with, by minutes after the first dose."""
    must_be_true: Flagged = False
    facts: Facts = ()


class Bar(Part):
    """While `when` holds, `field` can't be `value`."""

    when: Condition
    field: Name
    value: Text
    say: Text


class FieldGroup(Item):
    """templates/shared/<name>.yaml: fields that several templates begin or end with."""

    slug: Slug
    fields: tuple[TemplateField, ...] = Field(min_length=1)


class DocumentTemplate(Item):
    """templates/<name>.yaml"""

    slug: Slug
    title: Title
    purpose: Text
    header: Text
    head: Slug | None = None
    tail: Slug | None = None
    fields: tuple[TemplateField, ...] = Field(min_length=1)
    bars: tuple[Bar, ...] = ()


Fields: TypeAlias = tuple[TemplateField, ...]

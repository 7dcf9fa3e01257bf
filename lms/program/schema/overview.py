"""The program as a whole: what it is, what it rests on, and the confidentiality of what it shows."""

from pydantic import Field

from lms.program.rules import Confidentiality
from lms.program.schema.base import Arc, Count, FactId, Facts, Flagged, Item, Page, Part, Slug, Text, Title


class Component(Part):
    """One of the ways of learning, and where in the product it is found."""

    key: Slug
    title: Title
    where: Text


class Prerequisite(Part):
    """The course that comes before; any one of `met_by` suffices."""

    slug: Slug
    title: Title
    weeks: Count
    met_by: tuple[Text, ...] = Field(min_length=1)
    note: Text


class RoleOfPerson(Part):
    """Who takes part in running the program, and what they do."""

    key: Slug
    title: Title
    does: Text


class Program(Page):
    """program.md. Its body says what the program is for."""

    slug: Slug
    title: Title
    version: Count
    status: Text
    classes: Count
    class_minutes: Count
    contact_hours: Count
    delivery: Text
    audience: Text
    scope_sentence: Text
    support_line: Text
    arcs: tuple[Arc, ...] = Field(min_length=1)
    components: tuple[Component, ...]
    prerequisite: Prerequisite
    roles: tuple[RoleOfPerson, ...]


class Fact(Part):
    """One statement that the content may lean on, with its public source."""

    id: FactId
    fact: Text
    source: Text


class FactList(Item):
    """facts.yaml"""

    facts: tuple[Fact, ...] = Field(min_length=1)


class Sources(Page):
    """sources.md"""

    title: Title


class ConfidentialityLevel(Part):
    """What may be shown at a level, and to whom and how."""

    level: Confidentiality
    title: Title
    content: Text
    access: Text
    said: Text | None = None
    """What viewers read beside the picture, before the notice."""
    download: Flagged
    transcript_file: Flagged
    watermark: Flagged
    agreement: Flagged
    consent: Flagged = False
    every_view_logged: Flagged
    open_days_before: Count | None = None
    open_days_after: Count | None = None


class ConfidentialityRules(Item):
    """confidentiality.yaml"""

    levels: tuple[ConfidentialityLevel, ...] = Field(min_length=1)
    viewed_percent: Count
    notice: Text
    notice_levels: tuple[Confidentiality, ...]
    placeholder: Text


class Agreement(Page):
    """agreement.md. Its body is what people sign; another body needs another version."""

    title: Title
    version: Count


class VisitPhase(Part):
    """A stretch of a dosing visit, and who does what in it."""

    phase: Title
    span: Text
    therapist: Text
    medical_clinician: Text


class DosingVisit(Item):
    """dosing-visit.yaml"""

    title: Title
    note: Text
    facts: Facts
    phases: tuple[VisitPhase, ...] = Field(min_length=1)

"""What running a cohort takes: patterns, dates, prices, admission, completion."""

from pydantic import Field

from lms.program.schema.base import Count, Day, Flagged, Item, Part, Slug, Text, TimeOfDay, Title, Zero


class Pattern(Part):
    """A rhythm of the classes."""

    slug: Slug
    title: Title
    sessions: Count
    session_minutes: Count
    per_week: Count
    weekdays: tuple[Title, ...] = ()
    teaching_weeks: Count
    reply_days: Count
    """Within how many days a trainer first answers."""
    skips: Text


class Patterns(Item):
    """patterns.yaml"""

    patterns: tuple[Pattern, ...] = Field(min_length=1)


class Deadline(Part):
    """Until when one may apply; the end of that day in the cohort's zone. A closed one may have no day."""

    entry: Title
    last_day: Day | None = None
    closed: Flagged = False


class SampleCohort(Item):
    """cohorts/<slug>.yaml: dates as published."""

    slug: Slug
    title: Title
    pattern: Slug
    zone: Title
    starts: TimeOfDay
    ends: TimeOfDay
    lead_trainers: Count
    dates: tuple[Day, ...] = Field(min_length=1)
    skipped: tuple[Day, ...] = ()
    skips_published: Flagged
    deadlines: tuple[Deadline, ...]


class Plan(Part):
    """A way to pay, in whole US dollars."""

    slug: Slug
    who: Text
    one_payment: Count
    installments: Count
    installment: Count
    installment_total: Count
    extra: Zero


class Prices(Item):
    """prices.yaml"""

    currency: Title
    plans: tuple[Plan, ...] = Field(min_length=1)
    rules: tuple[Text, ...]
    pause_after_days: Count


class FormPart(Part):
    """A part of the application."""

    title: Title
    asks: Text
    required: Flagged = True
    shown_to_committee: Flagged = True


class ApplicationPath(Part):
    """One of the two ways in."""

    slug: Slug
    title: Title
    who: Text
    asks: Text


class Decision(Part):
    """What the committee may decide."""

    slug: Slug
    title: Title
    asks: Text | None = None


class Admissions(Item):
    """admissions.yaml"""

    requirements: tuple[Text, ...]
    weighed: Text
    form_parts: tuple[FormPart, ...]
    paths: tuple[ApplicationPath, ...]
    decision_days: Count
    committee: tuple[Text, ...]
    decisions: tuple[Decision, ...]
    letters: Text


class Attendance(Part):
    """What counts as present, in minutes, and how an absence is made up."""

    late_minutes: Zero
    early_minutes: Zero
    absent_minutes: Zero
    present_least: Count
    make_ups_most: Count
    make_up_words: Count
    make_up_days: Count
    make_up: Text


class EvaluationItem(Part):
    """A question about a class."""

    item: Text
    scale: Flagged
    private: Flagged = False


class Certificate(Part):
    """What a certificate says and what it must not."""

    requirements: tuple[Text, ...]
    shown: tuple[Text, ...]
    not_shown: tuple[Text, ...]
    states: tuple[Title, ...]


class Badge(Part):
    """What an Open Badges 3.0 record is made of."""

    context: tuple[Text, ...]
    types: tuple[Title, ...]
    required: tuple[Text, ...]
    useful: tuple[Text, ...]
    credits: Count
    privacy: Text


class Completion(Item):
    """completion.yaml"""

    class_done: tuple[Text, ...] = Field(min_length=1)
    attendance: Attendance
    due: tuple[Text, ...]
    grace_days: Zero
    feedback_prompts: tuple[Text, ...]
    feedback_rules: tuple[Text, ...]
    learner_care: tuple[Text, ...]
    certificate: Certificate
    continuing_education: tuple[Text, ...]
    retention_years: Count
    evaluation: tuple[EvaluationItem, ...]
    badge: Badge

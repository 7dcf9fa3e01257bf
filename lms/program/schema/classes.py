"""A class and what belongs to it: demonstrations, handouts, home practice, role play."""

from pydantic import Field

from lms.program.rules import (
    PEER_QUESTIONS_MOST,
    Anonymity,
    Confidentiality,
    Givers,
    PeerSeen,
    PracticeKind,
    seconds_from,
)
from lms.program.schema.base import (
    Arc,
    Clock,
    Code,
    Competencies,
    Count,
    Difficulty,
    Facts,
    Flagged,
    Item,
    MediaName,
    Page,
    Part,
    ReviewDays,
    Reviewers,
    Slug,
    Text,
    Title,
)


class AgendaItem(Part):
    """A stretch of the live class."""

    minutes: Count
    item: Text


class ProgramClass(Page):
    """classes/<folder>/class.md. Its body is the summary."""

    slug: Slug
    number: Count
    title: Title
    arc: Arc
    minutes: Count
    objectives: tuple[Text, ...] = Field(min_length=1)
    agenda: tuple[AgendaItem, ...] = Field(min_length=1)
    competencies: Competencies = Field(min_length=1)
    completion: tuple[Text, ...] = ()
    """What "done" means here, beyond what it means in every class."""
    facts: Facts = ()
    education_note: Text | None = None
    """What to mind when continuing-education hours are claimed."""


class Chapter(Part):
    """A moment that can be gone to."""

    at: Clock
    title: Title

    @property
    def second(self) -> int:
        return seconds_from(self.at)


class Demonstration(Page):
    """classes/<folder>/demonstrations/<name>.md. Its body says what to watch for."""

    slug: Slug
    code: Code
    title: Title
    kind: Title
    length: Clock
    level: Confidentiality
    required: Flagged = True
    chapters: tuple[Chapter, ...] = Field(min_length=1)
    facts: Facts = ()

    @property
    def seconds(self) -> int:
        return seconds_from(self.length)


class Handout(Page):
    """classes/<folder>/handouts/<name>.md"""

    slug: Slug
    code: Code
    title: Title
    template: Slug | None = None
    """The document template that this page leads to."""
    facts: Facts = ()


class PeerReview(Part):
    """That peers review the work, and how."""

    reviewers: Reviewers
    days: ReviewDays
    """That a peer has for each."""
    anonymous: Anonymity = Anonymity.NONE
    seen: PeerSeen = PeerSeen.AT_ONCE
    givers: Givers = Givers.HANDED_IN
    rate: Competencies = ()
    questions: tuple[Text, ...] = Field(default=(), max_length=PEER_QUESTIONS_MOST)


class HomePractice(Page):
    """classes/<folder>/practice.md. Its body is the brief."""

    slug: Slug
    title: Title
    kind: PracticeKind
    minutes: Count
    words_least: Count | None = None
    words_most: Count | None = None
    template: Slug | None = None
    case: tuple[Slug, ...] = ()
    recording_minutes: Count | None = None
    booked_slot: Flagged = False
    """A practice hour with the triad, arranged outside class, is part of it."""
    due_days_after: Count | None = None
    """Due so many days after its class, at 23:59; left out, it is due before the next class."""
    grace_hours: Count | None = None
    """So many hours after the due time work still counts as on time."""
    shared: Flagged = False
    """A role-play group does it together: one piece of work, one answer for all."""
    competencies: Competencies = ()
    peer_review: PeerReview | None = None
    facts: Facts = ()


class Statement(Part):
    """What an invented client says, to be answered on the spot."""

    id: Slug
    text: Text
    affect: Text
    """How it is said: what an actor would be told."""
    difficulty: Difficulty
    criteria: tuple[Text, ...] = Field(min_length=1)
    """What an answer should meet."""
    media: MediaName | None = None
    """A recording of it, beside the drill's file; without one it is read."""


class Drill(Page):
    """classes/<folder>/drills/<name>.md. Its body is the brief."""

    slug: Slug
    title: Title
    minutes: Count
    statements: tuple[Statement, ...] = Field(min_length=1)
    due_days_after: Count | None = None
    """As in a home practice."""
    competencies: Competencies = ()
    peer_review: PeerReview | None = None
    facts: Facts = ()


class Parts(Part):
    """What each player of a role play is told."""

    therapist: Text
    client: Text
    observer: Text


class RolePlay(Item):
    """classes/<folder>/role-play.yaml"""

    slug: Slug
    title: Title
    protocol: Title
    goals: tuple[Text, ...] = Field(min_length=1)
    parts: Parts
    checklist: tuple[Text, ...] = Field(min_length=1)
    debrief: tuple[Text, ...] = Field(min_length=1)
    facts: Facts = ()


class Protocol(Part):
    """How long the rounds of a role play are; everybody plays each part once."""

    id: Title
    group: Text
    rounds: Count
    setup_minutes: Count
    play_minutes: Count
    debrief_minutes: Count
    minutes: Count
    used_in: tuple[Count, ...]


class Protocols(Item):
    """protocols.yaml"""

    protocols: tuple[Protocol, ...] = Field(min_length=1)
    debrief_order: tuple[Text, ...]
    safety: tuple[Text, ...]
    deliberate_practice: tuple[Text, ...]
    grouping: tuple[Text, ...]
    marks: tuple[Text, ...]

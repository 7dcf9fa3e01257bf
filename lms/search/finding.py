"""Puts together what the one who is looking may find. Asks the table of permissions about each demonstration."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask import g, url_for

from lms.access.guard import may
from lms.access.table import May
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.paging import Page
from lms.demonstrations import queries as demonstrations
from lms.demonstrations.cards import Card
from lms.demonstrations.through import cohorts_by_program
from lms.moments.notes import queries as notes
from lms.moments.notes.models import MomentNote
from lms.program.models import Demonstration, ProgramClass
from lms.search import queries, rules
from lms.search.queries import Spoken


@dataclass(frozen=True)
class Title:
    """Something whose title holds the words."""

    title: str
    href: str
    about: str


@dataclass(frozen=True)
class Noted:
    """A note of the viewer's, and where it stands."""

    note: MomentNote
    demonstration: Demonstration


@dataclass(frozen=True)
class Found:
    """Titles, which stand on the first page only, a page of spoken moments, and the demonstrations that these name."""

    titles: Sequence[Title] = ()
    notes: Sequence[Noted] = ()
    """The viewer's own, on the first page only."""
    spoken: Page[Spoken] = field(default_factory=lambda: Page[Spoken]([]))
    demonstrations: Mapping[int, Demonstration] = field(default_factory=dict)


def find(words: Sequence[str], after: str | None) -> Found:
    """Five statements, whatever there is."""
    cohorts = cohorts_by_program()
    if not words or not cohorts:
        return Found()
    cards = demonstrations.cards_in({id: cohort.id for id, cohort in cohorts.items()}, g.person.id, clock.now())
    shown = [card for card in cards if may(May.DEMONSTRATION_WATCH, card)]
    titles = [title for title in _titles(cohorts, shown) if not after and rules.has_all(title.title, words)]
    # What is said where each viewing is logged is found by nobody: it would be read without a line in the log.
    open_now = [card for card in shown if may(May.DEMONSTRATION_PLAY, card)]
    playable = [card for card in open_now if not card.is_logged]
    videos = {card.video.id: card.demonstration for card in playable if card.video}
    return Found(titles, [] if after else _notes(words, open_now), queries.spoken(words, videos, after), videos)


def _notes(words: Sequence[str], cards: Sequence[Card]) -> list[Noted]:
    by_id = {card.demonstration.id: card.demonstration for card in cards}
    return [Noted(note, by_id[note.demonstration_id]) for note in notes.find(g.person.id, words, by_id)]


def _titles(cohorts: Mapping[int, Cohort], shown: Sequence[Card]) -> Iterator[Title]:
    found = queries.classes_of(cohorts)
    classes = {one.id: one for one in found}
    for program_class in found:
        slug = cohorts[program_class.program_id].slug
        href = url_for("classroom.show", number=program_class.number, cohort=slug)
        yield Title(program_class.title, href, f"Class {program_class.number}")
    for one in (card.demonstration for card in shown):
        href = url_for("demonstrations.show", demonstration_id=one.id)
        yield Title(one.title, href, _about("Demonstration", one.code, classes[one.class_id]))
    for of, handout in ((one, handout) for one in found for handout in one.handouts):
        slug = cohorts[of.program_id].slug
        href = url_for("classroom.handout", number=of.number, slug=handout.slug, cohort=slug)
        yield Title(handout.title, href, _about("Handout", handout.code, of))


def _about(kind: str, code: str, of: ProgramClass) -> str:
    return f"{kind} {code} · Class {of.number}"

"""The words and limits of an authored program, and how times are written in its files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FILE_LIMIT = 200_000  # bytes
FOLDER_LIMIT = 1_000  # files
DEPTH_LIMIT = 12  # lists and mappings inside one another, in one file
TITLE_LIMIT = 200  # characters
NAME_LIMIT = 80  # of a slug, or of an arc
CODE_LIMIT = 20
TEXT_LIMIT = 20_000  # characters
PATH_LIMIT = 300  # characters
DIFFICULTY_MOST = 3  # of a statement; 1 is the easiest
REVIEWERS_MOST = 5  # peers who review one piece of work
REVIEW_DAYS_MOST = 60
PEER_QUESTIONS_MOST = 10

MEDIA_KINDS = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
"""What a recorded statement may be, by the ending of its name; browsers play it as it is."""
MEDIA_LIMIT = 20 * 1024 * 1024  # bytes

MEDIA_NAME = re.compile(rf"[a-z0-9][a-z0-9-]*\.({'|'.join(MEDIA_KINDS)})")
CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)")
TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FACT_TAG = re.compile(r"\bK\d{1,3}\b")
FACT_TAGS = re.compile(r"\s*\[K\d{1,3}(?:\s*[,–-]\s*K\d{1,3})*\]")


class Confidentiality(StrEnum):
    """Who may see a demonstration, from everybody with an account (V0) to signers only (V3)."""

    V0 = "V0"
    V1 = "V1"
    V2 = "V2"
    V3 = "V3"


class PracticeKind(StrEnum):
    """What a learner makes at home."""

    TEXT = "text"
    WORKSHEET = "worksheet"
    TEMPLATE = "template"
    RECORDING = "recording"
    DRILL = "drill"


@dataclass(frozen=True)
class Competency:
    """What work is judged by. Codes stay when titles change. A level is 0 (not observed) or from 1."""

    code: str
    title: str
    levels: Sequence[tuple[str, str]]
    """From the lowest: the title of the level, and what it looks like here."""


def competencies(rubric: Iterable[Any], codes: Sequence[str] = ()) -> list[Competency]:
    """What a program's rubric holds, in its order; only those with these codes, if any are given."""
    return [
        Competency(code, title, [(name, words) for name, words in levels])
        for code, title, levels in rubric
        if not codes or code in codes
    ]


class Anonymity(StrEnum):
    """Who isn't named in a peer's review: nobody, the reviewer to the author, or both to each other."""

    NONE = "none"
    REVIEWER = "reviewer"
    BOTH = "both"


class PeerSeen(StrEnum):
    """When an author sees what a peer wrote."""

    AT_ONCE = "at_once"
    RELEASED = "released"


class Givers(StrEnum):
    """Who may be asked to review: whoever has handed in the same work, or everybody in the cohort."""

    HANDED_IN = "handed_in"
    COHORT = "cohort"


@dataclass(frozen=True)
class PeerPlan:
    """How peers review an assignment."""

    reviewers: int
    days: int
    """That a peer has for it; it is due at the end of the last one, where they live."""
    anonymous: Anonymity
    seen: PeerSeen
    givers: Givers
    rate: tuple[str, ...]
    """Codes of the competencies that peers rate."""
    questions: tuple[str, ...]


def peer_plan(kept: Mapping[str, Any] | None) -> PeerPlan | None:
    """The same as an assignment keeps it."""
    if kept is None:
        return None
    return PeerPlan(
        kept["reviewers"],
        kept["days"],
        Anonymity(kept["anonymous"]),
        PeerSeen(kept["seen"]),
        Givers(kept["givers"]),
        tuple(kept["rate"]),
        tuple(kept["questions"]),
    )


class FieldKind(StrEnum):
    """What an answer in a document template is."""

    STRING = "string"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    MULTI = "multi"
    SCALE10 = "scale10"
    REPEAT = "repeat"
    COMPUTED = "computed"
    DISPLAY = "display"


class Required(StrEnum):
    """Whether a field must be answered."""

    ALWAYS = "always"
    NEVER = "never"
    WHEN_SHOWN = "when-shown"


class Operator(StrEnum):
    """How a condition compares, in FHIR's words. On a field with many answers `!=` holds if any of them differs."""

    IS = "="
    IS_NOT = "!="


class Flag(StrEnum):
    """How grave an answer in the screening checklist is, gravest last."""

    INFO = "info"
    AMBER = "amber"
    RED = "red"


CHOOSING = {FieldKind.CHOICE, FieldKind.OPEN_CHOICE, FieldKind.MULTI}
NUMERIC = {FieldKind.INTEGER, FieldKind.DECIMAL, FieldKind.SCALE10, FieldKind.COMPUTED}


def seconds_from(clock: str) -> int:
    """The seconds of a length or moment written `m:ss`. Raises ValueError, a sentence, for anything else."""
    match = CLOCK.fullmatch(clock)
    if match is None:
        raise ValueError(f"“{clock}” is not a time in the recording. Write minutes and seconds, like 6:00 or 12:45.")
    return int(match[1]) * 60 + int(match[2])


def without_facts(text: str) -> str:
    """A text without its fact tags, "[K10, K17]", for where no list of sources stands below it."""
    return FACT_TAGS.sub("", text)


def facts_named(text: str) -> list[tuple[int, str]]:
    """Every fact tag in a Markdown text, with its line counted from 1. `K1–K4` names its two ends."""
    return [(number, tag) for number, line in enumerate(text.split("\n"), start=1) for tag in FACT_TAG.findall(line)]

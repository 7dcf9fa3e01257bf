"""Where work stands, and what may be handed in. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lms.program.rules import PracticeKind

TEXT_LIMIT = 60_000  # characters
ANSWERS_LIMIT = 200_000  # characters of the JSON that a filled form is
NO_ANSWERS = "{}"
FILES_MOST = 10
FILE_LIMIT = 50 * 1024 * 1024  # bytes; recordings come as videos, not as files
NAME_LIMIT = 255
TAKES_MOST = 10
MARKS_MOST = 20  # of one take
MARK_LEAST_MS = 500
QUESTION_LIMIT = 2_000  # characters
ATTESTED_LIMIT = 500
ERASED = "(erased)"  # stands for words that their author has had erased, where there have to be some
UNATTESTED = "Before you hand in what you recorded, confirm that this is so."
ATTESTATION = (
    "Nobody in this recording is a patient, and nothing in it comes from real care. Everybody who is seen or heard in "
    "it has agreed that it is recorded and that my trainers play it."
)
ATTESTATION_FOR_PEERS = (
    "Nobody in this recording is a patient, and nothing in it comes from real care. Everybody who is seen or heard in "
    "it has agreed that it is recorded, and that my trainers and the peers who review my work play it."
)
FOR_PEERS = "peers"
"""What the box beside that sentence sends, so that what is kept is what was read."""
FOR_GROUP = "group"
"""What it sends, in front of that, where somebody says it for their group."""
ALSO_FOR_GROUP = " I say this for everybody in my group, who are told that I did."
HOW = {
    PracticeKind.WORKSHEET: "Answer point by point in the text below, or print the handout and attach it filled in.",
    PracticeKind.RECORDING: "If this is about your role play, you can keep its recording from the page after the role "
    "play: it comes here by itself. Once you have handed in, you can rate yourself beside the conversation.",
}

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # kinds of characters that a name can deceive with
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True)
class Reflection:
    """What a learner says about the takes that are handed in, and which those are."""

    take_ids: frozenset[int] = frozenset()
    question: str = ""
    is_attested: bool = False
    is_for_peers: bool = False
    """Whether it was confirmed of peers who play it, too."""
    is_for_group: bool = False
    """Whether it was confirmed for others of a group, too."""
    shown_ids: frozenset[int] | None = None
    """The takes that there were to choose from; None for all."""

    @property
    def attestation(self) -> str:
        """What is confirmed."""
        said = ATTESTATION_FOR_PEERS if self.is_for_peers else ATTESTATION
        return said + ALSO_FOR_GROUP if self.is_for_group else said


NOTHING_RECORDED = Reflection()


@dataclass(frozen=True)
class Filled:
    """A form as somebody has filled it in. Practice keeps it and knows not what it means; `documents` does.

    Texts of JSON, written so that equal answers are equal texts.
    """

    template_id: int
    """Which version of which document template was filled in."""
    kept: str
    """What a draft keeps: all that was written, shown or not."""
    answers: str = NO_ANSWERS
    """What is handed in."""
    words: int = 0
    """Of the texts in it."""


class Standing(StrEnum):
    """Where a hand-in stands against its due time."""

    ON_TIME = "on time"
    LATE = "late"


@dataclass(frozen=True)
class Due:
    """When one learner's work is due: as its class has it, and as it was put off for them.

    Grace is added to the due time of the class. An extension has none of its own, and brings nothing forward.
    """

    class_at: datetime
    grace: timedelta = timedelta(0)
    extended_to: datetime | None = None

    @property
    def at(self) -> datetime:
        """The due time that is shown."""
        return max(self.class_at, self.extended_to or self.class_at)

    @property
    def last_at(self) -> datetime:
        """The last instant that still counts as on time."""
        return max(self.class_at + self.grace, self.at)

    @property
    def is_extended(self) -> bool:
        return self.at > self.class_at


def standing(now: datetime, last_at: datetime | None) -> Standing:
    """Where work handed in at `now` stands; `last_at` is still on time. Late work is always taken in, and says so."""
    return Standing.LATE if last_at is not None and now > last_at else Standing.ON_TIME


def standing_since(kept: Standing, handed_in_at: datetime, extended_to: datetime | None) -> Standing:
    """Where a hand-in stands by now: an extension that was granted after it, and reaches so far, makes it on time."""
    is_covered = extended_to is not None and handed_in_at <= extended_to
    return Standing.ON_TIME if is_covered else kept


def as_typed(text: str | None) -> str:
    """The text with the line ends that people mean; browsers send others, and counted characters would go astray."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n")


def word_count(text: str) -> int:
    """Words as people count them: “don’t” and “follow-up” are one each."""
    return len(_WORD.findall(text))


def length_advice(words: int, least: int | None, most: int | None) -> str | None:
    """A sentence where a text is outside the length that was asked for. Advice: such work is taken in all the same."""
    if least is not None and words < least:
        return f"{words} words so far; {asked(least, most)} are asked for."
    if most is not None and words > most:
        return f"{words} words, more than the {asked(least, most)} that are asked for."
    return None


def asked(least: int | None, most: int | None) -> str | None:
    """How many words are asked for: "300–500", "at least 300", "at most 500"."""
    if least is not None and most is not None:
        return f"{least}–{most}"
    if least is not None:
        return f"at least {least}"
    return f"at most {most}" if most is not None else None


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def shown_name(name: str | None) -> str:
    """A file's name as it is shown and downloaded: one line, no folders, nothing that hides its ending."""
    last = re.split(r"[/\\]", name or "")[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in _HIDDEN)
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > NAME_LIMIT and dot and len(ending) <= 20:
        return f"{stem[: NAME_LIMIT - len(ending) - 1]}.{ending}"
    return kept[:NAME_LIMIT] or "file"


def reflection_fault(said: Reflection, marks: int) -> tuple[str, str] | None:
    """What is still missing where a recording is handed in: the form's field and a sentence; None if nothing is.

    `marks`: how many ranges are marked in the chosen takes.
    """
    if not marks:
        return "takes", "Mark at least one part of your recording that you want your trainer to look at."
    if not said.question.strip():
        return "question", "Ask your trainer one question about what you marked."
    if not said.is_attested:
        return "attested", "Before you hand in a recording, confirm that this is so."
    return None


def nothing_yet(is_drill: bool) -> str:
    """Why nothing at all can't be handed in, and what to do."""
    what = "answer at least one statement first" if is_drill else "write something, or attach a file"
    return f"There is nothing to hand in yet. Please {what}."


def short_fault(said: Reflection) -> tuple[str, str] | None:
    """The same where answers are short, as in a drill: nothing need be marked, and a question isn't asked for."""
    return None if said.is_attested else ("attested", UNATTESTED)


def mark_fault(start_ms: int, end_ms: int, length_ms: int | None, others: Collection[tuple[int, int]]) -> str | None:
    """Why a range can't be marked in a take of that length (None: not known yet); None if it can."""
    if end_ms - start_ms < MARK_LEAST_MS or start_ms < 0:
        return "The end of a part has to come after its beginning. Play on a little, then end it."
    if length_ms is not None and end_ms > length_ms + MARK_LEAST_MS:
        return "That part lies beyond the end of the recording. Reload the page and mark it again."
    if (start_ms, end_ms) in others:
        return "This part is marked already."
    if len(others) >= MARKS_MOST:
        return f"{MARKS_MOST} parts can be marked. Please remove one first."
    return None


def file_fault(name: str, size: int, others: int) -> str | None:
    """Why a file can't be attached beside that many others; None if it can."""
    if not size:
        return f"“{name}” is empty. Please look whether it opens on your device, then choose it again."
    if size > FILE_LIMIT:
        return f"“{name}” is larger than {FILE_LIMIT // 1024**2} MB. Please choose a smaller one."
    if others >= FILES_MOST:
        return f"“{name}” would be one too many: {FILES_MOST} files can be attached. Please remove one first."
    return None

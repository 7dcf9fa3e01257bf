"""Files of cues, block by block, with the lines that their faults stand at. Knows WebVTT's and SubRip's common ground.

Both are blocks parted by empty lines, and in both a line with an arrow says when. What differs comes as `Grammar`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from media.cues import BYTES_MOST, CUES_MOST, HOURS_MOST, TEXT_MOST, Captions, Cue, Fault, clean, order

ARROW = "-->"
RUN_TOGETHER = "A new caption begins here; the empty line before it is missing."
NO_TIMES = "A caption's times should stand here, but no line has an arrow (-->). Is there an empty line too many?"


@dataclass(frozen=True)
class Grammar:
    """How a kind of file writes its times: `moment` has groups for hours, minutes, seconds and milliseconds."""

    moment: re.Pattern[str]
    example: str


@dataclass(frozen=True)
class Block:
    """Lines without an empty one between, and the number of the first."""

    line: int
    lines: Sequence[str]


@dataclass
class Reading:
    """What has been understood so far, and what hasn't."""

    grammar: Grammar
    faults: list[Fault] = field(default_factory=list)
    timed: list[tuple[int, Cue]] = field(default_factory=list)
    """Each with the line of its times."""

    def wrong(self, line: int, sentence: str) -> None:
        self.faults.append(Fault(line, sentence))

    def doubtful(self, line: int, sentence: str) -> None:
        self.faults.append(Fault(line, sentence, is_warning=True))


def text_of(data: bytes) -> tuple[str, list[Fault]]:
    """The file as text, whatever the line ends and the mark at its beginning; not UTF-8 is a warning."""
    faults = []
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        said = "This file isn't UTF-8; it was read as Western European. Please check the letters with accents."
        faults, text = [Fault(line, said, is_warning=True)], data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd"), faults


def too_large(data: bytes) -> Fault | None:
    """Why a file isn't even looked at."""
    if len(data) <= BYTES_MOST:
        return None
    return Fault(1, f"This file is larger than {BYTES_MOST // 1024**2} MB, more than captions of a whole day take.")


def blocks(text: str) -> Iterator[Block]:
    """In order. Lines end only at \\n; a line of spaces is not empty."""
    begun: list[str] = []
    at = 1
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line:
            at = at if begun else number
            begun.append(line)
        elif begun:
            yield Block(at, begun)
            begun = []


def read(found: Sequence[Block], grammar: Grammar, head: str = "", faults: Sequence[Fault] = ()) -> Captions:
    """The cues of the blocks, each of which should be one, and what is wrong with them."""
    reading = Reading(grammar, list(faults))
    for block in found:
        _cue(block, reading)
        if len(reading.timed) > CUES_MOST:
            reading.wrong(block.line, f"These are more than {CUES_MOST:,} captions. Please split the file.")
            break
    if not found:
        reading.wrong(1, "There isn't a single caption in this file.")
    cues, doubts = order(reading.timed)
    return Captions(tuple(cues), head, tuple(sorted([*reading.faults, *doubts], key=lambda fault: fault.line)))


def _cue(block: Block, reading: Reading) -> None:
    arrows = [index for index, line in enumerate(block.lines) if ARROW in line]
    if not arrows:
        return reading.wrong(block.line, NO_TIMES)
    at, *more = arrows
    for index in [at] * (at > 1) + more:
        reading.wrong(block.line + index, RUN_TOGETHER)
    times = _times(block.lines[at], block.line + at, reading)
    if at > 1 or more or times is None:
        return None
    line, text = block.line + at, clean("\n".join(block.lines[at + 1 :]))
    if not text:
        return reading.doubtful(line, "This caption has no text, so it is left out.")
    if len(text) > TEXT_MOST:
        return reading.wrong(line, f"This caption has more than {TEXT_MOST:,} characters. Please split it.")
    start_ms, end_ms, settings = times
    reading.timed.append((line, Cue(start_ms, end_ms, text, block.lines[0].strip() if at else "", settings)))
    return None


def _times(said: str, line: int, reading: Reading) -> tuple[int, int, str] | None:
    start, _, rest = said.partition(ARROW)
    end, *settings = rest.split() or [""]
    moments = [_moment(part, line, reading) for part in (start.strip(), end)]
    if moments[0] is None or moments[1] is None:
        return None
    if moments[1] <= moments[0]:
        reading.wrong(line, f"This ends ({end}) no later than it begins ({start.strip()}).")
        return None
    return moments[0], moments[1], " ".join(settings)


def _moment(said: str, line: int, reading: Reading) -> int | None:
    match = reading.grammar.moment.fullmatch(said)
    if match is None:
        reading.wrong(line, f"“{said[:30] or 'nothing'}” isn't a time. A time looks like {reading.grammar.example}.")
        return None
    hours, minutes, seconds, thousandths = (int(part or 0) for part in match.groups())
    if minutes > 59 or seconds > 59 or hours > HOURS_MOST:
        reading.wrong(line, f"“{said}” isn't a time: minutes and seconds end at 59, hours at {HOURS_MOST}.")
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths

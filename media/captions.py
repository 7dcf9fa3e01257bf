"""WebVTT and SubRip: read from bytes with their faults by line, WebVTT written. Pure.

Source: W3C WebVTT, sections 4 (syntax) and 6 (parsing). Stricter than a browser, which in silence leaves out what it
can't read: here a trainer is told. Comments, styles and regions are kept, in front of all cues.
"""

import re
from collections.abc import Iterable

from media.blocks import ARROW, Block, Grammar, blocks, read, text_of, too_large
from media.cues import Captions, Cue, Fault

VTT = Grammar(re.compile(r"(?:(\d{2,}):)?(\d\d):(\d\d)\.(\d{3})", re.ASCII), "01:02.500 or 01:01:02.500")
SRT = Grammar(re.compile(r"(\d{1,2}):(\d\d):(\d\d)[,.](\d{3})", re.ASCII), "00:01:02,500")

_SIGNATURE = re.compile(r"WEBVTT(?:[ \t].*)?")
_KEPT = re.compile(r"(?:NOTE(?:[ \t].*)?|STYLE[ \t]*|REGION[ \t]*)")
_MARKUP = re.compile(r"</?font[^>]*>|\{\\[^}]*\}", re.IGNORECASE)  # SubRip's own, which WebVTT doesn't know


def parse(data: bytes) -> Captions:
    """A file of either kind. WebVTT says by its first line that it is."""
    if fault := too_large(data):
        return Captions(faults=(fault,))
    text, faults = text_of(data)
    return _webvtt(text, faults) if text.startswith("WEBVTT") else _subrip(text, faults)


def write(cues: Iterable[Cue], head: str = "") -> str:
    """The cues as a WebVTT file."""
    told = [head] if head else []
    return "\n\n".join(["WEBVTT", *told, *(_written(cue) for cue in cues)]) + "\n"


def clock(ms: int) -> str:
    """A moment as WebVTT writes it, hours always: 00:01:02.500."""
    seconds, thousandths = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{thousandths:03}"


def _written(cue: Cue) -> str:
    times = f"{clock(cue.start_ms)} {ARROW} {clock(cue.end_ms)}"
    lines = [cue.name, f"{times} {cue.settings}".rstrip(), cue.text]
    return "\n".join(lines[1:] if not cue.name else lines)


def _webvtt(text: str, faults: list[Fault]) -> Captions:
    first, *found = blocks(text)
    if not _SIGNATURE.fullmatch(first.lines[0]):
        return Captions(faults=(Fault(1, "The first line should be WEBVTT alone, or WEBVTT and a space."),))
    if any(ARROW in line for line in first.lines):
        said = "A caption stands right below WEBVTT; the empty line between is missing."
        return Captions(faults=(Fault(first.line + 1, said),))
    kept = [block for block in found if _is_kept(block)]
    head = "\n\n".join("\n".join(block.lines) for block in kept)
    return read([block for block in found if not _is_kept(block)], VTT, head, faults)


def _is_kept(block: Block) -> bool:
    return bool(_KEPT.fullmatch(block.lines[0])) and not any(ARROW in line for line in block.lines)


def _subrip(text: str, faults: list[Fault]) -> Captions:
    found = [Block(block.line, [_MARKUP.sub("", line).rstrip() for line in block.lines]) for block in blocks(text)]
    if not any(ARROW in line for block in found for line in block.lines):
        said = "This is neither a WebVTT nor an SRT file: WebVTT begins with WEBVTT, and both have times with an arrow."
        return Captions(faults=(*faults, Fault(1, said)))
    numbered = read([_unpadded(block) for block in found], SRT, "", faults)
    return Captions(tuple(_without_number(cue) for cue in numbered.cues), "", numbered.faults)


def _unpadded(block: Block) -> Block:
    """Some tools leave lines of spaces at the start of a block."""
    spaces = next((index for index, line in enumerate(block.lines) if line), 0)
    return Block(block.line + spaces, block.lines[spaces:])


def _without_number(cue: Cue) -> Cue:
    return Cue(cue.start_ms, cue.end_ms, cue.text)

"""Languages, limits and states of text tracks. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from media.cues import BYTES_MOST, Captions, Cue, Fault, plain

TEXT_LIMIT = BYTES_MOST  # characters of a draft
LANGUAGE_LIMIT = 35  # characters of a BCP 47 tag, RFC 5646 section 4.4.1
LABEL_LIMIT = 80
WHY_LIMIT = 200
DIFFERS_MS = 1_000  # lengths of two videos closer than this are the same
LEASE = timedelta(seconds=60)  # a captioner that isn't heard of for so long is taken for dead
TRIES = 2

LANGUAGES = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "pt": "Português",
    "it": "Italiano",
    "nl": "Nederlands",
    "pl": "Polski",
    "uk": "Українська",
    "ru": "Русский",
    "ar": "العربية",
    "he": "עברית",
    "hi": "हिन्दी",
    "zh": "中文",
    "ja": "日本語",
    "ko": "한국어",
    "vi": "Tiếng Việt",
    "tl": "Tagalog",
}
FIRST_LANGUAGE = "en"  # of programs, and so of their chapters

_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-[a-z0-9]{5,8})*", re.IGNORECASE | re.ASCII)


class TrackKind(StrEnum):
    """What a track tells."""

    CAPTIONS = "captions"
    CHAPTERS = "chapters"


class CaptioningState(StrEnum):
    """Where the automatic captioner stands with a video."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True)
class Line:
    """Something that is said, or a chapter's title, and when."""

    start_ms: int
    text: str


def language_tag(said: str | None) -> str | None:
    """A language as BCP 47 writes it (`pt-BR`, `zh-Hant`), from however it was typed; None for what is no tag."""
    typed = (said or "").strip().replace("_", "-")
    if len(typed) > LANGUAGE_LIMIT or not _TAG.fullmatch(typed):
        return None
    first, *rest = typed.lower().split("-")
    return "-".join([first, *map(_cased, rest)])


def label_of(tag: str) -> str:
    """What a language is called by those who read it, or its tag."""
    language, _, rest = tag.partition("-")
    name = LANGUAGES.get(language, language)
    return f"{name} ({rest})" if rest else name


def seen(video_id: int, saved: int) -> str:
    """What a page has seen of a track: another string with every change, and for another video."""
    return f"{video_id}.{saved}"


def fold(text: str) -> str:
    """The text as it is searched: without cases and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def as_chapters(cues: Iterable[Cue], duration_ms: int | None) -> tuple[Cue, ...]:
    """The same beginnings, each lasting until the next, the last until the end; titles on one line."""
    begun = list({cue.start_ms: cue for cue in cues}.values())
    if not begun:
        return ()
    last_ms = max(duration_ms or begun[-1].end_ms, begun[-1].start_ms + 1)
    ends = [*(cue.start_ms for cue in begun[1:]), last_ms]
    return tuple(
        Cue(cue.start_ms, end_ms, " ".join(cue.text.split()), cue.name) for cue, end_ms in zip(begun, ends, strict=True)
    )


def shown(kind: TrackKind, found: Captions, duration_ms: int | None) -> Captions:
    """What will be published of a text that was read, and what speaks against it in a video of this length.

    The length is None until the video is ready.
    """
    if kind is TrackKind.CHAPTERS:
        return Captions(as_chapters(found.cues, duration_ms), "", tuple(found.errors))
    late = sum(duration_ms is not None and cue.start_ms >= duration_ms for cue in found.cues)
    if not late:
        return found
    said = f"{late} of these captions begin after the video ends."
    return replace(found, faults=(*found.faults, Fault(1, said, is_warning=True)))


def spoken(cues: Sequence[Cue]) -> list[str]:
    """The words of each cue without its markup."""
    return [plain(cue.text) for cue in cues]


def length_warning(from_ms: int | None, to_ms: int | None) -> str | None:
    """Why times taken over from another video may be wrong, or None."""
    if from_ms is None or to_ms is None or abs(from_ms - to_ms) < DIFFERS_MS:
        return None
    way = "longer" if to_ms > from_ms else "shorter"
    return f"This video is {abs(from_ms - to_ms) / 1000:.0f} seconds {way} than the one before: please check the times."


def _cased(part: str) -> str:
    """A script has four letters and one capital; a region is all capitals."""
    return {2: part.upper(), 4: part.title()}.get(len(part), part)

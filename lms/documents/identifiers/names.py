"""Names of people, told from capital letters, lists and the words around them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from lms.documents.identifiers import lists
from lms.documents.identifiers.found import GUESSED, LABELED, LIKELY, Found, mark
from lms.documents.identifiers.lexicon import (
    CITIES,
    DOES,
    KIN,
    KNOWN,
    MEASURED_BY,
    NO_NAMES,
    PLACE_AFTER,
    ROLES,
    SMALL_WORDS,
    SPEAKS,
    SURELY_PLACE_AFTER,
    TITLES,
    TOWNS_AND_WORDS,
)
from lms.documents.identifiers.rules import Kind, Mark

_WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*")
_CITED = re.compile(r",? et al|,? \(?(?:19|20)\d\d[a-z]?[),;]|,? (?:and|&) [A-Z][a-z]+,? \(?(?:19|20)\d\d")
_LOWER_TITLE = re.compile(r"(?<![A-Za-z])(?:dr|mr|mrs|ms|prof)\.? (?P<it>[a-z]{3,20})(?![A-Za-z])")
_CALLED = re.compile(
    r"(?i:\b(?:name is|name was|named|is called|goes by|known as|initials(?: are)?|first name|last name|surname|maiden name|"
    r"(?:client|patient|pt|full|preferred|legal)(?:'s)? name)[ :]{1,2}(?:is )?[\"'(]?)(?P<it>[A-Za-z][A-Za-z'-]{1,30}(?: [A-Z][A-Za-z'-]{1,30}){0,2})"
)
_CLINICAL = re.compile(
    r"(?:ia|ism|ist|tion|ness|sis|itis|ity|ment|logy|logical|graphy|pathy|emia|uria|zolam|pam|pine|tine|pril|olol|statin|amine|"
    r"amide|azole|mab|oid|ing|ly|ous|ive|able|ative|genic|therapy|tropic|delic|ics?|al|ed)$"
)
"""How words end that no list has, and that are no names: illnesses, medicines, sciences."""
_INITIALS = re.compile(r"(?<![A-Za-z0-9.])[A-Z]\.(?: ?[A-Z]\.){1,2}(?![A-Za-z0-9])")
_LATIN = {
    "A.M.",
    "P.M.",
    "M.D.",
    "D.O.",
    "U.S.",
    "R.N.",
    "B.I.D.",
    "T.I.D.",
    "Q.D.",
    "N.P.",
    "P.A.",
    "U.K.",
    "E.R.",
    "I.V.",
    "I.M.",
    "P.O.",
    "P.R.N.",
    "B.P.",
    "H.R.",
    "D.C.",
    "U.S.A.",
    "N.Y.",
    "N.J.",
    "N.C.",
    "S.C.",
    "N.M.",
    "D.O.B.",
    "M.A.",
    "M.S.",
    "B.A.",
    "S.O.",
    "Q.H.",
}


class Sort(Enum):
    """What a capitalized word is by itself."""

    TITLE = auto()
    ROLE = auto()
    FIRST = auto()
    ALSO_FIRST = auto()
    LAST = auto()
    UNKNOWN = auto()
    WORD = auto()
    ACRONYM = auto()
    INITIAL = auto()


NAMELIKE = {Sort.FIRST, Sort.LAST, Sort.UNKNOWN, Sort.ALSO_FIRST, Sort.INITIAL}


@dataclass(frozen=True)
class Token:
    start: int
    end: int
    text: str
    low: str
    before: str
    """The word in front, in lower case; "" where a sentence begins."""
    is_first: bool
    sort: Sort


def names(text: str, allowed: frozenset[str] = frozenset()) -> Found:
    """Kind 1, and places that only the word in front tells from names. `allowed`: words of invented names, lower case."""
    for m in _CALLED.finditer(text):
        low = m["it"].lower()
        if low not in allowed and low.split()[0] not in NO_NAMES and not _is_word(low):
            yield LABELED, _name(*m.span("it"), text, "")
    for m in _LOWER_TITLE.finditer(text):
        if (m["it"] not in lists.ordinary() or m["it"] in lists.surnames()) and m["it"] not in allowed:
            yield LABELED, _name(*m.span("it"), text, "dr" if m.group().startswith("dr") else "")
    for m in _INITIALS.finditer(text):
        if m.group().replace(" ", "") not in _LATIN:
            yield GUESSED, _name(*m.span(), text, "")
    lowered: set[str] = set()
    for run in _runs(text, allowed, lowered):
        yield from _in_run(text, run)


def _is_word(low: str) -> bool:
    return low in lists.ordinary() and low not in lists.first_names() and low not in lists.also_first_names()


def _runs(text: str, allowed: frozenset[str], lowered: set[str]) -> Iterator[list[Token]]:
    """Capitalized words that stand together, as in "Dr. Maria de la Cruz"."""
    run: list[Token] = []
    before, last_end, pending = "", -1, -1
    seen_lower = {m.group() for m in _WORD.finditer(text) if m.group().islower()}
    for m in _WORD.finditer(text):
        word, start = m.group(), m.start()
        between = text[last_end:start] if last_end >= 0 else "\n"
        joins = between == " " or (between == ". " and (before in TITLES or len(before) == 1))
        if not ("A" <= word[0] <= "Z"):
            if run and joins and word in SMALL_WORDS:
                pending = m.end()
            else:
                if run:
                    yield run
                run, pending = [], -1
            before, last_end = word, m.end()
            continue
        if run and not (joins and (pending < 0 or pending == last_end)):
            yield run
            run = []
        pending = -1
        is_first = not run and _begins(between, before)
        run.append(_token(m, "" if is_first else before, is_first, allowed, seen_lower))
        if not joins and len(run) > 1:
            run = run[-1:]
        before, last_end = word.lower(), m.end()
    if run:
        yield run


def _begins(between: str, before: str) -> bool:
    """Whether a sentence, a line or a quotation begins here."""
    if before in TITLES and between.strip() == ".":
        return False
    return any(sign in between for sign in '.!?:;\n"(*#>') or between.startswith(("- ", " - ")) or not before


def _token(m: re.Match[str], before: str, is_first: bool, allowed: frozenset[str], seen_lower: set[str]) -> Token:
    word = m.group()
    end = m.end()
    if word.endswith(("'s", "'S")):
        word, end = word[:-2], end - 2
    low = word.lower()
    return Token(m.start(), end, word, low, before, is_first, _sort(word, low, allowed, seen_lower))


def _sort(word: str, low: str, allowed: frozenset[str], seen_lower: set[str]) -> Sort:
    if low in allowed:
        return Sort.WORD
    if low in TITLES:
        return Sort.TITLE
    if len(word) == 1:
        return Sort.INITIAL
    if low in ROLES:
        return Sort.ROLE
    if low in NO_NAMES:
        return Sort.WORD
    if word.isupper() and len(word) > 1 and low not in lists.first_names():
        return Sort.ACRONYM
    if low in lists.first_names():
        return Sort.FIRST
    if low in lists.also_first_names():
        return Sort.ALSO_FIRST
    if low in CITIES and low not in TOWNS_AND_WORDS:
        return Sort.UNKNOWN
    if low in KNOWN or low in seen_lower or _of_words(low):
        return Sort.WORD
    if low in lists.surnames():
        return Sort.LAST
    if low in lists.ordinary():
        return Sort.WORD
    return Sort.WORD if _CLINICAL.search(low) else Sort.UNKNOWN


def _of_words(low: str) -> bool:
    """Whether all parts of a word with hyphens, or what is left of a short form, are words: "Follow-up", "Wasn't"."""
    parts = re.split(r"['-]", low)
    if len(parts) == 1:
        stem = low.removesuffix("s")
        return low not in lists.surnames() and stem != low and stem in lists.ordinary()
    return all(part in lists.ordinary() or part in KNOWN or len(part) < 3 for part in parts)


def _in_run(text: str, run: Sequence[Token]) -> Found:
    at = 0
    while at < len(run):
        size, kept = _person_at(text, run, at)
        if kept:
            yield kept
        at += size


def _person_at(text: str, run: Sequence[Token], at: int) -> tuple[int, tuple[int, Mark] | None]:
    """How many words belong together from here, and what they are."""
    token = run[at]
    if token.sort is Sort.TITLE or token.sort is Sort.ROLE:
        return _titled(text, run, at)
    if token.sort in (Sort.WORD, Sort.ACRONYM):
        return 1, None
    size = _length(run, at)
    last = run[at + size - 1]
    if _CITED.match(text, last.end, last.end + 40) or _follows_measure(text, last, run, at + size):
        return size, None
    if (place := _place(text, run, at, size)) is not None:
        return size, place
    if _is_person(text, run, at, size):
        rank = LIKELY if size > 1 or token.sort is Sort.FIRST else GUESSED
        return size, (rank, _name(token.start, last.end, text, token.before))
    return size, None


def _titled(text: str, run: Sequence[Token], at: int) -> tuple[int, tuple[int, Mark] | None]:
    token = run[at]
    rest = run[at + 1 :]
    is_soft = token.sort is Sort.ROLE
    size = 0
    for one in rest:
        if (
            one.sort in NAMELIKE
            or (one.sort is Sort.ACRONYM and not is_soft and size == 0)
            or (one.sort is Sort.WORD and not is_soft and one.low in lists.all_surnames() and one.low not in NO_NAMES)
        ):
            size += 1
        else:
            break
    if not size:
        return 1, None
    last = rest[size - 1]
    return size + 1, (LABELED, _name(rest[0].start, last.end, text, token.low))


def _length(run: Sequence[Token], at: int) -> int:
    """How many words a name takes that begins here."""
    size = 1
    for one in run[at + 1 :]:
        is_last = one.sort is Sort.WORD and one.low in lists.all_surnames() and one.low not in NO_NAMES
        if one.sort in NAMELIKE or (is_last and size == 1 and run[at].sort is Sort.FIRST):
            size += 1
        else:
            break
    return size


def _follows_measure(text: str, last: Token, run: Sequence[Token], after: int) -> bool:
    """Whether the word belongs to a method or an illness: "Hamilton Rating Scale", "Crohn's disease"."""
    if after < len(run):
        return any(one.low in MEASURED_BY for one in run[after : after + 3])
    m = _WORD.search(text, last.end, last.end + 24)
    is_owned = text.startswith("'s ", last.end)
    return (
        m is not None
        and m.group().lower() in MEASURED_BY - {"et", "sign", "model", "method", "test", "score", "scores"}
        and (is_owned or text[last.end : m.start()] in {" ", "-"})
    )


def _place(text: str, run: Sequence[Token], at: int, size: int) -> tuple[int, Mark] | None:
    token, last = run[at], run[at + size - 1]
    words = " ".join(one.low for one in run[at : at + size])
    before = token.before
    is_known = words in CITIES
    if is_known and (before in PLACE_AFTER or (token.sort in (Sort.UNKNOWN, Sort.LAST) and not token.is_first)):
        return LIKELY, _place_mark(token.start, last.end)
    if before in SURELY_PLACE_AFTER and token.sort in (Sort.UNKNOWN, Sort.LAST):
        return LIKELY, _place_mark(token.start, last.end)
    return None


def _place_mark(start: int, end: int) -> Mark:
    return mark(start, end, Kind.PLACE, "This reads like a place smaller than a state.", "another town")


def _is_person(text: str, run: Sequence[Token], at: int, size: int) -> bool:
    token, last = run[at], run[at + size - 1]
    follows = _WORD.match(text, last.end + 1, last.end + 24) if text[last.end : last.end + 1] == " " else None
    next_word = follows.group() if follows else ""
    owns = text.startswith("'s", last.end)
    sorts = [one.sort for one in run[at : at + size]]
    if sorts[0] is Sort.INITIAL:
        return (
            size > 1 and any(sort in (Sort.LAST, Sort.FIRST, Sort.UNKNOWN) for sort in sorts[1:]) and token.text != "I"
        )
    if size > 1:
        return sorts[0] is Sort.FIRST or Sort.LAST in sorts or Sort.FIRST in sorts or not token.is_first
    if sorts[0] is Sort.FIRST:
        return not (token.text.isupper() and len(token.text) < 4)
    if sorts[0] is Sort.ALSO_FIRST:
        if token.is_first or at > 0:
            return next_word in SPEAKS or (token.before in KIN)
        return not _stands_in_title(run, at)
    if token.is_first:
        return (sorts[0] is Sort.LAST and (next_word in DOES or owns)) or (
            sorts[0] is Sort.UNKNOWN and token.low not in CITIES and next_word in SPEAKS
        )
    return True


def _stands_in_title(run: Sequence[Token], at: int) -> bool:
    """Whether other words of the run are capitalized for the title that they make."""
    others = [one for place, one in enumerate(run) if place != at]
    return any(one.sort in (Sort.WORD, Sort.ACRONYM) for one in others)


def _name(start: int, end: int, text: str, before: str) -> Mark:
    return mark(start, end, Kind.NAME, "This reads like a name.", _instead(start, text, before))


def _instead(start: int, text: str, before: str) -> str:
    if before in {"dr", "doctor", "prof", "professor"}:
        return "N."
    if before in ROLES or before in KIN or before in TITLES:
        return "N."
    begins = (
        not text[max(0, start - 8) : start].rstrip()
        or text[max(0, start - 8) : start].rstrip()[-1:] in ".!?\n"
        or text[max(0, start - 1) : start] == "\n"
    )
    return "The client" if begins else "the client"

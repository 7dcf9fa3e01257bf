"""Dates in all parts but the year, and ages over 89."""

import re

from lms.documents.identifiers.found import FORM, GUESSED, LABELED, LIKELY, Found, is_measured, mark
from lms.documents.identifiers.lexicon import DOES
from lms.documents.identifiers.rules import Kind, Mark

MONTH = (
    r"(?:(?i:january|february|april|june|july|august|september|october|november|december|"
    r"jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)|[Mm]arch|MARCH|Mar|May|MAY)\.?"
)
ORDINAL = (
    r"(?i:thirty-first|thirtieth|twenty-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|twentieth|nineteenth|"
    r"eighteenth|seventeenth|sixteenth|fifteenth|fourteenth|thirteenth|twelfth|eleventh|tenth|ninth|eighth|seventh|sixth|"
    r"fifth|fourth|third|second|first)"
)
DAY = rf"(?:(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?|{ORDINAL})"
YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_MONTH = re.compile(
    rf"(?<![\w./-]){DAY}(?: of)?[ -]{MONTH}(?![A-Za-z])(?:(?:,? |-){YEAR})?"
    rf"|(?<![\w-]){MONTH} ?{DAY}(?![\w/]|\.\d)(?: ?(?:-|to|and|or) ?{DAY}(?![\w/]|\.\d))?(?:,? {YEAR.replace('year', 'then')}(?!\d))?"
    rf"|(?<![\w-]){MONTH}(?:,| of)? {YEAR.replace('year', 'alone')}(?!\d)"
)
_MONTH = re.compile(
    r"\b(?P<it>January|February|April|June|July|August|September|October|November|December|"
    r"january|february|july|september|october|november|december)\b"
)
_MAY_OR_MARCH = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|of|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Ll]ate|[Mm]id|[Dd]uring|[Aa]fter|[Bb]efore|through|from|to)"
    r"[ -](?P<it>May|March)\b"
)
_WEEKDAY = re.compile(
    r"(?<![\w-])(?i:monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?![\w-])"
    r"|(?:(?<=\b[Oo]n )|(?<=\b[Ll]ast )|(?<=\b[Nn]ext )|(?<=\bthis )|(?<=\bsince ))(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)(?![\w-])"
)
_REPEATS = re.compile(r"\b(?:every|each|any|most|alternate)(?: other)? $", re.IGNORECASE)
_NUMERIC = re.compile(
    r"(?<![\w./-])(?:(?P<iso>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<one>\d{1,2})(?P<by>[-/.])(?P<two>\d{1,2})(?P=by)(?P<last>(?:19|20)\d\d|\d\d))(?![\w/-]|\.\d)"
)
_MONTH_OF_YEAR = re.compile(r"(?<![\w./-])(?:0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\w/-])")
_DAY_MONTH = re.compile(
    r"(?i:\b(?:on|since|from|by|dated?|until|till|due|of|seen|admitted|discharged|born|DOB|intake|visit|session|after|before|"
    r"started|through|to|between|and|for|starting|ending|effective|week of|LMP|refill(?:ed)?|follow-up)\b)[ :(]{1,3}"
    r"(?P<it>(?P<one>\d{1,2})[/-](?P<two>\d{1,2}))(?![\w/%-]|\.\d)"
)
_IS_SCORE = re.compile(
    r" ?(?:on|for|pain|points?|days?|nights?|weeks?|hours?|sessions?|times|tablets?|strength|tabs?|of|in|items?|scale|or|people|"
    r"visits?|symptoms?|criteria|reflexes)\b",
    re.IGNORECASE,
)
_NTH = re.compile(
    r"(?i:\b(?:on|by|since|until|from|before|after|for) )(?P<it>the (?:[12]?\d|3[01])(?:st|nd|rd|th)(?: of (?:this|last|next|the) month)?)(?=[.,;:)\n]| (?:and|at|he|she|they|we|i|in|with|when|because|for|to|the)\b|$)"
)
_HOLIDAY = re.compile(
    r"(?<!\w)(?:New Year'?s(?: (?:Day|Eve))?|Christmas(?: (?:Day|Eve))?|Thanksgiving(?: Day)?|Halloween|Valentine'?s Day|"
    r"Independence Day|Memorial Day|Labor Day|Veterans Day|Mother'?s Day|Father'?s Day|Easter(?: Sunday| Monday)?|Good Friday|"
    r"Boxing Day|St\.? Patrick'?s Day|Juneteenth|the Fourth of July|Yom Kippur|Diwali)(?!\w)"
)
AGE = r"(?:9\d|1[0-2]\d)"
IN_WORDS = r"(?:ninety(?:-(?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred(?: and)?(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|ten))?)"
_AGES = (
    re.compile(
        rf"(?<![\w.,/-])(?P<it>{AGE}|(?i:{IN_WORDS}))"
        r"(?=[ -](?i:years?|yrs?)[ -](?i:old|of age)|[ -]?(?i:y/o|yo|y\.o\.)(?!\w)|[ -]?(?:F|M)(?![\w'])|[ -](?i:year-old))"
    ),
    re.compile(
        rf"(?i:\b(?:aged|age|age of|ages|turn(?:ed|s|ing)|lived to(?: be)?|died at|birthday at)[ :]{{1,2}})"
        rf"(?P<it>{AGE}|(?i:{IN_WORDS}))(?![\w%/-]|[.,]\d)"
    ),
    re.compile(
        r"(?i:\b(?:he|she|they|who|mother|father|grandmother|grandfather|aunt|uncle|client|patient|man|woman|mom|dad|wife|"
        rf"husband|neighbor|friend|sister|brother|cousin|boss|landlord|landlady|partner|great-grandmother|resident|veteran)(?: is| was| are|'s|, now|, who is| is now| just turned|,) (?:already |now |almost |nearly |about )?)(?P<it>{AGE}|(?i:{IN_WORDS}))"
        r"(?=[.,;!?)\n]| (?:and|but|years|who|with|when|now|lives)\b|$)(?![.,]\d)"
    ),
)
_BORN = re.compile(
    r"(?i:\bborn(?: in| on)?(?: the (?:summer|winter|spring|fall|autumn) of)? )(?P<it>19\d\d)(?!\w|[-/]\d)"
)
_NEXT = re.compile(r" ([a-z']+)")


def dates(text: str, year: int | None = None) -> Found:
    """Kind 3. With this year, also years of birth that make somebody older than 89."""
    for m in _OF_MONTH.finditer(text):
        if not is_measured(text, m.end()) and not _is_modal(m.group()):
            yield FORM, _date(m.start(), m.end(), m["year"] or m["then"] or m["alone"])
    for m in _NUMERIC.finditer(text):
        if _is_day(m):
            yield FORM, _date(*m.span(), _year_in(m))
    for m in _MONTH_OF_YEAR.finditer(text):
        yield LIKELY, _date(*m.span(), m["year"])
    for m in _DAY_MONTH.finditer(text):
        if _is_day_of_month(int(m["one"]), int(m["two"])) and not _IS_SCORE.match(text, m.end()):
            yield LIKELY, _date(*m.span("it"), None)
    yield from _named(text)
    yield from _ages(text, year)


def _named(text: str) -> Found:
    for pattern in (_MONTH, _MAY_OR_MARCH):
        for m in pattern.finditer(text):
            if not _does_something(text, m.end()):
                yield LIKELY, _date(*m.span("it"), None, "that month")
    for m in _WEEKDAY.finditer(text):
        if not _REPEATS.search(text, max(0, m.start() - 20), m.start()):
            yield LIKELY, _date(*m.span(), None, "[day]")
    for m in _NTH.finditer(text):
        yield GUESSED, _date(*m.span("it"), None, "[day]")
    for m in _HOLIDAY.finditer(text):
        yield LIKELY, _date(*m.span(), None, "a holiday")


def _ages(text: str, year: int | None) -> Found:
    for pattern in _AGES:
        for m in pattern.finditer(text):
            yield LABELED, mark(*m.span("it"), Kind.DATE, "Ages over 89 can tell who somebody is.", "90+")
    if year is not None:
        for m in _BORN.finditer(text):
            if year - int(m["it"]) > 89:
                reason = "This year of birth tells of an age over 89."
                yield LABELED, mark(*m.span("it"), Kind.DATE, reason, "[year]")


def _date(start: int, end: int, year: str | None, otherwise: str = "[date]") -> Mark:
    reason = "Of a date only the year may stay; say “day 12” or “three weeks later”."
    return mark(start, end, Kind.DATE, reason, year or otherwise)


def _is_modal(words: str) -> bool:
    """Whether a verb only looks like a month: "may 2 people", "march 3 miles"."""
    return words.startswith(("march", "may")) and not re.search(r"st|nd|rd|th|\d{4}", words[4:])


def _is_day(m: re.Match[str]) -> bool:
    if m["iso"]:
        return 1900 <= int(m["iso"]) <= 2100 and 1 <= int(m["m"]) <= 12 and 1 <= int(m["d"]) <= 31
    return _is_day_of_month(int(m["one"]), int(m["two"]))


def _is_day_of_month(one: int, two: int) -> bool:
    low, high = sorted((one, two))
    return 1 <= low <= 12 and high <= 31


def _year_in(m: re.Match[str]) -> str | None:
    return m["iso"] or (m["last"] if len(m["last"]) == 4 else None)


def _does_something(text: str, end: int) -> bool:
    """Whether a month is somebody's name: "June says"."""
    follows = _NEXT.match(text, end)
    return follows is not None and follows[1] in DOES

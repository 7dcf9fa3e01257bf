"""Places smaller than a state: streets, towns, counties, postal codes, and houses that people are known to go to."""

import re

from lms.documents.identifiers import lists
from lms.documents.identifiers.found import FORM, GUESSED, LABELED, LIKELY, Found, is_measured, mark
from lms.documents.identifiers.lexicon import CITIES, GENERIC, KNOWN, NO_NAMES, STATE_CODES, STATE_NAMES, STATES
from lms.documents.identifiers.rules import Kind, Mark

CAP = r"[A-Z][A-Za-z']{1,24}(?:-[A-Z][a-z]{1,20})?"
WAYS = r"(?:Street|Avenue|Boulevard|Road|Lane|Drive|Court|Terrace|Parkway|Highway|Crescent|Circle|Place|Plaza|Square|Way|Trail|Alley|Pike|Row)"
SHORT_WAYS = r"(?:St|Ave|Blvd|Rd|Ln|Dr|Ct|Pkwy|Hwy|Pl|Sq|Ter)"
_ADDRESS = re.compile(
    rf"(?<![\w.,/$-])\d{{1,6}}[A-Z]? (?:[NSEW]{{1,2}}\.? |(?:North|South|East|West) )?(?:{CAP}|\d{{1,3}}(?:st|nd|rd|th))"
    rf"(?: {CAP}){{0,2}} (?:{WAYS}|{SHORT_WAYS}\b\.?)(?:,? (?:Apt|Apartment|Suite|Unit|Ste|No)\.? ?#?[A-Za-z0-9-]{{1,6}})?"
)
_STREET = re.compile(
    rf"(?<![\w-])(?:[NSEW]{{1,2}}\.? )?(?P<first>{CAP}|\d{{1,3}}(?:st|nd|rd|th))(?: {CAP}){{0,2}} "
    r"(?:Street|Avenue|Boulevard|Road|Lane|Drive|Parkway|Ave|Blvd|Rd|St(?=[.,;)\n]|$| (?:and|in|near)\b))(?!\w)"
)
_ROAD = re.compile(r"(?<!\w)(?:Highway|Hwy|Route|Interstate) \d{1,4}(?!\w)")
_BOX = re.compile(r"(?<!\w)(?:P\. ?O\.|PO|P O) Box \d{1,6}(?!\w)", re.IGNORECASE)
_COUNTY = re.compile(
    rf"(?<![\w-]){CAP}(?: {CAP}){{0,2}} (?:County|Parish|Township|Borough|Precinct|School District|Reservation|Heights|Beach|Falls|Springs|Valley|Island|Village)(?!\w)"
)
_PRECINCT = re.compile(
    r"(?<!\w)(?:Precinct|Ward|District) \d{1,3}(?!\w)|(?<!\w)\d{1,3}(?:st|nd|rd|th) (?:Precinct|Ward|District)(?!\w)"
)
_HOUSE = re.compile(
    rf"(?<![\w-])(?:St\. )?(?P<name>{CAP}(?: (?:{CAP}|of|and|the|&|St\.)){{0,4}}) "
    r"(?P<sort>Hospital|Clinic|Medical Center|Health Center|Health System|Healthcare|Cancer Center|Treatment Center|Recovery Center|"
    r"High School|Elementary School|Elementary|Middle School|Academy|University|College|Church|Cathedral|Synagogue|Temple|Mosque|"
    r"Prison|Jail|Correctional Facility|Shelter|Airport|Library|Pharmacy|Psychiatry|Counseling|Hospice|Institute|Inc|LLC|Ltd|"
    r"Corporation|Brewery|Diner|Cafe|Bank|Nursing Home|Manor|Park|Mall|Station|Air Force Base)(?!\w)"
)
_UNIVERSITY = re.compile(
    rf"(?<!\w)(?:University|College|Hospital|Church|Diocese|Port|Town|City|Village) of (?:the )?(?P<name>{CAP}(?: {CAP}){{0,2}})"
)
_WORDS_TOO = r"ID|IN|OR|OK|ME|PA|MA|HI|AL|CT|MD|MS|CO|LA|DE|MO"
_TOWN_IN_STATE = re.compile(
    rf"(?<![\w-])(?P<it>(?:St\. )?{CAP}(?: {CAP}){{0,2}})"
    rf"(?:, (?:{STATE_CODES}|{STATES})| (?!{_WORDS_TOO})(?:{STATE_CODES})| (?:{STATE_CODES}),? \d{{5}})(?![A-Za-z0-9])"
)
_ZIP_IN_STATE = re.compile(rf"(?:(?<![A-Za-z])(?:{STATE_CODES})|{STATES}),? (?P<it>\d{{5}}(?:-\d{{4}})?)(?![\w-])")
_ZIP_LABELED = re.compile(
    r"(?i:\b(?:zip(?: ?code)?s?|postal code|postcode)\b)[^\d\n.;]{0,20}(?P<it>\d{3,5}(?:-\d{4})?)(?![\w-])"
)
_ZIP = re.compile(r"(?<![\w.,/$€£#+:-])\d{5}(?:-\d{4})?(?![\w%/:]|[.,-]\d)")
_FOREIGN = re.compile(r"(?<![A-Za-z0-9-])(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]\d[A-Z] \d[A-Z]\d)(?![A-Za-z0-9-])")
_LIVES = re.compile(
    rf"(?i:\b(?:lives?|living|lived|moved|resid(?:es|ed|ing)|born|raised|grew up|relocat(?:ed|ing)|based|native|commut(?:es|ed|ing)|"
    rf"drove|flew|travel(?:s|ed|ing)?|hometown|town|city|village|suburb|neighborhood|works?|working|worked)) "
    rf"(?:down |up |over |back |out |outside |just )?(?:in|to|from|of|near|at|called) (?:the )?(?P<it>(?:St\. )?{CAP}(?: {CAP}){{0,2}})(?!\w)"
)
_DIRECTIONS = {
    "North",
    "South",
    "East",
    "West",
    "The",
    "My",
    "His",
    "Her",
    "Their",
    "Our",
    "This",
    "That",
    "A",
    "An",
    "On",
    "In",
    "At",
    "One",
}


def places(text: str) -> Found:
    """Kind 2, apart from names of towns that only a word in front gives away (`names` finds those)."""
    for pattern in (_ADDRESS, _ROAD, _BOX, _PRECINCT):
        for m in pattern.finditer(text):
            yield LABELED, _mark(*m.span(), "[address]")
    for m in _STREET.finditer(text):
        if m["first"] not in _DIRECTIONS and m["first"].lower() not in GENERIC:
            yield LABELED, _mark(*m.span(), "a street")
    yield from _towns(text)
    yield from _houses(text)
    yield from _codes(text)


def _towns(text: str) -> Found:
    for m in _COUNTY.finditer(text):
        start = _after_generic(text, *m.span())
        if start is not None:
            yield LABELED, _mark(start, m.end(), "another county")
    for m in _TOWN_IN_STATE.finditer(text):
        start = _after_generic(text, *m.span("it"))
        if start is not None and m["it"].lower() not in STATE_NAMES and m["it"].lower() + " " not in GENERIC:
            yield LABELED, _mark(start, m.end("it"), "another town")
    for m in _LIVES.finditer(text):
        if _is_town(m["it"]):
            yield LABELED, _mark(*m.span("it"), "another town")


def _is_town(words: str) -> bool:
    low = words.lower()
    if low in CITIES:
        return True
    if low in STATE_NAMES or low.split()[0] in KNOWN | NO_NAMES | GENERIC or low in lists.first_names():
        return False
    return any(word not in lists.ordinary() for word in low.split()) or (" " in low)


def _houses(text: str) -> Found:
    for m in _HOUSE.finditer(text):
        start = _after_generic(text, m.start(), m.end("name"))
        if start is not None:
            yield (
                LABELED,
                _mark(
                    start, m.end(), f"a {m['sort'].lower()}" if m["sort"] not in {"Inc", "LLC", "Ltd"} else "a company"
                ),
            )
    for m in _UNIVERSITY.finditer(text):
        if m["name"].lower().split()[0] not in GENERIC:
            yield LABELED, _mark(*m.span(), "an institution")


def _after_generic(text: str, start: int, end: int) -> int | None:
    """Where a name begins once general words in front are left out; None if nothing is left of it."""
    at = start
    for word in text[start:end].split(" "):
        if word.lower() not in GENERIC and word.lower() != "county":
            return at
        at += len(word) + 1
    return None


def _codes(text: str) -> Found:
    for m in _ZIP_IN_STATE.finditer(text):
        yield FORM, _mark(*m.span("it"), "[ZIP code]")
    for m in _ZIP_LABELED.finditer(text):
        yield FORM, _mark(*m.span("it"), "[ZIP code]")
    for m in _FOREIGN.finditer(text):
        yield LIKELY, _mark(*m.span(), "[postal code]")
    for m in _ZIP.finditer(text):
        if not is_measured(text, m.end()):
            yield GUESSED, _mark(*m.span(), "[ZIP code]")


def _mark(start: int, end: int, replacement: str) -> Mark:
    return mark(start, end, Kind.PLACE, "This reads like a place smaller than a state.", replacement)

"""Dates as people write them, one after the other in one field. Pure."""

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<{}>[a-z]{{3,9}})\.?"
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
_SPELLINGS = [
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
    rf"{_MONTH.format('name')}\s+{_DAY.format('day')},?\s+(?P<year>\d{{4}})",
    rf"{_DAY.format('day')}\.?\s+{_MONTH.format('name')},?\s+(?P<year>\d{{4}})",
]
_DATES = [re.compile(rf"(?:[a-z]{{3,9}},?\s+)?{spelling}(?!\w)", re.IGNORECASE) for spelling in _SPELLINGS]
_BETWEEN = re.compile(r"(?:[\s,;]|and\b)*", re.IGNORECASE)


class NoDate(ValueError):
    """What isn't a date, as it was written."""


def dates_in(text: str) -> list[date]:
    """The dates in a text, as written: 2026-11-26, 11/26/2026 (month first), Nov 26, 2026 or 26 November 2026.

    A weekday may stand before each; between them commas, semicolons, spaces, lines or "and". Raises NoDate.
    """
    found, at = [], _end_of_gap(text, 0)
    while at < len(text):
        match = next((match for spelling in _DATES if (match := spelling.match(text, at))), None)
        if match is None:
            raise NoDate(re.split(r"[,;\n]", text[at:], maxsplit=1)[0].strip())
        found.append(_date(match))
        at = _end_of_gap(text, match.end())
    return found


def _end_of_gap(text: str, at: int) -> int:
    gap = _BETWEEN.match(text, at)
    return gap.end() if gap else at


def _date(match: re.Match[str]) -> date:
    said = match.groupdict()
    try:
        month = int(said["month"]) if said.get("month") else _month(said["name"])
        return date(int(said["year"]), month, int(said["day"]))
    except ValueError:
        raise NoDate(match[0]) from None


def _month(name: str) -> int:
    """Raises ValueError. At least three letters, as many as one likes: Sept is September."""
    if name.lower()[:3] not in MONTHS:
        raise ValueError(name)
    return MONTHS.index(name.lower()[:3]) + 1

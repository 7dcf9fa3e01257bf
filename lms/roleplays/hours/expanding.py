"""A calendar's busy times, and nothing else of it. Run as a process of its own: whatever somebody's file makes the
parser do, it ends after some seconds and some memory.

    python -m lms.roleplays.hours.expanding ZONE FROM TO < calendar.ics

Answers with JSON: a list of [begin, end], ISO instants in UTC; exit 3 where it isn't a calendar.
"""

import json
import resource
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

EVENTS_MOST = 5_000
TIMES_MOST = 5_000
TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
CPU_S, MEMORY = 15, 768 * 1024 * 1024
NOT_A_CALENDAR = 3

Interval = tuple[datetime, datetime]


def busy_times(text: bytes, zone: ZoneInfo, begin: datetime, end: datetime) -> list[Interval]:
    """The busy times between two instants, in order, those that touch made one; times and days without a zone are in
    `zone`. Raises ValueError where it isn't a calendar.

    Busy is what isn't marked as free (TRANSP, RFC 5545 section 3.8.2.7) or as cancelled, and what a published list of
    busy times says (FREEBUSY, 3.8.2.6). Of a rule that repeats within a day only the first time counts.
    """
    calendars = icalendar.Calendar.from_ical(text, multiple=True)
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise ValueError("no calendar")
    found = [interval for calendar in calendars for interval in _of(calendar, zone, begin, end)]
    return _merged((max(a, begin), min(b, end)) for a, b in found if a < end and b > begin)


def _of(calendar: Any, zone: ZoneInfo, begin: datetime, end: datetime) -> list[Interval]:
    calendar.subcomponents = [
        part for part in calendar.subcomponents if part.name in ("VEVENT", "VTIMEZONE", "VFREEBUSY")
    ]
    events = [part for part in calendar.subcomponents if part.name == "VEVENT"]
    if len(events) > EVENTS_MOST:
        raise ValueError("too many events")
    for event in events:
        _calm(event)
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    coming = query.between(begin - timedelta(days=1), end + timedelta(days=1))
    times = [_interval(event, zone) for event in islice(coming, TIMES_MOST) if _is_busy(event)]
    return times + [period for part in calendar.walk("VFREEBUSY") for period in _periods(part, zone)]


def _calm(event: Any) -> None:
    """Take away what would repeat more often than daily."""
    rules = event.get("RRULE")
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        often = {str(name).upper() for name in rule.get("FREQ", [])} & TOO_OFTEN
        if often or any(len(rule.get(part, [])) > 1 for part in ("BYHOUR", "BYMINUTE", "BYSECOND")):
            event.pop("RRULE")
            return


def _is_busy(event: Any) -> bool:
    is_free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    is_off = str(event.get("STATUS", "")).upper() == "CANCELLED"
    return not is_free and not is_off and str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() != "FREE"


def _interval(event: Any, zone: ZoneInfo) -> Interval:
    begin = event["DTSTART"].dt
    if "DTEND" in event:
        end = event["DTEND"].dt
    elif "DURATION" in event:
        end = begin + event["DURATION"].dt
    else:
        end = begin + timedelta(days=1) if not isinstance(begin, datetime) else begin
    return _instant(begin, zone), _instant(end, zone)


def _periods(part: Any, zone: ZoneInfo) -> Iterable[Interval]:
    entries = part.get("FREEBUSY", [])
    for entry in entries if isinstance(entries, list) else [entries]:
        if str(entry.params.get("FBTYPE", "BUSY")).upper() != "FREE":
            begin, end = entry.dt
            yield _instant(begin, zone), _instant(begin + end if isinstance(end, timedelta) else end, zone)


def _instant(at: date | datetime, zone: ZoneInfo) -> datetime:
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    found: list[Interval] = []
    for begin, end in sorted(intervals):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif begin < end:
            found.append((begin, end))
    return found


def main(zone: str, begin: str, end: str) -> int:
    """What the process does."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    text = sys.stdin.buffer.read()
    try:
        times = busy_times(text, ZoneInfo(zone), datetime.fromisoformat(begin), datetime.fromisoformat(end))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, IndexError):
        return NOT_A_CALENDAR
    json.dump([[a.isoformat(), b.isoformat()] for a, b in times[:TIMES_MOST]], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

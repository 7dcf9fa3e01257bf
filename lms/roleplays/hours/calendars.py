"""Reading somebody's own calendar for its busy times: fetched under guard, taken apart in a process of its own.

Neither the address nor anything that the calendar says is logged; only intervals are kept.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from lms.core import outside
from lms.core.db import db, transaction
from lms.core.outside import Bounds, NotFetched
from lms.roleplays.hours import queries, rules
from lms.roleplays.hours.models import BusyFault, BusySource, BusyTime
from lms.roleplays.hours.resolving import Busy

BYTES_MOST = 2 * 1024 * 1024
SECONDS_MOST = 20
EXPANDING_S = 30
EXPANDER = "lms.roleplays.hours.expanding"


class NoCalendar(Exception):
    """What lies there can't be read as a calendar, or not within bounds."""


def read(person_id: int, allow_private: bool, now: datetime) -> None:
    """Look at somebody's calendar. What could not be read leaves the busy times as they are. Begins and ends
    transactions of its own, none of them while anything is fetched."""
    with transaction():
        source = queries.source_of(person_id)
        if source is None:
            return
        url, zone = source.url, _zone(person_id)
    fault, found = None, None
    try:
        text = outside.fetch(url, Bounds(BYTES_MOST, SECONDS_MOST, allow_private))
        found = expanded(text, zone, now)
    except NotFetched as failed:
        fault = BusyFault(failed.fault.value)
    except NoCalendar:
        fault = BusyFault.NO_CALENDAR
    with transaction():
        source = queries.source_of(person_id)
        if source and source.url == url:
            _keep(source, fault, found, now)


def expanded(text: bytes, zone: ZoneInfo, now: datetime) -> list[Busy]:
    """The busy times in a calendar from now on. Raises NoCalendar."""
    command = [sys.executable, "-m", EXPANDER, zone.key, now.isoformat(), (now + rules.HORIZON).isoformat()]
    try:
        done = subprocess.run(command, input=text, capture_output=True, timeout=EXPANDING_S, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise NoCalendar from None
    return [(datetime.fromisoformat(begin), datetime.fromisoformat(end)) for begin, end in json.loads(done.stdout)]


def _zone(person_id: int) -> ZoneInfo:
    from_weekly = queries.weekly_of(person_id)
    return from_weekly.zone if from_weekly else queries.zone_of(person_id)


def _keep(source: BusySource, fault: BusyFault | None, found: Sequence[Busy] | None, now: datetime) -> None:
    source.looked_at, source.fault = now, fault
    if found is None:
        return
    source.read_at = now
    db.execute(delete(BusyTime).where(BusyTime.person_id == source.person_id))
    db.add_all(BusyTime(person_id=source.person_id, begins_at=begin, ends_at=end) for begin, end in found)

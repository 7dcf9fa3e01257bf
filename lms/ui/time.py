"""How instants are shown: always with the zone, always as a <time>."""

import re
from datetime import UTC, datetime, tzinfo

from markupsafe import Markup

STYLES = {
    "full": "%A, %B %-d, %Y, %-I:%M %p",
    "short": "%a, %b %-d, %-I:%M %p",
    "time": "%-I:%M %p",
}
_INSIDE = re.compile(r" (?=[AP]M\b)|(?<=[AP]M) | (?=\d{1,2},)")


def said(instant: datetime, zone: tzinfo, style: str = "short") -> str:
    """The instant in words, in the zone and naming it: "Tue, Sep 17, 11:00 AM EDT"."""
    local = instant.astimezone(zone)
    return f"{local.strftime(STYLES[style])} {zone_name(local)}"


def when(instant: datetime, zone: tzinfo, style: str = "short") -> Markup:
    """`said`, as a <time> that machines read too, and that no line's end cuts inside "Sep 17" or "11:00 AM EDT"."""
    machine = instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Markup('<time datetime="{}">{}</time>').format(machine, _INSIDE.sub("\u00a0", said(instant, zone, style)))


def zone_name(local: datetime) -> str:
    """The zone's short name where it has letters ("EDT"), else its offset ("GMT+5:30")."""
    name = local.tzname() or "UTC"
    if name.isalpha():
        return name
    offset = local.utcoffset()
    assert offset is not None
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"GMT{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def span(period_s: float) -> str:
    """A length of time in plain words: "3 days", "5 hours", "2 minutes"."""
    for name, seconds in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if period_s >= seconds:
            count = int(period_s // seconds)
            return f"{count} {name}{'s' if count != 1 else ''}"
    return "less than a minute"

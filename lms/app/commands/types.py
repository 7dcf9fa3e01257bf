"""Kinds of values that operators type. What can't be meant is refused with a sentence and exit status 2."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click


class Day(click.ParamType):
    """A date, 2027-03-02."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date. Write year, month and day, like 2027-03-02.", param, ctx)


class WallTime(click.ParamType):
    """A time of day, 11:00."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:
        try:
            return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone
        except ValueError:
            self.fail(f"{value!r} is no time of day. Write hours and minutes, like 11:00 or 18:30.", param, ctx)


class Zone(click.ParamType):
    """An IANA time zone, America/New_York."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> ZoneInfo:
        if isinstance(value, ZoneInfo):
            return value
        try:
            return ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.fail(f"{value!r} is no time zone. Write a region and a city, like America/New_York.", param, ctx)

"""Shapes of what people say about their time. The week itself comes painted, or as rows of times that were typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from wtforms import DateField, RadioField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from lms.roleplays.hours import rules
from lms.roleplays.hours.rules import DAYS, Window
from lms.ui.form import Form, stripped

ROWS_MOST = 12  # a day
EMPTY_ROWS = 1
SLOT = re.compile(r"([0-6])-(\d{1,2})", re.ASCII)


@dataclass
class Row:
    """One stretch of a day as it is typed: times as "18:00", and how it suits."""

    begins: str = ""
    ends: str = ""
    is_comfortable: bool = True
    fault: str = ""

    def window(self, weekday: int) -> Window | None:
        """What it says; None for an empty row, or one with a fault, which is noted then."""
        if not self.begins and not self.ends:
            return None
        begins, ends = _time(self.begins), _time(self.ends)
        if begins is None or ends is None:
            self.fault = "Please give both times, like 18:00."
            return None
        window = Window(weekday, rules.quarter(begins), rules.end_quarter(ends), self.is_comfortable)
        self.fault = rules.span_fault(window.begins, window.ends) or ""
        return None if self.fault else window


@dataclass
class Rows:
    """A whole week of them, Monday first."""

    days: Sequence[list[Row]] = field(default_factory=lambda: [[] for _ in DAYS])

    @property
    def has_faults(self) -> bool:
        return any(row.fault for rows in self.days for row in rows)

    def week(self) -> str:
        """The week that they say; their faults are noted."""
        windows = [row.window(weekday) for weekday, rows in enumerate(self.days) for row in rows]
        return rules.as_week(window for window in windows if window)


def rows_of(windows: Sequence[Window]) -> Rows:
    """Rows for a week, with empty ones to go on."""
    rows = Rows()
    for window in windows:
        begins, ends = (rules.time_of(quarter).strftime("%H:%M") for quarter in (window.begins, window.ends))
        rows.days[window.weekday].append(Row(begins, ends, window.is_comfortable))
    for day in rows.days:
        day.extend(Row() for _ in range(EMPTY_ROWS))
    return rows


def rows_sent(sent: Mapping[str, str]) -> Rows:
    """What was typed into them."""
    rows = Rows()
    for weekday, day in enumerate(rows.days):
        for number in range(ROWS_MOST):
            name = f"{weekday}-{number}"
            if f"from-{name}" in sent:
                suits = sent.get(f"suits-{name}") != "possible"
                day.append(Row(sent[f"from-{name}"].strip(), sent.get(f"to-{name}", "").strip(), suits))
    return rows


def slots_sent(names: Sequence[str]) -> set[tuple[int, int]]:
    """The hours of a menu that were ticked; names that mean none are passed over."""
    found = [SLOT.fullmatch(name) for name in names]
    slots = {(int(match[1]), int(match[2])) for match in found if match}
    return {slot for slot in slots if slot[1] < rules.QUARTERS}


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


class DayForm(Form):
    """One date that is otherwise."""

    on = DateField("Date", [InputRequired("Please choose a date.")])
    kind = RadioField(
        "On this day",
        [InputRequired("Please choose one.")],
        choices=[("not", "I am not free"), ("free", "I am free besides")],
        default="not",
    )
    begins = TimeField("From", [Optional()], description="Leave both empty for the whole day.")
    ends = TimeField("Until", [Optional()], description="12:00 AM (00:00) is midnight, the end of the day.")

    @property
    def span(self) -> tuple[int, int]:
        """Quarters; the whole day where no time is given."""
        begins = rules.quarter(self.begins.data) if self.begins.data is not None else 0
        return begins, rules.end_quarter(self.ends.data) if self.ends.data is not None else rules.QUARTERS


class AwayForm(Form):
    """Days on which somebody isn't there."""

    from_on = DateField("Away from", [InputRequired("Please choose a date.")])
    to_on = DateField("Until, and that day too", [InputRequired("Please choose a date.")])


class CalendarForm(Form):
    """Where somebody's own calendar can be read."""

    url = StringField(
        "Its iCalendar address",
        [InputRequired("Please paste the address."), Length(max=rules.URL_LIMIT, message="This address is too long.")],
        [stripped],
        description="Google, Outlook and Apple call it a secret or published address; it ends in .ics, mostly.",
    )


class MenuForm(Form):
    """What of a menu isn't its hours."""

    minutes = SelectField(
        "Each hour lasts", coerce=int, choices=[(minutes, f"{minutes} minutes") for minutes in rules.MENU_MINUTES]
    )

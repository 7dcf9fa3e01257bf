"""Shapes of what coordinators send about cohorts."""

from datetime import date
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField, TimeField, URLField
from wtforms.validators import URL, DataRequired, Email, Length, NumberRange, Optional, Regexp

from lms.cohorts.models import Role
from lms.cohorts.rules import Pattern
from lms.people.rules import EMAIL_LIMIT, NAME_LIMIT, ZONES
from lms.ui.form import Form, stripped

_LINK = [
    Optional(),
    Length(max=500),
    URL(require_tld=False, message="Please give a whole address, starting with https://."),
]


class DatesField(StringField):
    """Dates, separated by commas or spaces, as YYYY-MM-DD."""

    data: list[date]  # type: ignore[assignment]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(day.isoformat() for day in self.data or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = []
        for word in (valuelist[0] if valuelist else "").replace(",", " ").split():
            try:
                self.data.append(date.fromisoformat(word))
            except ValueError:
                raise ValueError(
                    f"“{word}” isn’t a date. Please write dates like 2026-11-26, separated by commas."
                ) from None


class CohortForm(Form):
    """A new cohort."""

    title = StringField("Name", [DataRequired("Please name the cohort."), Length(max=200)], [stripped])
    slug = StringField(
        "Short name",
        [
            DataRequired("Please give a short name; it stands in addresses."),
            Length(max=80),
            Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                message="Please use small letters, digits and hyphens, like kap-2027-spring.",
            ),
        ],
        [stripped],
        description="Small letters, digits and hyphens; stands in addresses.",
    )
    program = SelectField("Program", coerce=int)
    pattern = SelectField(
        "Rhythm",
        choices=[(p.value, f"One class {p.value}" if p is Pattern.WEEKLY else "Two classes a week") for p in Pattern],
    )
    first_on = DateField("First class", [DataRequired("Please choose the date of the first class.")])
    at = TimeField("Starts at", [DataRequired("Please choose the time at which classes start.")])
    zone = SelectField("In the time zone", choices=ZONES, default="America/New_York")
    minutes = IntegerField("Minutes", [NumberRange(15, 600, "A class lasts between 15 and 600 minutes.")], default=120)
    skipped = DatesField(
        "Dates without a class", description="Holidays and breaks that the rhythm would hit, like 2026-11-26."
    )
    meeting_url = URLField("Meeting link", _LINK, [stripped])


class MoveForm(Form):
    """Another time for a class."""

    on = DateField("Date", [DataRequired("Please choose a date.")])
    at = TimeField("Starts at", [DataRequired("Please choose a time.")])
    meeting_url = URLField("Meeting link for this class only", _LINK, [stripped])


class InviteForm(Form):
    """Somebody to take part."""

    email = StringField(
        "E-mail",
        [
            DataRequired("Please give an e-mail address."),
            Email("This isn’t an e-mail address."),
            Length(max=EMAIL_LIMIT),
        ],
        [stripped],
    )
    name = StringField("Name", [DataRequired("Please give a name."), Length(max=NAME_LIMIT)], [stripped])
    role = SelectField("As", choices=[(r.value, r.value.capitalize()) for r in Role])

"""Shapes of what coordinators send about cohorts."""

from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
    URLField,
)
from wtforms.validators import URL, DataRequired, Email, InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput

from lms.cohorts.dates import NoDate, dates_in
from lms.cohorts.models import Role
from lms.cohorts.rules import OWN_EXTENSION_MOST, SLUG_LIMIT, Pattern
from lms.people.rules import EMAIL_LIMIT, NAME_LIMIT
from lms.ui.form import Form, stripped

_LINK = [
    Optional(),
    Length(max=500),
    URL(require_tld=False, message="Please give a whole address, starting with https://."),
]


class DatesField(StringField):
    """Dates as people write them."""

    data: list[date]  # type: ignore[assignment]

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return ", ".join(day.isoformat() for day in self.data or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = []
        try:
            self.data = dates_in(valuelist[0] if valuelist else "")
        except NoDate as fault:
            raise ValueError(f"“{fault}” isn’t a date. Please write day, month and year, like Nov 26, 2026.") from None


class CohortForm(Form):
    """A new cohort."""

    title = StringField("Name", [DataRequired("Please name the cohort."), Length(max=200)], [stripped])
    slug = StringField(
        "Short name",
        [
            Optional(),
            Length(max=SLUG_LIMIT, message=f"A short name has at most {SLUG_LIMIT} characters."),
            Regexp(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                message="Please use small letters, digits and hyphens, like kap-2027-spring.",
            ),
        ],
        [stripped],
        description="Stands in addresses. Left empty, it is made from the name.",
    )
    program = SelectField("Program", coerce=int)
    pattern = SelectField(
        "Rhythm",
        choices=[(p.value, f"One class {p.value}" if p is Pattern.WEEKLY else "Two classes a week") for p in Pattern],
    )
    first_on = DateField("First class", [DataRequired("Please choose the date of the first class.")])
    at = TimeField("Starts at", [DataRequired("Please choose the time at which classes start.")])
    zone = StringField(
        "In the time zone",
        [DataRequired("Please choose the time zone of the classes.")],
        [stripped],
        render_kw={"list": "zones", "autocomplete": "off"},
        description="Type a city, or the nearest large one.",
    )
    minutes = IntegerField(
        "Minutes",
        [
            InputRequired("Please say how many minutes a class lasts."),
            NumberRange(15, 600, "A class lasts between 15 and 600 minutes."),
        ],
        default=120,
    )
    skipped = DatesField(
        "Dates without a class", description="Holidays and breaks that the rhythm would hit, like Nov 26, 2026."
    )
    meeting_url = URLField("Meeting link", _LINK, [stripped])
    trainers = SelectMultipleField(
        "Trainers",
        coerce=int,
        option_widget=CheckboxInput(),
        description="They are told by e-mail. Others can be invited later.",
    )


class MoveForm(Form):
    """Another time for a class."""

    on = DateField("Date", [DataRequired("Please choose a date.")])
    at = TimeField("Starts at", [DataRequired("Please choose a time.")])
    with_later = BooleanField("Move all classes after it by as much")
    meeting_url = URLField("Meeting link for this class only", _LINK, [stripped])


class EditForm(Form):
    """What can still be said otherwise about a cohort that there is."""

    title = StringField("Name", [DataRequired("Please name the cohort."), Length(max=200)], [stripped])
    meeting_url = URLField("Meeting link", _LINK, [stripped])
    own_extension_days = IntegerField(
        "Days of a learner’s first extension",
        [NumberRange(0, OWN_EXTENSION_MOST, f"Please give a number of days from 0 to {OWN_EXTENSION_MOST}.")],
        description="The first extension of up to so many days is granted by itself. With 0, a person decides on each.",
    )


class RoleForm(Form):
    """What somebody is in a cohort."""

    role = SelectField("Takes part as", choices=[(role.value, role.value.capitalize()) for role in Role])


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

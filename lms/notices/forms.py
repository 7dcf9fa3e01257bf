"""What people choose about notices."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from wtforms import SelectField, TimeField
from wtforms.validators import Optional

from lms.notices.rules import MANNERS, Delivery, Kind
from lms.ui.form import Form

SAID = {
    Delivery.AT_ONCE: "By mail at once",
    Delivery.DAILY: "In a daily digest",
    Delivery.WEEKLY: "In a weekly digest",
    Delivery.APP: "Only in the app",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class ClockField(TimeField):
    """A time of day."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Please give a time of day, like 22:00.") from None


def _hour(hour: int) -> str:
    return f"{time(hour):%-I:%M %p}"


class WishesForm(Form):
    """How each kind reaches one, when digests come, and when no mail does."""

    digest_hour = SelectField("Digests come at", coerce=int, choices=[(hour, _hour(hour)) for hour in range(24)])
    digest_weekday = SelectField("The weekly one on", coerce=int, choices=list(enumerate(WEEKDAYS)))
    quiet_from = ClockField("No mail from", [Optional()])
    quiet_until = ClockField("Until", [Optional()])

    def offer(self, kinds: Sequence[Kind]) -> None:
        """Leave out what this person is never told of."""
        for kind in _CHOSEN:
            if kind not in kinds:
                del self[kind.value]

    @property
    def choices(self) -> dict[Kind, Delivery]:
        """What was chosen, of what was offered."""
        return {kind: Delivery(self[kind.value].data) for kind in _CHOSEN if kind.value in self}

    @property
    def quiet(self) -> tuple[time | None, time | None]:
        return self.quiet_from.data, self.quiet_until.data


_CHOSEN = [kind for kind, manner in MANNERS.items() if not manner.is_mandatory]
for _kind in _CHOSEN:
    _choices = [(delivery.value, said) for delivery, said in SAID.items()]
    setattr(WishesForm, _kind.value, SelectField(MANNERS[_kind].label, choices=_choices))

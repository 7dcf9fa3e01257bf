"""Shapes of what coordinators send about rounds."""

from wtforms import DateTimeLocalField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from lms.roleplays.rounds.rules import MEETING_LEAST, MEETING_MOST
from lms.ui.form import Form

WHEN = [InputRequired("Please give a date and a time.")]


class TimesForm(Form):
    """When a round is, by the cohort's clock."""

    from_at = DateTimeLocalField("Meetings begin from", WHEN)
    until_at = DateTimeLocalField("and are over by", WHEN)
    answer_by_at = DateTimeLocalField(
        "Groups agree on an hour until", WHEN, description="Then the best hour is booked for those that haven’t."
    )
    minutes = IntegerField(
        "Minutes of a meeting",
        [
            InputRequired("Please say how many minutes a meeting lasts."),
            NumberRange(
                MEETING_LEAST, MEETING_MOST, f"A meeting lasts from {MEETING_LEAST} to {MEETING_MOST} minutes."
            ),
        ],
    )

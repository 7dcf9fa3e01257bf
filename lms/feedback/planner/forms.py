"""Shapes of what trainers say about their minutes."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from lms.feedback.planner.rules import MINUTES_MOST
from lms.ui.form import Form


class MinutesForm(Form):
    """How many minutes a week."""

    minutes = IntegerField(
        "Minutes for feedback each week",
        [
            InputRequired("Please give a number of minutes; 0 for a week without."),
            NumberRange(0, MINUTES_MOST, f"Please give a number from 0 to {MINUTES_MOST:,}."),
        ],
        description="From this week on, until you change it. 0 for a week in which you are away.",
    )

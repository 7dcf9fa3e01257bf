"""Shapes of what members say about their hour."""

from wtforms import DateField, HiddenField, TextAreaField, TimeField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from lms.roleplays.agree.rules import WORD_LIMIT
from lms.ui.form import Form, stripped


class HourForm(Form):
    """Another hour, by the clock on one's own wall."""

    on = DateField("Day", validators=[InputRequired("Please choose a day.")])
    at = TimeField("Time", validators=[InputRequired("Please give a time, like 18:30.")])


class AnswerForm(Form):
    """What is said to an hour, or to a question."""

    suits = HiddenField(validators=[AnyOf(["yes", "no"], "Please choose one of the two answers.")])


class AbsenceForm(Form):
    """Why somebody can't come, if they want to say so."""

    word = TextAreaField(
        "A word for your trainers",
        filters=[stripped],
        description="Only trainers and coordinators read it.",
        validators=[Optional(), Length(max=WORD_LIMIT, message=f"Please keep it under {WORD_LIMIT} characters.")],
    )

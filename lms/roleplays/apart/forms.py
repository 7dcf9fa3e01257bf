"""Shapes of what is asked about pairs."""

from wtforms import SelectField
from wtforms.validators import InputRequired

from lms.ui.form import Form

WHO = [InputRequired("Please choose somebody.")]


class MineForm(Form):
    """Whom a learner doesn't want to be with."""

    other = SelectField("I can’t be in a group with", WHO, choices=[])


class PairForm(Form):
    """Two learners."""

    one = SelectField("One", WHO, choices=[])
    other = SelectField("The other", WHO, choices=[])

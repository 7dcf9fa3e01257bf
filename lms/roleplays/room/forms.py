"""What the buttons of a room send."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from lms.roleplays.debrief.rules import LABEL_LIMIT, Difficulty
from lms.roleplays.timing.rules import ABOUT_SOMEBODY, KEY_LIMIT, Press
from lms.ui.form import Form

RELOAD = "Please reload the page and try again."
STEERING = [press.value for press in Press if press not in ABOUT_SOMEBODY]
AGO_MOST_MS = 3_600_000  # an hour without a connection


def _number(most: int, needed: bool = True) -> IntegerField:
    first = InputRequired(RELOAD) if needed else Optional()
    return IntegerField(validators=[first, NumberRange(0, most, RELOAD)], widget=HiddenInput())


class KeyForm(Form):
    """One pressing; its key lets it count once, however often it is sent."""

    key = HiddenField(validators=[DataRequired(RELOAD), Length(max=KEY_LIMIT)])


class PressForm(KeyForm):
    """A button of the clock, and the clock that was seen."""

    press = HiddenField(validators=[AnyOf(STEERING, RELOAD)])
    beat = _number(1_000_000)
    step = _number(100)


class AbsenceForm(Form):
    """Who isn't here."""

    person = _number(2_147_483_647)


class MarkForm(Form):
    """A mark at a point of the checklist; none takes it back."""

    turn = _number(10)
    point = _number(100)
    mark = HiddenField(validators=[Length(max=100)])


class MarkerForm(KeyForm):
    """A moment, `ago` milliseconds before it was sent."""

    label = HiddenField(validators=[DataRequired(RELOAD), Length(max=LABEL_LIMIT)])
    ago = _number(AGO_MOST_MS, needed=False)


class MarkerRemovalForm(Form):
    """A marker that wasn't meant."""

    turn = _number(10)
    marker = _number(2_147_483_647)


class ChoiceForm(Form):
    """How strongly to play the client, or how being the therapist was."""

    intensity = _number(10, needed=False)
    difficulty = HiddenField(validators=[Optional(), AnyOf([each.value for each in Difficulty], RELOAD)])

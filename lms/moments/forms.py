"""What every form sends that pins something to a moment."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from lms.moments.rules import KEY_LIMIT, LATEST_MS
from lms.ui.form import Form


class KeyedForm(Form):
    """Something to say; its key lets it be said once, however often it is sent."""

    key = HiddenField(validators=[DataRequired("Please reload the page and send again."), Length(max=KEY_LIMIT)])


class PinForm(KeyedForm):
    """The same, at a moment."""

    at_ms = IntegerField(
        "Moment",
        [InputRequired("Please reload the page and send again."), NumberRange(0, LATEST_MS)],
        widget=HiddenInput(),
    )


class EditForm(Form):
    """Other words for what was said; `seen` says how often they had been changed before."""

    seen = IntegerField("Version", [InputRequired("Please reload the page."), NumberRange(0)], widget=HiddenInput())

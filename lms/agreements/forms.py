"""What somebody signs with."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from lms.people.rules import NAME_LIMIT
from lms.ui.form import Form, stripped


class SignForm(Form):
    """One's name, and the box that says that it is meant."""

    name = StringField(
        "Your name",
        [DataRequired("Please type your name."), Length(max=NAME_LIMIT)],
        [stripped],
        render_kw={"autocomplete": "name"},
        description="As it stands in your account.",
    )
    agrees = BooleanField(
        "I have read this agreement, and I will keep to it.",
        [DataRequired("Please tick the box if you agree. Without it, recordings of real care stay closed to you.")],
    )
    sha256 = HiddenField()

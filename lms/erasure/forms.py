"""How an erasure is confirmed."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from lms.people.rules import EMAIL_LIMIT
from lms.ui.form import Form, stripped


class ErasureForm(Form):
    """The address of the account that is meant, typed."""

    confirmation = StringField(
        "E-mail address of the account",
        [
            DataRequired("Please type the e-mail address, so that nobody else is erased by mistake."),
            Length(max=EMAIL_LIMIT),
        ],
        [stripped],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "inputmode": "email"},
    )

"""What is sent to edit a message, or to take one away."""

from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from lms.feedback.models import Message
from lms.feedback.rules import MESSAGE_LIMIT
from lms.feedback.words.rules import SAID
from lms.practice.rules import as_typed
from lms.ui.form import Form


class RewordForm(Form):
    """Other words for a message; `seen` says how often it had been changed before."""

    text = TextAreaField(
        "New words",
        [
            DataRequired("Please write something before you save it. A message can be taken back instead."),
            Length(
                max=MESSAGE_LIMIT, message=f"A message has at most {MESSAGE_LIMIT:,} characters. Please shorten it."
            ),
        ],
        [as_typed],
    )
    seen = IntegerField("Version", [InputRequired("Please reload the page."), NumberRange(0)], widget=HiddenInput())


def reword_form(message: Message, sent: bool = False) -> RewordForm:
    """The form beside a message: with what was sent, or with its words as they are."""
    form = RewordForm() if sent else RewordForm(None, text=message.text, seen=len(message.earlier))
    form.text.id = f"message-{message.id}-text"  # beside other forms on one page
    return form


class RemoveForm(Form):
    """Why a message is taken away."""

    why = SelectField("Why", choices=[(why.value, said) for why, said in SAID.items()])

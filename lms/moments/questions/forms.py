"""What people send to ask and to answer."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from lms.moments.forms import EditForm, KeyedForm, PinForm
from lms.moments.questions.rules import TEXT_LIMIT
from lms.practice.rules import as_typed


def _text(label: str, id: str | None = None) -> TextAreaField:
    return TextAreaField(
        label,
        [
            DataRequired("Please write something before you send it."),
            Length(max=TEXT_LIMIT, message=f"It has at most {TEXT_LIMIT:,} characters. Please say it in two."),
        ],
        [as_typed],
        id=id,  # beside other forms on one page
    )


class AskForm(PinForm):
    """A question at a moment."""

    text = _text("Your question", "question-text")


class AnswerForm(KeyedForm):
    """An answer."""

    text = _text("Your answer")


class ChangeForm(EditForm):
    """Other words for either."""

    text = _text("New words")

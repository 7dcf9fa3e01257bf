"""Which part of the overview to show, and what is written to learners."""

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.core.paging import number_in
from lms.overview.rules import KEY_LIMIT, TEXT_LIMIT, Filters, Mark, State
from lms.practice.rules import as_typed
from lms.ui.form import Form, stripped

STATES: dict[str, State | Mark] = {choice.value: choice for choice in (*State, *Mark)}


class FilterForm(Form):
    """Part of the overview."""

    class Meta:
        csrf = False

    class_number = SelectField("Class", validate_choice=False)
    state = SelectField(
        "Anything that is",
        validate_choice=False,
        choices=[("", "In any state"), *((name, name.capitalize()) for name in STATES)],
    )
    behind = BooleanField("Only who is behind")

    def filters(self) -> Filters:
        """What was chosen; what makes no sense is left out."""
        state = STATES.get(self.state.data or "")
        return Filters(number_in(self.class_number.data), state, bool(self.behind.data))

    def offer(self, classes: Sequence[tuple[int, str]]) -> None:
        """The classes to choose from."""
        self.class_number.choices = [
            ("", "All classes"),
            *((str(number), f"{number}. {title}") for number, title in classes),
        ]


class LetterForm(Form):
    """What is written to one or several learners."""

    text = TextAreaField(
        "Your message",
        [
            DataRequired("Please write something before you send it."),
            Length(max=TEXT_LIMIT, message=f"A message has at most {TEXT_LIMIT:,} characters. Please shorten it."),
        ],
        [as_typed, stripped],
        description="It leaves the house by e-mail: nothing about clients belongs in it.",
    )
    key = HiddenField(validators=[DataRequired("Please reload the page and send again."), Length(max=KEY_LIMIT)])

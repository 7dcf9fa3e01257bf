"""Shapes of what people send in threads."""

from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from lms.feedback.queue import Filters
from lms.feedback.rules import KEY_LIMIT, MESSAGE_LIMIT, QUOTE_LIMIT
from lms.practice.rules import as_typed
from lms.ui.form import Form, stripped


class MessageForm(Form):
    """Something to say, and the passage that it is about."""

    text = TextAreaField(
        "Your message",
        [
            DataRequired("Please write something before you send it."),
            Length(
                max=MESSAGE_LIMIT, message=f"A message has at most {MESSAGE_LIMIT:,} characters. Please say it in two."
            ),
        ],
        [as_typed],
        description="Markdown: **bold**, *italic*, lists and > quotes.",
    )
    quote = TextAreaField(
        "Passage that this is about",
        [
            Length(
                max=QUOTE_LIMIT,
                message=f"A passage has at most {QUOTE_LIMIT:,} characters. Please choose a shorter one.",
            ),
        ],
        [as_typed],
        description="Select it in the text, or copy it here word by word.",
    )
    position = HiddenField()
    version = HiddenField()
    key = HiddenField(validators=[DataRequired("Please reload the page and send again."), Length(max=KEY_LIMIT)])
    seen = HiddenField(default="0")

    def number(self, name: str) -> int | None:
        """A hidden number; None for none, or for what was tampered with."""
        text = str(self[name].data or "")
        return int(text) if text.isdecimal() and len(text) < 12 else None


class QueueForm(Form):
    """Which part of the queue to show."""

    class Meta:
        csrf = False

    cohort = SelectField("Cohort", validate_choice=False)
    class_number = IntegerField("Class", [Optional(), NumberRange(1, 99)])
    learner = StringField("Learner", [Length(max=80)], [stripped])

    def filters(self, cohort_id: int | None) -> Filters:
        """What was chosen, and the cohort that its short name stands for; what makes no sense is left out."""
        fits = self.validate()
        return Filters(cohort_id, self.class_number.data if fits else None, self.learner.data or None)

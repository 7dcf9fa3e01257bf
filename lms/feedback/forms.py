"""Shapes of what people send in threads."""

from collections.abc import Sequence

from wtforms import HiddenField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.cohorts.models import Cohort
from lms.core.paging import number_in
from lms.feedback.queue import Choices, Filters, Whose
from lms.feedback.rules import FIELD_LIMIT, KEY_LIMIT, MESSAGE_LIMIT, QUOTE_LIMIT
from lms.practice.rules import as_typed
from lms.program.rules import PracticeKind
from lms.ui.form import Form, stripped


class MessageForm(Form):
    """Something to say, and the passage that it is about."""

    text = TextAreaField(
        "Your message",
        [
            Length(
                max=MESSAGE_LIMIT, message=f"A message has at most {MESSAGE_LIMIT:,} characters. Please say it in two."
            ),
        ],
        [as_typed],
    )
    file_id = StringField(validators=[Length(max=KEY_LIMIT)])
    """The key of what was recorded and sent, where something is spoken."""
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
    field = StringField("Field that this is about", [Length(max=FIELD_LIMIT)], [stripped])
    version = HiddenField()
    key = HiddenField(validators=[DataRequired("Please reload the page and send again."), Length(max=KEY_LIMIT)])
    seen = HiddenField(default="0")
    held_by = HiddenField()
    """Of whom the trainer knows that they are at it, and answers all the same."""
    onward = SubmitField("Send and next")

    def number(self, name: str) -> int | None:
        """A hidden number; None for none, or for what was tampered with."""
        text = str(self[name].data or "")
        return int(text) if text.isdecimal() and len(text) < 12 else None


class SettleForm(Form):
    """What a trainer has seen who says that it needs no answer."""

    seen = HiddenField()
    version_id = HiddenField()


class QueueForm(Form):
    """Which part of the queue to show."""

    class Meta:
        csrf = False

    cohort = SelectField("Cohort", validate_choice=False)
    class_number = SelectField("Class", validate_choice=False)
    kind = SelectField("Kind of work", validate_choice=False)
    learner = StringField("Learner", [Length(max=80)], [stripped])
    whose = HiddenField()
    order = HiddenField()
    """"waiting" for the order of waiting alone, without the plan."""

    def filters(self, cohort_id: int | None) -> Filters:
        """What was chosen, and the cohort that its short name stands for; what makes no sense is left out."""
        kind = PracticeKind(self.kind.data) if self.kind.data in list(PracticeKind) else None
        whose = Whose(self.whose.data) if self.whose.data in list(Whose) else None
        learner = (self.learner.data or "")[:80] or None
        return Filters(cohort_id, number_in(self.class_number.data), kind, learner, whose)

    @property
    def by_plan(self) -> bool:
        return self.order.data != "waiting"

    def offer(self, cohorts: Sequence[Cohort], choices: Choices) -> None:
        """What there is to choose from, which is worth asking only where it is more than one."""
        self.cohort.choices = [("", "All my cohorts"), *((cohort.slug, cohort.title) for cohort in cohorts)]
        self.class_number.choices = [
            ("", "All classes"),
            *((str(number), f"{number}. {title}" if title else f"Class {number}") for number, title in choices.classes),
        ]
        self.kind.choices = [("", "Every kind"), *((kind.value, kind.value.capitalize()) for kind in choices.kinds)]

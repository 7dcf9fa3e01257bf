"""What people send to set a prompt, and to answer one."""

from typing import Self

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from lms.moments.forms import EditForm, PinForm
from lms.moments.prompts.rules import ANSWER_LIMIT, EXPERT_LIMIT, QUESTION_LIMIT, AnsweredBy
from lms.practice.rules import ATTESTATION, UNATTESTED, as_typed
from lms.ui.form import Form


def _text(label: str, limit: int, missing: str, id: str | None = None) -> TextAreaField:
    too_long = f"It has at most {limit:,} characters. Please say it more shortly."
    return TextAreaField(label, [DataRequired(missing), Length(max=limit, message=too_long)], [as_typed], id=id)


def _answered_by(id: str | None = None) -> SelectField:
    choices = [
        (AnsweredBy.EITHER.value, "In writing or by voice"),
        (AnsweredBy.VOICE.value, "By voice"),
        (AnsweredBy.TEXT.value, "In writing"),
    ]
    return SelectField("How it is answered", choices=choices, coerce=AnsweredBy, default=AnsweredBy.EITHER, id=id)


class PromptForm(PinForm):
    """A new prompt."""

    question = _text("Ask at this moment", QUESTION_LIMIT, "Please write what it asks.", "prompt-question")
    expert = _text("What an expert would say", EXPERT_LIMIT, "Please write what an expert would say.", "prompt-expert")
    answered_by = _answered_by("prompt-answered-by")


class ChangeForm(EditForm):
    """Other words for a prompt."""

    question = _text("Ask at this moment", QUESTION_LIMIT, "Please write what it asks.")
    expert = _text("What an expert would say", EXPERT_LIMIT, "Please write what an expert would say.")
    answered_by = _answered_by()


class AnswerForm(Form):
    """What a learner would say: words, a recording that was sent, or both."""

    text = TextAreaField(
        "Your answer",
        [Length(max=ANSWER_LIMIT, message=f"It has at most {ANSWER_LIMIT:,} characters. Please say it more shortly.")],
        [as_typed],
    )
    file_id = HiddenField()
    asked = HiddenField()
    """Which wording of the prompt it answers; what doesn't say answers the newest."""
    attested = BooleanField(ATTESTATION)

    def of(self, prompt_id: int) -> Self:
        """The same, with fields that are told apart from those of other prompts on the page."""
        self.text.id, self.attested.id = f"prompt-{prompt_id}-answer", f"prompt-{prompt_id}-attested"
        return self

    def validate_attested(self, field: BooleanField) -> None:
        """Before what was recorded is read."""
        if self.file_id.data and not field.data:
            raise ValidationError(UNATTESTED)

    def validate_text(self, field: TextAreaField) -> None:
        if not field.data.strip() and not self.file_id.data:
            raise ValidationError("Please say what you would say, or skip it.")

"""What people send to set a prompt, and to answer one."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from lms.moments.forms import EditForm, PinForm
from lms.moments.prompts.rules import ANSWER_LIMIT, EXPERT_LIMIT, QUESTION_LIMIT
from lms.practice.rules import as_typed
from lms.ui.form import Form


def _text(label: str, limit: int, missing: str, id: str | None = None) -> TextAreaField:
    too_long = f"It has at most {limit:,} characters. Please say it more shortly."
    return TextAreaField(label, [DataRequired(missing), Length(max=limit, message=too_long)], [as_typed], id=id)


class PromptForm(PinForm):
    """A new prompt."""

    question = _text("Ask at this moment", QUESTION_LIMIT, "Please write what it asks.", "prompt-question")
    expert = _text("What an expert would say", EXPERT_LIMIT, "Please write what an expert would say.", "prompt-expert")


class ChangeForm(EditForm):
    """Other words for a prompt."""

    question = _text("Ask at this moment", QUESTION_LIMIT, "Please write what it asks.")
    expert = _text("What an expert would say", EXPERT_LIMIT, "Please write what an expert would say.")


class AnswerForm(Form):
    """What a learner would say."""

    text = _text("Your answer", ANSWER_LIMIT, "Please write what you would say, or skip it.")

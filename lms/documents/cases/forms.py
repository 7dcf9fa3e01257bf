"""What people write about a case."""

from collections.abc import Mapping

from wtforms import BooleanField, HiddenField, IntegerField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from lms.documents.cases.models import CaseAnswer, CaseCommentary
from lms.documents.cases.rules import ANSWER_LIMIT, COMMENTARY_LIMIT, KEY_LIMIT, MESSAGE_LIMIT, Stage
from lms.practice.rules import as_typed
from lms.ui.form import SENT, Form


def _most(limit: int) -> Length:
    return Length(max=limit, message=f"At most {limit:,} characters, please.")


class SavedForm(Form):
    """Words that are saved as they are typed; `seen` says how often they had been saved before."""

    seen = IntegerField(validators=[InputRequired("Please reload the page."), NumberRange(0)], widget=HiddenInput())


class AnswersForm(SavedForm):
    """An answer to each question of a stage; `answers_form` adds the fields."""

    questions: int = 0

    @property
    def said(self) -> dict[str, str]:
        """By the place of the question, from "0"."""
        return {str(place): self[f"answer-{place}"].data or "" for place in range(self.questions)}


class CommentaryForm(SavedForm):
    """What a trainer says of a stage."""

    text = TextAreaField("Commentary", [_most(COMMENTARY_LIMIT)], [as_typed], id="commentary")
    release = BooleanField("Let those who have answered read it")


class MessageForm(Form):
    """What somebody says about a stage."""

    text = TextAreaField(
        "Your message", [DataRequired("Please write something before you send it."), _most(MESSAGE_LIMIT)], [as_typed]
    )
    key = HiddenField(validators=[InputRequired("Please reload the page."), Length(max=KEY_LIMIT)])


class OpeningForm(Form):
    """For whom a stage is opened."""

    person = IntegerField(validators=[InputRequired("Please name somebody.")])
    stage = IntegerField(validators=[InputRequired("Please name a stage.")])


def answers_form(stage: Stage, answer: CaseAnswer | None, sent: bool = False) -> AnswersForm:
    """The form of a stage's questions, with what is kept, or what was sent."""
    kept: Mapping[str, str] = answer.answers if answer else {}
    questions = stage.questions
    fields = {
        f"answer-{place}": TextAreaField(asked, [_most(ANSWER_LIMIT)], [as_typed])
        for place, asked in enumerate(questions)
    }
    made = type("StageForm", (AnswersForm,), {**fields, "questions": len(questions)})
    values = {f"answer-{place}": kept.get(str(place), "") for place in range(len(questions))}
    return made(SENT if sent else None, data={**values, "seen": answer.saved if answer else 0})


def commentary_form(found: CaseCommentary | None) -> CommentaryForm:
    """The form with what is kept."""
    values = {"text": found.text, "seen": found.saved} if found else {"text": "", "seen": 0}
    return CommentaryForm(None, **values)

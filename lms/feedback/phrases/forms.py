"""Shapes of what trainers send about phrases."""

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput

from lms.core.paging import number_in
from lms.feedback.phrases.queries import Part
from lms.feedback.phrases.rules import MEANINGS, PHRASE_LIMIT
from lms.people.rules import NAME_LIMIT
from lms.practice.rules import as_typed
from lms.program.rules import Competency
from lms.ui.form import Form, stripped
from lms.videos.tracks.rules import fold

FILLED_IN = "; ".join(f"{each.written} is {meaning}" for each, meaning in MEANINGS.items())


class PhraseForm(Form):
    """A phrase, and what it is about."""

    text = TextAreaField(
        "Phrase",
        [
            DataRequired("Please write the phrase."),
            Length(max=PHRASE_LIMIT, message=f"A phrase has at most {PHRASE_LIMIT:,} characters."),
        ],
        [as_typed],
        description=f"Filled in when it is inserted: {FILLED_IN}.",
    )
    codes = SelectMultipleField("About", option_widget=CheckboxInput())
    is_sure = BooleanField("It is no learner’s name")
    learner = HiddenField(validators=[Length(max=NAME_LIMIT)])
    """Whose work was on the page from which it is kept, so that their name is noticed in any spelling."""

    def offer(self, competencies: Sequence[Competency]) -> None:
        """What a phrase can be about."""
        self.codes.choices = [(each.code, f"{each.code} {each.title}") for each in competencies]


class ProgramForm(Form):
    """With the trainers of which program."""

    program = HiddenField()
    is_sure = BooleanField("It is no learner’s name")

    def among(self, program_ids: Sequence[int]) -> int | None:
        """The program that is meant, of these; where there is one, it need not be said. None for another."""
        if not self.program.data and len(program_ids) == 1:
            return program_ids[0]
        number = number_in(self.program.data)
        return number if number in program_ids else None


class PartForm(Form):
    """Which part of the bank to show."""

    class Meta:
        csrf = False

    q = StringField("Words", [Length(max=100)], [stripped])
    code = SelectField("About", validate_choice=False)
    whose = HiddenField()

    def offer(self, competencies: Sequence[Competency]) -> None:
        """What there is to choose from."""
        self.code.choices = [("", "Everything"), *((each.code, f"{each.code} {each.title}") for each in competencies)]

    @property
    def part(self) -> Part:
        words = fold((self.q.data or "")[:100]).split()[:8]
        return Part(self.whose.data == "others", words, (self.code.data or "")[:20] or None)

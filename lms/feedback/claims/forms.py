"""Shapes of what trainers send about whose work it is."""

from collections.abc import Sequence

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Length

from lms.core.paging import number_in
from lms.feedback.claims.rules import NOTE_LIMIT
from lms.people.models import Person
from lms.practice.rules import as_typed
from lms.ui.form import Form


class HandoverForm(Form):
    """To whom, and what they should know."""

    to = SelectField("Give it to", validate_choice=False)
    note = TextAreaField(
        "Note",
        [Length(max=NOTE_LIMIT, message=f"A note has at most {NOTE_LIMIT} characters.")],
        [as_typed],
        description="Only trainers see it. It isn't in the e-mail that they get.",
    )
    whose = HiddenField()

    def offer(self, trainers: Sequence[Person], is_somebodys: bool) -> None:
        pool = [("", "Nobody: back into the pool")] if is_somebodys else []
        self.to.choices = [*((str(trainer.id), trainer.name) for trainer in trainers), *pool]

    @property
    def seen_id(self) -> int | None:
        """Whose it was when the form was made."""
        return number_in(self.whose.data)

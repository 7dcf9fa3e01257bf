"""What a trainer sends to have a teaching clip shown."""

from collections.abc import Iterable

from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired

from lms.program.models import Demonstration
from lms.ui.form import Form


class ClipForm(Form):
    """Where a teaching clip is shown."""

    demonstration = SelectField(
        "Show it at", [DataRequired("Please choose a demonstration.")], coerce=int, validate_choice=True
    )
    is_everybody = BooleanField(
        "Everybody who can be seen or heard in it stands in the list above",
        [DataRequired("Please ask everybody who can be seen or heard, and confirm it here.")],
    )

    def offer(self, places: Iterable[Demonstration]) -> None:
        self.demonstration.choices = [
            (one.id, f"Class {one.program_class.number}: {one.code} {one.title}") for one in places
        ]

"""Shapes of what is sent about calibrations."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.core.paging import number_in
from lms.feedback.reviews.rules import POINT_LIMIT
from lms.practice.rules import as_typed
from lms.ui.form import Form, stripped


class WhoseForm(Form):
    """Whose work to look for."""

    class Meta:
        csrf = False

    learner = StringField("Learner", [Length(max=80)], [stripped])


class SetUpForm(Form):
    """Which version trainers are to rate."""

    version = HiddenField(validators=[DataRequired("Please choose a piece of work.")])

    @property
    def version_id(self) -> int | None:
        return number_in(self.version.data)


class RatingForm(Form):
    """What goes with the levels, which the rubric on the page sends."""

    note = TextAreaField(
        "What decided it",
        [Length(max=POINT_LIMIT, message=f"At most {POINT_LIMIT:,} characters, please.")],
        [as_typed],
        description="For the other trainers, who read it once they have rated as well.",
    )

"""Shapes of what people send about more time."""

from wtforms import DateField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.practice.extensions.rules import REASON_LIMIT, SAID_LIMIT
from lms.practice.rules import as_typed
from lms.ui.form import Form, stripped


class AskForm(Form):
    """A wish for more time."""

    wished_on = DateField("Until the end of", [DataRequired("Please choose a day.")])
    reason = TextAreaField(
        "Why you need it",
        [
            DataRequired("Please say in a few words why you need more time."),
            Length(max=REASON_LIMIT, message=f"Please say it in at most {REASON_LIMIT:,} characters."),
        ],
        [as_typed, stripped],
        description="Your trainers and coordinators read it. You need not go into anything private.",
    )


class GrantForm(Form):
    """More time for somebody."""

    until_on = DateField("Until the end of", [DataRequired("Please choose a day.")])
    said = TextAreaField(
        "A word to the learner",
        [Length(max=SAID_LIMIT, message=f"Please say it in at most {SAID_LIMIT:,} characters.")],
        [as_typed, stripped],
        id="granted-said",  # beside the other form on one page
    )


class RefuseForm(Form):
    """A request that can't be granted."""

    said = TextAreaField(
        "Why not",
        [
            DataRequired("Please say why, so that the learner knows where they stand."),
            Length(max=SAID_LIMIT, message=f"Please say it in at most {SAID_LIMIT:,} characters."),
        ],
        [as_typed, stripped],
        id="refused-said",
    )

"""What trainers send about a document."""

from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, Length

from lms.documents.approving.rules import WORDS_LIMIT, Verdict
from lms.practice.rules import as_typed
from lms.ui.form import Form


class DecisionForm(Form):
    """A verdict, and what is said of it."""

    words = TextAreaField(
        "What you say of it",
        [Length(max=WORDS_LIMIT, message=f"Please say it in at most {WORDS_LIMIT:,} characters.")],
        [as_typed],
        description="Needed where it is returned: what is to be changed. It is said in the conversation.",
    )
    verdict = HiddenField(validators=[AnyOf([each.value for each in Verdict], message="Please choose one of the two.")])

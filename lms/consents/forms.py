"""What managers of videos and the people in them send."""

from wtforms import BooleanField, DateField, EmailField, RadioField, StringField
from wtforms.validators import DataRequired, Email, Length, Optional

from lms.people.rules import EMAIL_LIMIT, NAME_LIMIT
from lms.ui.form import Form, stripped

AGREE, WITHDRAW, DENY = "agree", "withdraw", "deny"


class RecordedForm(Form):
    """Somebody who is in a video."""

    name = StringField("Name", [DataRequired("Please give a name."), Length(max=NAME_LIMIT)], [stripped])
    email = EmailField(
        "E-mail",
        [
            DataRequired("Please give an e-mail address."),
            Email("This isn’t a whole e-mail address."),
            Length(max=EMAIL_LIMIT),
        ],
        [stripped],
        description="Whoever has an account is asked there; anybody else gets a letter with a link.",
    )
    teaching = BooleanField("Ask as well whether it may be used as a teaching clip")


class ClipPersonForm(RecordedForm):
    """Somebody else who is in a recording that is proposed as a teaching clip."""

    teaching = None


class ExpiryForm(Form):
    """A video's last day."""

    last_on = DateField(
        "Last day", [Optional()], description="It is deleted for good after that day. Leave it empty to keep it."
    )


class AnswerForm(Form):
    """What somebody who is in a video says."""

    answer = RadioField("Answer", [DataRequired()], choices=[AGREE, WITHDRAW, DENY])

"""Every component in every state on one page, for those who write pages. Not in production."""

from datetime import timedelta

from flask import Blueprint
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock
from lms.core.errors import Refused
from lms.ui.form import Form
from lms.ui.page import page

bp = Blueprint("showcase", __name__)


class ShownForm(Form):
    """One field of each kind."""

    name = StringField("Name", [DataRequired()], description="As it stands on the certificate.")
    day = DateField("Date", [DataRequired()])
    kind = SelectField("Kind", choices=["text", "recording"])
    text = TextAreaField("Your words", [DataRequired()])
    role = RadioField("As", choices=["learner", "trainer"])
    agree = BooleanField("I agree")


class AnswerForm(Form):
    """What a composer sends."""

    text = TextAreaField("Your answer", [DataRequired()])


@bp.get("/style")
@needs(May.SEE_PUBLIC)
def style() -> Response:
    faulty = ShownForm(prefix="faulty-")
    for field in ("name", "day"):
        faulty.refuse(Refused("Please fill this in.", field))
    now = clock.now()
    return page(
        "style.html",
        fresh=ShownForm(),
        faulty=faulty,
        fresh_answer=AnswerForm(prefix="answer-"),
        now=now,
        soon=now + timedelta(hours=2),
    )

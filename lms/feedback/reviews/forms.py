"""Shapes of what trainers prepare, and of what learners say to it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from wtforms import BooleanField, DateTimeLocalField, HiddenField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from lms.core.errors import Refused
from lms.core.paging import number_in
from lms.core.timecode import ms_of
from lms.feedback.reviews import rules
from lms.feedback.reviews.actions import Place
from lms.feedback.rules import FIELD_LIMIT, KEY_LIMIT, QUOTE_LIMIT
from lms.practice.rules import as_typed
from lms.practice.steps.rules import STEP_LIMIT
from lms.ui.form import Form, stripped

TOO_LONG = f"At most {rules.POINT_LIMIT:,} characters. Please say it in two."


class RemarkForm(Form):
    """A remark, and what it is about."""

    text = TextAreaField("Remark", [Length(max=rules.POINT_LIMIT, message=TOO_LONG)], [as_typed], id="remark-text")
    file_id = StringField(validators=[Length(max=KEY_LIMIT)])
    """The key of what was recorded and sent, where the remark is spoken."""
    start = StringField("From", [Length(max=10)], [stripped], id="remark-start")
    end = StringField("To", [Length(max=10)], [stripped], id="remark-end")
    quote = TextAreaField(
        "Passage that this is about",
        [Length(max=QUOTE_LIMIT, message=f"A passage has at most {QUOTE_LIMIT:,} characters.")],
        [as_typed],
        description="Select it in the text, or copy it here word by word.",
        id="remark-quote",
    )
    position = HiddenField(id="remark-position")
    field = StringField("Field that this is about", [Length(max=FIELD_LIMIT)], [stripped], id="remark-field")
    recording = HiddenField(id="remark-recording")
    is_later = BooleanField("A further point, for later", id="remark-later")
    key = HiddenField(
        validators=[DataRequired("Please reload the page and send again."), Length(max=KEY_LIMIT)],
        id="remark-key",
    )

    def place(self) -> Place:
        """What the remark is about. Raises Refused("start") or ("end") for a time that can't be read."""
        return Place(
            number_in(self.recording.data),
            _moment(self.start),
            _moment(self.end),
            (self.quote.data or "").strip("\n") or None,
            number_in(self.position.data),
            self.field.data or None,
        )


class ReviewForm(Form):
    """What a review says of the whole."""

    keep = TextAreaField(
        "Keep", [Length(max=rules.POINT_LIMIT, message=TOO_LONG)], [as_typed],
        description="One strength, with the moment or the words that show it.",
    )  # fmt: skip
    try_next = TextAreaField(
        "Try next", [Length(max=rules.POINT_LIMIT, message=TOO_LONG)], [as_typed],
        description="One thing. It becomes the goal of the next attempt.",
    )  # fmt: skip
    seen = HiddenField(default="0", id="review-seen")
    """How often the review had been saved when the page was made."""
    last_message = HiddenField(default="0", id="review-last-message")
    held_by = HiddenField(id="review-held-by")
    """Of whom the trainer knows that they are at it, and releases all the same."""
    release_on = DateTimeLocalField("Release on", [Optional()])
    later = SubmitField("Release then")
    onward = SubmitField("Release and next")

    def day(self, zone: ZoneInfo) -> datetime | None:
        """The instant that was chosen, in the trainer's own zone."""
        return self.release_on.data.replace(tzinfo=zone) if self.release_on.data else None

    def count(self, name: str) -> int:
        """A hidden number; 0 for what was tampered with."""
        return number_in(self[name].data) or 0


class StepForm(Form):
    """A next step as the learner takes it on."""

    own_words = TextAreaField("In your own words", [Length(max=STEP_LIMIT, message=TOO_LONG)], [as_typed])


def _moment(field: StringField) -> int | None:
    if not field.data:
        return None
    found = ms_of(field.data)
    if found is None:
        raise Refused("Please write a moment as minutes and seconds: 3:12.", field.name)
    return found

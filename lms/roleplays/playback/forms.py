"""Shapes of what is said about recordings of role plays."""

from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from lms.core.errors import Refused
from lms.practice.rules import FOR_GROUP, QUESTION_LIMIT, Reflection, as_typed
from lms.roleplays.playback import rules
from lms.ui.form import Form, stripped


class RecordingForm(Form):
    """The key of an upload that came in pieces, and whether it was recorded in the room."""

    file_id = HiddenField()
    is_live = HiddenField()


class LineUpForm(Form):
    """At which moment of the recording the shared clock started."""

    starts = StringField(
        "The shared clock starts at",
        filters=[stripped],
        description="Minutes and seconds of the recording, like 1:05; -0:20 where the recording began later.",
    )

    @property
    def starts_ms(self) -> int:
        """Raises Refused("starts") for what means no moment."""
        found = rules.meant(self.starts.data or "")
        if found is None:
            raise Refused("Please give minutes and seconds, like 1:05, at most 12 hours.", "starts")
        return found


class HandInForm(Form):
    """What is said with the recording of a role play."""

    question = TextAreaField(
        "Your question to your trainers",
        [Length(max=QUESTION_LIMIT, message=f"Please ask it in at most {QUESTION_LIMIT:,} characters.")],
        [as_typed],
        description="One question, if you have one.",
    )
    attested = BooleanField(Reflection(is_for_group=True).attestation, render_kw={"value": FOR_GROUP}, default=False)

    def reflection(self, take_ids: frozenset[int]) -> Reflection:
        return Reflection(take_ids, self.question.data or "", bool(self.attested.data), is_for_group=True)

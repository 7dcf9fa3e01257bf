"""Shapes of what peers write, and of what authors and trainers say to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from lms.core.errors import Refused
from lms.core.paging import number_in
from lms.feedback.peers import rules
from lms.feedback.peers.actions import Said
from lms.feedback.peers.rules import Why
from lms.practice.rules import as_typed
from lms.ui.form import SENT, Form

TOO_LONG = f"At most {rules.POINT_LIMIT:,} characters. Please say it in fewer."
SHORT = [Length(max=rules.POINT_LIMIT, message=TOO_LONG)]
STILL_EMPTY = "Please write something here before you hand in."


class PeerForm(Form):
    """What a peer says of the whole; `form_for` adds a field for each question."""

    keep = TextAreaField("Keep", SHORT, [as_typed], description="One strength, with the place that shows it.")
    try_next = TextAreaField("Try next", SHORT, [as_typed], description="One thing that would help most.")
    seen = HiddenField(default="0")
    """How often the review had been saved when the page was made."""

    def said(self, questions: Sequence[str], levels: Mapping[str, int]) -> Said:
        """What stands in it."""
        answers = {question: self[f"answer_{number}"].data or "" for number, question in enumerate(questions)}
        return Said(self.keep.data or "", self.try_next.data or "", answers, levels)

    def refuse_gaps(self, said: Said) -> bool:
        """Put a word beside each field that is still empty; whether there is one."""
        gaps = rules.missing_fields(said.keep, said.try_next, list(said.answers.values()))
        for name in gaps:
            self.refuse(Refused(STILL_EMPTY, name))
        return bool(gaps)

    @property
    def seen_count(self) -> int:
        return number_in(self.seen.data) or 0


def form_for(questions: Sequence[str], sent: Any = SENT, **values: Any) -> PeerForm:
    """The form with these questions."""

    class Asked(PeerForm):
        pass

    for number, question in enumerate(questions):
        setattr(Asked, f"answer_{number}", TextAreaField(question, SHORT, [as_typed]))
    return Asked(sent, **values)


class DeclineForm(Form):
    """Why a peer gives work back."""

    why = RadioField(
        "Why?",
        [InputRequired("Please choose one.")],
        choices=[
            (Why.KNOWN.value, "We know each other too well, or there is another conflict of interest"),
            (Why.TIME.value, "I can’t do it in time"),
            (Why.OTHER.value, "Something else"),
        ],
    )
    reason = TextAreaField(
        "What your trainers should know",
        [Length(max=rules.REASON_LIMIT, message=f"At most {rules.REASON_LIMIT:,} characters.")],
        [as_typed],
        description="The author doesn’t see it.",
    )


class HideForm(Form):
    """Why the author shall not read a review."""

    reason = TextAreaField(
        "Why?",
        [
            DataRequired("Please say why. It stays on record, for trainers and coordinators."),
            Length(max=rules.REASON_LIMIT, message=f"At most {rules.REASON_LIMIT:,} characters."),
        ],
        [as_typed],
        description="Trainers and coordinators read it, and whoever wrote the review.",
    )

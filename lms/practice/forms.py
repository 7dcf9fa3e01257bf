"""Shapes of what learners send about their work."""

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from lms.practice.drills.rules import Felt
from lms.practice.rules import (
    ATTESTATION,
    FILE_LIMIT,
    FILES_MOST,
    FOR_GROUP,
    FOR_PEERS,
    QUESTION_LIMIT,
    TEXT_LIMIT,
    Reflection,
    as_typed,
)
from lms.ui.form import Form


class WorkForm(Form):
    """The text, and which saving of it the page was made from."""

    text = TextAreaField(
        "Your work",
        [
            Length(
                max=TEXT_LIMIT,
                message=f"This is longer than {TEXT_LIMIT:,} characters. Please shorten it, "
                "or attach the rest as a file.",
            )
        ],
        [as_typed],
    )
    seen = HiddenField(default="0")
    takes = SelectMultipleField("Hand in", coerce=int, validate_choice=False)
    shown = SelectMultipleField("To choose from", coerce=int, validate_choice=False)
    question = TextAreaField(
        "Your question to your trainer",
        [Length(max=QUESTION_LIMIT, message=f"Please ask it in at most {QUESTION_LIMIT:,} characters.")],
        [as_typed],
        description="One question about what you marked.",
    )
    attested = BooleanField(ATTESTATION)
    marks_seen = StringField("What is marked")
    """Which marks of identifiers were confirmed."""
    soon = BooleanField(
        "I need help soon", description="Your trainers see this first. For when you can’t go on without an answer."
    )

    @property
    def seen_number(self) -> int:
        """`seen` as a number; what was tampered with counts as never seen."""
        text = str(self.seen.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    @property
    def reflection(self) -> Reflection:
        said_for = " ".join(self.attested.raw_data or ()).split()
        takes, question = frozenset(self.takes.data or ()), self.question.data or ""
        shown = frozenset(self.shown.data) if self.shown.raw_data else None
        is_said = bool(self.attested.data)
        return Reflection(takes, question, is_said, FOR_PEERS in said_for, FOR_GROUP in said_for, shown)

    def ask_for(self, *, peers: bool, group: bool) -> None:
        """Let what is confirmed about recordings be said of peers, or for a whole group, too."""
        said_for = [word for word, is_asked in ((FOR_GROUP, group), (FOR_PEERS, peers)) if is_asked]
        if said_for:
            self.attested.label.text = Reflection(is_for_peers=peers, is_for_group=group).attestation
            self.attested.render_kw = {"value": " ".join(said_for)}


class TakeForm(Form):
    """The key of an upload that came in pieces."""

    file_id = HiddenField()


class FeltForm(Form):
    """How hard an attempt was."""

    felt = HiddenField(validators=[AnyOf([felt.value for felt in Felt])])


class MarkForm(Form):
    """A part of a take, in milliseconds."""

    start_ms = IntegerField(validators=[InputRequired()])
    end_ms = IntegerField(validators=[InputRequired()])


class FilesForm(Form):
    """Files to attach."""

    files = MultipleFileField(
        "Attach files",
        id="chosen-files",
        description=f"Up to {FILES_MOST} files of at most {FILE_LIMIT // 1024**2} MB each.",
    )


class RemovalForm(Form):
    """Nothing but the wish."""

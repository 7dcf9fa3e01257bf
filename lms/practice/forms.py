"""Shapes of what learners send about their work."""

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from lms.practice.rules import FILE_LIMIT, FILES_MOST, TEXT_LIMIT, as_typed
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

    @property
    def seen_number(self) -> int:
        """`seen` as a number; what was tampered with counts as never seen."""
        text = str(self.seen.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else -1


class FilesForm(Form):
    """Files to attach."""

    files = MultipleFileField(
        "Attach files",
        id="chosen-files",
        description=f"Up to {FILES_MOST} files of at most {FILE_LIMIT // 1024**2} MB each.",
    )


class RemovalForm(Form):
    """Nothing but the wish."""

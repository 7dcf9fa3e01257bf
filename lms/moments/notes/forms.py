"""What somebody writes for themselves."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from lms.moments.forms import EditForm, PinForm
from lms.moments.notes.rules import NOTE_LIMIT
from lms.practice.rules import as_typed


def _text(id: str | None) -> TextAreaField:
    return TextAreaField(
        "Note",
        [
            DataRequired("Please write something, or remove the note."),
            Length(max=NOTE_LIMIT, message=f"A note has at most {NOTE_LIMIT:,} characters. Please make two of it."),
        ],
        [as_typed],
        id=id,  # beside other forms on one page
    )


class NoteForm(PinForm):
    """A new note."""

    text = _text("note-text")


class ChangeForm(EditForm):
    """Other words for a note."""

    text = _text(None)

"""What a form sends."""

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from lms.core.paging import number_in
from lms.documents.approving.rules import REASON_LIMIT
from lms.documents.filling.reading import filling_from
from lms.documents.filling.rules import PLACE_MARK, place_of
from lms.documents.notes import Note, blank
from lms.documents.writing.sheet import BLANK_ROW, PREFIX
from lms.practice.forms import WorkForm
from lms.practice.rules import as_typed
from lms.program.models import TemplateVersion
from lms.ui.form import Form


class NoteForm(WorkForm):
    """The text beside the form, and which version of the template the page was made from; the answers themselves are
    read by their places."""

    template = HiddenField()
    reason = TextAreaField(
        "Why you hand it in again",
        [Length(max=REASON_LIMIT, message=f"Please say it in at most {REASON_LIMIT:,} characters.")],
        [as_typed],
        description="Needed once your document was approved.",
    )
    row_more = StringField()
    """The name of a repeat that is to have another row."""

    @property
    def template_id(self) -> int | None:
        return number_in(self.template.data)


class MoveForm(Form):
    """Which saving of the note the page was made from."""

    seen = HiddenField(default="0", id="move-seen")


class BeginForm(Form):
    """The earlier note that is taken over."""

    submission_id = HiddenField(id="begin-from")


def note_from(sent: "dict[str, list[str]]", version: TemplateVersion) -> Note:
    """The document that was sent, without rows that are to be removed."""
    removed = {PREFIX + place + PLACE_MARK for place in sent.get("row_less", ())}
    there = {
        name.removeprefix(PREFIX): texts
        for name, texts in sent.items()
        if name.startswith(PREFIX) and not name.startswith(tuple(removed)) and BLANK_ROW not in place_of(name)
    }
    return blank(version, filling_from(blank(version).template.fields, there))

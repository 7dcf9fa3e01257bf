"""What a trainer sends about captions."""

from flask_wtf.file import FileField
from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from lms.ui.form import Form, stripped
from lms.videos.tracks.rules import LABEL_LIMIT, TEXT_LIMIT, WHY_LIMIT, label_of, language_tag


class LanguageForm(Form):
    """Captions in one language: begun, or taken from a file."""

    language = StringField("Language", default="en", description="A code like en, es or pt-BR.")
    label = StringField("Its name for viewers", [Length(max=LABEL_LIMIT)], [stripped])
    file = FileField("File with captions", description="WebVTT (.vtt) or SubRip (.srt), up to 2 MB.")

    def validate_language(self, field: StringField) -> None:
        if self.tag is None:
            raise ValidationError("This is no language that we know. Type its code: en for English, es for Spanish.")

    @property
    def tag(self) -> str | None:
        return language_tag(self.language.data)

    @property
    def name(self) -> str:
        return self.label.data or label_of(self.tag or "")


class TextForm(Form):
    """The text as WebVTT, what the page had seen, and why it is published."""

    text = TextAreaField("Text", [Length(max=TEXT_LIMIT, message="This is more than 2 MB of text. Please shorten it.")])
    why = StringField("What has changed?", [Length(max=WHY_LIMIT)], [stripped])
    seen = HiddenField()

    @property
    def typed(self) -> str:
        """With the line ends that people mean; browsers send others."""
        return (self.text.data or "").replace("\r\n", "\n").replace("\r", "\n")

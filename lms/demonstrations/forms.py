"""What a trainer sends to show a demonstration."""

from flask_wtf.file import FileField
from wtforms import HiddenField, ValidationError

from lms.ui.form import Form


class VideoForm(Form):
    """The key of an upload that came in pieces; or, from a browser without scripts, the file itself."""

    file_id = HiddenField()
    file = FileField("Video file")

    def validate_file(self, field: FileField) -> None:
        if not self.file_id.data and not (field.data and field.data.filename):
            raise ValidationError("Choose a video file first.")

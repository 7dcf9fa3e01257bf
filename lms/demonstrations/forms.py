"""What a trainer sends to show a demonstration, and how somebody likes to watch."""

from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional, Regexp

from lms.demonstrations.rules import SPEEDS, CaptionLook, CaptionSize, Liking
from lms.ui.form import Form
from lms.videos.tracks.rules import LANGUAGE_LIMIT


class VideoForm(Form):
    """The key of an upload that came in pieces."""

    file_id = HiddenField()


class PlayerSettingsForm(Form):
    """The player's settings; what is left empty is left to the player."""

    speed_percent = SelectField("Speed", choices=[str(speed) for speed in SPEEDS])
    lines = IntegerField("Quality", [Optional(), NumberRange(0, 10_000)])
    captions = StringField("Captions", [Optional(), Regexp(rf"[A-Za-z0-9-]{{1,{LANGUAGE_LIMIT}}}\Z")])
    caption_size = SelectField("Caption size", choices=[size.value for size in CaptionSize])
    caption_look = SelectField("Caption look", choices=[look.value for look in CaptionLook])

    @property
    def liking(self) -> Liking:
        return Liking(
            int(self.speed_percent.data),
            self.lines.data,
            self.captions.data or None,
            CaptionSize(self.caption_size.data),
            CaptionLook(self.caption_look.data),
        )

"""What a trainer sends to show a demonstration, and how somebody likes to watch."""

from collections.abc import Iterable

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, NumberRange, Optional, Regexp

from lms.demonstrations.rules import LANGUAGE_LIMIT, SPEEDS, CaptionLook, CaptionSize, Liking
from lms.program.models import Demonstration
from lms.ui.form import Form


class VideoForm(Form):
    """The key of an upload that came in pieces."""

    file_id = HiddenField()


class ClipForm(Form):
    """Where a teaching clip is shown."""

    demonstration = SelectField(
        "Show it at", [DataRequired("Please choose a demonstration.")], coerce=int, validate_choice=True
    )
    is_everybody = BooleanField(
        "Everybody who can be seen or heard in it stands in the list above",
        [DataRequired("Please ask everybody who can be seen or heard, and confirm it here.")],
    )

    def offer(self, places: Iterable[Demonstration]) -> None:
        self.demonstration.choices = [
            (one.id, f"Class {one.program_class.number}: {one.code} {one.title}") for one in places
        ]


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

"""What a trainer does with a teaching clip."""

from datetime import datetime

from lms.consents import queries as consents
from lms.core.errors import Refused
from lms.demonstrations import actions, queries
from lms.people.models import Person
from lms.program.models import Demonstration
from lms.videos.models import Video


def place(demonstration: Demonstration, video: Video, by: Person, now: datetime) -> None:
    """Let a teaching clip show a demonstration. Raises Refused until everybody in it has agreed to exactly that."""
    if not consents.may_teach(video.id):
        raise Refused("Not everybody in it has agreed to its use as a teaching clip.", "demonstration")
    if not video.is_whole:
        raise Refused("The recording can’t be played yet. Please come back when it is prepared.", "demonstration")
    if queries.placed(video.id):
        raise Refused("This clip shows a demonstration already, or was withdrawn from one.", "demonstration")
    actions.show(demonstration, video, now, by)

"""What follows for captions from what happens elsewhere."""

from lms.consents.events import VideoErased
from lms.videos.tracks import actions as tracks


def forget_words(event: VideoErased) -> None:
    """What was said in a video goes with it."""
    tracks.erase(event.video)

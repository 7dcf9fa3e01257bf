"""What happens to videos that people are in."""

from dataclasses import dataclass
from datetime import datetime

from lms.videos.models import Video


@dataclass(frozen=True)
class VideoErased:
    """A video's time is up. Whoever keeps anything of it (captions, say) lets go of it now."""

    video: Video
    at: datetime

"""What happens to videos."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VideoMeasured:
    """It is known how long a video is."""

    video_id: int

"""Where a video stands, in a sentence, for whoever uploaded it."""

from lms.ui.time import span
from lms.videos.models import Video
from lms.videos.rules import VideoState


def said(video: Video, has_captions: bool) -> str:
    """The sentence. `has_captions`: whether any are published."""
    match video.state:
        case VideoState.WAITING:
            return video.trouble or "Uploaded. It waits to be prepared."
        case VideoState.PREPARING:
            return _preparing(video)
        case VideoState.READY:
            return "Ready." if has_captions or video.has_audio is False else "Ready. It needs captions."
        case VideoState.REFUSED:
            end = "It can’t be played." if video.is_unplayable else "It isn’t prepared."
            return f"{end} {video.trouble or ''}".rstrip()


def _preparing(video: Video) -> str:
    if not video.permille and not video.plays:
        return "Uploaded. The file is being checked."
    left = "" if video.seconds_left is None else f", {span(video.seconds_left)} left"
    is_begun = video.plays and not video.is_whole
    what = "It plays already. The rest is being prepared" if is_begun else "It is being prepared"
    return f"{what}: {video.permille // 10} %{left}."

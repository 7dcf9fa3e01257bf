"""Everything that media raises. `str(error)` is a sentence for the person who uploaded the video.

MediaError
├── Unplayable     the file itself is the reason; another upload is the remedy
├── DiskFull       there was no room; the source is kept
├── TookTooLong    a limit of time stopped it
├── Broken         packaging failed and we can't say better; `detail` is for the log
└── Cancelled      the caller asked to stop
"""


class MediaError(Exception):
    """Root of our exceptions."""


class Unplayable(MediaError):
    """Trying again with the same file won't help."""


class DiskFull(MediaError):
    """No room on the disk, or more in one file than the limits allow. Trying again after tidying helps."""

    def __init__(self) -> None:
        super().__init__(
            "There is not enough free disk space to prepare this video. The upload is kept. "
            "Ask the operator to make room, then start it again."
        )


class TookTooLong(MediaError):
    """The wall clock or the processor limit ran out."""

    def __init__(self) -> None:
        super().__init__(
            "Preparing this video took far longer than a video of its length should, so it was stopped. "
            "The upload is kept. Start it again when the machine is less busy, or upload a smaller version."
        )


class Broken(MediaError):
    """`detail` is what the machinery said: for the log, not for the page."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "This video could not be prepared for playing. The upload is kept. "
            "Start it again; if it fails again, export the video as MP4 (H.264) and upload that."
        )
        self.detail = detail


class Cancelled(MediaError):
    """Nothing is left of the run but the source."""

    def __init__(self) -> None:
        super().__init__("Preparing this video was cancelled. The upload is kept.")

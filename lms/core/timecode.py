"""Moments and lengths of recordings, as players say them: 3:12, 1:03:12. Pure; `clock.ts` says the same in browsers."""

import re

_TIMECODE = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


def timecode(ms: int) -> str:
    """So many milliseconds as people write them: "3:12", "1:03:12"."""
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def ms_of(text: str) -> int | None:
    """Milliseconds that "3:12" or "1:03:12" mean; None for what means nothing."""
    found = _TIMECODE.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000

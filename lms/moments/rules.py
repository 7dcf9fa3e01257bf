"""What a moment is, for whatever is pinned to one. Pure."""

LATEST_MS = 24 * 3600 * 1000 - 1
KEY_LIMIT = 64
SECONDS = 1000  # milliseconds


def place(ms: int, duration_ms: int) -> int:
    """A moment inside the video: what lies behind its end, because a shorter one replaced it, is its last second."""
    return max(0, min(ms, duration_ms - SECONDS))

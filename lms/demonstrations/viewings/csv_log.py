"""The log of viewings as a table for other programs. Instants are UTC, lengths are seconds."""

from lms.demonstrations.viewings.models import Viewing

HEAD = [
    "viewing", "person", "account", "cohort", "video", "began_at", "last_heard_at", "played_seconds",
    "furthest_second", "sign_in", "browser", "words_read_at",
]  # fmt: skip


def row(viewing: Viewing) -> list[object]:
    """One viewing."""
    return [
        viewing.id,
        viewing.person.name,
        viewing.person_id,
        viewing.cohort_id,
        viewing.video_id,
        viewing.began_at.isoformat(timespec="seconds"),
        viewing.heard_at.isoformat(timespec="seconds"),
        viewing.played_ms // 1000,
        viewing.furthest_ms // 1000,
        viewing.sign_in_id,
        viewing.browser,
        viewing.words_read_at.isoformat(timespec="seconds") if viewing.words_read_at else "",
    ]

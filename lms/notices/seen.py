"""Pages that show what somebody was told of: the bell needs to say it no more."""

from flask import g

from lms.core.db import transaction
from lms.notices import actions


def note_seen(*subjects: str) -> None:
    """The one who looks has these things before them: what they were told of them counts as read.

    Call it when the page is made: it is a transaction of its own, with one statement; none while the bell says nothing.
    """
    if g.unread and subjects:
        with transaction():
            g.unread -= actions.read(g.viewer.person_id, *subjects)

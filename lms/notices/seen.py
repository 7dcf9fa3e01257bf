"""Pages that show what somebody was told of: the bell needs to say it no more."""

from flask import g
from sqlalchemy import select

from lms.core.db import db, transaction
from lms.notices import actions, queries


def note_seen(*subjects: str) -> None:
    """The one who looks has these things before them: what they were told of them counts as read.

    Call it when the page is made: where anything is to be noted, it is a transaction of its own. While the bell says
    nothing this costs no statement.
    """
    if not g.unread or not subjects or not db.scalar(select(queries.unread_count(g.viewer.person_id, *subjects))):
        return
    with transaction():
        g.unread -= actions.read(g.viewer.person_id, *subjects)

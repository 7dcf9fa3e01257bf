"""Whether somebody else could write this moment."""

import sqlite3
from contextlib import closing

from lms.core.db import db


def is_free() -> bool:
    """True unless a transaction holds SQLite's one write lock. Other engines lock rows, not everybody."""
    bind = db.get_bind()
    if bind.dialect.name != "sqlite":
        return True
    with closing(sqlite3.connect(str(bind.url.database), timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True

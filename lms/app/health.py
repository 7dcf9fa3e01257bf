"""Whether the site lives, and whether it can serve."""

from flask import Blueprint
from sqlalchemy import text

from lms.access.guard import needs
from lms.access.table import May
from lms.core.db import db

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@needs(May.SEE_PUBLIC, anonymous=True)
def healthz() -> tuple[str, int, dict[str, str]]:
    """The process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain"}


@bp.get("/readyz")
@needs(May.SEE_PUBLIC, anonymous=True)
def readyz() -> tuple[str, int, dict[str, str]]:
    """The database answers, and its tables are there."""
    db.execute(text("SELECT id FROM person LIMIT 1"))
    return "ready\n", 200, {"Content-Type": "text/plain"}

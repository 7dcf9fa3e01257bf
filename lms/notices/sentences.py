"""A notice as a sentence: whom it tells of, about what, and when, in its reader's zone."""

from datetime import tzinfo

from markupsafe import Markup

from lms.notices.models import Notice
from lms.notices.rules import MANNERS
from lms.ui import time

SOMEBODY = "Somebody"  # whose account is no more


def text(notice: Notice, zone: tzinfo) -> str:
    """In plain words."""
    when = time.said(notice.happens_at, zone) if notice.happens_at else ""
    return _said(notice).format(who=notice.who.name if notice.who else SOMEBODY, title=notice.title, when=when)


def markup(notice: Notice, zone: tzinfo) -> Markup:
    """For a page, its time as a <time>."""
    when = time.when(notice.happens_at, zone) if notice.happens_at else ""
    return Markup(_said(notice)).format(  # noqa: S704 - ours; what people are called is escaped by `format`
        who=notice.who.name if notice.who else SOMEBODY, title=notice.title, when=when
    )


def icon(notice: Notice) -> str:
    """Its drawing in the list."""
    return MANNERS[notice.known_kind].icon if notice.known_kind else "bell"


def _said(notice: Notice) -> str:
    return MANNERS[notice.known_kind].said if notice.known_kind else "{title}"

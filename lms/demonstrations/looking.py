"""Who looks at a recording whose viewings are logged, and what is kept of it where nothing is played."""

from flask import g

from lms.core import clock
from lms.core.db import transaction
from lms.demonstrations import actions
from lms.demonstrations.actions import Eyes
from lms.program.models import Demonstration
from lms.videos.models import Video


def eyes(cohort_id: int | None) -> Eyes:
    """The one who is looking, in their browser, through this cohort."""
    return Eyes(g.person.id, g.sign_in.id, g.sign_in.browser, cohort_id)


def note_reading(demonstration: Demonstration, video: Video, cohort_id: int | None) -> None:
    """Keep that what is said in a recording has been given to the one who is looking.

    Call it when the answer is made, whatever its status: it is a transaction of its own, and undoes the one around it.
    """
    with transaction():
        actions.read_words(eyes(cohort_id), demonstration, video, clock.now())

"""A recording that came with a form, on its way into a thread."""

from typing import Any

from flask import current_app, g

from lms.core import clock
from lms.core.errors import Refused
from lms.feedback.voices.actions import Spoken
from lms.videos import incoming


def spoken(form: Any) -> Spoken | None:
    """What was recorded and sent under the key in the form's `file_id`; None for nothing, or what has come before.

    A refusal stands in the form. Ends the transaction that it finds, as all of it is read.
    """
    settings = current_app.config["ATTUNE"]
    try:
        source = incoming.keep(form.file_id.data, g.person.id, settings.home) if form.file_id.data else None
    except Refused as refused:
        form.refuse(refused)
        return None
    return Spoken(source, g.person, clock.now(), bool(settings.captioner)) if source else None

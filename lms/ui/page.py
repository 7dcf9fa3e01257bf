"""How a view answers with a page."""

from typing import Any

from flask import make_response, render_template
from werkzeug.wrappers import Response

from lms.core import db


def page(template: str, status: int = 200, **context: Any) -> Response:
    """The rendered page. Pages are personal: nothing between us and the browser keeps them.

    An answer from 400 up undoes what was written, so nobody waits for a lock while such a page is made.
    """
    if status >= 400:
        db.let_go()
    response = make_response(render_template(template, **context), status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response

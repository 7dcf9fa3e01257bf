"""How a view answers with a page."""

from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response


def page(template: str, status: int = 200, **context: Any) -> Response:
    """The rendered page. Pages are personal: nobody keeps them, nor shows them again by Back after signing out."""
    response = make_response(render_template(template, **context), status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def by_script() -> bool:
    """Whether a script on one of our pages asks, which needs no page in answer."""
    return "X-Requested-With" in request.headers

"""How a view answers with a page."""

from typing import Any

from flask import make_response, render_template
from werkzeug.wrappers import Response


def page(template: str, status: int = 200, **context: Any) -> Response:
    """The rendered page. Pages are personal: nobody keeps them, nor shows them again by Back after signing out."""
    response = make_response(render_template(template, **context), status)
    response.headers["Cache-Control"] = "private, no-store"
    return response

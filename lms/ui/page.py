"""How a view answers with a page."""

from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response


def page(template: str, status: int = 200, **context: Any) -> Response:
    """The rendered page. Pages are personal: nothing between us and the browser keeps them."""
    response = make_response(render_template(template, **context), status)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def is_fragment() -> bool:
    """Whether a script on the page asks for a part of it, rather than a person for the whole."""
    return request.headers.get("X-Requested-With") == "fragment"

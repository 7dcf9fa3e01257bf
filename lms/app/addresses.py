"""What our addresses may hold: numbers that a row can have, and no NUL, which PostgreSQL takes in no text."""

from typing import Any

from flask import Flask, Request
from werkzeug.routing import IntegerConverter

from lms.core.paging import LARGEST


class RowNumber(IntegerConverter):
    """`<int:…>` in a route. A larger number leads nowhere, instead of into the database's arithmetic."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{"max": LARGEST} | options)


def wire(app: Flask) -> None:
    """Have every route read its numbers so. Comes before the routes."""
    app.url_map.converters["int"] = RowNumber


def is_sound(request: Request) -> bool:
    """Whether the address holds only what an address of ours can hold."""
    texts = [request.path, *(text for pair in request.args.items(multi=True) for text in pair)]
    return not any("\0" in text for text in texts)

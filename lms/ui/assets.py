"""Built styles and scripts, by the name that people give them."""

import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).parent / "static"


@cache
def _manifest() -> dict[str, str]:
    return json.loads((STATIC / "manifest.json").read_text())


def asset(name: str) -> str:
    """The address of a built file, `app.css` say. Raises KeyError for one that isn't built."""
    return f"/static/{_manifest()[name]}"

"""Whatever stands in an address, no page breaks: engines differ in what they can't take, people see the same."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.core.paging import LARGEST
from lms.people.models import Person
from tests.house.test_doors import routes, things
from tests.kit.cast import Cast

NUMBERS = (0, LARGEST, LARGEST + 1, 2**63, 10**30)
TEXTS = (
    "nul\0",
    "x" * 300,
    "'; --",
    "٣",
    "\ud800",
    "0001-01-01T00:00:00+14:00_5",
    "2026-01-01_1",
    f"2026-01-01_{10**30}",
)
ASKED = ("after", "before", "at", "q", "learner", "class_number", "version", "next", "email")


def reading(app: Flask) -> list[str]:
    return [endpoint for method, endpoint in routes(app) if method == "GET"]


def addresses(app: Flask, endpoint: str, named: dict[str, object]) -> list[str]:
    """The route's own address; with everything hostile asked of it; and with everything hostile in its parts."""
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    parts = {name: str(named.get(name, "x")) for name in rule.arguments}
    plain = _filled(rule.rule, parts)
    found = [plain]
    for value in map(_coded, (*TEXTS, *NUMBERS)):
        found.append(f"{plain}?{'&'.join(f'{name}={value}' for name in ASKED)}")
        found.append(f"{plain}?cohort={value}")
        found += [_filled(rule.rule, parts | {name: value}) for name in rule.arguments]
    return found


@pytest.mark.parametrize("who", ["lena", "tess", "cora"])
def test_no_address_breaks_a_page(
    who: str, app: Flask, cast: Cast, sign_in: Callable[[Person], FlaskClient], home: Path
):
    """What is closed to a learner or a trainer is left to the coordinator, who tries everything."""
    named = things(cast, home)
    client = sign_in(getattr(cast, who))
    broken = []
    for endpoint in reading(app):
        plain, *hostile = addresses(app, endpoint, named)
        if who == "cora" or client.get(plain).status_code not in {403, 404}:
            broken += [f"{status} {each}" for each in hostile if (status := client.get(each).status_code) >= 500]
    assert broken == []


def _filled(rule: str, parts: dict[str, str]) -> str:
    for name, value in parts.items():
        for kind in ("", "int:", "path:"):
            rule = rule.replace(f"<{kind}{name}>", value)
    return rule


def _coded(value: object) -> str:
    return quote(str(value).encode(errors="surrogatepass"), safe="")

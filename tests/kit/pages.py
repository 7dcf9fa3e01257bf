"""A standing check: whatever page a test opens is held to what every page has to be. See `faults_of`."""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from lms.core.db import db

STATEMENTS_MOST = 8
NAMED_BY_CONTENT = {"button"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
ZONE = re.compile(r"\b([A-Z]{2,5}|GMT[+-]\d+(:\d\d)?|UTC)$")
BARE = re.compile(r"SELECT|INSERT|UPDATE|DELETE|WITH")
NEVER_TWICE = re.compile(r"[\w-]{20,}\.[\w-]{6}\.[\w-]{27}|(?<=<code>)[0-9a-f]{12}(?=</code>)")
"""What differs between two pages that are otherwise the same: a form's token, and the number of what went wrong."""


_here = threading.local()  # a test may open several pages at once


def _note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    asked = getattr(_here, "statements", None)
    if asked is not None and BARE.match(statement):
        asked.append(statement)


class Reader(FlaskClient):
    """A client without scripts that looks at each page it is given: one with a fault fails the test that opened it."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        bind = db.get_bind()
        if not event.contains(bind, "before_cursor_execute", _note):
            event.listen(bind, "before_cursor_execute", _note)
        statements: list[str] = []
        _here.statements = statements
        try:
            answer = super().open(*args, **kwargs)
        finally:
            _here.statements = None
        if answer.mimetype == "text/html" and not 300 <= answer.status_code < 400:
            where = f"{answer.request.method} {answer.request.path} ({answer.status_code})"
            faults = list(_faults_of_same(NEVER_TWICE.sub("x", answer.text)))
            if answer.request.method == "GET" and not answer.history and len(statements) > STATEMENTS_MOST:
                faults.append(f"asks the database {len(statements)} times:\n" + "\n".join(statements))
            assert not faults, where + ":\n- " + "\n- ".join(faults)
        return answer


@lru_cache(256)
def _faults_of_same(html: str) -> tuple[str, ...]:
    """Walks open the same page a thousand times: it is looked at once."""
    return tuple(faults_of(html))


def faults_of(html: str) -> list[str]:
    """What is wrong with a page, or with a part of one that a script fetches; a sentence each."""
    is_whole = html.lstrip().lower().startswith("<!doctype")
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html) if is_whole else parser.parseFragment(html)
    faults = [f"line {line}: {code}" for (line, _), code, _ in parser.errors]
    faults += _whole(tree) if is_whole else []
    return [*faults, *_identities(tree), *_inline(tree), *_unlabelled(tree), *_times(tree)]


def _whole(tree: Element) -> Iterator[str]:
    headings = len(list(tree.iter("h1")))
    if headings != 1:
        yield f"has {headings} h1"
    if not "".join(tree.find(".//title").itertext()).strip():  # type: ignore[union-attr]
        yield "has no title"


def _identities(tree: Element) -> Iterator[str]:
    counts = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    yield from (f"the id {name!r} stands {count} times" for name, count in counts.items() if count > 1)
    for element in tree.iter():
        for reference in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for name in (element.get(reference) or "").split():
                if name not in counts:
                    yield f"<{element.tag}> points by {reference} at {name!r}, which isn't there"


def _inline(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"<{element.tag}> stands inline"
        yield from (
            f"<{element.tag}> has {name}" for name in element.attrib if name == "style" or name.startswith("on")
        )


def _unlabelled(tree: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in tree.iter("label")}
    inside = {id(control) for label in tree.iter("label") for control in label.iter()}
    for control in tree.iter():
        if control.tag not in ("input", "select", "textarea", "button") or control.get("type") in UNLABELLED:
            continue
        has_name = control.get("aria-label") or control.get("aria-labelledby")
        if control.tag in NAMED_BY_CONTENT:
            has_name = has_name or "".join(control.itertext()).strip()
        if not has_name and control.get("id") not in labelled and id(control) not in inside:
            yield f"<{control.tag} name={control.get('name')!r}> has no label"


def _times(tree: Element) -> Iterator[str]:
    for element in tree.iter("time"):
        words = "".join(element.itertext()).strip().replace("\u00a0", " ")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d(T[\d:]+Z)?", element.get("datetime") or ""):
            yield f"<time> {words!r} says {element.get('datetime')!r} to machines"
        if not ZONE.search(words):
            yield f"<time> {words!r} names no zone"

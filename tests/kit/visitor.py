"""Somebody who uses the site over HTTP as a browser without scripts would."""

import re
from html import unescape
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, build_opener

import html5lib

from lms.app.sample import PASSWORD

CLASS = "/classes/1"
ASSIGNMENT = r'href="(/assignments/\d+)"'


class Visitor:
    """Signed in by the form: one of the sample people by the first part of their address, or anybody by the whole."""

    def __init__(self, url: str, who: str = "learner", password: str = PASSWORD) -> None:
        self.url = url
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar))
        email = who if "@" in who else f"{who}@sample.example"
        page = self.send("/sign-in", "/sign-in", email=email, password=password)
        assert 'action="/sign-out"' in page, f"{who} could not sign in"

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self._jar}

    @property
    def headers(self) -> dict[str, str]:
        """What a loader has to send to be this visitor."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def get(self, path: str) -> bytes:
        """What lies there. Raises HTTPError from 400 up."""
        with self._opener.open(self.url + path, timeout=20) as answer:
            return bytes(answer.read())

    def see(self, path: str) -> str:
        """The page's HTML. Raises HTTPError from 400 up."""
        return self.get(path).decode()

    def find(self, path: str, pattern: str) -> str | None:
        """The first group of the pattern in the page, if it is there."""
        found = re.search(pattern, self.see(path))
        return unescape(found[1]) if found else None

    def fields(self, path: str, action: str) -> dict[str, str]:
        """What stands in the page's form that leads to `action` (without what follows a question mark)."""
        document = html5lib.parse(self.see(path), namespaceHTMLElements=False)
        forms = [form for form in document.iter("form") if form.get("action", path).split("?")[0] == action]
        assert forms, f"{path} has no form that leads to {action}"
        found = {field.get("name"): field.get("value", "") for field in forms[0].iter("input")}
        found |= {field.get("name"): field.text or "" for field in forms[0].iter("textarea")}
        return {name: value for name, value in found.items() if name}

    def send(self, path: str, action: str, **typed: Any) -> str:
        """Type into the form of the page that leads to `action`, send it, and see the page that follows."""
        content = urlencode(self.fields(path, action) | typed).encode()
        with self._opener.open(urljoin(self.url, action), content, timeout=20) as answer:
            return str(answer.read().decode())


def assignment_of(visitor: Visitor) -> str:
    """Where the class page's home practice is."""
    path = visitor.find(CLASS, ASSIGNMENT)
    assert path, "the class page leads to no assignment"
    return path

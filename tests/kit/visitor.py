"""Somebody who uses the site over HTTP as a browser without scripts would."""

import re
from html import unescape
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from lms.app.sample import PASSWORD

CLASS = "/classes/1"
ASSIGNMENT = r'href="(/assignments/\d+)"'
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Visitor:
    """Signed in by the form, as one of the sample people."""

    def __init__(self, url: str, who: str = "learner") -> None:
        self.url = url
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar))
        token = TOKEN.search(self.see("/sign-in"))
        assert token, "the sign-in page has no form"
        fields = {"csrf_token": unescape(token[1]), "email": f"{who}@sample.example", "password": PASSWORD, "next": ""}
        with self._opener.open(f"{url}/sign-in", urlencode(fields).encode(), timeout=20) as answer:
            assert not answer.url.endswith("/sign-in"), f"{who} could not sign in"

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.name: cookie.value or "" for cookie in self._jar}

    @property
    def headers(self) -> dict[str, str]:
        """What a loader has to send to be this visitor."""
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def see(self, path: str) -> str:
        """The page's HTML. Raises HTTPError from 400 up."""
        with self._opener.open(self.url + path, timeout=20) as answer:
            return str(answer.read().decode())

    def find(self, path: str, pattern: str) -> str | None:
        """The first group of the pattern in the page, if it is there."""
        found = re.search(pattern, self.see(path))
        return unescape(found[1]) if found else None


def assignment_of(visitor: Visitor) -> str:
    """Where the class page's home practice is."""
    path = visitor.find(CLASS, ASSIGNMENT)
    assert path, "the class page leads to no assignment"
    return path

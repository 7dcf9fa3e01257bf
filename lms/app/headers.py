"""Headers that every answer carries, in one place."""

from collections.abc import Mapping, MutableMapping

from flask import Flask, Response

from lms.core.settings import Settings

POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "media-src": "'self' blob:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
FROM_THE_STORE = ("media-src", "connect-src")  # a browser that plays by itself, and hls.js


def policy(direct: str) -> str:
    """What a page may load; `direct` is where segments come from besides, or empty."""
    more = {name: f"{POLICY[name]} {direct}" for name in FROM_THE_STORE} if direct else {}
    return "; ".join(f"{name} {value}" for name, value in (POLICY | more).items())


def standing(settings: Settings) -> dict[str, str]:
    """What an answer carries unless it says otherwise itself."""
    headers = {
        "Content-Security-Policy": policy(settings.media_direct),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), payment=()",
        "Cache-Control": "private, no-store",
    }
    if settings.secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers


def wire(app: Flask, headers: Mapping[str, str]) -> None:
    """Put the headers on every answer that doesn't bring its own."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


def of_file(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
    """What a built file carries besides: it is what its type says, and nothing else."""
    headers["X-Content-Type-Options"] = "nosniff"

"""Headers that every answer carries, in one place."""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app

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
CSP = "; ".join(f"{name} {value}" for name, value in POLICY.items())


def wire(app: Flask) -> None:
    """Put the headers on every answer that doesn't bring its own."""

    @app.after_request
    def add(response: Response) -> Response:
        kept = response.headers.setdefault
        kept("Content-Security-Policy", CSP)
        kept("X-Content-Type-Options", "nosniff")
        kept("Referrer-Policy", "same-origin")
        kept("X-Frame-Options", "DENY")
        kept("Cross-Origin-Opener-Policy", "same-origin")
        kept("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(), payment=()")
        kept("Cache-Control", "private, no-store")
        if urlsplit(current_app.config["ATTUNE"].base_url).scheme == "https":
            kept("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response

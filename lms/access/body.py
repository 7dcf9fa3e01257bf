"""What a request brings with it: how much of it is let in, and when it is read.

Never while the lock of those who write is held, and what is large only once the table of permissions has said yes.
"""

from flask import current_app, request

SAFE = {"GET", "HEAD", "OPTIONS"}

FIELDS = 64 * 1024  # bytes of a form with a few fields
TEXTS = 1024 * 1024  # bytes of a form with the longest text that we take in, percent-encoded; the most before the door
FILES = 64 * 1024 * 1024  # bytes of files sent at once, or of a piece of one; the most that the server takes in


def let_in(most: int) -> None:
    """Let in a body of so many bytes; answered with 413 once a larger one is read."""
    request.max_content_length = most


def json() -> object:
    """What the request says in JSON; None if it doesn't, or in lists within lists without end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def take_in() -> None:
    """Read the form that the request brings, and have it prove that it comes from a page of ours.

    Answers with 400 or 413 by itself.
    """
    if request.method in SAFE:
        return
    request.form.keys()  # reads it: what follows may take the lock of those who write
    if current_app.config["WTF_CSRF_ENABLED"]:
        current_app.extensions["csrf"].protect()

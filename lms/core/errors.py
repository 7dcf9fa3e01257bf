"""Everything that Attune itself raises.

AttuneError
├── Refused        a person asked for something that can't be: a sentence for them, beside a field where there is one
│   └── Conflict   somebody, or the same person elsewhere, was faster
├── NotThere       what was asked for doesn't exist, or this viewer may not know that it does
└── NotAllowed     the viewer may know that it exists, but not do this
"""


class AttuneError(Exception):
    """Root of our own exceptions."""


class Refused(AttuneError):
    """`message` is a whole sentence for the person; `field` names the input that it belongs beside."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(Refused):
    """What the person saw is no longer what is kept. Nothing was overwritten."""


class NotThere(AttuneError):
    """Answered with 404."""


class NotAllowed(AttuneError):
    """Answered with 403."""

"""Our ground for forms: what was typed stays, and a refusal stands beside its field."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import CombinedMultiDict, MultiDict

from lms.core.db import db
from lms.core.errors import Refused

SENT = object()  # stands for what the request brings


def stripped(text: str | None) -> str | None:
    """A filter for one-line fields: without the spaces around."""
    return text.strip() if text else text


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


class Form(FlaskForm):
    """What a form of ours sent, and nothing else that a request can bring (Flask-WTF takes JSON for a form, too).

    It holds a token against forgery. Errors that belong to no field stand in `form_errors`.
    """

    def __init__(self, formdata: Any = SENT, **values: Any) -> None:
        super().__init__(_sent() if formdata is SENT else formdata, **values)

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: "Form", formdata: Any) -> Any:
            """What was sent, without NUL: it comes along from some PDFs, nobody sees it, and PostgreSQL refuses it."""
            sent = super().wrap_formdata(form, formdata)
            if not sent:
                return sent
            return MultiDict((name, _without_nul(value)) for name, value in sent.items(multi=True))

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """Turn Refused, and a constraint that a race has hit, into an error beside its field; undo what was written."""
        try:
            with db.begin_nested():
                yield
        except Refused as refused:
            self.refuse(refused)
        except IntegrityError:
            self.refuse(
                Refused("Somebody was faster: this has just been changed. Look at it again, then send it once more.")
            )

    def refuse(self, refused: Refused) -> None:
        """Put the refusal beside its field."""
        field: Any = self._fields.get(refused.field or "")
        if field is None:
            self.form_errors = [*self.form_errors, refused.message]
        else:
            field.errors = [*field.errors, refused.message]


def _sent() -> CombinedMultiDict[str, Any] | None:
    return CombinedMultiDict((request.files, request.form)) if request.files or request.form else None

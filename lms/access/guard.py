"""The table at each route's door. A route that declares no door answers 403."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol
from urllib.parse import quote

from flask import Flask, Response, current_app, g, redirect, request

from lms.access import body
from lms.access.table import May, allows
from lms.access.viewer import NOTHING, Facts
from lms.core.db import db, mean_to_write
from lms.core.errors import NotAllowed, NotThere

View = Callable[..., Any]


class HasFacts(Protocol):
    """Anything that a permission can be asked about."""

    @property
    def facts(self) -> Facts: ...


Load = Callable[..., HasFacts | None]


@dataclass(frozen=True)
class Door:
    """What a route has declared."""

    permission: May
    anonymous: bool
    body: int

    @property
    def reads_late(self) -> bool:
        """Whether more may come than is read before the table has been asked."""
        return self.body > body.TEXTS


def door() -> Door | None:
    """The door of the route that is asked for, if it declares one."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "door", None)


def may(permission: May | str, thing: HasFacts | Facts | None = None) -> bool:
    """Whether the one who is looking may. Templates ask this by name: `may("hand_in", assignment)`."""
    return allows(May(permission), g.viewer, _facts(thing))


def whoever() -> str:
    """Whom a limit counts: the one who is looking, wherever they are."""
    return f"person-{g.viewer.person_id}"


def needs(
    permission: May,
    load: Load | None = None,
    *,
    hide: bool = True,
    anonymous: bool = False,
    most: int = body.FIELDS,
) -> Callable[[View], View]:
    """Declare a route's door: load what its address names, ask the table about it, hand it to the view.

    Whoever isn't signed in is sent to sign in; to anybody else refused, what was loaded doesn't exist (404), or,
    where nothing was loaded or `hide` is False, isn't allowed (403).
    `anonymous`: the door needs to know nobody, so that the request asks the database nothing.
    `most`: bytes that a request may bring; more than `body.TEXTS` are read only once the answer is yes.
    """
    declared = Door(permission, anonymous, most)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**address: Any) -> Any:
            thing = load(**address) if load else None
            if load and thing is None:
                if not g.viewer.signed_in and not allows(permission, g.viewer, NOTHING):
                    return _to_sign_in()
                raise NotThere
            if not may(permission, thing):
                if not g.viewer.signed_in:
                    return _to_sign_in()
                raise NotThere if load and hide else NotAllowed
            if declared.reads_late:
                _read_late(most)
            return view(thing) if load else view(**address)

        guarded.door = declared  # type: ignore[attr-defined]
        return guarded

    return declare


def shut_by_default(app: Flask) -> None:
    """Refuse every request whose route declares no door."""

    @app.before_request
    def refuse_undeclared() -> None:
        if request.endpoint and door() is None:
            raise NotAllowed


def _read_late(most: int) -> None:
    """Take in a large body; from here on the request may write."""
    db.commit()  # the bytes may take their time: nobody waits for a lock meanwhile
    body.let_in(most)
    body.take_in()
    mean_to_write(request.method not in body.SAFE)


def _facts(thing: HasFacts | Facts | None) -> Facts:
    if thing is None:
        return NOTHING
    return thing if isinstance(thing, Facts) else thing.facts


def signed_out() -> Response:
    """What scripts are told."""
    return Response("You are signed out. Sign in again; what you typed is kept on this page.", 401)


def _to_sign_in() -> Response | Any:
    if request.method not in ("GET", "HEAD") or request.headers.get("X-Requested-With"):
        return signed_out()
    return redirect(f"/sign-in?next={quote(request.full_path.rstrip('?'))}", 302)

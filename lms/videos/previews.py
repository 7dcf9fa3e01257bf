"""What can be watched of a video while the rest of it is being prepared: a stream of its own in the media store.

It goes when nobody can hold an address of it any more. A mark beside it says that it exists and since when, written
before its first file, so that nothing is left behind by a worker that dies.
"""

import logging
from datetime import datetime
from io import BytesIO
from types import TracebackType
from typing import Self

from lms.core import storage
from lms.videos import keeping, queries
from lms.videos.rules import EARLY, LONGEST
from media.preview import Part

log = logging.getLogger(__name__)

MARKS = "previews"


class Preview:
    """One run's. `take` keeps what `media` says can be shown; a store that fails ends the preview, not the run.

    Where the run doesn't come to its end, leaving the `with` throws the preview away."""

    def __init__(self, final_key: str) -> None:
        self.final_key = final_key
        self.key = final_key + EARLY
        self.plays = False
        """Whether something can be watched."""
        self._is_on = True
        self._has_ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.plays and not self._has_ended:
            storage.store().delete_under(self.key)
            storage.store().delete(self._mark)

    def take(self, part: Part) -> None:
        if not self._is_on:
            return
        store = storage.store()
        try:
            if not self.plays:
                store.put(self._mark, BytesIO())
            keeping.keep_files(store, self.key, part.folder, part.names)
        except Exception:
            log.warning("the preview %s ends", self.key, exc_info=True)
            self._is_on = False
            return
        self.plays = True

    def end(self) -> None:
        """It isn't handed out any more; whoever watches it may go on for as long as an address lasts."""
        self._has_ended = True
        if self.plays:
            storage.store().put(self._mark, BytesIO())

    @property
    def _mark(self) -> str:
        return _mark(self.key)


def let_go(stream_key: str) -> None:
    """A stream that isn't handed out any more: it is thrown away once nobody can be watching it, as a preview is."""
    storage.store().put(_mark(stream_key), BytesIO())


def _mark(stream_key: str) -> str:
    return f"{MARKS}/{stream_key.rpartition('/')[2]}"


def sweep(now: datetime) -> None:
    """Throw away previews that nobody can be watching any more."""
    store = storage.store()
    old = [key for key, at in store.kept_under(MARKS) if at < now - LONGEST]
    if not old:
        return
    shown = queries.stream_keys()
    for key in old:
        stream_key = f"streams/{key.rpartition('/')[2]}"
        if stream_key not in shown:
            store.delete_under(stream_key)
            store.delete(key)

"""Where bytes live: a folder, or an object store, by one address. Keys are relative paths that we made ourselves."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Literal
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError, GenericError
from obstore.store import S3Store, from_url

PIECE = 1024 * 1024  # bytes read at a time
Fault = BaseError  # the store doesn't answer, or not as it should


@dataclass(frozen=True)
class Kept:
    """What is durable: the key, its size in bytes and its SHA-256 in hex."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True)
class About:
    """What is known of kept bytes without reading them; `tag` is another one when they change."""

    size: int
    changed_at: datetime
    tag: str


class Storage:
    """The media store at `url` (`file:///…` or `s3://bucket/prefix`; credentials from AWS_* as usual)."""

    def __init__(self, url: str, direct: str = "") -> None:
        """`direct`: where the object store is for those who are sent to it; empty where nobody is."""
        self.folder = Path(unquote(urlsplit(url).path)) if url.startswith("file://") else None
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
        self._store = from_url(url)
        self._for_others = S3Store.from_url(url, config={"endpoint": direct}) if direct else None

    def put(self, key: str, stream: IO[bytes]) -> Kept:
        """Keep the stream under the key, replacing what was there. Returns once the bytes are durable."""
        digest, size = hashlib.sha256(), 0
        with tempfile.TemporaryFile() as spool:
            while piece := stream.read(PIECE):
                digest.update(piece)
                size += len(piece)
                spool.write(piece)
            spool.seek(0)
            obstore.put(self._store, key, spool)
        return Kept(key, size, digest.hexdigest())

    def put_file(self, key: str, path: Path, kind: str | None = None) -> Kept:
        """As `put`, from a file that nobody changes meanwhile. An object store tells its `kind` to who asks there."""
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256")
            size = stream.tell()
        obstore.put(self._store, key, path, attributes={"Content-Type": kind} if kind and not self.folder else None)
        return Kept(key, size, digest.hexdigest())

    def open(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes from `start`, in pieces. Raises FileNotFoundError."""
        if length == 0:
            return
        try:
            if length is not None:
                yield bytes(obstore.get_range(self._store, key, start=start, length=length))
                return
            answer = obstore.get(self._store, key, options={"range": {"offset": start}} if start else None)
        except GenericError as fault:
            if "NotPartial" not in str(fault):
                raise
            yield from self._cut(key, start, length)  # some servers that speak S3 answer a range with the whole
            return
        for piece in answer.stream(min_chunk_size=PIECE):
            yield bytes(piece)

    def _cut(self, key: str, start: int, length: int | None) -> Iterator[bytes]:
        left = self.size(key) - start if length is None else length
        for piece in obstore.get(self._store, key).stream(min_chunk_size=PIECE):
            wanted = bytes(piece)[start:][:left]
            start, left = max(0, start - len(piece)), left - len(wanted)
            if wanted:
                yield wanted
            if not left:
                return

    def size(self, key: str) -> int:
        """Size in bytes. Raises FileNotFoundError."""
        return self.about(key).size

    def about(self, key: str) -> About:
        """All that can be told beforehand, from disk in microseconds. Raises FileNotFoundError."""
        if self.folder:
            found = (self.folder / key).stat()
            changed_at = datetime.fromtimestamp(found.st_mtime, UTC)
            return About(found.st_size, changed_at, f"{found.st_mtime_ns:x}-{found.st_size:x}")
        head = obstore.head(self._store, key)
        tag = head["e_tag"] or f"{head['last_modified'].timestamp():.0f}"
        return About(head["size"], head["last_modified"], tag.removeprefix("W/").strip('"'))

    def fetch(self, key: str, into: Path, on_piece: Callable[[], None] = lambda: None) -> Path:
        """A copy of the bytes as a file of one's own; `on_piece` is called as they come."""
        with into.open("wb") as copy:
            for piece in self.open(key):
                copy.write(piece)
                on_piece()
        return into

    def file(self, key: str) -> IO[bytes]:
        """The bytes as an open file: where they lie, or a passing copy. Raises FileNotFoundError.

        Whoever sends a file can leave that to the server, and needn't wait for a reader who takes nothing.
        """
        if self.folder:
            return (self.folder / key).open("rb")
        copy = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked closes it
        for piece in self.open(key):
            copy.write(piece)
        copy.seek(0)
        return copy

    def path(self, key: str) -> Path | None:
        """Where the bytes lie on this machine's disk, if they do."""
        return self.folder / key if self.folder else None

    def presigned(self, key: str, method: Literal["GET", "HEAD"], lasts: timedelta) -> str | None:
        """Where the object store itself gives the bytes to anybody, for so long; None where it doesn't."""
        return obstore.sign(self._for_others, method, key, lasts) if self._for_others else None

    def kept_under(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Every key that starts with `prefix/`, and when its bytes came."""
        for page in obstore.list(self._store, prefix):
            yield from ((found["path"], found["last_modified"]) for found in page)

    def delete(self, key: str) -> None:
        """Forget the bytes; nothing there is fine."""
        try:
            obstore.delete(self._store, key)
        except FileNotFoundError:
            pass

    def count_under(self, prefix: str) -> int:
        """How many keys start with `prefix/`."""
        return sum(len(page) for page in obstore.list(self._store, prefix))

    def delete_under(self, prefix: str) -> None:
        """Forget everything whose key starts with `prefix/`."""
        for page in obstore.list(self._store, prefix):
            obstore.delete(self._store, [found["path"] for found in page])


_store: Storage | None = None


def use(url: str, direct: str = "") -> Storage:
    """Open the media store of this process."""
    global _store
    _store = Storage(url, direct)
    return _store


def store() -> Storage:
    """The media store that `use` opened."""
    assert _store, "storage.use() comes first"
    return _store

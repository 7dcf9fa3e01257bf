"""Bringing whole files and folders into the media store: without copying where they lie on the store's own disk."""

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lms.core.storage import PIECE, Kept, Storage
from lms.videos import rules

AT_ONCE = 8  # files on their way to an object store, each of which takes its time to answer


def keep_file(store: Storage, key: str, path: Path) -> Kept:
    """Keep the file under the key; it stays where it is as well, sharing the disk's blocks if it can."""
    target = store.path(key)
    if target is None or not _linked(path, target):
        return store.put_file(key, path)
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
            size += len(piece)
        os.fsync(stream.fileno())
    _sync(target.parent)
    return Kept(key, size, digest.hexdigest())


def keep_folder(store: Storage, key: str, folder: Path, on_file: Callable[[], None] = lambda: None) -> None:
    """Keep every file of the folder under `key/…`; the folder may be gone afterwards. `on_file` is called as they go.

    Whole or not at all: what had been kept when it fails is thrown away.
    """
    target = store.path(key)
    if target is not None and _moved(folder, target):
        return
    files = [file for file in folder.rglob("*") if file.is_file()]
    names = [file.relative_to(folder).as_posix() for file in files]
    keys, kinds = [f"{key}/{name}" for name in names], [rules.type_of(name) for name in names]
    with ThreadPoolExecutor(AT_ONCE) as carriers:
        try:
            for _ in carriers.map(store.put_file, keys, files, kinds):
                on_file()
        except BaseException:
            carriers.shutdown(cancel_futures=True)
            store.delete_under(key)
            raise


def keep_files(store: Storage, key: str, folder: Path, names: Sequence[str]) -> None:
    """Keep these files of the folder under `key/…`, one after the other, each replacing what was there."""
    for name in names:
        target = store.path(f"{key}/{name}")
        if target is None:
            store.put_file(f"{key}/{name}", folder / name, rules.type_of(name))
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f"{target.name}.half")
        half.unlink(missing_ok=True)
        if not _linked(folder / name, half):
            shutil.copyfile(folder / name, half)
        half.replace(target)


def _linked(path: Path, target: Path) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(path)
    except FileExistsError:
        return target.samefile(path)
    except OSError:  # another disk, or one that knows no links
        return False
    return True


def _moved(folder: Path, target: Path) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    if folder.stat().st_dev != target.parent.stat().st_dev:
        return False
    os.sync()  # thousands of small files: one flush instead of one for each
    folder.rename(target)
    _sync(target.parent)
    return True


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

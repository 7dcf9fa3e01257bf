"""Whole files and folders on their way into the media store, in a folder and on S3."""

from pathlib import Path

import pytest

from lms.core.storage import Storage
from lms.videos import keeping

FILES = {f"{rung}/{number:05}.m4s": f"{rung} {number}".encode() for rung in ("180p", "360p") for number in range(20)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / "stream" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "stream"


def test_every_file_of_a_folder_lies_under_its_key(store: Storage, folder: Path):
    keeping.keep_folder(store, "streams/whole", folder)
    assert {name: b"".join(store.open(f"streams/whole/{name}")) for name in FILES} == FILES


def test_a_folder_that_is_only_partly_kept_is_thrown_away(far_store: Storage, folder: Path):
    kept = []

    def on_file() -> None:
        kept.append(None)
        if len(kept) > 10:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        keeping.keep_folder(far_store, "streams/part", folder, on_file)
    assert kept
    for name in FILES:
        with pytest.raises(FileNotFoundError):
            far_store.size(f"streams/part/{name}")


def test_a_file_is_kept_and_stays_where_it_is(store: Storage, folder: Path):
    path = folder / "180p" / "00000.m4s"
    kept = keeping.keep_file(store, "sources/one/source", path)
    assert b"".join(store.open(kept.key)) == path.read_bytes()
    assert keeping.keep_file(store, "sources/one/source", path) == kept

"""Uploading in pieces with a client that isn't ours."""

from pathlib import Path
from typing import Any

from tusclient.client import TusClient

from tests.kit.visitor import Visitor

RETRIES, DELAY_S = 100, 0.2  # a server that is started again is back long before


def upload(visitor: Visitor, csrf_token: str, file: Path, piece: int, url: str = "", stop_at: int | None = None) -> str:
    """Send the file, going on after every interruption; give the upload's key. `url`: another way to the site.

    `stop_at`: the client is lost after about so many bytes, and another one goes on.
    """
    client = TusClient(f"{url or visitor.url}/uploads", {**visitor.headers, "X-CSRFToken": csrf_token})
    how: dict[str, Any] = {
        "chunk_size": piece,
        "metadata": {"filename": file.name},
        "retries": RETRIES,
        "retry_delay": DELAY_S,
        "upload_checksum": True,
    }
    uploader = client.uploader(str(file), **how)
    if stop_at is not None:
        uploader.upload(stop_at=stop_at)
        uploader = client.uploader(str(file), url=uploader.url, **how)
    uploader.upload()
    return str(uploader.url).rsplit("/", 1)[1]

"""Uploading in pieces with a client that isn't ours."""

from pathlib import Path

from tusclient.client import TusClient

from tests.kit.visitor import Visitor

RETRIES, DELAY_S = 100, 0.2  # a server that is started again is back long before


def upload(visitor: Visitor, csrf_token: str, file: Path, piece: int, url: str = "") -> str:
    """Send the file, going on after every interruption; give the upload's key. `url`: another way to the site."""
    client = TusClient(f"{url or visitor.url}/uploads", {**visitor.headers, "X-CSRFToken": csrf_token})
    uploader = client.uploader(
        str(file), chunk_size=piece, metadata={"filename": file.name}, retries=RETRIES, retry_delay=DELAY_S
    )
    uploader.upload()
    return str(uploader.url).rsplit("/", 1)[1]

"""A server that speaks S3: rclone, over a folder."""

import secrets
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.kit.engines.servers import room, server
from tests.kit.site import free_port

BUCKET = "attune"


@dataclass(frozen=True)
class Bucket:
    """Its address, and what has to be in the environment of whoever uses it."""

    url: str
    environ: Mapping[str, str]


@contextmanager
def s3() -> Iterator[Bucket]:
    """An empty bucket."""
    port, key, secret = free_port(), secrets.token_hex(8), secrets.token_hex(16)
    with room("s3") as folder:
        (folder / "kept" / BUCKET).mkdir(parents=True)
        words = ("serve", "s3", folder / "kept", "--addr", f"127.0.0.1:{port}", "--config", "")
        rclone = Path(sys.executable).with_name("rclone")
        with server([rclone, *words], lambda: _listens(port), folder, more={"RCLONE_AUTH_KEY": f'"{key},{secret}"'}):
            yield Bucket(
                f"s3://{BUCKET}",
                {
                    "AWS_ACCESS_KEY_ID": key,
                    "AWS_SECRET_ACCESS_KEY": secret,
                    "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
                    "AWS_ALLOW_HTTP": "true",
                    "AWS_REGION": "us-east-1",
                },
            )


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

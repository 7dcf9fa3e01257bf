"""Redis, Debian's, keeping nothing on disk."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import redis as client

from tests.kit.engines.servers import Missing, room, server
from tests.kit.site import free_port

PACKAGE = "redis-server"


def program() -> str:
    """Where the server lies. Raises Missing."""
    found = shutil.which("redis-server")
    if not found:
        raise Missing("Redis isn't installed: apt install redis-server.")
    return found


@contextmanager
def redis() -> Iterator[str]:
    """The address of database 0; another number behind the last slash is another one, up to 15."""
    port, password = free_port(), secrets.token_hex(16)
    url = f"redis://:{password}@127.0.0.1:{port}"
    with room("redis") as folder:
        config = folder / "redis.conf"  # the password is nobody's business who lists processes
        config.write_text(f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n')
        with server([program(), config], lambda: _answers(url), folder):
            yield f"{url}/0"


def _answers(url: str) -> bool:
    try:
        with client.Redis.from_url(url) as asked:
            return bool(asked.ping())
    except client.ConnectionError:
        return False

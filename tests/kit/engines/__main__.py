"""`python -m tests.kit.engines`: install what is missing; with a command behind, run it on all engines."""

import os
import signal
import subprocess
import sys
from types import FrameType

from tests.kit.debian import install
from tests.kit.engines import postgres, redis
from tests.kit.engines.s3 import s3
from tests.kit.engines.servers import Missing


def have_all() -> None:
    """Install what is missing. Raises Missing."""
    missing = []
    for kind, look in ((postgres, postgres.programs), (redis, redis.program)):
        try:
            look()
        except Missing:
            missing.append(kind.PACKAGE)
    if missing:
        install(*missing)
    postgres.programs()
    redis.program()


def run(command: list[str]) -> int:
    """The command's exit status, with ATTUNE_TEST_… naming engines that are gone afterwards, however it ends."""
    with postgres.postgres() as database_url, redis.redis() as redis_url, s3() as bucket:
        named = {
            "ATTUNE_TEST_DATABASE_URL": database_url,
            "ATTUNE_TEST_REDIS_URL": redis_url,
            "ATTUNE_TEST_MEDIA_URL": bucket.url,
        }
        return subprocess.run(command, env=os.environ | bucket.environ | named).returncode


def stop(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(143)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    try:
        have_all()
    except Missing as fault:
        sys.exit(str(fault))
    sys.exit(run(sys.argv[1:]) if sys.argv[1:] else 0)

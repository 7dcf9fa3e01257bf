"""What one test process uses of the engines that ATTUNE_TEST_… name, so that several don't meet in one place."""

import os

import redis

from tests.kit.engines.postgres import empty_database

PARTS = ("suite", "site", "migrations", "killed")


def share(part: str) -> dict[str, str]:
    """Settings for a part of this process's tests: database and queue are its own, and emptied by this.

    Empty where no engine is named: then they are files in the home.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    name = worker if part == "suite" else f"{worker}_{part}"
    number = int(worker.removeprefix("gw")) * len(PARTS) + PARTS.index(part)
    settings = {}
    if url := os.environ.get("ATTUNE_TEST_DATABASE_URL"):
        settings["ATTUNE_DATABASE_URL"] = empty_database(url, f"{url.rsplit('/', 1)[1]}_{name}")
    if url := os.environ.get("ATTUNE_TEST_REDIS_URL"):
        settings["ATTUNE_QUEUE_URL"] = _empty_queue(f"{url.rsplit('/', 1)[0]}/{number}")
    if url := os.environ.get("ATTUNE_TEST_MEDIA_URL"):
        settings["ATTUNE_MEDIA_URL"] = f"{url}/{name}"
    return settings


def _empty_queue(url: str) -> str:
    with redis.Redis.from_url(url) as emptied:
        emptied.flushdb()
    return url

"""The queue between web and worker: Huey on SQLite, or on Redis by one setting.

A job is a hint that there is work; what has to be done stands in the database (outbox, leases). A queue that loses
everything costs a minute, because the worker also looks by itself.
"""

import logging
from collections.abc import Callable
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from redis import ConnectionPool
from sqlalchemy import event
from sqlalchemy.orm import Session

from lms.core.db import db
from lms.core.settings import Settings

log = logging.getLogger(__name__)

PATIENCE = {"socket_connect_timeout": 2, "socket_timeout": 5}  # seconds; a request waits no longer for Redis


class Jobs:
    """Names jobs, calls them later, runs them in a worker."""

    def __init__(self, settings: Settings) -> None:
        self.huey: Huey = (
            RedisHuey("attune", connection_pool=ConnectionPool.from_url(settings.queue_url, **PATIENCE), results=False)
            if settings.queue_url
            else SqliteHuey("attune", filename=str(settings.home / "queue.db"), results=False)
        )
        self._workers = settings.worker_jobs
        self._named: dict[str, Callable[..., Any]] = {}

    def add(self, name: str, deed: Callable[..., Any]) -> None:
        """Give a deed the name under which it is called."""
        self._named[name] = self.huey.task(name=name)(deed)

    def every_minute(self, name: str, deed: Callable[[], Any]) -> None:
        """As `add`, and the worker calls it each minute by itself."""
        self.add(name, deed)
        self.huey.periodic_task(crontab(minute="*"), name=f"{name}-each-minute")(deed)

    def call(self, name: str, *arguments: Any) -> None:
        """Have the worker do it soon."""
        self._named[name](*arguments)

    def call_after_commit(self, name: str) -> None:
        """From now on, each commit that posted a letter calls this job. A queue that is away undoes no commit."""

        @event.listens_for(db.session_factory, "after_commit")
        def nudge(session: Session) -> None:
            if session.in_nested_transaction():
                return  # the end of a savepoint: nobody else can see the letter yet
            if session.info.pop("posted", False):
                try:
                    self.call(name)
                except Exception as fault:
                    log.warning("%s waits for the next minute: %s", name, type(fault).__name__)

    def work(self) -> None:
        """Be the worker, until told to stop (SIGTERM, SIGINT)."""
        Consumer(self.huey, workers=self._workers + 1, initial_delay=0.05, max_delay=0.5).run()


_queue: Jobs | None = None


def use(settings: Settings) -> Jobs:
    """Open the queue of this process."""
    global _queue
    _queue = Jobs(settings)
    return _queue


def queue() -> Jobs:
    """The queue that `use` opened."""
    assert _queue, "jobs.use() comes first"
    return _queue

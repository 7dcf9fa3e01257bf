"""The site that is measured: a home of its own with the sample cohort, and servers over it, started when needed."""

from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from tests.bench.hello import Hello
from tests.bench.nginx import Nginx
from tests.bench.stream import Stream, give_clip
from tests.kit.site import Site
from tests.kit.visitor import Visitor


class House:
    """Leaving the `with` ends every process that was started here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._begun = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._begun.close()

    def room(self, name: str) -> Path:
        """A new folder for one bench."""
        made = self.folder / name
        made.mkdir(parents=True)
        return made

    @cached_property
    def home(self) -> Path:
        """The sample as `attune run` makes it, and a real video, packaged."""
        site = Site(self.folder / "home")
        try:
            site.start()
        finally:
            site.stop()
        give_clip(site.home, self.folder)
        return site.home

    @cached_property
    def app(self) -> Site:
        """The web server alone, as it answers without anything in front."""
        return self.site("serve")

    @cached_property
    def behind(self) -> Site:
        """The web server as it runs behind nginx."""
        return self.site("serve", ATTUNE_ACCEL="/kept", ATTUNE_TRUSTED_PROXIES="1")

    @cached_property
    def nginx(self) -> Nginx:
        """In front of `behind`."""
        made = Nginx(self.folder / "nginx", self.behind.port, self.home / "media")
        self._begun.callback(made.stop)
        return made

    @cached_property
    def remembering(self) -> Nginx:
        """In front of `behind` too, but asking it seldom."""
        made = Nginx(self.folder / "remembering", self.behind.port, self.home / "media", remembers=True)
        self._begun.callback(made.stop)
        return made

    @cached_property
    def hello(self) -> Hello:
        made = Hello(self.folder / "hello")
        self._begun.callback(made.stop)
        return made

    @cached_property
    def learner(self) -> Visitor:
        return Visitor(self.app.url)

    @cached_property
    def stream(self) -> Stream:
        """The real video, as the learner may watch it."""
        return Stream.seen_by(self.learner, self.home)

    def site(self, command: str, **settings: str) -> Site:
        """Another server over the same home, ended with the house."""
        made = Site(self.home, command, settings)
        self._begun.callback(made.stop)
        return made.start()


def cpu_s(process_id: int) -> float:
    """Processor seconds of a process so far, all its threads."""
    return float(sum(psutil.Process(process_id).cpu_times()[:2]))


def pid(site: Site) -> int:
    """Of the site's web server."""
    assert site.process, "the site has not been started"
    return site.process.pid

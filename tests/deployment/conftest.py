"""What tests of whole deployments share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.engines.shares import share
from tests.kit.site import Site, free_port


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A web server with the sample cohort."""
    site = Site(tmp_path / "home", "serve", share("killed"), free_port())
    site.prepare()
    yield site.start()
    site.stop()

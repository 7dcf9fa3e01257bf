from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit import clips


@pytest.fixture
def upload(tmp_path: Path) -> Path:
    """Where an upload lies: alone in its folder."""
    folder = tmp_path / "upload"
    folder.mkdir()
    return folder / "upload.mp4"


@pytest.fixture(scope="session")
def plain_clip(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Made once; don't change it."""
    yield clips.plain(tmp_path_factory.mktemp("clips") / "plain.mp4")

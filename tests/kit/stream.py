"""A video that really plays, packaged once for all tests of a process."""

import pytest
from flask import Flask

from lms.core import storage
from lms.videos import keeping
from media.package import package
from tests.kit import clips

SECONDS = 12


@pytest.fixture(scope="session")
def stream(built_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Twelve seconds, packaged once."""
    folder = tmp_path_factory.mktemp("player")
    package(clips.plain(folder / "clip.mp4", rate="10", seconds=SECONDS), folder / "stream")
    keeping.keep_folder(storage.store(), "streams/player", folder / "stream")
    return "streams/player"

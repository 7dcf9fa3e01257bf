"""What tests of moments share: a demonstration that plays for those who may."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from lms.people.models import Person
from lms.program.models import Demonstration
from lms.videos.models import Video
from tests.demonstrations.conftest import Show, demonstration, playing, restricted, shown, sign

__all__ = ["demonstration", "playing", "restricted", "shown", "sign"]

SignIn = Callable[[Person], FlaskClient]
Sign = Callable[..., None]


@pytest.fixture
def at(demonstration: Demonstration, shown: Show) -> str:
    """Where the demonstration is, whose video is ready."""
    shown()
    return f"/demonstrations/{demonstration.id}"


@pytest.fixture
def closed(demonstration: Demonstration, restricted: Video) -> str:
    """Where the demonstration is, which is a recording of real care that only those may play who have signed."""
    return f"/demonstrations/{demonstration.id}"

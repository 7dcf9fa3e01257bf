"""Makes a home with the built-in program and the sample cohort, without clips: `python -m tests.kit.prepare HOME`."""

import sys
from pathlib import Path

from lms.app import migrate
from lms.app.cli import BUILTIN
from lms.app.factory import create_app
from lms.app.sample import load_sample
from lms.app.worker import wire
from lms.core import clock
from lms.core.db import transaction
from lms.core.settings import Settings
from lms.program import actions as programs

if __name__ == "__main__":
    settings = Settings(home=Path(sys.argv[1])).checked()
    migrate.upgrade(settings)
    wire(create_app(settings), settings)
    with transaction():
        programs.load(BUILTIN, clock.now())
    load_sample(settings, with_clips=False)

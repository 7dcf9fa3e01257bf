"""A worker that only carries mail, at another time than now: `python -m tests.notices.carrying <instant>`."""

import sys
from datetime import datetime

from lms.app.factory import create_app
from lms.core import clock, outbox
from lms.core.settings import Settings
from lms.notices import actions as notices

if __name__ == "__main__":
    settings = Settings.from_environ()
    with create_app(settings).app_context(), clock.at(datetime.fromisoformat(sys.argv[1])):
        outbox.deliver({"mail": notices.carrier(settings)})

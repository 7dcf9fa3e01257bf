"""The worker: delivers what the outbox holds, packages and captions videos, looks each minute for what is left."""

from flask import Flask

from lms.app.sample import clips
from lms.consents import jobs as consents
from lms.core import jobs, outbox
from lms.core.settings import Settings
from lms.demonstrations.watching import jobs as demonstrations
from lms.erasure import jobs as erasure
from lms.erasure.actions import WAKE as WAKE_ERASURE
from lms.feedback.peers import jobs as peers
from lms.feedback.peers.actions import TEND
from lms.feedback.reviews import jobs as reviews
from lms.notices import actions as notices
from lms.notices import jobs as notice_jobs
from lms.practice.actions import FORGET, FORGET_TAKE
from lms.practice.jobs import forget_file, forget_take
from lms.reminders import jobs as reminders
from lms.roleplays.agree import jobs as agree
from lms.roleplays.board import jobs as boards
from lms.roleplays.board.actions import SOLVE
from lms.roleplays.hours import jobs as hours
from lms.roleplays.hours.actions import FETCH
from lms.videos import jobs as videos
from lms.videos.tracks import jobs as tracks
from lms.videos.tracks.machine import WAKE


def wire(app: Flask, settings: Settings) -> None:
    """Name every job, in web and worker alike; from now on a commit with a letter wakes the worker."""
    queue = jobs.queue()
    carriers = {
        "mail": notices.carrier(settings),
        "package-video": lambda _: queue.call("package"),
        WAKE: lambda _: queue.call("caption"),
        TEND: peers.tend,
        FORGET: forget_file,
        FORGET_TAKE: lambda payload: forget_take(payload, settings.home),
        FETCH: lambda payload: hours.fetch(payload, settings),
        SOLVE: lambda _: queue.call("solve"),
        WAKE_ERASURE: lambda _: queue.call("erase"),
        "sample-clip": clips.make,
    }

    def deliver() -> None:
        with app.app_context():
            outbox.deliver(carriers)

    def package() -> None:
        with app.app_context():
            while videos.package_next(settings):
                pass

    def caption() -> None:
        with app.app_context():
            while tracks.caption_next(settings):
                pass

    def solve() -> None:
        with app.app_context():
            while boards.solve_next():
                pass

    def erase() -> None:
        with app.app_context():
            erasure.carry_on(settings.home)

    def sweep() -> None:
        deliver()
        erase()
        with app.app_context():
            consents.erase_expired(settings.home)
            reviews.release_due()
            agree.tend_all()
            reminders.remind()
            notice_jobs.send_digests()
            notice_jobs.forget_old()
            peers.tend_all()
            hours.refresh()
            videos.sweep(settings)
            demonstrations.fold_playings()
        solve()
        package()
        caption()

    queue.add("deliver", deliver)
    queue.add("package", package)
    queue.add("caption", caption)
    queue.add("solve", solve)
    queue.add("erase", erase)
    queue.every_minute("sweep", sweep)
    queue.call_after_commit("deliver")

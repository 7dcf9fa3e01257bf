"""The web application, made of rooms."""

from flask import Flask
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import lms.agreements.views
import lms.calendar.views
import lms.captions.views
import lms.classroom.views
import lms.cohorts.views
import lms.consents.views
import lms.demonstrations.clips.views
import lms.demonstrations.recorded.views
import lms.demonstrations.viewings.views
import lms.demonstrations.views
import lms.demonstrations.watching.views
import lms.documents.approving.views
import lms.documents.cases.views
import lms.documents.identifiers.views
import lms.documents.reading.views
import lms.documents.rendering.views
import lms.documents.writing.views
import lms.erasure.views
import lms.feedback.calibration.views
import lms.feedback.claims.views
import lms.feedback.muting.views
import lms.feedback.peers.views
import lms.feedback.phrases.views
import lms.feedback.planner.views
import lms.feedback.reopenings.views
import lms.feedback.reviews.views
import lms.feedback.understood.views
import lms.feedback.views
import lms.feedback.voices.views
import lms.feedback.withdrawals.views
import lms.feedback.words.views
import lms.moments.notes.views
import lms.moments.prompts.views
import lms.moments.questions.views
import lms.notices.views
import lms.overview.views
import lms.people.views
import lms.practice.differences.views
import lms.practice.drills.views
import lms.practice.extensions.views
import lms.practice.groups.views
import lms.practice.takes_views
import lms.practice.views
import lms.roleplays.agree.views
import lms.roleplays.apart.views
import lms.roleplays.board.views
import lms.roleplays.debrief.views
import lms.roleplays.gaps.views
import lms.roleplays.hours.cohort_views
import lms.roleplays.hours.views
import lms.roleplays.playback.views
import lms.roleplays.room.views
import lms.roleplays.term.views
import lms.search.views
import lms.today.views
import lms.videos.views
from lms.access import body
from lms.access.guard import shut_by_default
from lms.app import addresses, headers, health, problems, requests, showcase, templates
from lms.app.follows import FOLLOWS
from lms.core import events, jobs, storage
from lms.core.db import connect
from lms.core.limits import limiter
from lms.core.settings import Settings
from lms.demonstrations.watching.door import TellingDoor
from lms.ui.addresses import LanguageTag
from lms.ui.assets import STATIC
from lms.videos import revocations
from lms.videos.door import Door

ROOMS = [
    health.bp,
    lms.people.views.bp,
    lms.notices.views.bp,
    lms.videos.views.bp,
    lms.consents.views.bp,
    lms.agreements.views.bp,
    lms.cohorts.views.bp,
    lms.practice.views.bp,
    lms.documents.identifiers.views.bp,
    lms.practice.takes_views.bp,
    lms.practice.extensions.views.bp,
    lms.practice.groups.views.bp,
    lms.practice.differences.views.bp,
    lms.practice.drills.views.bp,
    lms.documents.writing.views.bp,
    lms.documents.reading.views.bp,
    lms.documents.rendering.views.bp,
    lms.documents.approving.views.bp,
    lms.documents.cases.views.bp,
    lms.demonstrations.views.bp,
    lms.demonstrations.recorded.views.bp,
    lms.demonstrations.clips.views.bp,
    lms.demonstrations.viewings.views.bp,
    lms.demonstrations.watching.views.bp,
    lms.moments.notes.views.bp,
    lms.moments.questions.views.bp,
    lms.moments.prompts.views.bp,
    lms.captions.views.bp,
    lms.feedback.views.bp,
    lms.feedback.reviews.views.bp,
    lms.feedback.phrases.views.bp,
    lms.feedback.calibration.views.bp,
    lms.feedback.voices.views.bp,
    lms.feedback.withdrawals.views.bp,
    lms.feedback.claims.views.bp,
    lms.feedback.muting.views.bp,
    lms.feedback.planner.views.bp,
    lms.feedback.words.views.bp,
    lms.feedback.understood.views.bp,
    lms.feedback.reopenings.views.bp,
    lms.feedback.peers.views.bp,
    lms.roleplays.hours.views.bp,
    lms.roleplays.hours.cohort_views.bp,
    lms.roleplays.room.views.bp,
    lms.roleplays.debrief.views.bp,
    lms.roleplays.playback.views.bp,
    lms.roleplays.gaps.views.bp,
    lms.roleplays.term.views.bp,
    lms.roleplays.board.views.bp,
    lms.roleplays.apart.views.bp,
    lms.roleplays.agree.views.bp,
    lms.calendar.views.bp,
    lms.classroom.views.bp,
    lms.search.views.bp,
    lms.overview.views.bp,
    lms.erasure.views.bp,
    lms.today.views.bp,
]


def create_app(settings: Settings) -> Flask:
    """An application over the settings' database, queue and media store, which become this process's own."""
    app = Flask("lms", static_folder=None, template_folder="ui/templates")
    app.config.update(
        ATTUNE=settings,
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="attune",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in: nobody loses an essay to a clock
        RATELIMIT_STORAGE_URI=settings.queue_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=jobs.PATIENCE if settings.queue_url else {},
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_ENABLED=True,
        WTF_CSRF_CHECK_DEFAULT=False,  # lms/access/body.py does, once it has read the form
        MAX_CONTENT_LENGTH=body.FIELDS,
        MAX_FORM_MEMORY_SIZE=body.TEXTS,
    )
    app.url_map.converters["tag"] = LanguageTag
    standing = headers.standing(settings)
    connect(settings.database_url)
    revocations.known.forget()
    storage.use(settings.media_url, settings.media_direct)
    jobs.use(settings)
    events.follow(FOLLOWS)
    limiter.init_app(app)
    addresses.wire(app)
    requests.wire(app)
    CSRFProtect(app)
    shut_by_default(app)
    headers.wire(app, standing)
    problems.wire(app)
    templates.wire(app)
    for room in ROOMS if settings.production else [*ROOMS, showcase.bp]:
        app.register_blueprint(room)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=STATIC,
        prefix="static/",
        immutable_file_test=r"-[0-9A-Z]{8}\.",
        max_age=3600,
        allow_all_origins=False,
        add_headers_function=headers.of_file,
    )
    if settings.trusted_proxies:
        n = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, n, n, n, n)  # type: ignore[method-assign]
    app.wsgi_app = TellingDoor(app, standing)  # type: ignore[method-assign]
    app.wsgi_app = Door(app, standing)  # type: ignore[method-assign]
    return app

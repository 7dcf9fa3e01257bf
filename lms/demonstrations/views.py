"""Pages of one demonstration: playing it, telling what was watched, and the video that shows it."""

from contextlib import suppress
from dataclasses import replace

from flask import Blueprint, Response, current_app, flash, g, jsonify, redirect, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse

from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotThere, Refused
from lms.demonstrations import actions, incoming, queries, rules
from lms.demonstrations.forms import PlayerSettingsForm, VideoForm
from lms.demonstrations.queries import Shown
from lms.demonstrations.streams import with_streams
from lms.ui.page import page
from lms.videos import actions as videos
from lms.videos.addresses import addresses

bp = Blueprint("demonstrations", __name__, template_folder="templates")


def shown(demonstration_id: int) -> Shown | None:
    """The demonstration, as the viewer comes to it: through a cohort that they teach, or else one that takes it."""
    found = queries.demonstration(demonstration_id)
    if found is None:
        return None
    cohorts = [g.cohort, *(enrollment.cohort for enrollment in g.enrollments)]
    through = [c.id for c in cohorts if c and c.program_id == found.program_class.program_id]
    taught = [cohort_id for cohort_id in through if cohort_id in g.viewer.trainer_in]
    return Shown(found, next(iter(taught or through), None))


@bp.get("/demonstrations/<int:demonstration_id>")
@needs(May.DEMONSTRATION_WATCH, load=shown)
def show(seen: Shown) -> AnyResponse:
    card = replace(queries.card(seen.demonstration, g.person.id), asked_second=request.args.get("t"))
    [card] = with_streams([card])
    return page("demonstrations/show.html", card=card, seen=seen)


@bp.post("/demonstrations/<int:demonstration_id>/watching")
@needs(May.DEMONSTRATION_WATCH, load=shown)
def watching(seen: Shown) -> Response:
    """A heartbeat of the player. Answers how much is watched, and where the video plays from now on."""
    beat = rules.beat_from(_json())
    if beat is None:
        raise Refused("The player sent something that it can't have seen. Reload the page.")
    video = queries.playing(seen.demonstration.id)
    if video is None:
        raise NotThere
    kept = actions.watch(g.person.id, seen.demonstration, beat, video.duration_ms or 0, clock.now())
    return jsonify(permille=kept.watched_permille, src=addresses(video).master)


@bp.post("/player-settings")
@needs(May.OWN_ACCOUNT)
def settings() -> tuple[str, int]:
    """How the viewer likes to watch, sent by the player with each choice."""
    form = PlayerSettingsForm()
    if not form.validate():
        raise Refused("These settings are none that the player has. Reload the page.")
    actions.like(g.person.id, form.liking)
    return "", 204


@bp.route("/demonstrations/<int:demonstration_id>/upload", methods=["GET", "POST"])
@needs(May.VIDEO_MANAGE, load=shown)
def upload(seen: Shown) -> AnyResponse:
    form = VideoForm()
    if form.validate_on_submit():
        try:
            source = incoming.keep(form.file_id.data, g.person.id, current_app.config["ATTUNE"].home)
        except Refused as refused:
            form.refuse(refused)
        else:
            with suppress(IntegrityError), db.begin_nested():  # sent twice in one moment: the other one shows it
                if source:
                    actions.show(seen.demonstration, videos.take(source, g.person, clock.now()), clock.now())
            return redirect(url_for(".upload", demonstration_id=seen.demonstration.id), 303)
    return page(
        "demonstrations/upload.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        seen=seen,
        demonstration=seen.demonstration,
        latest=queries.latest(seen.demonstration.id),
        limit_mb=current_app.config["ATTUNE"].upload_limit_mb,
    )


@bp.get("/demonstrations/<int:demonstration_id>/video")
@needs(May.VIDEO_MANAGE, load=shown)
def video(seen: Shown) -> AnyResponse:
    """How far the newest video is, alone, asked for again and again while it is prepared."""
    return page(
        "demonstrations/_video.html", demonstration=seen.demonstration, latest=queries.latest(seen.demonstration.id)
    )


@bp.post("/demonstrations/<int:demonstration_id>/video/retry")
@needs(May.VIDEO_MANAGE, load=shown)
def retry(seen: Shown) -> AnyResponse:
    found = queries.latest(seen.demonstration.id)
    if found is None:
        raise NotThere
    videos.retry(found, clock.now())
    flash("The video is being prepared again.", "success")
    return redirect(url_for(".upload", demonstration_id=seen.demonstration.id), 303)


def _json() -> object:
    """What the request says in JSON; None if it doesn't, or in lists within lists without end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None

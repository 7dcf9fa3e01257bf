"""Pages of one demonstration: playing it, its words, and the video that shows it."""

from contextlib import suppress
from dataclasses import replace

from flask import Blueprint, Response, current_app, flash, g, redirect, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse

from lms.access.guard import may, needs
from lms.access.table import May
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotThere, Refused
from lms.demonstrations import actions, queries, rules
from lms.demonstrations.cards import Card
from lms.demonstrations.forms import PlayerSettingsForm, VideoForm
from lms.demonstrations.queries import Shown
from lms.demonstrations.streams import with_streams
from lms.demonstrations.through import card_of, eyes, playable, shown
from lms.demonstrations.viewings import actions as viewings
from lms.demonstrations.viewings.reading import note_reading
from lms.ui.page import page
from lms.videos import actions as videos
from lms.videos import incoming
from lms.videos.models import Video
from lms.videos.tracks import queries as tracks

bp = Blueprint("demonstrations", __name__, template_folder="templates")
bp.add_app_template_global(lambda: rules.SPEEDS, "speeds")  # of the controls, which many rooms include


@bp.get("/demonstrations/<int:demonstration_id>")
@needs(May.DEMONSTRATION_WATCH, load=shown)
def show(seen: Shown) -> AnyResponse:
    [card] = with_streams([replace(card_of(seen), asked_second=request.args.get("t"))])
    if may(May.DEMONSTRATION_PLAY, card) and not card.is_logged:
        card = replace(card, transcript=queries.transcript(card))
    return page("demonstrations/show.html", card=card, seen=seen)


@bp.get("/demonstrations/<int:demonstration_id>/captions/<tag:language>.vtt")
@needs(May.DEMONSTRATION_PLAY, load=lambda demonstration_id, language: playable(demonstration_id))
def captions(card: Card) -> Response:
    """The captions that viewers read, as WebVTT. A browser that has them asks whether they still hold.

    Of what is logged only while a viewing goes on: no other way leads around the log.
    """
    if card.video is None or (card.is_logged and not viewings.going_on(eyes(card), card.video, clock.now())):
        raise NotThere
    track = tracks.published(card.video.id, request.view_args["language"])
    if track is None:
        raise NotThere
    answer = Response(mimetype="text/vtt", headers={"Cache-Control": "private, no-cache"})
    answer.set_etag(f"{track.id}-{track.published}")
    if answer.make_conditional(request).status_code != 304:
        answer.set_data(tracks.text_published(track))
    if card.is_logged:
        note_reading(card)
    return answer


@bp.get("/demonstrations/<int:demonstration_id>/transcript.txt")
@needs(May.DEMONSTRATION_PLAY, load=playable)
def transcript(card: Card) -> Response:
    """What is said, as plain text to keep; `?language=` names another one than the viewer reads."""
    found = card.demonstration
    parts = queries.transcript(card, request.args.get("language"))
    if not parts or card.is_logged:
        raise NotThere
    answer = Response(rules.transcript_text(f"{found.code} {found.title}", parts), mimetype="text/plain")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.slug} transcript.txt")
    return answer


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
                    actions.show(seen.demonstration, videos.take(source, g.person, clock.now()), clock.now(), g.person)
            return redirect(url_for(".upload", demonstration_id=seen.demonstration.id), 303)
    return page(
        "demonstrations/upload.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        seen=seen,
        demonstration=seen.demonstration,
        **_uploaded(seen),
        places=queries.demonstrations_of(seen.demonstration.program_class.program_id),
        most_bytes=current_app.config["ATTUNE"].upload_limit_bytes,
    )


@bp.get("/demonstrations/<int:demonstration_id>/video")
@needs(May.VIDEO_MANAGE, load=shown)
def video(seen: Shown) -> AnyResponse:
    """How far the newest video is, alone, asked for again and again while it is prepared."""
    return page("demonstrations/_video.html", demonstration=seen.demonstration, **_uploaded(seen))


def _uploaded(seen: Shown) -> dict[str, Video | bool | None]:
    """What was uploaded last, and what plays: the same, or an earlier one."""
    card = card_of(seen)
    return {
        "latest": card.latest,
        "playing": card.video if card.is_released else None,
        "needs_captions": card.needs_captions,
    }


@bp.post("/demonstrations/<int:demonstration_id>/video/retry")
@needs(May.VIDEO_MANAGE, load=shown)
def retry(seen: Shown) -> AnyResponse:
    found = queries.latest(seen.demonstration.id)
    if found is None:
        raise NotThere
    videos.retry(found, clock.now())
    flash("The video is being prepared again.", "good")
    return redirect(url_for(".upload", demonstration_id=seen.demonstration.id), 303)


@bp.post("/demonstrations/<int:demonstration_id>/video/stop")
@needs(May.VIDEO_MANAGE, load=shown)
def stop(seen: Shown) -> AnyResponse:
    found = queries.latest(seen.demonstration.id)
    if found is None:
        raise NotThere
    videos.stop(found, g.person)
    return redirect(url_for(".upload", demonstration_id=seen.demonstration.id), 303)


@bp.post("/demonstrations/<int:demonstration_id>/video/withdrawal")
@needs(May.VIDEO_MANAGE, load=shown)
def withdraw(seen: Shown) -> AnyResponse:
    showings = queries.showings_of(seen.demonstration.id)
    if not showings:
        raise NotThere
    for showing in showings:
        actions.withdraw(showing, g.person, clock.now())
    flash("The video is withdrawn. Wherever it plays, it stops within a minute.", "good")
    return redirect(url_for(".upload", demonstration_id=seen.demonstration.id), 303)

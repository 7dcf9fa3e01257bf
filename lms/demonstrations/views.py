"""Pages of one demonstration: playing it, telling what was watched, and the video that shows it."""

from contextlib import suppress
from dataclasses import replace

from flask import Blueprint, Response, current_app, flash, g, jsonify, redirect, request, url_for
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as AnyResponse

from lms.access.guard import may, needs
from lms.access.table import May
from lms.core import clock
from lms.core.db import db
from lms.core.errors import NotAllowed, NotThere, Refused
from lms.demonstrations import actions, door, queries, rules, scribe
from lms.demonstrations.forms import PlayerSettingsForm, VideoForm
from lms.demonstrations.looking import eyes, note_reading
from lms.demonstrations.queries import Card, Shown
from lms.demonstrations.rules import Beat
from lms.demonstrations.streams import may_have_played_until, pass_for, signed, stream_of, with_streams
from lms.demonstrations.through import playable, shown
from lms.ui.page import page
from lms.videos import actions as videos
from lms.videos import incoming
from lms.videos.addresses import addresses
from lms.videos.models import Video
from lms.videos.tracks import queries as tracks

bp = Blueprint("demonstrations", __name__, template_folder="templates")
bp.add_url_rule(door.ADDRESS, "tell", methods=["POST"], build_only=True)  # named here, answered by the door


def card_of(seen: Shown) -> Card:
    """What the viewer meets of it now."""
    return queries.card(seen.demonstration, g.person.id, seen.cohort_id, clock.now())


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
    if card.video is None or (card.is_logged and not actions.going_on(eyes(card.cohort_id), card.video, clock.now())):
        raise NotThere
    track = tracks.published(card.video.id, request.view_args["language"])
    if track is None:
        raise NotThere
    answer = Response(mimetype="text/vtt", headers={"Cache-Control": "private, no-cache"})
    answer.set_etag(f"{track.id}-{track.published}")
    if answer.make_conditional(request).status_code != 304:
        answer.set_data(tracks.text_published(track))
    if card.is_logged:
        note_reading(card.demonstration, card.video, card.cohort_id)
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


@bp.post("/demonstrations/<int:demonstration_id>/viewing")
@needs(May.DEMONSTRATION_WATCH, load=shown)
def viewing(seen: Shown) -> Response:
    """Somebody presses play on what is logged: the viewing is kept, and the address answered."""
    card = card_of(seen)
    if card.video is None:
        raise NotThere
    if not may(May.DEMONSTRATION_PLAY, card):
        raise NotAllowed
    said = _json()
    is_native = isinstance(said, dict) and said.get("native") is True
    kept = actions.begin_viewing(eyes(seen.cohort_id), seen.demonstration, card.video, is_native, clock.now())
    stream = stream_of(kept, card.video)
    return jsonify(src=stream.master, storyboard=stream.storyboard, waveform=stream.waveform)


@bp.post("/demonstrations/<int:demonstration_id>/watching")
@needs(May.DEMONSTRATION_WATCH, load=shown)
def watching(seen: Shown) -> Response:
    """A heartbeat of the player. Answers how much is watched, whether it may go on, and where from now on."""
    beat = rules.beat_from(_json())
    if beat is None:
        raise Refused("The player sent something that it can't have seen. Reload the page.")
    card, now = card_of(seen), clock.now()
    if card.video is None:
        raise NotThere
    given, key = pass_for(card, now), current_app.config["ATTUNE"].secret_key
    may_play, page_pass = may(May.DEMONSTRATION_PLAY, card), door.page_of(given, beat, key)
    permille = card.permille
    if page_pass:  # else nobody has let them play it, and nothing of it counts
        until = None if may_play else may_have_played_until(card, page_pass)
        told = door.told_by(given, page_pass, beat, until)
        permille = scribe.keep_here(told, now)
    return jsonify(
        permille=permille,
        may_play=may_play,
        src=_goes_on(seen, card, beat) if may_play else None,
        watch_pass=signed(given) if may_play and not card.is_logged else None,
    )


def _goes_on(seen: Shown, card: Card, beat: Beat) -> str | None:
    """A fresh address. Of what is logged only for a viewing that goes on: no other way leads around the log."""
    assert card.video
    if not card.is_logged:
        return addresses(card.video).master
    now = clock.now()
    viewing = actions.going_on(eyes(seen.cohort_id), card.video, now)
    if viewing is None or beat.age_ms > rules.OLD_BEAT_MS:
        return None
    actions.extend_viewing(viewing, beat, card.video.duration_ms or 0, now)
    return stream_of(viewing, card.video).master


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
        limit_mb=current_app.config["ATTUNE"].upload_limit_mb,
    )


@bp.get("/demonstrations/<int:demonstration_id>/video")
@needs(May.VIDEO_MANAGE, load=shown)
def video(seen: Shown) -> AnyResponse:
    """How far the newest video is, alone, asked for again and again while it is prepared."""
    return page("demonstrations/_video.html", demonstration=seen.demonstration, **_uploaded(seen))


def _uploaded(seen: Shown) -> dict[str, Video | None]:
    """What was uploaded last, and what plays: the same, or an earlier one."""
    card = queries.card(seen.demonstration, g.person.id, seen.cohort_id, clock.now())
    return {"latest": card.latest, "playing": card.video if card.is_released else None}


@bp.post("/demonstrations/<int:demonstration_id>/video/retry")
@needs(May.VIDEO_MANAGE, load=shown)
def retry(seen: Shown) -> AnyResponse:
    found = queries.latest(seen.demonstration.id)
    if found is None:
        raise NotThere
    videos.retry(found, clock.now())
    flash("The video is being prepared again.", "success")
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
    flash("The video is withdrawn. Wherever it plays, it stops within a minute.", "success")
    return redirect(url_for(".upload", demonstration_id=seen.demonstration.id), 303)


def _json() -> object:
    """What the request says in JSON; None if it doesn't, or in lists within lists without end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None

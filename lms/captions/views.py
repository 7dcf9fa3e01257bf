"""The pages on which trainers write captions and chapters."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access import body
from lms.access.guard import needs
from lms.access.table import May
from lms.captions.desk import Desk, TrackDesk, desk, first_text, note_words, track_desk
from lms.captions.forms import LanguageForm, TextForm
from lms.core import clock
from lms.core.errors import Conflict, NotThere, Refused
from lms.demonstrations.streams import with_streams
from lms.ui.page import by_script, page
from lms.ui.time import said
from lms.videos.tracks import actions, machine, queries, rules
from lms.videos.tracks.models import TextTrack
from lms.videos.tracks.rules import TrackKind
from media import captions
from media.cues import BYTES_MOST, Captions, Fault

bp = Blueprint("captions", __name__, template_folder="templates")

OF_ONE = "/demonstrations/<int:demonstration_id>/<any(captions, chapters):kind>/<tag:language>"
LONG = {"captions.save", "captions.publish"}
LONGEST = 4 * rules.TEXT_LIMIT  # bytes of a draft that is sent, each of its bytes as three at worst


@bp.url_value_preprocessor
def let_long_texts_in(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """A draft is sent whole with each saving."""
    if endpoint in LONG:
        request.max_form_memory_size = LONGEST


@bp.get("/demonstrations/<int:demonstration_id>/captions")
@needs(May.VIDEO_MANAGE, load=desk)
def show(at: Desk) -> Answer:
    return _overview(at, LanguageForm())


@bp.post("/demonstrations/<int:demonstration_id>/captions")
@needs(May.VIDEO_MANAGE, load=desk, most=BYTES_MOST + body.TEXTS)
def add(at: Desk) -> Answer:
    """Publish a file, or open the editor where none was chosen."""
    form, video = LanguageForm(), at.video
    if not form.validate():
        return _overview(at, form)
    found = captions.parse(form.file.data.stream.read(BYTES_MOST + 1)) if form.file.data else None
    if found is None:
        return redirect(_address(at, TrackKind.CAPTIONS, form.tag or ""), 303)
    faults = rules.shown(TrackKind.CAPTIONS, found, video.duration_ms).faults
    with form.refusals():
        track = actions.begin(video, TrackKind.CAPTIONS, form.tag, form.name)
        actions.take_file(track, found, form.file.data.filename or "", g.person, clock.now())
        flash(f"{track.label} is published: {len(found.cues)} captions.", "good")
        for fault in faults[:5]:
            flash(str(fault), "warn")
        return redirect(url_for(".show", demonstration_id=at.demonstration.id), 303)
    return _overview(at, form, faults)


@bp.post("/demonstrations/<int:demonstration_id>/captions/earlier")
@needs(May.VIDEO_MANAGE, load=desk)
def take_over(at: Desk) -> Answer:
    """Begin with what the video before this one had."""
    if at.card.earlier is None:
        raise NotThere
    before = at.card.earlier.video
    count = actions.copy_tracks(before, at.video, g.person, clock.now())
    warning = rules.length_warning(before.duration_ms, at.video.duration_ms)
    flash(f"{count} taken over as drafts. {warning or 'Look them over, then publish.'}", "warn" if warning else "good")
    return redirect(url_for(".show", demonstration_id=at.demonstration.id), 303)


@bp.get("/demonstrations/<int:demonstration_id>/captioning")
@needs(May.VIDEO_MANAGE, load=desk)
def captioning(at: Desk) -> Answer:
    """How far the machine is, alone, asked for again and again."""
    return page("captions/_captioning.html", at=at, captioning=queries.captioning(at.video.id))


@bp.post("/demonstrations/<int:demonstration_id>/captioning")
@needs(May.VIDEO_MANAGE, load=desk)
def ask_machine(at: Desk) -> Answer:
    form, video = LanguageForm(), at.video
    if form.validate():
        with form.refusals():
            if not _has_captioner():
                raise Refused("No captioner is set up here. Upload a file, or write the captions in this page.")
            machine.ask(video, form.tag, g.person, clock.now())
            return redirect(url_for(".show", demonstration_id=at.demonstration.id) + "#machine", 303)
    return _overview(at, form)


@bp.get(OF_ONE)
@needs(May.VIDEO_MANAGE, load=track_desk)
def edit(at: TrackDesk) -> Answer:
    track = queries.track(at.video.id, at.kind, at.language)
    return _editor(at, TextForm(None, text=first_text(at, track), seen=_seen(at, track)), track)


@bp.post(f"{OF_ONE}/draft")
@needs(May.VIDEO_MANAGE, load=track_desk, most=LONGEST)
def save(at: TrackDesk) -> Any:
    """For the script on the page, an answer in JSON; for the Save button without one, the page again."""
    form = TextForm()
    if not form.validate():
        return ({"message": form.text.errors[0]}, 422) if by_script() and form.text.errors else _editor(at, form)
    track = actions.begin(at.video, at.kind, at.language)
    try:
        actions.save_draft(track, form.typed, form.seen.data or "", g.person, clock.now())
    except Conflict as conflict:
        form.refuse(conflict)
        if not by_script():
            return _editor(at, form)
        shown = {"seen": track.seen, "text": first_text(at, track)}
        note_words(at, track)
        return shown, 409
    if by_script():
        return {"seen": track.seen, "saved_at_text": said(clock.now(), g.viewer.zone, "time")}
    flash("The draft is saved. Viewers don’t see it yet.", "good")
    return redirect(_address(at, at.kind, at.language), 303)


@bp.post(f"{OF_ONE}/draft/removal")
@needs(May.VIDEO_MANAGE, load=track_desk)
def discard(at: TrackDesk) -> Answer:
    track = _track(at)
    actions.discard_draft(track)
    flash(f"The draft of {at.name} is discarded.", "good")
    return redirect(url_for(".show", demonstration_id=at.demonstration.id), 303)


@bp.post(f"{OF_ONE}/publication")
@needs(May.VIDEO_MANAGE, load=track_desk, most=LONGEST)
def publish(at: TrackDesk) -> Answer:
    form = TextForm()
    if form.validate():
        with form.refusals():
            track = actions.begin(at.video, at.kind, at.language)
            version = actions.publish(track, form.typed, form.seen.data or "", form.why.data, g.person, clock.now())
            flash(f"{at.name}: version {version.number} is published.", "good")
            return redirect(
                url_for(".show", demonstration_id=at.demonstration.id, forget=f"{at.kind}-{at.language}"), 303
            )
    return _editor(at, form)


@bp.post(f"{OF_ONE}/versions/<int:number>/return")
@needs(May.VIDEO_MANAGE, load=track_desk)
def bring_back(at: TrackDesk) -> Answer:
    try:
        version = actions.bring_back(_track(at), request.view_args["number"], g.person, clock.now())
    except Refused as refused:
        flash(refused.message, "warn")
    else:
        flash(f"{at.name}: {version.why.lower()} as version {version.number}.", "good")
    return redirect(url_for(".show", demonstration_id=at.demonstration.id), 303)


@bp.get(f"{OF_ONE}/versions/<int:number>.vtt")
@needs(May.VIDEO_MANAGE, load=track_desk)
def version(at: TrackDesk) -> Response:
    """One version as a file."""
    number = request.view_args["number"]
    track = queries.track(at.video.id, at.kind, at.language)
    found = track and queries.version(track.id, number)
    if not found:
        raise NotThere
    answer = Response(queries.written(found), mimetype="text/vtt")
    name = f"{at.demonstration.slug} {at.kind} {at.language} {number}.vtt"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    note_words(at, track)
    return answer


def _has_captioner() -> bool:
    return bool(current_app.config["ATTUNE"].captioner)


def _track(at: TrackDesk) -> TextTrack:
    track = queries.track_to_change(at.video.id, at.kind, at.language)
    if track is None:
        raise NotThere
    return track


def _seen(at: TrackDesk, track: TextTrack | None) -> str:
    return track.seen if track else rules.seen(at.video.id, 0)


def _address(at: Desk, kind: TrackKind, language: str) -> str:
    return url_for(".edit", demonstration_id=at.demonstration.id, kind=kind, language=language)


def _overview(at: Desk, form: LanguageForm, faults: Sequence[Fault] = ()) -> Answer:
    video, earlier = at.card.video, at.card.earlier
    warning = rules.length_warning(earlier.video.duration_ms, video.duration_ms) if earlier and video else None
    return page(
        "captions/show.html",
        status=422 if form.is_submitted() else 200,
        at=at,
        form=form,
        faults=faults,
        tracks=queries.tracks_of(video.id) if video else [],
        length_warning=warning,
        captioning=queries.captioning(video.id) if video else None,
        has_captioner=_has_captioner(),
        languages=rules.LANGUAGES,
    )


def _editor(at: TrackDesk, form: TextForm, track: TextTrack | None = None) -> Answer:
    """The page with all that was typed; where something else was saved meanwhile, with that beside it."""
    was_sent = form.is_submitted()
    track = track or queries.track(at.video.id, at.kind, at.language)
    text = (form.typed if was_sent else form.text.data) or ""
    is_older = was_sent and form.seen.data != _seen(at, track)
    elsewhere = first_text(at, track) if is_older else None
    form.text.data, form.seen.data = text, _seen(at, track)
    read: Captions = rules.shown(at.kind, captions.parse(text.encode()), at.video.duration_ms)
    [card] = with_streams([at.card])
    shown = page(
        "captions/edit.html",
        status=422 if was_sent else 200,
        at=at,
        form=form,
        card=card,
        track=track,
        faults=read.faults if text.strip() not in ("", "WEBVTT") else (),
        elsewhere=elsewhere,
    )
    note_words(at, track)
    return shown

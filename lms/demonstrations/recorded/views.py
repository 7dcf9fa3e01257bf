"""The page of who is in a demonstration's newest video: asking them, and its last day."""

from flask import Blueprint, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from lms.access.guard import may, needs
from lms.access.table import May
from lms.consents import actions as consents
from lms.consents import queries as recordings
from lms.consents.forms import ExpiryForm, RecordedForm
from lms.consents.models import RecordingConsent
from lms.consents.rules import asked_about
from lms.core import clock
from lms.core.errors import NotThere
from lms.demonstrations import queries
from lms.demonstrations.queries import Shown
from lms.demonstrations.through import playable, shown
from lms.practice.queries import work_with
from lms.ui.page import page
from lms.videos.models import Video

bp = Blueprint("recorded", __name__, template_folder="templates")


@bp.route("/demonstrations/<int:demonstration_id>/recorded", methods=["GET", "POST"])
@needs(May.VIDEO_MANAGE, load=shown)
def show(seen: Shown) -> Response:
    """Who is in it; a form asks one more person."""
    form, video = RecordedForm(), _video(seen)
    if form.validate_on_submit():
        uses = asked_about(recordings.proposal(video.id) is not None, form.teaching.data)
        with form.refusals():
            of = seen.demonstration
            title = f"{of.code} {of.title}"
            consents.ask(video, form.name.data, form.email.data, uses, g.person, clock.now(), title)
            flash(f"{form.name.data} is asked now. Nobody can play the video until everybody in it has agreed.", "good")
            return _back(seen)
    return _page(seen, video, form, ExpiryForm(), 422 if form.is_submitted() else 200)


@bp.post("/demonstrations/<int:demonstration_id>/recorded/nobody")
@needs(May.VIDEO_MANAGE, load=shown)
def nobody(seen: Shown) -> Response:
    consents.say_nobody(_video(seen), g.person, clock.now())
    return _back(seen)


@bp.post("/demonstrations/<int:demonstration_id>/expiry")
@needs(May.VIDEO_MANAGE, load=shown)
def expiry(seen: Shown) -> Response:
    form, video = ExpiryForm(), _video(seen)
    if form.validate_on_submit():
        with form.refusals():
            consents.end_on(video, form.last_on.data, g.person, clock.now())
            return _back(seen)
    return _page(seen, video, RecordedForm(formdata=None), form, 422)


@bp.get("/recording-consents/<int:consent_id>/recording")
@needs(May.CONSENT_ANSWER, load=recordings.consent)
def see(consent: RecordingConsent) -> Response:
    """Lead whoever is asked about a recording to where they may see it."""
    work = work_with(consent.video_id)
    if work and work[0].learner_id == g.person.id:
        return redirect(url_for("feedback.of_submission", submission_id=work[0].id))
    place = queries.placed(consent.video_id)
    card = playable(place.demonstration_id) if place and not place.is_withdrawn else None
    if card and may(May.DEMONSTRATION_PLAY, card) and card.video and card.video.id == consent.video_id:
        return redirect(url_for("demonstrations.show", demonstration_id=card.demonstration.id))
    flash(f"You can’t play it here. Ask {consent.asked_by.name} to show it to you before you answer.", "info")
    return redirect(url_for("consents.mine"))


def _video(seen: Shown) -> Video:
    found = queries.latest(seen.demonstration.id)
    if found is None:
        raise NotThere
    return found


def _page(seen: Shown, video: Video, form: RecordedForm, expiry: ExpiryForm, status: int) -> Response:
    found = recordings.recorded(video.id)
    if found.expiry and not expiry.is_submitted():
        expiry.last_on.data = found.expiry.last_on
    return page("recorded/show.html", seen=seen, video=video, form=form, expiry=expiry, found=found, status=status)


def _back(seen: Shown) -> Response:
    return redirect(url_for(".show", demonstration_id=seen.demonstration.id), 303)

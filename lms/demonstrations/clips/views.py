"""The page on which a recording is proposed as a clip, and shown once everybody has agreed."""

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.cohorts.queries import cohort_by_id
from lms.consents import actions as consents
from lms.consents import queries as recordings
from lms.consents.forms import ClipPersonForm
from lms.consents.rules import all_agree
from lms.core import clock
from lms.core.errors import NotThere
from lms.demonstrations import queries
from lms.demonstrations.clips import actions
from lms.demonstrations.clips.forms import ClipForm
from lms.people.queries import person
from lms.practice.models import Recording
from lms.practice.queries import recording, work_with
from lms.program.models import Demonstration
from lms.ui.form import Form
from lms.ui.page import page

bp = Blueprint("clips", __name__, template_folder="templates")


@bp.get("/recordings/<int:recording_id>/clip")
@needs(May.CLIP_PROPOSE, load=recording)
def show(found: Recording) -> Response:
    return _page(found)


@bp.post("/recordings/<int:recording_id>/clip")
@needs(May.CLIP_PROPOSE, load=recording)
def propose(found: Recording) -> Response:
    owner = person(found.owner_id)
    assert owner
    consents.propose_clip(found.video, owner, g.person, clock.now(), _title(found))
    flash(f"{owner.name} is asked now. Nobody new can play it until everybody in it has agreed.", "good")
    return _back(found)


@bp.post("/recordings/<int:recording_id>/clip/people")
@needs(May.CLIP_PROPOSE, load=recording)
def ask(found: Recording) -> Response:
    """Ask one more person who is in it."""
    _proposed(found)
    form = ClipPersonForm()
    if form.validate():
        with form.refusals():
            who = form.name.data, form.email.data
            consents.ask_about_clip(found.video, *who, g.person, clock.now(), _title(found))
            return _back(found)
    return _page(found, 422, person_form=form)


@bp.post("/recordings/<int:recording_id>/clip/showing")
@needs(May.CLIP_PROPOSE, load=recording)
def place(found: Recording) -> Response:
    """Show it at a demonstration of the program."""
    _proposed(found)
    form = ClipForm()
    places = {one.id: one for one in _places(found)}
    form.offer(places.values())
    if form.validate():
        with form.refusals():
            actions.place(places[form.demonstration.data], found.video, g.person, clock.now())
            flash("It is shown there now, for as long as everybody in it agrees.", "good")
            return _back(found)
    return _page(found, 422, form=form)


def _proposed(found: Recording) -> None:
    if recordings.proposal(found.video_id) is None:
        raise NotThere


def _title(found: Recording) -> str:
    """What those are told who are asked."""
    work = work_with(found.video_id)
    return f"Recording {found.number} of “{work[1].title}”" if work else ""


def _places(found: Recording) -> Sequence[Demonstration]:
    cohort = cohort_by_id(found.cohort_id)
    assert cohort
    return queries.demonstrations_of(cohort.program_id)


def _page(found: Recording, status: int = 200, form: Form | None = None, person_form: Form | None = None) -> Response:
    if form is None:
        form = ClipForm(None)
        form.offer(_places(found))
    asked = recordings.asked_about_clip(found.video_id)
    return page(
        "clips/show.html",
        status,
        recording=found,
        asked=asked,
        is_agreed=all_agree([one.answer for one in asked]),
        placed=queries.placed(found.video_id),
        form=form,
        person_form=person_form or ClipPersonForm(None),
    )


def _back(found: Recording) -> Response:
    return redirect(url_for(".show", recording_id=found.id), 303)

"""Pages for the people who are in a video: by their account, or by the link in a letter."""

from flask import Blueprint, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.consents import actions, queries
from lms.consents.forms import AGREE, DENY, AnswerForm
from lms.consents.models import Naming, RecordingConsent
from lms.core import clock
from lms.core.errors import Refused
from lms.core.limits import limiter
from lms.notices.seen import note_seen
from lms.people.rules import local_path
from lms.ui.page import page

bp = Blueprint("consents", __name__, template_folder="templates")


@bp.get("/account/consents")
@needs(May.OWN_ACCOUNT)
def mine() -> Response:
    shown = page("consents/mine.html", consents=queries.consents_of(g.person.id))
    note_seen(actions.SUBJECT.key)
    return shown


@bp.post("/recording-consents/<int:consent_id>/answer")
@needs(May.CONSENT_ANSWER, load=queries.consent)
def answer(consent: RecordingConsent) -> Response:
    _answer(consent)
    return redirect(url_for(".mine"), 303)


@bp.get("/recording-consents/<int:consent_id>/naming")
@needs(May.NAMING_TAKE_BACK, load=queries.naming)
def naming(named: Naming) -> Response:
    """What somebody said who was named, for whoever did it."""
    shown = page("consents/naming.html", consent=named.consent)
    note_seen(actions.subject_of(named.consent).key)
    return shown


@bp.post("/recording-consents/<int:consent_id>/taking-back")
@needs(May.NAMING_TAKE_BACK, load=queries.naming)
def take_back(named: Naming) -> Response:
    """Whoever named somebody was wrong. `back` is the page on which they say so."""
    actions.take_back(named.consent, g.person, clock.now())
    flash(f"{named.consent.name} isn’t asked any more.", "good")
    return redirect(local_path(request.form.get("back")), 303)


@bp.route("/consents/<secret>", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(May.SEE_PUBLIC)
def by_letter(secret: str) -> Response:
    consent = queries.consent_by_secret(secret)
    if consent is None:
        return page("consents/over.html", status=404)
    if request.method == "POST":
        _answer(consent)
        return redirect(url_for(".by_letter", secret=secret), 303)
    return page("consents/letter.html", consent=consent, secret=secret)


def _answer(consent: RecordingConsent) -> None:
    form = AnswerForm()
    if not form.validate():
        raise Refused("Please choose one of the answers.")
    if form.answer.data == AGREE:
        actions.agree(consent, clock.now())
        flash("Thank you. You can withdraw at any time, on this page.", "good")
    elif form.answer.data == DENY:
        actions.deny(consent, clock.now())
        flash("Thank you. Whoever named you sees this, and can take it back.", "good")
    else:
        actions.withdraw(consent, clock.now())
        flash("It is withdrawn.", "good")

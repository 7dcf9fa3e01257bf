"""The page on which a coordinator sees what would be erased of somebody, has it erased, and finds the receipt."""

from flask import Blueprint, flash, g, redirect, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock
from lms.erasure import actions, queries
from lms.erasure.forms import ErasureForm
from lms.erasure.parts import TITLES
from lms.erasure.rules import STAYS
from lms.people import queries as people
from lms.people.models import Person
from lms.ui.page import page

bp = Blueprint("erasure", __name__, template_folder="templates")


@bp.route("/people/<int:person_id>/erasure", methods=["GET", "POST"])
@needs(May.PERSON_ERASE, load=people.person)
def show(person: Person) -> Response:
    form, erasure = ErasureForm(), queries.erasure_of(person.id)
    if erasure:
        return page("erasure/receipt.html", person=person, erasure=erasure, titles=TITLES, stays=STAYS)
    if form.validate_on_submit():
        with form.refusals():
            actions.ask(person, form.confirmation.data, g.person, clock.now())
            flash("They are signed out everywhere, and the erasure has begun.", "good")
            return redirect(url_for(".show", person_id=person.id), 303)
    status = 422 if form.is_submitted() else 200
    lines = queries.what_there_is(person)
    return page("erasure/show.html", status=status, person=person, form=form, lines=lines, stays=STAYS)

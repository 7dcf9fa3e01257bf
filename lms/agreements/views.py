"""Pages of agreements: one to read and sign, and all that somebody has signed."""

from flask import Blueprint, flash, g, redirect, request
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.agreements import actions, queries
from lms.agreements.forms import SignForm
from lms.agreements.queries import Asked
from lms.core import clock
from lms.people.rules import local_path
from lms.ui.page import page

bp = Blueprint("agreements", __name__, template_folder="templates")


def asked(slug: str) -> Asked | None:
    """The agreement of a program, for somebody who takes, teaches or coordinates it."""
    agreement = queries.current(slug)
    if agreement is None or not g.person:
        return None
    cohorts = [g.cohort, *(enrollment.cohort for enrollment in g.enrollments)]
    through = next((c.id for c in cohorts if c and c.program_id == agreement.program_id), None)
    return Asked(agreement, through, queries.signature_of(g.person.id, agreement.id))


@bp.route("/agreements/<slug>", methods=["GET", "POST"])
@needs(May.AGREEMENT_SIGN, load=asked)
def show(asked: Asked) -> Response:
    form = SignForm(sha256=asked.agreement.sha256)
    onward = local_path(request.values.get("next"))
    if asked.signature is None and form.validate_on_submit():
        with form.refusals():
            actions.sign(asked.agreement, g.person, form.name.data, form.sha256.data, clock.now())
            flash("You have signed. It stands in your account, under Agreements.", "good")
            return redirect(onward, 303)
    form.sha256.data = asked.agreement.sha256  # what is on the page is what will be signed
    status = 422 if form.is_submitted() else 200
    return page("agreements/show.html", asked=asked, form=form, onward=onward, status=status)


@bp.get("/account/agreements")
@needs(May.OWN_ACCOUNT)
def mine() -> Response:
    return page("agreements/mine.html", signatures=queries.signatures_of(g.person.id))

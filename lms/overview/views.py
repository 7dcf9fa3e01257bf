"""The overview of a cohort, its export, and letters to whoever is stuck."""

import secrets
from collections.abc import Iterator, Sequence

from flask import Blueprint, flash, g, redirect, request, send_file, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.db import db, transaction
from lms.core.limits import limiter
from lms.core.paging import number_in
from lms.overview import actions, queries, sheets
from lms.overview.forms import FilterForm, LetterForm
from lms.people.models import Person
from lms.ui.page import page

bp = Blueprint("overview", __name__, template_folder="templates")
CHOSEN = ("class_number", "state", "behind")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFTEN = limiter.shared_limit("20 per hour", scope="exports", key_func=whoever)


@bp.get("/cohorts/<slug>/overview")
@needs(May.OVERVIEW_READ, load=cohorts.cohort)
def show(cohort: Cohort) -> Response:
    form, everything = FilterForm(request.args), queries.columns_of(cohort)
    form.offer([(column.class_number, column.title) for column in everything])
    return page(
        "overview/show.html",
        target=cohort,
        form=form,
        chosen={name: value for name in CHOSEN if (value := request.args.get(name))},
        table=queries.table(cohort, everything, form.filters(), request.args.get("after"), clock.now()),
    )


@bp.get("/cohorts/<slug>/overview.csv")
@OFTEN
@needs(May.OVERVIEW_EXPORT, load=cohorts.cohort)
def as_csv(cohort: Cohort) -> Response:
    """All of the table that the filters show, however long it is."""
    return _download(cohort, "csv", Response(_pieces(cohort), content_type="text/csv; charset=utf-8"))


@bp.get("/cohorts/<slug>/overview.xlsx")
@OFTEN
@needs(May.OVERVIEW_EXPORT, load=cohorts.cohort)
def as_xlsx(cohort: Cohort) -> Response:
    """The same as a workbook."""
    return _download(cohort, "xlsx", send_file(sheets.as_xlsx(_lines(cohort)), mimetype=XLSX))


@bp.route("/cohorts/<slug>/letters", methods=["GET", "POST"])
@limiter.limit("20 per hour", key_func=whoever, methods=["POST"])
@needs(May.LEARNERS_WRITE_TO, load=cohorts.cohort)
def write(cohort: Cohort) -> Response:
    form, readers = LetterForm(key=secrets.token_urlsafe(12)), _readers(cohort)
    if not readers:
        flash("Please choose at least one learner to write to.", "warn")
        return redirect(url_for(".show", slug=cohort.slug), 303)
    if form.validate_on_submit():
        with form.refusals():
            count = actions.write_to(cohort, readers, form.text.data, form.key.data, g.person, clock.now())
            flash(_sent(count), "good")
            return redirect(url_for(".show", slug=cohort.slug), 303)
    return page(
        "overview/write.html", target=cohort, form=form, readers=readers, status=422 if form.is_submitted() else 200
    )


def _readers(cohort: Cohort) -> Sequence[Person]:
    asked = {number for text in request.values.getlist("to") if (number := number_in(text))}
    return queries.readers(cohort.id, asked)


def _sent(count: int) -> str:
    return (
        f"Sent to {count} {'learner' if count == 1 else 'learners'} by e-mail." if count else "This was sent already."
    )


def _lines(cohort: Cohort) -> Iterator[sheets.Line]:
    filters, now = FilterForm(request.args).filters(), clock.now()
    return sheets.lines(queries.all_rows(cohort, filters, now), cohort.zone)


def _pieces(cohort: Cohort) -> Iterator[str]:
    """Sent while it is made, after the request has let go of the database."""
    lines = _lines(cohort)

    def pieces() -> Iterator[str]:
        try:
            yield from sheets.as_csv(lines)
        finally:
            db.remove()

    return pieces()


def _download(cohort: Cohort, kind: str, response: Response) -> Response:
    with transaction():
        actions.note_export(cohort, kind, g.person, clock.now())
    response.headers.set("Content-Disposition", "attachment", filename=f"{cohort.slug}-home-practice.{kind}")
    response.headers["Cache-Control"] = "private, no-store"
    return response

"""Blank documents of a program for whoever takes part, and documents that were handed in, as files."""

from typing import Any

from flask import Blueprint, g, request
from werkzeug.wrappers import Response

from lms.access.guard import needs, whoever
from lms.access.table import May
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.errors import NotThere
from lms.core.limits import limiter
from lms.documents.approving import queries as approving
from lms.documents.notes import Note, note_of
from lms.documents.rendering import formats, sheets
from lms.documents.rendering.blocks import Fact, Sheet
from lms.documents.rendering.formats import Format
from lms.practice import queries as work
from lms.practice.models import SubmissionVersion
from lms.program import queries as programs
from lms.program import templates
from lms.ui.page import page
from lms.ui.time import said

bp = Blueprint("rendering", __name__, template_folder="templates")
OFTEN = limiter.limit("30 per minute", key_func=whoever)


def here(**_address: Any) -> Cohort | None:
    """The cohort that the viewer looks at."""
    return g.cohort


def handed_in(submission_id: int, number: int, kind: str) -> SubmissionVersion | None:
    """The version that an address names."""
    return work.received(submission_id, number)


@bp.get("/templates/")
@needs(May.CLASSES_READ, load=here)
def blanks(cohort: Cohort) -> Response:
    """The program's blank documents, to be filled in anywhere."""
    found = [(version, templates.of(version)) for version in programs.templates_of(cohort.program_id)]
    return page("rendering/blanks.html", cohort=cohort, blanks=found)


@bp.get("/templates/<slug>/<any(pdf, form, word, text):kind>")
@OFTEN
@needs(May.CLASSES_READ, load=here)
def blank(cohort: Cohort) -> Response:
    """One of them as a file."""
    address = request.view_args or {}
    version = programs.template(cohort.program_id, address["slug"])
    if version is None or version.is_retired:
        raise NotThere
    facts = [Fact("Template", f"{version.title}, version {version.number}")]
    return _file(sheets.blank(templates.of(version), facts), Format(address["kind"]), version.slug)


@bp.get("/submissions/<int:submission_id>/documents/<int:number>/<any(pdf, word, text):kind>")
@OFTEN
@needs(May.SUBMISSION_READ, load=handed_in)
def filled(version: SubmissionVersion) -> Response:
    """A document as it was handed in."""
    note = note_of(version)
    if note is None or version.erased_at:
        raise NotThere
    name = f"{note.version.slug}-version-{version.number}"
    return _file(_sheet(version, note), Format((request.view_args or {})["kind"]), name)


def _sheet(version: SubmissionVersion, note: Note) -> Sheet:
    """What is known of it besides: no name of a person who learns, whose work it is the version says."""
    facts = [
        Fact("Version", f"{version.number}, in version {note.version.number} of the template"),
        Fact("Handed in", said(version.handed_in_at, g.person.zone, "full")),
    ]
    decision = approving.decision_on(version.id)
    if decision:
        facts.append(Fact(decision.verdict.value.capitalize(), said(decision.decided_at, g.person.zone, "full")))
    return sheets.filled(note.template, note.answers, facts, author=str(note.answers.get("case_code", "")))


def _file(sheet: Sheet, kind: Format, name: str) -> Response:
    response = Response(formats.made(sheet, kind, clock.now()), content_type=formats.MIMETYPES[kind])
    response.headers.set("Content-Disposition", "attachment", filename=name + formats.ENDINGS[kind])
    response.headers["Cache-Control"] = "private, no-store"
    return response

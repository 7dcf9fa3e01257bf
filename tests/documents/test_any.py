"""Any template with any filling: saved, loaded, shown and handed in, with nothing lost on the way."""

import re
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core.db import db
from lms.documents.filling import rules
from lms.documents.notes import note_of
from lms.practice import queries
from lms.practice.models import Draft, SubmissionVersion
from lms.practice.queries import AssignmentHere, whole_form
from lms.program import templates
from lms.program.models import Assignment, TemplateVersion
from lms.program.schema.documents import Fields
from tests.documents.made import complete, fillings
from tests.documents.made import templates as any_template
from tests.documents.test_pages import sent
from tests.kit import documents
from tests.kit.cast import Cast

TOGETHER = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def filled(draw: st.DrawFn, how: Any = fillings) -> tuple[Fields, dict[str, Any]]:
    fields = draw(any_template())
    return fields, draw(how(fields))


def begin(here: AssignmentHere, fields: Fields) -> TemplateVersion:
    """The assignment asks for these fields from now on; nothing is written."""
    db.remove()
    for table in (SubmissionVersion, Draft):
        for row in db.scalars(select(table)).all():
            row.template_id, row.answers = None, None
            if isinstance(row, SubmissionVersion):
                row.answers_sha256 = None
            else:
                row.saved = 0
    documents.asks_for_document(db.get_one(Assignment, here.assignment.id), documents.template(fields))
    db.commit()
    return db.scalars(select(TemplateVersion).order_by(TemplateVersion.id.desc()).limit(1)).one()


@TOGETHER
@given(filled())
def test_a_draft_is_kept_and_shown_as_it_was_sent(cast: Cast, here: AssignmentHere, sign_in: Any, made: Any):
    fields, answers = made
    version = begin(here, fields)
    assert templates.of(version).fields == fields
    lena: FlaskClient = sign_in(cast.lena)
    address = f"/assignments/{here.assignment.id}/document"
    data = sent(answers, fields=fields, template=version.id)
    assert lena.post(f"{address}/draft", data=data).status_code == 303
    db.remove()
    draft = db.scalars(select(Draft).options(*whole_form(Draft))).one()
    note = note_of(draft)
    assert note and note.answers == rules.fitting(fields, answers) and note.version.id == version.id
    assert lena.get(address).status_code == 200


@TOGETHER
@given(filled(complete))
def test_what_is_complete_is_handed_in_and_read(cast: Cast, here: AssignmentHere, sign_in: Any, made: Any):
    fields, answers = made
    version = begin(here, fields)
    lena: FlaskClient = sign_in(cast.lena)
    data = sent(answers, fields=fields, template=version.id, text="Beside it.")
    address = f"/assignments/{here.assignment.id}/document/hand-in"
    answer = lena.post(address, data=data)
    if box := re.search(r'name="marks_seen" value="(\w+)"', answer.text):  # what is made up may read like an identifier
        answer = lena.post(address, data=data | {"marks_seen": box[1]})
    assert answer.status_code == 303
    latest = db.scalars(select(SubmissionVersion).order_by(SubmissionVersion.number.desc())).first()
    assert latest
    place = (latest.submission_id, latest.number)
    db.remove()
    handed_in = queries.version(*place)
    assert handed_in
    note = note_of(handed_in)
    assert note and note.answers == rules.what_shows(fields, answers)
    assert lena.get(f"/submissions/{place[0]}/documents/{place[1]}").status_code == 200
    assert sign_in(cast.tess).get(f"/submissions/{place[0]}/documents").status_code == 200

"""Everyone beside every assignment: true in words, blind for drafts, the same in every export."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.audit import queries as audit
from lms.audit.rules import Deed
from lms.cohorts import queries as cohorts
from lms.core import clock, sheets
from lms.core.db import db
from lms.core.outbox import Letter
from lms.feedback import actions as feedback
from lms.feedback.models import FeedbackThread
from lms.overview import queries, rules
from lms.overview.rules import Filters, Known, Mark, State
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.practice.extensions import actions as extensions
from lms.practice.extensions.actions import Work
from lms.practice.models import SubmissionVersion
from lms.practice.queries import AssignmentHere
from lms.practice.rules import Due, Standing
from tests.kit import make
from tests.kit.cast import Cast

AT = datetime(2027, 3, 1, 12, tzinfo=UTC)
KNOWN = st.builds(
    Known,
    has_draft=st.booleans(),
    handed_in_at=st.none() | st.just(AT),
    standing=st.sampled_from(Standing),
    waiting_since=st.none() | st.just(AT),
    is_answered=st.booleans(),
    is_asked=st.booleans(),
)


def here_of(cast: Cast, number: int) -> AssignmentHere:
    assignment = work.work_of(cast.lena.id, cast.here.id)[number - 1].assignment
    here = work.assignment_here(assignment.id, cast.here)
    assert here
    return here


def hand_in(
    cast: Cast, learner: Person, number: int, text: str = "Mine", at: datetime | None = None
) -> SubmissionVersion:
    here, at = here_of(cast, number), at or clock.now()
    return practice.hand_in(here, learner, text, practice.open_draft(here, learner, at).saved, at)


def table(cast: Cast, filters: Filters | None = None, after: str | None = None, size: int = 50) -> queries.Table:
    db.flush()
    everything = queries.columns_of(cast.here)
    return queries.table(cast.here, everything, filters or Filters(), after, clock.now(), size)


def cells(cast: Cast, name: str) -> list[rules.Cell]:
    return next(row.cells for row in table(cast).rows.rows if row.learner.name == name)


def names(shown: queries.Table) -> list[str]:
    return [row.learner.name for row in shown.rows.rows]


@given(KNOWN, st.integers(-5, 5))
def test_work_is_overdue_or_handed_in_and_never_both(known: Known, hours: int):
    cell = rules.cell(known, Due(AT), AT + timedelta(hours=hours))
    assert (cell.state in (State.NOT_BEGUN, State.DRAFT)) is (known.handed_in_at is None)
    assert (Mark.OVERDUE in cell.marks) is (known.handed_in_at is None and hours > 0)
    assert not {Mark.OVERDUE, Mark.LATE} <= set(cell.marks)


def test_each_cell_says_where_the_work_stands(cast: Cast):
    late = cohorts.due_times(cast.here)[here_of(cast, 1).assignment.id] + timedelta(hours=1)
    with clock.at(late):
        hand_in(cast, cast.lena, 1)
        practice.save_draft(here_of(cast, 2), cast.lena, "Begun", 0, clock.now())
        practice.open_draft(here_of(cast, 3), cast.lena, clock.now())
        answered = hand_in(cast, cast.lena, 4)
        thread = db.scalars(select(FeedbackThread).where(FeedbackThread.submission_id == answered.submission_id)).one()
        feedback.post(thread, cast.tess, "Well done.", "key", 0, clock.now())
        here = here_of(cast, 5)
        day = (here.due_at + timedelta(days=9)).date()
        made = Work(here.assignment, here.cohort, cast.lena, here.due(None))
        extensions.ask(made, "A move.", day, clock.now())
        extensions.grant(Work(here.assignment, here.cohort, cast.paul, here.due(None)), day, "", cast.tess, clock.now())
        lena, paul = cells(cast, "Lena Sample"), cells(cast, "Paul Sample")
    assert [cell.state for cell in lena[:5]] == [
        State.WAITING,
        State.DRAFT,
        State.NOT_BEGUN,
        State.ANSWERED,
        State.NOT_BEGUN,
    ]
    assert [cell.marks for cell in lena[:5]] == [(Mark.LATE,), (), (), (), (Mark.ASKED,)]
    assert paul[0].marks == (Mark.OVERDUE,) and paul[4].marks == (Mark.EXTENDED,)


def test_filters_show_who_is_in_a_state_and_who_is_behind(cast: Cast):
    hand_in(cast, cast.paul, 1)
    with clock.at(clock.now() + timedelta(days=5)):
        assert names(table(cast, Filters(only_behind=True, class_number=1))) == ["Lena Sample"]
        assert names(table(cast, Filters(state=State.WAITING))) == ["Paul Sample"]
        assert names(table(cast, Filters(state=Mark.OVERDUE, class_number=1))) == ["Lena Sample"]
        assert [column.class_number for column in table(cast, Filters(class_number=2)).columns] == [2]


def test_a_page_after_the_other_shows_everybody_once(cast: Cast):
    for number in range(25):
        make.person(f"Same Name {number % 3}", learner_in=cast.here)
    for filters in (Filters(), Filters(state=State.NOT_BEGUN)):
        seen, after = [], None
        while True:
            page = table(cast, filters, after, size=7)
            seen += [row.learner.id for row in page.rows.rows]
            after = page.rows.after
            if after is None:
                break
        assert len(seen) == len(set(seen)) == page.of == 27


def test_a_draft_is_never_shown_to_staff(cast: Cast, sign_in):
    practice.save_draft(here_of(cast, 1), cast.lena, "What nobody reads", 0, clock.now())
    db.commit()
    for person in (cast.tess, cast.cora):
        client = sign_in(person)
        place = f"/cohorts/here/extensions/{here_of(cast, 1).assignment.id}/{cast.lena.id}"
        for address in ("/cohorts/here/overview", "/cohorts/here/overview.csv", place):
            answer = client.get(address)
            assert answer.status_code == 200 and "nobody reads" not in answer.text
        assert "Draft" in client.get("/cohorts/here/overview").text


def test_each_cell_leads_to_what_who_looks_may_see(cast: Cast, sign_in):
    version = hand_in(cast, cast.lena, 1)
    db.commit()
    thread = db.scalars(select(FeedbackThread).where(FeedbackThread.submission_id == version.submission_id)).one()
    for person in (cast.tess, cast.cora):
        client = sign_in(person)
        page = client.get("/cohorts/here/overview").text
        hrefs = set(re.findall(r'class="overview-state"[^>]*href="([^"]+)"', page))
        assert (f"/threads/{thread.id}" in hrefs) is (person is cast.tess)
        for href in hrefs:
            assert client.get(href.replace("&amp;", "&")).status_code == 200, href


def test_the_export_has_a_line_for_each_learner_and_assignment_with_its_zone(cast: Cast, sign_in):
    hand_in(cast, cast.lena, 1)
    db.commit()
    answer = sign_in(cast.cora).get("/cohorts/here/overview.csv")
    lines = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(lines) == 2 * 12
    first = lines[0]
    assert (first["Learner"], first["State"], first["Version"]) == ("Lena Sample", "waiting for feedback", "1")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d[-+]\d\d:\d\d", first["Due"])
    assert first["Time zone"] == "America/New_York"
    behind = sign_in(cast.cora).get("/cohorts/here/overview.csv?state=waiting+for+feedback").text
    assert "Paul" not in behind
    assert [entry.facts["kind"] for entry in audit.entries(deed=Deed.OVERVIEW_EXPORTED).rows] == ["csv", "csv"]


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+1", "-1", "\t=1", "＝1"])
def test_no_name_is_calculated_by_a_spreadsheet(cast: Cast, sign_in, name: str):
    make.person(name, learner_in=cast.here)
    db.commit()
    client = sign_in(cast.tess)
    read = csv.reader(io.StringIO(client.get("/cohorts/here/overview.csv").text.removeprefix("\ufeff")))
    assert f"'{name}" in {line[0] for line in read}
    with ZipFile(io.BytesIO(client.get("/cohorts/here/overview.xlsx").data)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and name.strip() in sheet


@given(st.text())
def test_a_text_in_a_sheet_stays_the_text(text: str):
    [[cell]] = csv.reader(io.StringIO(sheets.line([text]), newline=""))
    assert cell.removeprefix("'") == text.removeprefix("'")
    assert not cell.startswith(sheets.FORMULA)


def test_whoever_is_stuck_gets_one_mail_each_and_the_log_keeps_who_wrote(cast: Cast, sign_in):
    client = sign_in(cast.tess)
    address = f"/cohorts/here/letters?to={cast.lena.id}&to={cast.paul.id}&to={cast.omar.id}&to=x"
    page = client.get(address).text
    assert "Lena Sample, Paul Sample" in page and "Omar" not in page
    key = re.search(r'name="key"[^>]* value="([^"]+)"', page)
    assert key
    to = [str(person.id) for person in (cast.lena, cast.paul, cast.omar)]
    for _ in range(2):
        sent = client.post("/cohorts/here/letters", data={"to": to, "key": key[1], "text": "How are you, Lena?"})
        assert sent.status_code == 303
    letters = [x.payload for x in db.scalars(select(Letter)) if x.payload.get("template") == "stuck"]
    assert [letter["person_id"] for letter in letters] == [cast.lena.id, cast.paul.id]
    entries = audit.entries(deed=Deed.LEARNER_WRITTEN_TO).rows
    assert {(entry.actor_id, entry.person_id) for entry in entries} == {
        (cast.tess.id, cast.lena.id),
        (cast.tess.id, cast.paul.id),
    }
    assert not any("How are" in str(entry.facts) for entry in entries)


def test_what_was_written_stays_where_it_can_not_be_sent_yet(cast: Cast, sign_in):
    client = sign_in(cast.cora)
    refused = client.post("/cohorts/here/letters", data={"to": [str(cast.lena.id)], "key": "k", "text": "x" * 4001})
    assert refused.status_code == 422 and "at most 4,000 characters" in refused.text
    assert client.get("/cohorts/here/letters", follow_redirects=True).status_code == 200

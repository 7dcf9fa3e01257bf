"""The whole week in three browsers at once, each in another zone: hours, groups, an hour, one clock, a debrief."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.roleplays.rounds.models import Meeting
from lms.roleplays.timing.models import PlayedPart
from tests.kit import boards, make
from tests.kit.browser import Open
from tests.kit.cast import Cast
from tests.roleplays.board.test_browser import form_groups, group, people_in
from tests.roleplays.hours.test_browser import cell, middle, settled


def paint(page: Page, zone: ZoneInfo) -> None:
    """Each day from 13:00 to 15:00 in UTC, as the clock on that wall shows it."""
    first = clock.now().replace(hour=13, minute=0)
    begins, last = (said(at, zone) for at in (first, first + timedelta(minutes=90)))
    cell(page, "Monday", begins).scroll_into_view_if_needed()
    page.mouse.move(*middle(cell(page, "Monday", begins)))
    page.mouse.down()
    page.mouse.move(*middle(cell(page, "Sunday", last)), steps=6)
    page.mouse.up()
    expect(cell(page, "Sunday", last)).to_have_attribute("data-level", "2")
    settled(page)


def said(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%-I:%M %p")


def test_from_painted_hours_to_a_debrief_that_counts(cast: Cast, open_as: Open):
    people = [cast.lena, cast.paul, make.person("Rosa Sample", zone="Asia/Kolkata", learner_in=cast.here)]
    boards.a_round(cast.here)
    pages = [open_as(person, "/role-plays/hours") for person in people]
    for person, page in zip(people, pages, strict=True):
        paint(page, person.zone)

    board = open_as(cast.cora, "/cohorts/here/role-plays/1")
    form_groups(board, "Form groups")
    assert people_in(group(board, 1)) == sorted(str(person.id) for person in people)
    board.get_by_role("button", name="Announce", exact=True).click()
    board.get_by_role("button", name="Announce now").click()
    expect(board.locator(".board-sum")).to_contain_text("These groups are announced.")

    for page in pages:
        page.goto("/today")
        page.get_by_role("link", name="A first call").first.click()
        with page.expect_navigation():
            page.get_by_role("button", name="Suits me", exact=True).first.click()
    expect(pages[-1].get_by_text("Booked: this hour suits all of you.")).to_be_visible()
    meeting = db.scalars(select(Meeting)).one()

    with clock.at(meeting.starts_at):
        for page in pages:
            page.goto(f"/role-plays/{meeting.group_id}/room")
        assert len({page.locator("time").first.inner_text() for page in pages}) == 3
        pages[0].get_by_role("button", name="Start for everybody").click()
        for page in pages:
            expect(page.locator("[data-phase-name]")).to_have_text("Set-up")
    with clock.at(meeting.starts_at + timedelta(minutes=8)):  # of which the first turn's set-up and play take seven
        for page in pages:
            page.reload()
            expect(page.locator("[data-phase-name]")).to_have_text("Debrief")
        [observer] = [page for page in pages if page.get_by_role("heading", name="Observer").is_visible()]
        [therapist] = [page for page in pages if page.get_by_role("heading", name="Therapist").is_visible()]
        observer.get_by_role("button", name="Worked well").click()
        expect(observer.get_by_role("list", name="Moments that you marked")).to_contain_text("Worked well")
        therapist.get_by_role("button", name="End the practice").click()
        for page in (observer, therapist):
            page.get_by_role("link", name="Debrief and what others saw").click()
        observer.get_by_role("button", name=re.compile(r"^Send to \w+ Sample$")).click()
        expect(observer.get_by_text("can read it now")).to_be_visible()
        therapist.get_by_label("Therapist: what would you do again?").fill("The pause.")
        therapist.get_by_role("button", name="Send to your group").click()
        expect(therapist.get_by_text("Counts as practiced")).to_be_visible()
        expect(therapist.get_by_text("Worked well")).to_be_visible()
    db.remove()
    assert len(db.scalars(select(PlayedPart)).all()) == 3

"""A coordinator's board in a real browser: groups are formed, changed by dragging and by keyboard, and announced."""

from playwright.sync_api import Locator, Page, expect

from lms.core.db import db
from lms.roleplays.board import jobs
from lms.roleplays.rounds import queries as rounds
from tests.kit import boards
from tests.kit.browser import Open
from tests.kit.cast import Cast


def test_groups_are_formed_changed_by_hand_formed_again_around_a_pin_and_announced(cast: Cast, open_as: Open):
    people = boards.learners(cast.here, 7)
    opened = boards.a_round(cast.here)
    page = open_as(cast.cora, "/cohorts/here/role-plays/1")
    form_groups(page, "Form groups")
    expect(page.locator(".board-sum")).to_contain_text("7 people have a group")
    expect(groups(page)).to_have_count(2)
    expect(page.get_by_text("Lena Sample")).to_be_visible()  # without hours, and so without a group

    moved = group(page, 1).locator(".board-person").first
    name = moved.get_attribute("data-person")
    moved.drag_to(group(page, 2))
    expect(group(page, 2).locator(f'[data-person="{name}"]')).to_be_visible()

    page.locator(f'[data-person="{name}"] a').press("Enter")
    expect(page.get_by_text("Where to with")).to_be_visible()
    page.get_by_role("button", name="to group 1").press("Enter")
    expect(group(page, 1).locator(f'[data-person="{name}"]')).to_be_visible()

    page.get_by_role("button", name="Pin group 1").click()
    kept = people_in(group(page, 1))
    form_groups(page, "Form groups again, around pins")
    assert kept in [people_in(each) for each in groups(page).all()]

    page.get_by_role("button", name="Announce", exact=True).click()
    page.get_by_role("button", name="Announce now").click()
    expect(page.locator(".board-sum")).to_contain_text("These groups are announced.")
    db.remove()
    told = rounds.groups_of(opened.round.id)
    assert {seat.person_id for each in told for seat in each.taken} == {person.id for person in people}
    assert all(each.meeting for each in told)


def form_groups(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("Waiting for the worker.")).to_be_visible()
    assert jobs.solve_next()
    db.remove()
    expect(page.locator(".board-sum")).to_be_visible()


def groups(page: Page) -> Locator:
    return page.locator(".board-group")


def group(page: Page, number: int) -> Locator:
    return groups(page).nth(number - 1)


def people_in(of: Locator) -> list[str | None]:
    return sorted(str(each.get_attribute("data-person")) for each in of.locator(".board-person").all())

"""axe-core finds no barrier on any page, in light and in dark, at a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

PAGES = {
    None: ["/sign-in", "/password-reset", "/nothing-here"],
    "learner": ["/today", "/classes/", "/classes/1", "/classes/1/handouts/h1-4", "/assignments/2",
                "/assignments/9/document", "/templates/", "/feedback/",
                "/cohorts/sample-cohort/cases/", "/cohorts/sample-cohort/cases/alder",
                "/cohorts/sample-cohort/cases/alder/stages/1",
                "/peer-reviews/", "/peer-reviews/2", "/peer-reviews/2/declining",
                "/role-plays/hours", "/role-plays/hours?typed=1",
                "/account", "/account/notices", "/notices/", "/account/agreements", "/account/viewings",
                "/account/consents", "/classes/7/role-play", "/role-plays/1/debrief",
                "/role-plays/1/recording", "/role-plays/1/going-on",
                "/role-plays/1", "/account/calendar", "/role-plays/kept-apart/sample-cohort",
                "/agreements/kap-cert", "/search", "/search?q=ketamine"],
    "trainer": ["/today", "/review/", "/review/plan", "/review/drafts", "/review/phrases", "/questions/", "/threads/1",
                "/cohorts/sample-cohort/cases/alder", "/cohorts/sample-cohort/cases/alder/stages/1",
                "/threads/16", "/submissions/16/documents/1", "/submissions/16/documents",
                "/cohorts/sample-cohort/growth", "/cohorts/sample-cohort/agreement",
                "/cohorts/sample-cohort/peer-reviews?part=all", "/cohorts/sample-cohort/hours?part=all",
                "/cohorts/sample-cohort/calibrations", "/calibrations/1", "/demonstrations/1",
                "/demonstrations/1/upload", "/demonstrations/1/viewings", "/demonstrations/1/captions",
                "/demonstrations/1/watched", "/watching/", "/cohorts/sample-cohort/role-plays/practiced"],
    "coordinator": ["/cohorts/", "/cohorts/new", "/cohorts/sample-cohort", "/cohorts/sample-cohort/classes/6",
                    "/cohorts/sample-cohort/invitations", "/cohorts/sample-cohort/hours-menu",
                    "/cohorts/sample-cohort/role-plays", "/cohorts/sample-cohort/role-plays/7",
                    "/cohorts/sample-cohort/role-plays/7/times", "/cohorts/sample-cohort/kept-apart",
                    "/people/", "/people/invite", "/people/1/erasure",
                    "/messages/1/removal", "/style"],
}  # fmt: skip


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("who", PAGES, ids=str)
def test_no_page_has_a_barrier(who: str | None, width: int, theme: str, visit: Callable[..., Page], axe: str):
    page = visit(who, width=width, color_scheme=theme)
    faults = []
    for address in PAGES[who]:
        page.goto(address)
        page.evaluate(axe)
        for violation in page.evaluate("axe.run()")["violations"]:
            faults.append(f"{address}: {violation['id']}: {violation['nodes'][0]['html'][:160]}")
        scrolls = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        if scrolls:
            faults.append(f"{address}: scrolls sideways at {width} px")
    assert not faults, "\n".join(faults)

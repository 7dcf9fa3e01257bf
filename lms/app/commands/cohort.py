"""`attune cohort …`: cohorts and their dates."""

from datetime import date, time
from zoneinfo import ZoneInfo

import click

from lms.app.commands.types import Day, WallTime, Zone
from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.cohorts.actions import Plan
from lms.cohorts.rules import Pattern
from lms.core import clock
from lms.core.db import connect, transaction
from lms.core.errors import Refused
from lms.core.settings import Settings


@click.group()
def cohort() -> None:
    """Cohorts and their dates."""


@cohort.command("create")
@click.argument("slug")
@click.option("--program", "program_slug", default="kap-cert", show_default=True)
@click.option("--title", required=True)
@click.option(
    "--pattern", type=click.Choice([p.value for p in Pattern]), default=Pattern.WEEKLY.value, show_default=True
)
@click.option("--first", type=Day(), required=True, help="Date of the first class.")
@click.option("--at", type=WallTime(), default="11:00", show_default=True, help="Wall-clock time.")
@click.option("--minutes", default=120, show_default=True)
@click.option("--zone", type=Zone(), default="America/New_York", show_default=True)
@click.option("--skip", type=Day(), multiple=True, help="A date without a class; may come often.")
@click.option("--meeting", default="", help="Meeting link.")
@click.pass_obj
def cohort_create(
    settings: Settings,
    slug: str,
    program_slug: str,
    title: str,
    pattern: str,
    first: date,
    at: time,
    minutes: int,
    zone: ZoneInfo,
    skip: tuple[date, ...],
    meeting: str,
) -> None:
    """Create the cohort SLUG with a date for each class.

    \b
    Example: attune cohort create kap-2027-spring --title "KAP, spring 2027" --first 2027-03-02 --skip 2027-03-30
    """
    connect(settings.database_url)
    plan = Plan(Pattern(pattern), first, at, minutes, zone, list(skip))
    try:
        with transaction():
            chosen = next((p for p in cohort_queries.programs() if p.slug == program_slug), None)
            if chosen is None:
                raise Refused(f"There is no program {program_slug}. Load it first: attune program load FOLDER.")
            made = cohorts.create(chosen, slug, title, plan, meeting, clock.now())
            sessions = cohort_queries.sessions_of(made.id)
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    for session in sessions:
        click.echo(f"{session.program_class.number:2} {session.starts_at.astimezone(plan.zone):%a %Y-%m-%d %H:%M %Z}")

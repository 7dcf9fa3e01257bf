"""The `attune` command: what an operator does without a browser."""

import json
import sys
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from lms import __version__
from lms.app import migrate as migrations
from lms.app.doctor import examine
from lms.app.factory import create_app
from lms.app.sample import PASSWORD, PEOPLE, load_sample
from lms.app.server import serve as serve_web
from lms.app.server import serve_with_worker
from lms.app.worker import wire as wire_worker
from lms.cohorts import actions as cohorts
from lms.cohorts import queries as cohort_queries
from lms.cohorts.actions import Plan
from lms.cohorts.rules import Pattern
from lms.core import clock, jobs
from lms.core.db import connect, transaction
from lms.core.errors import AttuneError, Refused
from lms.core.log import to_stderr
from lms.core.settings import BadSetting, Settings
from lms.people import actions as people
from lms.program import actions as programs
from lms.program.check import check as check_folder

BUILTIN = Path(__file__).parents[1] / "program" / "builtin" / "kap-cert"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
@click.pass_context
def main(context: click.Context) -> None:
    """Attune: a learning platform for training clinicians.

    Settings come from the environment (ATTUNE_…); docs/settings.md lists them.
    """
    try:
        context.obj = Settings.from_environ()
    except BadSetting as fault:
        raise click.UsageError(str(fault)) from None


@main.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Start the web server.

    \b
    Example: ATTUNE_PORT=9000 attune serve
    """
    to_stderr()
    app = create_app(settings)
    wire_worker(app, settings)
    click.echo(f"Attune is at {settings.base_url}")
    serve_web(app, settings)


@main.command()
@click.pass_obj
def worker(settings: Settings) -> None:
    """Start a worker: e-mail, and packaging of videos.

    \b
    Example: ATTUNE_WORKER_JOBS=4 attune worker
    """
    to_stderr()
    wire_worker(create_app(settings), settings)
    jobs.queue().call("sweep")
    jobs.queue().work()


@main.command()
@click.pass_obj
def run(settings: Settings) -> None:
    """Everything on one machine: migrate, load program and sample cohort, web server and worker.

    \b
    Example: PORT=9000 attune run
    """
    to_stderr()
    migrations.upgrade(settings)
    app = create_app(settings)
    wire_worker(app, settings)
    with transaction():
        programs.load(BUILTIN, clock.now())
    if not settings.production:
        load_sample(settings)
        jobs.queue().call("package")
        click.echo(f"\n  Attune is at {settings.base_url}\n\n  Sample people, password “{PASSWORD}”:")
        for name, email, what in PEOPLE:
            click.echo(f"    {email:32} {name}, {what}")
        click.echo()
    serve_with_worker(app, settings)


@main.command()
@click.option("--down", metavar="REVISION", help="Go back to this revision instead.")
@click.pass_obj
def migrate(settings: Settings, down: str | None) -> None:
    """Bring the database forward to this version, or back.

    \b
    Examples: attune migrate
              attune migrate --down base
    """
    if down:
        migrations.downgrade(settings, down)
    else:
        migrations.upgrade(settings)


@main.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Say whether everything that Attune needs is there and works.

    \b
    Example: attune doctor
    """
    faults = 0
    for finding in examine(settings):
        faults += not finding.is_fine
        click.echo(f"{'ok   ' if finding.is_fine else 'FAULT'} {finding.what}: {finding.detail}")
    sys.exit(1 if faults else 0)


@main.group()
def program() -> None:
    """Programs as folders of text files."""


@program.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def check(folder: Path) -> None:
    """Name every fault in a program's FOLDER by file and line.

    \b
    Example: attune program check ./kap-cert
    """
    faults = check_folder(folder)
    for fault in faults:
        click.echo(f"{fault.path}:{fault.line}: {fault.message}")
    if faults:
        click.echo(f"{len(faults)} fault{'s' if len(faults) != 1 else ''}.", err=True)
        sys.exit(1)
    click.echo("No fault found.")


@program.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=BUILTIN)
@click.pass_obj
def load(settings: Settings, folder: Path) -> None:
    """Load a program's FOLDER; as often as you like, what learners did stays.

    \b
    Example: attune program load ./kap-cert
    """
    connect(settings.database_url)
    try:
        with transaction():
            changes = programs.load(folder, clock.now())
    except AttuneError as fault:
        raise click.ClickException(str(fault)) from None
    for change in changes:
        click.echo(change)
    click.echo(f"{len(changes)} changes." if changes else "Nothing has changed.")


@program.command()
@click.argument("slug")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def export(settings: Settings, slug: str, folder: Path) -> None:
    """Write the program SLUG into a new FOLDER, as it was loaded, byte for byte.

    \b
    Example: attune program export kap-cert ./copy
    """
    connect(settings.database_url)
    try:
        count = programs.export(slug, folder)
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    click.echo(f"{count} files written.")


@main.group()
def cohort() -> None:
    """Cohorts and their dates."""


@cohort.command("create")
@click.argument("slug")
@click.option("--program", "program_slug", default="kap-cert", show_default=True)
@click.option("--title", required=True)
@click.option(
    "--pattern", type=click.Choice([p.value for p in Pattern]), default=Pattern.WEEKLY.value, show_default=True
)
@click.option("--first", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Date of the first class.")
@click.option("--at", "at_text", default="11:00", show_default=True, help="Wall-clock time.")
@click.option("--minutes", default=120, show_default=True)
@click.option("--zone", default="America/New_York", show_default=True)
@click.option(
    "--skip", type=click.DateTime(["%Y-%m-%d"]), multiple=True, help="A date without a class; may come often."
)
@click.option("--meeting", default="", help="Meeting link.")
@click.pass_obj
def cohort_create(
    settings: Settings,
    slug: str,
    program_slug: str,
    title: str,
    pattern: str,
    first: date,
    at_text: str,
    minutes: int,
    zone: str,
    skip: tuple[date, ...],
    meeting: str,
) -> None:
    """Create the cohort SLUG with a date for each class.

    \b
    Example: attune cohort create kap-2027-spring --title "KAP, spring 2027" --first 2027-03-02 --skip 2027-03-30
    """
    connect(settings.database_url)
    plan = Plan(
        Pattern(pattern),
        first.date(),
        time.fromisoformat(at_text),
        minutes,
        ZoneInfo(zone),  # type: ignore[attr-defined]
        [day.date() for day in skip],
    )  # type: ignore[attr-defined]
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


@main.group("people")
def people_group() -> None:
    """Accounts."""


@people_group.command("create")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--zone", default="UTC", show_default=True)
@click.option("--coordinator", is_flag=True)
@click.option("--operator", is_flag=True)
@click.password_option()
@click.pass_obj
def people_create(
    settings: Settings, email: str, name: str, zone: str, coordinator: bool, operator: bool, password: str
) -> None:
    """Create an account, the first coordinator's say.

    \b
    Example: attune people create ada@clinic.example --name "Ada Example" --coordinator
    """
    connect(settings.database_url)
    try:
        with transaction():
            person = people.create(email, name, password, zone, clock.now())
            person.is_coordinator, person.is_operator = coordinator, operator
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    click.echo(f"{person.name} can sign in at {settings.base_url}/sign-in.")


@main.command("settings")
@click.pass_obj
def show_settings(settings: Settings) -> None:
    """Show what is set, without secrets.

    \b
    Example: attune settings
    """
    hidden = {"secret_key", "database_url", "queue_url", "smtp_url", "media_url"}
    shown = {name: "(set)" if name in hidden and value else str(value) for name, value in vars(settings).items()}
    click.echo(json.dumps(shown, indent=2))


if __name__ == "__main__":
    main()

"""`attune migrate`, `prepare`, `doctor` and `settings`: what a home needs before it can serve, and how it is."""

import json
import sys

import click

from lms.app import migrate as migrations
from lms.app.doctor import examine
from lms.app.factory import create_app
from lms.app.sample import load_sample
from lms.app.worker import wire as wire_worker
from lms.core import clock
from lms.core.db import transaction
from lms.core.log import to_stderr
from lms.core.settings import Settings
from lms.program import actions as programs
from lms.program.disk import BUILTIN


@click.command()
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


@click.command()
@click.option("--clips/--no-clips", default=True, help="Have a sample clip made for each demonstration.")
@click.pass_obj
def prepare(settings: Settings, clips: bool) -> None:
    """Migrate, load the built-in program and, outside of production, the sample cohort. As often as you like.

    \b
    Example: attune prepare --no-clips
    """
    to_stderr()
    migrations.upgrade(settings)
    wire_worker(create_app(settings), settings)
    with transaction():
        programs.load(BUILTIN, clock.now())
    if not settings.production:
        load_sample(settings, clips)


@click.command()
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


@click.command("settings")
@click.pass_obj
def show_settings(settings: Settings) -> None:
    """Show what is set, without secrets.

    \b
    Example: attune settings
    """
    hidden = {"secret_key", "database_url", "queue_url", "smtp_url", "media_url"}
    shown = {name: "(set)" if name in hidden and value else str(value) for name, value in vars(settings).items()}
    click.echo(json.dumps(shown, indent=2))

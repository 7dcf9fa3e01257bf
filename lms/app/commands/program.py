"""`attune program …`: programs as folders of text files."""

import sys
from pathlib import Path

import click

from lms.core import clock, storage
from lms.core.db import connect, transaction
from lms.core.errors import AttuneError, Refused
from lms.core.settings import Settings
from lms.program import actions as programs
from lms.program.check import check as check_folder
from lms.program.disk import BUILTIN


@click.group()
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
    storage.use(settings.media_url, settings.media_direct)
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
    storage.use(settings.media_url, settings.media_direct)
    try:
        count = programs.export(slug, folder)
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    click.echo(f"{count} files written.")

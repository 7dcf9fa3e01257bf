"""`attune serve`, `worker` and `run`: what answers, and what works behind it. What prepares a home isn't in here."""

import subprocess
import sys

import click

from lms.app.factory import create_app
from lms.app.sample.people import PASSWORD, PEOPLE
from lms.app.server import serve as serve_web
from lms.app.server import serve_with_worker
from lms.app.worker import wire as wire_worker
from lms.core import jobs
from lms.core.log import to_stderr
from lms.core.settings import Settings


@click.command()
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


@click.command()
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


@click.command()
@click.pass_obj
def run(settings: Settings) -> None:
    """Everything on one machine: `attune prepare`, then web server and worker.

    \b
    Example: PORT=9000 attune run
    """
    to_stderr()
    # In a process of its own: what prepares (migrations, schemas) would stay in the memory of what serves.
    prepared = subprocess.run([sys.executable, "-m", "lms.app.cli", "prepare"], check=False)
    if prepared.returncode:
        sys.exit(prepared.returncode)
    app = create_app(settings)
    wire_worker(app, settings)
    if not settings.production:
        jobs.queue().call("package")
        click.echo(f"\n  Attune is at {settings.base_url}\n\n  Sample people, password “{PASSWORD}”:")
        for name, email, what in PEOPLE:
            click.echo(f"    {email:32} {name}, {what}")
        click.echo()
    serve_with_worker(app, settings)

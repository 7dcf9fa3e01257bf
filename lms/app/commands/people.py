"""`attune people …`: accounts."""

import click

from lms.core import clock
from lms.core.db import connect, transaction
from lms.core.errors import Refused
from lms.core.settings import Settings
from lms.people import actions as people


@click.group("people")
def group() -> None:
    """Accounts."""


@group.command("create")
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

"""`attune people …`: accounts."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from lms.app.follows import FOLLOWS
from lms.core import clock, events, storage
from lms.core.db import connect, transaction
from lms.core.errors import Refused
from lms.core.settings import Settings
from lms.erasure import actions as erasure
from lms.erasure import queries as erasures
from lms.erasure.parts import PARTS
from lms.erasure.rules import STAYS
from lms.people import actions as people
from lms.people import queries
from lms.people.models import Person
from lms.people.rules import Right


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
            people.grant(person, Right.COORDINATOR, coordinator, clock.now())
            people.grant(person, Right.OPERATOR, operator, clock.now())
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    click.echo(f"{person.name} can sign in at {settings.base_url}/sign-in.")


@group.command("close")
@click.argument("email")
@click.pass_obj
def people_close(settings: Settings, email: str) -> None:
    """Close an account: signed out everywhere, and nobody can sign in to it. What they did stays.

    \b
    Example: attune people close ada@clinic.example
    """
    with _account(settings, email) as person:
        people.close_account(person, None, clock.now())
    click.echo(f"The account of {person.name} is closed. attune people reopen {person.email} opens it again.")


@group.command("reopen")
@click.argument("email")
@click.pass_obj
def people_reopen(settings: Settings, email: str) -> None:
    """Open a closed account again.

    \b
    Example: attune people reopen ada@clinic.example
    """
    with _account(settings, email) as person:
        people.reopen_account(person, None, clock.now())
    click.echo(f"{person.name} can sign in at {settings.base_url}/sign-in.")


@group.command("erase")
@click.argument("email")
@click.option("--dry-run", is_flag=True, help="Only list what would be erased, and what stays.")
@click.option("--confirm", metavar="EMAIL", help="The same address once more, instead of typing it when asked.")
@click.pass_obj
def people_erase(settings: Settings, email: str, dry_run: bool, confirm: str | None) -> None:
    """Erase what somebody has said and made, at their request, for good. Interrupted, the same command goes on.

    \b
    Examples: attune people erase ada@clinic.example --dry-run
              attune people erase ada@clinic.example
    """
    storage.use(settings.media_url, settings.media_direct)
    with _account(settings, email) as person:
        for line in erasures.what_there_is(person):
            click.echo(f"{line.things:>6}  {line.title}")
    click.echo("\nWhat stays:\n" + "\n".join(f"- {sentence}" for sentence in STAYS) + "\n")
    if dry_run:
        return
    confirm = confirm or click.prompt("Type the e-mail address to erase all of this for good")
    with _account(settings, email) as person:
        try:
            erasure_id = erasure.ask(person, confirm, None, clock.now()).id
        except Refused as refused:
            raise click.ClickException(refused.message) from None
    with click.progressbar(PARTS, label="Erasing", item_show_func=lambda part: part.title if part else "") as parts:
        for part in parts:
            erasure.erase(erasure_id, part.code, settings.home, clock.now())
    with transaction():
        erasure.finish(erasure_id, clock.now())
    click.echo(f"Erased. The receipt is at {settings.base_url}/people/{person.id}/erasure.")


@contextmanager
def _account(settings: Settings, email: str) -> Iterator[Person]:
    connect(settings.database_url)
    events.follow(FOLLOWS)
    with transaction():
        person = queries.person_by_email(email)
        if person is None:
            raise click.ClickException(f"There is no account with the e-mail {email}.")
        yield person

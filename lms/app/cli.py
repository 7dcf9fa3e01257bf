"""The `attune` command: what an operator does without a browser. A command's module is fetched when it is wanted."""

import os
from importlib import import_module

import click

from lms import __version__
from lms.core.settings import BadSetting, Settings

OTHERS_NOTHING = 0o027  # of what is written: to our group, to read; nginx is in it where it sends files

PLACES = {
    "serve": "serving:serve",
    "worker": "serving:worker",
    "run": "serving:run",
    "migrate": "home:migrate",
    "prepare": "home:prepare",
    "doctor": "home:doctor",
    "settings": "home:show_settings",
    "program": "program:program",
    "cohort": "cohort:cohort",
    "people": "people:group",
}


class Fetching(click.Group):
    """Knows its commands by name and imports one only when somebody wants it: a server stays small."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in PLACES:
            return None
        module, name = PLACES[cmd_name].split(":")
        found: click.Command = getattr(import_module(f"lms.app.commands.{module}"), name)
        return found


@click.group(cls=Fetching, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__)
@click.pass_context
def main(context: click.Context) -> None:
    """Attune: a learning platform for training clinicians.

    Settings come from the environment (ATTUNE_…); docs/settings.md lists them.
    """
    os.umask(OTHERS_NOTHING)
    try:
        context.obj = Settings.from_environ()
    except BadSetting as fault:
        raise click.UsageError(str(fault)) from None


if __name__ == "__main__":
    main()

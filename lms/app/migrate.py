"""Bringing the database to a revision. The migrations lie beside the app in a checkout, inside it in a wheel."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from lms.core.settings import Settings

_PLACES = [Path(__file__).parents[1] / "_migrations", Path(__file__).parents[2] / "migrations"]


def config(settings: Settings) -> Config:
    """Alembic's configuration for these settings."""
    place = next(place for place in _PLACES if (place / "env.py").exists())
    made = Config()
    made.set_main_option("script_location", str(place))
    made.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(rev)s_%%(slug)s")
    made.attributes["url"] = settings.database_url
    return made


def upgrade(settings: Settings, to: str = "head") -> None:
    """Bring the database forward to a revision."""
    command.upgrade(config(settings), to)


def downgrade(settings: Settings, to: str) -> None:
    """Bring the database back to a revision."""
    command.downgrade(config(settings), to)

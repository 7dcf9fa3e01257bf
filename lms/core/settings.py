"""What an operator can set, checked once at start. Nothing else in the app reads the environment."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ENVS = ("development", "test", "production")
ORIGIN = re.compile(r"https?://[\w.\[\]:-]+", re.ASCII)


class BadSetting(Exception):
    """A setting that can't be used. The message names it and says what it should be."""


def _setting(help: str, default: Any) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """Every setting is `ATTUNE_` and the field's name in capitals; its help stands in docs/settings.md too."""

    env: str = _setting("development, test or production", "development")
    home: Path = _setting("Folder for everything that running writes", Path("instance"))
    host: str = _setting("Address the web server listens on", "127.0.0.1")
    port: int = _setting("Port the web server listens on", 8000)
    threads: int = _setting("Requests that the web server answers at once", 16)
    base_url: str = _setting("Address under which people reach the site; default http://localhost:PORT", "")
    secret_key: str = _setting("Signs cookies and media tokens; made and kept in HOME outside production", "")
    database_url: str = _setting("SQLAlchemy address; default SQLite in HOME", "")
    queue_url: str = _setting("redis://… for many machines; default SQLite in HOME", "")
    media_url: str = _setting("file:///folder or s3://bucket/prefix; default a folder in HOME", "")
    media_direct: str = _setting(
        "Address of the object store for browsers, which then fetch segments there; empty: they come through the app",
        "",
    )
    smtp_url: str = _setting(
        "smtp://user:password@host:port or smtps://…; outside production default mail/ in HOME", ""
    )
    mail_from: str = _setting("Sender of e-mail", "Attune <attune@localhost>")
    accel: str = _setting("Location prefix that nginx maps to the media folder (X-Accel-Redirect); empty: off", "")
    trusted_proxies: int = _setting("How many proxies stand in front and set X-Forwarded-*", 0)
    ffmpeg: str = _setting("Path of another ffmpeg than the one that comes along", "")
    captioner: str = _setting("Command that writes captions: program --vtt {input} {output}; empty: none", "")
    meeting_url: str = _setting(
        "Address of a call of its own for each role play: https://meet.example.org/{room}; empty: none",
        "",
    )
    upload_limit_mb: int = _setting("Largest video upload, in MB", 8_192)
    upload_quota_mb: int = _setting("What one person's videos may hold in all, in MB; 0: no bound", 102_400)
    site_quota_mb: int = _setting("What all uploaded videos may hold in all, in MB; 0: no bound", 0)
    private_calendars: int = _setting(
        "1: people's own calendars may be read from private addresses, inside an organization's own network", 0
    )
    worker_jobs: int = _setting("Jobs that one worker does at once", 2)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read and check `ATTUNE_*` (and `PORT`). Raises BadSetting naming the first fault."""
        known = {f"ATTUNE_{f.name.upper()}": f for f in fields(cls)}
        values: dict[str, Any] = {}
        for name, text in environ.items():
            if name in known and text:
                values[known[name].name] = _typed(name, known[name].type, text)
        if "port" not in values and environ.get("PORT"):
            values["port"] = _typed("PORT", int, environ["PORT"])
        return cls(**values).checked()

    def checked(self) -> "Settings":
        """These settings with every default filled in, or BadSetting."""
        if self.env not in ENVS:
            raise BadSetting(f"ATTUNE_ENV is {self.env!r}; it must be one of {', '.join(ENVS)}.")
        if not 0 <= self.port <= 65535:
            raise BadSetting(f"ATTUNE_PORT is {self.port}; a port lies between 0 and 65535.")
        home = self.home.expanduser().resolve()
        home.mkdir(parents=True, exist_ok=True)
        filled: dict[str, Any] = {
            "home": home,
            "base_url": self.base_url.rstrip("/") or f"http://localhost:{self.port}",
            "database_url": _with_driver(self.database_url) or f"sqlite:///{home / 'attune.db'}",
            "media_url": self.media_url or (home / "media").as_uri(),
            "media_direct": self.media_direct.rstrip("/"),
            "secret_key": self.secret_key or (self._own_key(home) if self.env != "production" else ""),
        }
        ready = replace(self, **filled)
        ready._refuse()
        return ready

    @property
    def secure(self) -> bool:
        """Whether people reach the site over https, so that cookies may ask for it."""
        return self.base_url.startswith("https://")

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def upload_limit_bytes(self) -> int:
        return self.upload_limit_mb * 1024**2

    def _refuse(self) -> None:
        if urlsplit(self.base_url).scheme not in ("http", "https"):
            raise BadSetting(f"ATTUNE_BASE_URL is {self.base_url!r}; it must start with http:// or https://.")
        if self.queue_url and not self.queue_url.startswith(("redis://", "rediss://")):
            raise BadSetting("ATTUNE_QUEUE_URL must start with redis:// or rediss://, or be empty.")
        if not self.media_url.startswith(("file://", "s3://")):
            raise BadSetting("ATTUNE_MEDIA_URL must start with file:// or s3://, or be empty.")
        if self.accel and not self.media_url.startswith("file://"):
            raise BadSetting("ATTUNE_ACCEL needs the media store in a folder: file:///folder in ATTUNE_MEDIA_URL.")
        if self.media_direct:
            self._refuse_direct()
        if self.smtp_url and not self.smtp_url.startswith(("smtp://", "smtps://")):
            raise BadSetting("ATTUNE_SMTP_URL must start with smtp:// or smtps://, or be empty.")
        if self.captioner and not ("{input}" in self.captioner and "{output}" in self.captioner):
            raise BadSetting("ATTUNE_CAPTIONER must hold {input} and {output}, or be empty.")
        if self.meeting_url and not (self.meeting_url.startswith("https://") and "{room}" in self.meeting_url):
            raise BadSetting("ATTUNE_MEETING_URL must start with https:// and hold {room}, or be empty.")
        if self.production:
            missing = [n for n in ("secret_key", "smtp_url", "database_url") if not getattr(self, n)]
            if missing:
                raise BadSetting(f"In production ATTUNE_{missing[0].upper()} must be set; docs/settings.md says how.")
            if len(self.secret_key) < 32:
                raise BadSetting("ATTUNE_SECRET_KEY must have at least 32 characters.")

    def _refuse_direct(self) -> None:
        if not ORIGIN.fullmatch(self.media_direct):
            raise BadSetting("ATTUNE_MEDIA_DIRECT must be https:// and a host, without a path, or empty.")
        if not self.media_url.startswith("s3://"):
            raise BadSetting("ATTUNE_MEDIA_DIRECT needs the media store on S3: s3://bucket/prefix in ATTUNE_MEDIA_URL.")
        if self.secure and not self.media_direct.startswith("https://"):
            raise BadSetting("ATTUNE_MEDIA_DIRECT must start with https://, as ATTUNE_BASE_URL does.")
        if urlsplit(self.media_direct).netloc == urlsplit(self.base_url).netloc:
            raise BadSetting("ATTUNE_MEDIA_DIRECT must be another host than that of ATTUNE_BASE_URL.")

    @staticmethod
    def _own_key(home: Path) -> str:
        kept = home / "secret-key"
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(secrets.token_urlsafe(48))
        return kept.read_text().strip()


def _typed(name: str, kind: Any, text: str) -> Any:
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise BadSetting(f"{name} is {text!r}; it must be a whole number.") from None
    return Path(text) if kind is Path else text


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1).replace("postgres://", "postgresql+psycopg://", 1)

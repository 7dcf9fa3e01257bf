"""When a viewing is still the same one. Pure."""

from datetime import timedelta

CONTINUES = timedelta(minutes=5)  # so long after its last heartbeat, playing again goes on with the same viewing
OLD_BEAT_MS = 60_000  # a heartbeat from longer ago tells of watching, but of no viewing that goes on

"""How those who are there can go on. Pure."""

from datetime import timedelta

from lms.roleplays.agree.rules import GROUP_LEAST, GROUP_MOST
from lms.roleplays.timing.rules import Clock

EARLY = timedelta(minutes=10)  # before its hour, another group can be joined already


def can_go_on(here: int) -> bool:
    """Whether so many are enough for the version for two."""
    return here >= GROUP_LEAST


def can_join(clock: Clock, taken: int) -> bool:
    """Whether one more can join a group that meets now: there is room, and parts aren't settled yet, as they are from
    the second turn on."""
    return taken < GROUP_MOST and clock.turn == 0 and not clock.is_ended

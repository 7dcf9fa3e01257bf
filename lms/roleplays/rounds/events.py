"""What happens to rounds of role plays."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.roleplays.rounds.models import RolePlayGroup, RolePlayRound


@dataclass(frozen=True)
class GroupsAnnounced:
    """Groups of a round are known to those in them, or are others than before.

    Only what is new or has changed is named, each group with its round, cohort, class, seats, people and meeting; those
    that stay as they were aren't.
    """

    round: RolePlayRound
    groups: Sequence[RolePlayGroup]
    dissolved: Sequence[RolePlayGroup]

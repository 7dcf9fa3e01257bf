"""What happens to the groups of a round."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.roleplays.rounds.models import RolePlayGroup, RolePlayRound


@dataclass(frozen=True)
class GroupsAnnounced:
    """These groups of a round are new, or have other members now; those that stood before them are dissolved."""

    round: RolePlayRound
    groups: Sequence[RolePlayGroup]
    dissolved: Sequence[RolePlayGroup]

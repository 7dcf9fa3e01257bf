"""Who is looking, as plain values: all that a judge needs to know about a person."""

from dataclasses import dataclass
from datetime import UTC, tzinfo


@dataclass(frozen=True)
class Viewer:
    """`person_id` is None for whoever hasn't signed in; cohorts are ids."""

    person_id: int | None = None
    name: str = ""
    zone: tzinfo = UTC
    is_coordinator: bool = False
    is_operator: bool = False
    learner_in: frozenset[int] = frozenset()
    trainer_in: frozenset[int] = frozenset()

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def cohort_ids(self) -> frozenset[int]:
        return self.learner_in | self.trainer_in

    @property
    def teaches(self) -> bool:
        return bool(self.trainer_in)


ANYBODY = Viewer()


@dataclass(frozen=True)
class Facts:
    """What a permission may depend on, handed out by the thing asked about, without a query."""

    cohort_id: int | None = None
    owner_id: int | None = None
    member_ids: frozenset[int] = frozenset()
    """Who does it together, if several do."""
    contributor_ids: frozenset[int] = frozenset()
    """Whose hand-in it is, also of those who have left the group since."""
    is_handed_in: bool = False
    is_open: bool = False
    """Now is within the time at which learners may play it."""
    is_signed: bool = False
    """Whoever looks has signed what has to be signed for it."""
    is_released: bool = False
    """Everybody recorded in it has agreed."""
    speaker_id: int | None = None
    """Whose words it is; `owner_id` is whose work they are about."""
    is_said: bool = False
    """The words are part of the conversation, and don't lie in somebody's review any more."""
    has_token: bool = False
    """The address holds a token of ours for just this thing, made for whoever sends it."""


NOTHING = Facts()

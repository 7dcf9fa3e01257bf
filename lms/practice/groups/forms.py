"""The number of each learner's group, as it is typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lms.practice.groups.rules import NUMBER_MOST


@dataclass
class GroupsForm:
    """What was sent for the learners of a page: as many fields as there are learners, so no form class holds them."""

    typed: Mapping[int, str]
    """By person, what stands in the field."""
    errors: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: Mapping[str, str], person_ids: Iterable[int]) -> "GroupsForm":
        return cls({person: sent.get(f"group-{person}", "").strip() for person in person_ids})

    def validate(self) -> bool:
        """Whether each field is empty or the number of a group; else `errors` says where not."""
        for person, text in self.typed.items():
            if text and not (text.isdecimal() and text.isascii() and len(text) < 5 and 1 <= int(text) <= NUMBER_MOST):
                self.errors[person] = f"Write a number from 1 to {NUMBER_MOST}, or leave it empty."
        return not self.errors

    @property
    def numbers(self) -> dict[int, int]:
        """By person, the number of their group; who has none isn't in it."""
        return {person: int(text) for person, text in self.typed.items() if text}

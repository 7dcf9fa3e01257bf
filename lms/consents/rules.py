"""What consent lets a video do. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

TITLE_LIMIT = 300  # characters


class Use(StrEnum):
    """What somebody who was recorded is asked about; each is a question of its own."""

    PLAYING = "playing"
    TEACHING = "teaching"


class Answer(StrEnum):
    """What they said last."""

    OPEN = "open"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    NOT_ME = "not me"


RETRACTABLE = frozenset([Answer.OPEN, Answer.NOT_ME])
"""Until then, and from then on, whoever named somebody can take that back: nothing has been agreed to."""


def answer(given_at: datetime | None, withdrawn_at: datetime | None, denied_at: datetime | None = None) -> Answer:
    """What was said last: a consent can be given again after it was withdrawn, and then `withdrawn_at` is None.

    Whoever says that they aren't in it (`denied_at`) says no as well.
    """
    if denied_at is not None:
        return Answer.NOT_ME
    if withdrawn_at is not None:
        return Answer.WITHDRAWN
    return Answer.OPEN if given_at is None else Answer.GIVEN


def all_agree(answers: Sequence[Answer]) -> bool:
    """Whether everybody who was asked agrees; nobody asked is no agreement."""
    return bool(answers) and all(one is Answer.GIVEN for one in answers)


def asked_about(is_clip: bool, is_for_teaching: bool) -> list[Use]:
    """What somebody who is named in a video is asked: of a clip its use as one only, of another video as is wished."""
    if is_clip:
        return [Use.TEACHING]
    return [Use.PLAYING, Use.TEACHING] if is_for_teaching else [Use.PLAYING]


def may_play(is_named: bool, are_agreed: bool, has_to_be_named: bool) -> bool:
    """Whether a video may be shown to anybody: all who were named agree, and it is known who is in it."""
    return are_agreed and (is_named or not has_to_be_named)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """When a day is over in a zone."""
    return datetime.combine(day + timedelta(days=1), time(), zone)

"""The small types that every file of a program is made of. Nothing is converted: "6" isn't 6."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

from lms.program.rules import (
    CODE_LIMIT,
    DAY,
    DIFFICULTY_MOST,
    MEDIA_KINDS,
    MEDIA_NAME,
    NAME_LIMIT,
    REVIEW_DAYS_MOST,
    REVIEWERS_MOST,
    TEXT_LIMIT,
    TIME_OF_DAY,
    TITLE_LIMIT,
    seconds_from,
)


class Part(BaseModel):
    """Something inside a file. Unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(Part):
    """A whole file; `path` is relative to the folder and comes from there, not from the file."""

    path: str


class Page(Item):
    """A file with Markdown after its front matter."""

    body: str


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("This is empty. Write something or delete the key.")
    return text


def _clock(text: str) -> str:
    seconds_from(text)
    return text


def _time_of_day(text: str) -> str:
    if not TIME_OF_DAY.fullmatch(text):
        raise ValueError(f"“{text}” is not a time of day. Write hours and minutes, like 11:00 or 18:30.")
    return text


def _media_name(text: str) -> str:
    if not MEDIA_NAME.fullmatch(text):
        endings = ", ".join(MEDIA_KINDS)
        raise ValueError(f"“{text}” can't be played. Name a file beside this one, like alone.mp3; endings: {endings}.")
    return text


def _day(value: Any) -> date:
    """Dates stay text in our YAML; only the one spelling that everybody reads the same is taken."""
    if isinstance(value, date):
        return value
    try:
        if not DAY.fullmatch(str(value)):
            raise ValueError
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}” is not a day. Write year, month and day, like 2024-09-17.") from None


Text = Annotated[str, Strict(), StringConstraints(max_length=TEXT_LIMIT), AfterValidator(_filled)]
Title = Annotated[str, Strict(), StringConstraints(max_length=TITLE_LIMIT), AfterValidator(_filled)]
Arc = Annotated[str, Strict(), StringConstraints(max_length=NAME_LIMIT), AfterValidator(_filled)]
Code = Annotated[str, Strict(), StringConstraints(max_length=CODE_LIMIT), AfterValidator(_filled)]
Slug = Annotated[str, Strict(), StringConstraints(max_length=NAME_LIMIT, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Name = Annotated[str, Strict(), StringConstraints(max_length=60, pattern=r"^[a-z][a-z0-9_]*$")]
FactId = Annotated[str, Strict(), StringConstraints(pattern=r"^K\d{1,3}$")]
CompetencyCode = Annotated[str, Strict(), StringConstraints(pattern=r"^C\d{1,2}$")]
Number = Annotated[int, Strict()]
Count = Annotated[int, Strict(), Field(ge=1, le=10_000)]
Zero = Annotated[int, Strict(), Field(ge=0, le=10_000)]
Difficulty = Annotated[int, Strict(), Field(ge=1, le=DIFFICULTY_MOST)]
Reviewers = Annotated[int, Strict(), Field(ge=1, le=REVIEWERS_MOST)]
ReviewDays = Annotated[int, Strict(), Field(ge=1, le=REVIEW_DAYS_MOST)]
Flagged = Annotated[bool, Strict()]
Clock = Annotated[str, Strict(), AfterValidator(_clock)]
TimeOfDay = Annotated[str, Strict(), AfterValidator(_time_of_day)]
Day = Annotated[date, BeforeValidator(_day)]
MediaName = Annotated[str, Strict(), StringConstraints(max_length=NAME_LIMIT), AfterValidator(_media_name)]
Facts = tuple[FactId, ...]
Competencies = tuple[CompetencyCode, ...]

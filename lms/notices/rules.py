"""Kinds of notices, what people may wish about them, and when mail goes out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum, auto
from zoneinfo import ZoneInfo

KEPT_FOR = timedelta(days=180)  # a notice, read or not; what it tells of stays where it is
DIGEST_HOUR = 8  # unless somebody wishes otherwise
DIGEST_MOST = 50  # lines of one digest; how many more there are is said


class Delivery(StrEnum):
    """How a notice reaches its reader, besides the bell."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"
    APP = "app"
    """Only by the bell."""


class Whose(StrEnum):
    """Who ever gets notices of a kind."""

    LEARNERS = auto()
    TRAINERS = auto()
    EVERYBODY = auto()


class Kind(StrEnum):
    """What a notice tells of."""

    MESSAGE = auto()
    WORK_WAITING = auto()
    HANDED_OVER = auto()
    STEP_ANSWERED = auto()
    REVIEW_ANSWERED = auto()
    REVIEW_RELEASED = auto()
    REVIEW_HELD = auto()
    EXTENSION_ASKED = auto()
    EXTENSION_ANSWERED = auto()
    QUESTION_ASKED = auto()
    QUESTION_ANSWERED = auto()
    PEER_WORK = auto()
    PEER_ANSWERED = auto()
    PEER_DISAGREED = auto()
    PEERS_MISSING = auto()
    HOURS_ASKED = auto()
    GROUP_ANNOUNCED = auto()
    GROUP_CHANGED = auto()
    GROUP_ENDED = auto()
    ROLE_PLAY_HOUR = auto()
    ROLE_PLAY_BOOKED = auto()
    ROLE_PLAY_MOVED = auto()
    ROLE_PLAY_CANCELED = auto()
    ROLE_PLAY_ABSENCE = auto()
    ROLE_PLAY_STAND_IN = auto()
    ROLE_PLAY_FOUND = auto()
    ROLE_PLAY_MISSING = auto()
    ROLE_PLAY_NO_HOUR = auto()
    ROLE_PLAY_TOMORROW = auto()
    ROLE_PLAY_SOON = auto()
    CLASSES_MOVED = auto()
    CLASS_TOMORROW = auto()
    CLASS_SOON = auto()
    WORK_DUE = auto()
    ENROLLED = auto()
    TRAINER_ADDED = auto()
    CALIBRATION_SET_UP = auto()
    CONSENT_ASKED = auto()
    CONSENT_DENIED = auto()
    ROLE_PLAYS_MISSED = auto()


@dataclass(frozen=True)
class Manner:
    """How notices of one kind are said and sent."""

    said: str
    """A sentence without its full stop, of {who}, {title} and {when}."""
    label: str = ""
    """What people choose by; empty for what they can't wish away, which is mailed at once, always."""
    whose: Whose = Whose.EVERYBODY
    icon: str = "bell"
    template: str = "notice"
    """Of the mail, in `mail/`. The one that there is for all says the sentence and leads there."""
    delivery: Delivery = Delivery.AT_ONCE
    """Unless somebody wishes otherwise."""
    passes: bool = False
    """Whether no mail helps any more once that has begun which it announces."""

    @property
    def is_mandatory(self) -> bool:
        return not self.label


MANNERS: Mapping[Kind, Manner] = {
    Kind.MESSAGE: Manner(
        "{who} wrote to you about “{title}”", "A message, or feedback on work", icon="message-circle",
        template="new-message",
    ),
    Kind.WORK_WAITING: Manner(
        "{who} has handed in “{title}”", "Work waits for an answer", Whose.TRAINERS, "inbox", "work-waiting",
    ),
    Kind.HANDED_OVER: Manner(
        "{who} has handed over “{title}” to you", "Work is handed over to you", Whose.TRAINERS, "reply", "handed-over",
    ),
    Kind.STEP_ANSWERED: Manner(
        "{who} has said how the next step from “{title}” went", "A learner says how a next step went", Whose.TRAINERS,
        "target", delivery=Delivery.APP,
    ),
    Kind.REVIEW_ANSWERED: Manner(
        "{who} asks for more about your feedback on “{title}”", "A learner asks for more about your feedback",
        Whose.TRAINERS, "message-circle",
    ),
    Kind.REVIEW_RELEASED: Manner(
        "Your feedback on “{title}” for {who} was released, as you had planned", "Planned feedback was released",
        Whose.TRAINERS, "eye", delivery=Delivery.APP,
    ),
    Kind.REVIEW_HELD: Manner(
        "Your feedback on “{title}” for {who} could not be released: it says nothing yet, or the work was taken back",
        "Planned feedback could not be released", Whose.TRAINERS, "circle-alert",
    ),
    Kind.EXTENSION_ASKED: Manner(
        "{who} asks for more time for “{title}”", "A learner asks for more time", Whose.TRAINERS, "calendar",
        "extension-asked",
    ),
    Kind.EXTENSION_ANSWERED: Manner(
        "There is an answer about more time for “{title}”", "An answer about more time", Whose.LEARNERS, "calendar",
        "extension-granted",
    ),
    Kind.QUESTION_ASKED: Manner(
        "{who} asked something about “{title}”", "A question about a demonstration", Whose.TRAINERS, "pin",
        "question-asked",
    ),
    Kind.QUESTION_ANSWERED: Manner(
        "{who} answered your question about “{title}”", "An answer to your question", Whose.LEARNERS, "pin",
        "question-answered",
    ),
    Kind.PEER_WORK: Manner(
        "A peer’s work waits for you: “{title}”, until {when}", "A peer’s work waits for you", Whose.LEARNERS, "users",
        "peer-work", passes=True,
    ),
    Kind.PEER_ANSWERED: Manner(
        "A peer has reviewed “{title}”", "A peer has reviewed your work", Whose.LEARNERS, "users", "peer-answered",
    ),
    Kind.PEER_DISAGREED: Manner(
        "{who} disagrees with a peer about “{title}”", "A learner disagrees with a peer", Whose.TRAINERS,
        "circle-alert", "peer-disagreed",
    ),
    Kind.PEERS_MISSING: Manner(
        "Too few peers answer {who} about “{title}”", "Too few peers answer a learner", Whose.TRAINERS, "users",
        "peers-missing",
    ),
    Kind.HOURS_ASKED: Manner(
        "{who} asks when you can meet for role plays in “{title}”", "Hours for role plays are wanted", Whose.LEARNERS,
        "calendar",
    ),
    Kind.GROUP_ANNOUNCED: Manner(
        "Your group for the role play of “{title}” is known", "A role play’s group is known", Whose.LEARNERS, "users",
    ),
    Kind.GROUP_CHANGED: Manner(
        "Your group for the role play of “{title}” has changed", "A role play’s group has changed", Whose.LEARNERS,
        "users",
    ),
    Kind.GROUP_ENDED: Manner(
        "You have no group for the role play of “{title}” any more; your coordinator looks for one",
        "A role play’s group is no more", Whose.LEARNERS, "users",
    ),
    Kind.ROLE_PLAY_HOUR: Manner(
        "{who} proposes an hour for “{title}”: {when}", "An hour is proposed for a role play", Whose.LEARNERS,
        "calendar", passes=True,
    ),
    Kind.ROLE_PLAY_BOOKED: Manner(
        "Your role play “{title}” is booked for {when}", "A role play is booked, with its calendar entry",
        Whose.LEARNERS, "calendar", passes=True,
    ),
    Kind.ROLE_PLAY_MOVED: Manner(
        "Your role play “{title}” has changed: it begins {when}",
        "A role play has changed, with its calendar entry", Whose.LEARNERS, "calendar", passes=True,
    ),
    Kind.ROLE_PLAY_CANCELED: Manner(
        "Your role play “{title}”, {when}, isn’t to be any more",
        "A role play is called off, with its calendar entry", Whose.LEARNERS, "calendar", passes=True,
    ),
    Kind.ROLE_PLAY_ABSENCE: Manner(
        "{who} can’t come to “{title}”: which other hour suits you?", "Somebody can’t come to a role play",
        Whose.LEARNERS, "calendar",
    ),
    Kind.ROLE_PLAY_STAND_IN: Manner(
        "Would you take a place in “{title}”, {when}?", "A place in a role play is free", Whose.LEARNERS, "users",
        passes=True,
    ),
    Kind.ROLE_PLAY_FOUND: Manner(
        "Somebody couldn’t come. {title}", "What was found where somebody can’t come", Whose.LEARNERS, "users",
    ),
    Kind.ROLE_PLAY_MISSING: Manner(
        "{who} can’t come to a role play. {title}", "A learner can’t come to a role play", Whose.TRAINERS, "users",
    ),
    Kind.ROLE_PLAY_NO_HOUR: Manner(
        "A group shares no hour for “{title}”", "A group shares no hour for its role play", Whose.TRAINERS,
        "circle-alert",
    ),
    Kind.ROLE_PLAY_TOMORROW: Manner(
        "{title} begins {when}", "A role play begins within a day", Whose.LEARNERS, "users", passes=True,
    ),
    Kind.ROLE_PLAY_SOON: Manner(
        "{title} begins {when}", "A role play begins within ten minutes", Whose.LEARNERS, "users", passes=True,
    ),
    Kind.CLASSES_MOVED: Manner(
        "{title} moved, beginning {when}", "Classes are at another time", icon="calendar", template="classes-moved",
    ),
    Kind.CLASS_TOMORROW: Manner(
        "{title} begins {when}", "A class begins within a day", icon="video", passes=True,
    ),
    Kind.CLASS_SOON: Manner(
        "{title} begins {when}", "A class begins within an hour", icon="video", delivery=Delivery.APP, passes=True,
    ),
    Kind.WORK_DUE: Manner(
        "“{title}” is due {when}", "Home practice is due tomorrow", Whose.LEARNERS, "clock", passes=True,
    ),
    Kind.ENROLLED: Manner("You take part in “{title}”", icon="users", template="enrolled"),
    Kind.TRAINER_ADDED: Manner("{who} is a trainer of “{title}” now", icon="users", template="trainer-added"),
    Kind.CALIBRATION_SET_UP: Manner(
        "{who} asks you to rate “{title}” by yourself", "Work to rate apart from other trainers", Whose.TRAINERS,
        "chart-line", "calibration-set-up",
    ),
    Kind.CONSENT_ASKED: Manner("{who} asks for your consent", icon="user", template="consent"),
    Kind.CONSENT_DENIED: Manner(
        "Somebody whom you named in “{title}” says that it isn’t them", "Somebody says that they aren’t in a recording",
        Whose.TRAINERS, "user",
    ),
    Kind.ROLE_PLAYS_MISSED: Manner(
        "{who} has missed more than one role play of “{title}”", "A learner misses role plays", Whose.TRAINERS, "users",
    ),
}  # fmt: skip

assert set(MANNERS) == set(Kind), "every kind has its manner"


@dataclass(frozen=True)
class Subject:
    """What notices are about. Reading it reads them, muting it silences them; their mails are one conversation."""

    key: str
    """Like thread-7. The same for everybody."""
    title: str
    path: str
    """Its own page."""


@dataclass(frozen=True)
class Wishes:
    """What one person wishes, in their own zone."""

    zone: ZoneInfo
    choices: Mapping[str, str] = field(default_factory=dict)
    """By kind, where it differs from the kind's manner."""
    digest_hour: int = DIGEST_HOUR
    digest_weekday: int = 0
    """Of the weekly digest; 0 is Monday."""
    quiet_from: time | None = None
    quiet_until: time | None = None

    def delivery(self, kind: Kind) -> Delivery:
        manner = MANNERS[kind]
        return manner.delivery if manner.is_mandatory else Delivery(self.choices.get(kind, manner.delivery))


def offered(is_learner: bool, is_trainer: bool) -> list[Kind]:
    """The kinds that somebody can choose about, in order."""
    mine = {Whose.EVERYBODY} | ({Whose.LEARNERS} if is_learner else set()) | ({Whose.TRAINERS} if is_trainer else set())
    return [kind for kind, manner in MANNERS.items() if manner.whose in mine and not manner.is_mandatory]


def digest_at(now: datetime, wishes: Wishes, delivery: Delivery) -> datetime | None:
    """When the digest goes out that tells of what happens now: the first one later than now. None for no digest."""
    if delivery not in (Delivery.DAILY, Delivery.WEEKLY):
        return None
    today = now.astimezone(wishes.zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(16))
    ours = (day for day in days if delivery is Delivery.DAILY or day.weekday() == wishes.digest_weekday)
    return next(at for day in ours if (at := _instant(day, time(wishes.digest_hour), wishes.zone)) > now)


def quiet_until(now: datetime, wishes: Wishes) -> datetime | None:
    """When the quiet hours end in which `now` lies; None outside of them.

    An end that the zone's clocks leave out in spring is kept as if they had not gone forward yet; of an end that comes
    twice in autumn, the next one counts.
    """
    begin, end = wishes.quiet_from, wishes.quiet_until
    if begin is None or end is None:
        return None
    local = now.astimezone(wishes.zone)
    at = local.time()
    if not (begin <= at < end if begin < end else at >= begin or at < end):
        return None
    day = local.date() if at < end else local.date() + timedelta(days=1)
    ends = (_instant(day, end.replace(fold=fold), wishes.zone) for fold in (0, 1))
    return next((instant for instant in ends if instant > now), None)


def quiet_fault(begin: time | None, end: time | None) -> str | None:
    """Why quiet hours can't be so, as a sentence; None if they can. Neither given means that there are none."""
    if (begin is None) != (end is None):
        return "Please give both times, or leave both empty."
    return "Please choose two different times." if begin is not None and begin == end else None


def has_passed(kind: Kind, happens_at: datetime | None, now: datetime) -> bool:
    """Whether a notice announces what has begun by now."""
    return MANNERS[kind].passes and happens_at is not None and happens_at <= now


def chosen(before: Mapping[str, str], choices: Mapping[Kind, Delivery]) -> dict[str, str]:
    """What is kept of someone's choices, these on top of those before: where they differ from a kind's manner."""
    usual = {kind.value: manner.delivery.value for kind, manner in MANNERS.items()}
    now = dict(before) | {kind.value: delivery.value for kind, delivery in choices.items()}
    return {kind: delivery for kind, delivery in now.items() if usual.get(kind) != delivery}


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)

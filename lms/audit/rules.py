"""The deeds that are kept, and what may stand beside one. Pure."""

import re
from enum import StrEnum, auto

CODE_LIMIT = 80
CODE = re.compile(rf"[\w.:+-]{{1,{CODE_LIMIT}}}", re.ASCII)
"""Slugs, digests, dates and states look like this; no sentence does, nor an e-mail address."""

Fact = int | bool | str | None


class Deed(StrEnum):
    """What was done. Kept as text without a list of allowed values, so that a new one needs no migration."""

    VIEWING_BEGUN = auto()
    WORDS_READ = auto()
    ROLE_GIVEN = auto()
    ROLE_ENDED = auto()
    RIGHT_GRANTED = auto()
    RIGHT_ENDED = auto()
    ACCOUNT_CLOSED = auto()
    ACCOUNT_REOPENED = auto()
    AGREEMENT_SIGNED = auto()
    CONSENT_ASKED = auto()
    CONSENT_GIVEN = auto()
    CONSENT_WITHDRAWN = auto()
    CONSENT_DENIED = auto()
    NAMING_TAKEN_BACK = auto()
    NOBODY_RECORDED = auto()
    PLAYBACK_REVOKED = auto()
    VIDEO_SHOWN = auto()
    VIDEO_WITHDRAWN = auto()
    VIDEO_ERASED = auto()
    ACCESS_MOVED = auto()
    WORDS_REMOVED = auto()
    CLIP_PROPOSED = auto()
    EXTENSION_GRANTED = auto()
    EXTENSION_REFUSED = auto()
    LEARNER_WRITTEN_TO = auto()
    OVERVIEW_EXPORTED = auto()
    ERASURE_ASKED = auto()
    PERSON_ERASED = auto()
    PEER_REVIEW_HIDDEN = auto()
    PEER_REVIEW_SHOWN = auto()


class Kind(StrEnum):
    """What a deed was done to."""

    PERSON = auto()
    COHORT = auto()
    ENROLLMENT = auto()
    CLASS_SESSION = auto()
    ASSIGNMENT = auto()
    DEMONSTRATION = auto()
    VIDEO = auto()
    AGREEMENT = auto()
    RECORDING_CONSENT = auto()
    QUESTION = auto()
    ANSWER = auto()
    MESSAGE = auto()
    PEER_REVIEW = auto()
    CASE_MESSAGE = auto()


def is_code(value: object) -> bool:
    """Whether the value may be kept: a number, yes or no, nothing, or a short code."""
    return value is None or isinstance(value, int) or (isinstance(value, str) and CODE.fullmatch(value) is not None)

"""The table of permissions. Pure: a viewer and facts in, yes or no out.

Any clause suffices; within a clause every judge must say yes; what isn't here is refused.
"""

from collections.abc import Callable
from enum import StrEnum, auto

from lms.access.viewer import Facts, Viewer

Judge = Callable[[Viewer, Facts], bool]


class May(StrEnum):
    """One permission per question that a page or an action asks."""

    SEE_PUBLIC = auto()
    SEE_TODAY = auto()
    OWN_ACCOUNT = auto()
    NOTICES_SEE = auto()
    NOTICE_OWN = auto()
    SIGN_IN_END = auto()
    CLASSES_READ = auto()
    SEARCH = auto()
    DEMONSTRATION_WATCH = auto()
    DEMONSTRATION_PLAY = auto()
    NOTE_KEEP = auto()
    QUESTIONS_READ = auto()
    QUESTION_ASK = auto()
    QUESTION_ANSWER = auto()
    QUESTION_CHANGE = auto()
    QUESTION_ACCEPT = auto()
    WORDS_REMOVE = auto()
    QUESTION_MODERATE = auto()
    PROMPTS_READ = auto()
    PROMPT_ANSWER = auto()
    PROMPT_SET = auto()
    VIEWINGS_READ = auto()
    AGREEMENT_SIGN = auto()
    CONSENT_ANSWER = auto()
    NAMING_TAKE_BACK = auto()
    VIDEO_MANAGE = auto()
    CLIP_PROPOSE = auto()
    UPLOAD = auto()
    STREAM_PLAY = auto()
    WATCHING_TELL = auto()
    ASSIGNMENT_READ = auto()
    HAND_IN = auto()
    TAKE_CHANGE = auto()
    RECORDING_PLAY = auto()
    VERSION_WITHDRAW = auto()
    CASES_READ = auto()
    CASE_STAGE_READ = auto()
    CASE_ANSWER = auto()
    CASE_DISCUSS = auto()
    CASE_WORDS_REMOVE = auto()
    CASE_GUIDE = auto()
    EXTENSION_ASK = auto()
    GROUPS_ARRANGE = auto()
    EXTENSION_GRANT = auto()
    SUBMISSION_READ = auto()
    FEEDBACK_SEE_OWN = auto()
    FEEDBACK_QUEUE = auto()
    FEEDBACK_WRITE = auto()
    VOICE_PLAY = auto()
    FEEDBACK_SETTLE = auto()
    FEEDBACK_UNDERSTAND = auto()
    MESSAGE_CHANGE = auto()
    MESSAGE_REMOVE = auto()
    MESSAGE_MODERATE = auto()
    FEEDBACK_REVIEW = auto()
    FEEDBACK_RELEASE = auto()
    NEXT_STEP_ANSWER = auto()
    GROWTH_READ = auto()
    GROWTH_COMPARE = auto()
    RATINGS_COMPARE = auto()
    CALIBRATION_SET_UP = auto()
    CALIBRATION_READ = auto()
    CALIBRATION_RATE = auto()
    PHRASES_USE = auto()
    PHRASE_CHANGE = auto()
    FEEDBACK_CLAIM = auto()
    PEER_TASK_SEE = auto()
    PEER_WORK_SEE = auto()
    PEER_WORK_REVIEW = auto()
    PEER_RECORDING_PLAY = auto()
    PEER_VERDICT_GIVE = auto()
    PEER_REVIEW_RELEASE = auto()
    PEER_REVIEW_HIDE = auto()
    PEERS_OVERSEE = auto()
    HOURS_KEEP = auto()
    HOURS_CHANGE = auto()
    HOURS_TICK = auto()
    HOURS_OVERSEE = auto()
    HOURS_REMIND = auto()
    HOURS_MENU_SET = auto()
    ROLE_PLAY_MEET = auto()
    ROLE_PLAYS_SEE_PRACTICED = auto()
    ROLE_PLAYS_OVERSEE = auto()
    ROLE_PLAYS_PAIR = auto()
    APART_OVERSEE = auto()
    APART_ASK = auto()
    APART_END = auto()
    ROLE_PLAY_READ = auto()
    ROLE_PLAY_ARRANGE = auto()
    ROLE_PLAY_OVERSEE = auto()
    ROLE_PLAY_STAND_IN = auto()
    COHORTS_SEE = auto()
    COHORT_READ = auto()
    OVERVIEW_READ = auto()
    OVERVIEW_EXPORT = auto()
    LEARNERS_WRITE_TO = auto()
    COHORTS_RUN = auto()
    CLASS_MOVE = auto()
    PEOPLE_ENROLL = auto()
    PEOPLE_INVITE = auto()
    ACCOUNT_CLOSE = auto()
    PERSON_ERASE = auto()


def anybody(viewer: Viewer, facts: Facts) -> bool:
    return True


def signed_in(viewer: Viewer, facts: Facts) -> bool:
    return viewer.signed_in


def coordinator(viewer: Viewer, facts: Facts) -> bool:
    return viewer.is_coordinator


def owner(viewer: Viewer, facts: Facts) -> bool:
    return viewer.signed_in and facts.owner_id == viewer.person_id


def member(viewer: Viewer, facts: Facts) -> bool:
    return viewer.signed_in and viewer.person_id in facts.member_ids


def worker(viewer: Viewer, facts: Facts) -> bool:
    """Whose work it is: the one it lies under, or a member of the group that does it."""
    return owner(viewer, facts) or member(viewer, facts)


def contributor(viewer: Viewer, facts: Facts) -> bool:
    """Who was in the group that handed it in, or put it there."""
    return viewer.signed_in and viewer.person_id in facts.contributor_ids


def somebody_else(viewer: Viewer, facts: Facts) -> bool:
    """Neither the owner nor in their group."""
    return facts.owner_id is not None and not worker(viewer, facts)


def learner_here(viewer: Viewer, facts: Facts) -> bool:
    return facts.cohort_id is not None and facts.cohort_id in viewer.learner_in


def trainer_here(viewer: Viewer, facts: Facts) -> bool:
    return facts.cohort_id is not None and facts.cohort_id in viewer.trainer_in


def learner_anywhere(viewer: Viewer, facts: Facts) -> bool:
    return bool(viewer.learner_in)


def trainer_anywhere(viewer: Viewer, facts: Facts) -> bool:
    return viewer.teaches


def token_holder(viewer: Viewer, facts: Facts) -> bool:
    return facts.has_token


def open_now(viewer: Viewer, facts: Facts) -> bool:
    return facts.is_open


def signed(viewer: Viewer, facts: Facts) -> bool:
    return facts.is_signed


def released(viewer: Viewer, facts: Facts) -> bool:
    return facts.is_released


def handed_in(viewer: Viewer, facts: Facts) -> bool:
    return facts.is_handed_in


def speaker(viewer: Viewer, facts: Facts) -> bool:
    return viewer.signed_in and facts.speaker_id == viewer.person_id


def said(viewer: Viewer, facts: Facts) -> bool:
    return facts.is_said


TABLE: dict[May, list[tuple[Judge, ...]]] = {
    May.SEE_PUBLIC: [(anybody,)],
    May.SEE_TODAY: [(signed_in,)],
    May.OWN_ACCOUNT: [(signed_in,)],
    May.NOTICES_SEE: [(signed_in,)],
    May.NOTICE_OWN: [(owner,)],
    May.SIGN_IN_END: [(owner,)],
    May.CLASSES_READ: [(learner_here,), (trainer_here,), (coordinator,)],
    May.SEARCH: [(signed_in,)],
    May.DEMONSTRATION_WATCH: [(learner_here,), (trainer_here,), (coordinator,)],
    May.DEMONSTRATION_PLAY: [
        (learner_here, released, signed, open_now),
        (trainer_here, released, signed),
        (coordinator, released, signed),
    ],
    May.NOTE_KEEP: [  # nobody else's, whatever they are
        (owner, learner_here, released, signed, open_now),
        (owner, trainer_here, released, signed),
        (owner, coordinator, released, signed),
    ],
    May.QUESTIONS_READ: [(learner_here, released, signed, open_now), (trainer_here, released, signed)],
    May.QUESTION_ASK: [(learner_here, released, signed, open_now)],
    May.QUESTION_ANSWER: [(learner_here, released, signed, open_now), (trainer_here, released, signed)],
    May.QUESTION_CHANGE: [(owner, learner_here, released, signed, open_now), (owner, trainer_here, released, signed)],
    May.QUESTION_ACCEPT: [(owner, learner_here, released, signed, open_now)],
    May.WORDS_REMOVE: [
        (owner, learner_here, released, signed, open_now),
        (trainer_here, released, signed),
        (coordinator, released, signed),
    ],
    May.QUESTION_MODERATE: [(trainer_here, released, signed), (coordinator, released, signed)],
    May.PROMPTS_READ: [(learner_here, released, signed, open_now), (trainer_here, released, signed)],
    May.PROMPT_ANSWER: [(learner_here, released, signed, open_now)],
    May.PROMPT_SET: [(trainer_here, released, signed)],
    May.VIEWINGS_READ: [(trainer_here,), (coordinator,)],
    May.AGREEMENT_SIGN: [(learner_here,), (trainer_here,), (coordinator,)],
    May.CONSENT_ANSWER: [(owner,)],
    May.NAMING_TAKE_BACK: [(owner, trainer_anywhere), (coordinator,)],  # of a naming the owner is who named somebody
    May.VIDEO_MANAGE: [(trainer_here,), (coordinator,)],
    May.CLIP_PROPOSE: [(trainer_here, handed_in)],
    May.UPLOAD: [(learner_anywhere,), (trainer_anywhere,), (coordinator,)],
    May.STREAM_PLAY: [(token_holder,)],
    May.WATCHING_TELL: [(token_holder,)],
    May.ASSIGNMENT_READ: [(learner_here,), (trainer_here,), (coordinator,)],
    May.HAND_IN: [(learner_here,)],
    May.TAKE_CHANGE: [(worker,), (learner_here, contributor)],
    May.RECORDING_PLAY: [
        (worker, released),
        (learner_here, contributor, released),
        (trainer_here, handed_in, released),
    ],
    May.VERSION_WITHDRAW: [(learner_here, worker)],
    May.CASES_READ: [(learner_here,), (trainer_here,)],
    May.CASE_STAGE_READ: [(learner_here, open_now), (trainer_here,)],
    May.CASE_ANSWER: [(learner_here, open_now)],
    May.CASE_DISCUSS: [(learner_here, open_now, handed_in), (trainer_here,)],
    May.CASE_WORDS_REMOVE: [(learner_here, owner), (trainer_here,)],
    May.CASE_GUIDE: [(trainer_here,)],
    May.EXTENSION_ASK: [(learner_here,)],
    May.GROUPS_ARRANGE: [(trainer_here,), (coordinator,)],
    May.EXTENSION_GRANT: [(trainer_here, somebody_else), (coordinator, somebody_else)],
    May.SUBMISSION_READ: [(learner_here, worker), (learner_here, contributor), (trainer_here, handed_in)],
    May.FEEDBACK_SEE_OWN: [(signed_in,)],
    May.FEEDBACK_QUEUE: [(trainer_anywhere,)],
    May.FEEDBACK_WRITE: [(learner_here, worker, handed_in), (trainer_here, handed_in)],
    May.VOICE_PLAY: [  # as what it belongs to is read; before that only to the trainer who spoke
        (learner_here, worker, said),
        (learner_here, contributor, said),
        (trainer_here, handed_in, said),
        (trainer_here, handed_in, speaker),
    ],
    May.FEEDBACK_SETTLE: [(trainer_here, handed_in)],
    May.FEEDBACK_UNDERSTAND: [(learner_here, worker, handed_in)],
    May.MESSAGE_CHANGE: [(learner_here, owner, handed_in), (trainer_here, owner, handed_in)],
    May.MESSAGE_REMOVE: [(learner_here, owner), (trainer_here, handed_in), (coordinator,)],
    May.MESSAGE_MODERATE: [(trainer_here, handed_in), (coordinator,)],
    May.FEEDBACK_REVIEW: [(trainer_here, handed_in)],
    May.FEEDBACK_RELEASE: [(trainer_anywhere,)],
    May.NEXT_STEP_ANSWER: [(learner_here, worker)],
    May.GROWTH_READ: [(learner_here, owner), (trainer_here,)],
    May.GROWTH_COMPARE: [(trainer_here,), (coordinator,)],
    May.RATINGS_COMPARE: [(trainer_here,), (coordinator,)],
    May.CALIBRATION_SET_UP: [(trainer_here,), (coordinator,)],
    May.CALIBRATION_READ: [(trainer_here, handed_in), (coordinator, handed_in)],
    May.CALIBRATION_RATE: [(trainer_here, handed_in)],
    May.PHRASES_USE: [(trainer_anywhere,)],
    May.PHRASE_CHANGE: [(owner, trainer_anywhere)],
    May.FEEDBACK_CLAIM: [(trainer_here, handed_in)],
    # Of a peer's task the owner is the peer; `open_now` is while it is theirs, and the term lasts.
    May.PEER_TASK_SEE: [(learner_here, owner)],
    May.PEER_WORK_SEE: [(learner_here, owner, handed_in, open_now)],
    May.PEER_WORK_REVIEW: [(learner_here, owner, handed_in, open_now)],
    May.PEER_RECORDING_PLAY: [(learner_here, owner, handed_in, open_now, released)],
    # Of what a peer wrote the owner is the author of the work.
    May.PEER_VERDICT_GIVE: [(learner_here, worker, open_now)],
    May.PEER_REVIEW_RELEASE: [(trainer_here,)],
    May.PEER_REVIEW_HIDE: [(trainer_here,)],
    May.PEERS_OVERSEE: [(trainer_here,), (coordinator,)],
    May.HOURS_KEEP: [(learner_anywhere,)],
    May.HOURS_CHANGE: [(owner,)],
    May.HOURS_TICK: [(learner_here,)],
    May.HOURS_OVERSEE: [(trainer_here,), (coordinator,)],
    May.HOURS_REMIND: [(trainer_here,), (coordinator,)],
    May.HOURS_MENU_SET: [(coordinator,)],
    May.ROLE_PLAY_MEET: [(learner_here, member)],
    May.ROLE_PLAYS_SEE_PRACTICED: [(trainer_here,), (coordinator,)],
    May.ROLE_PLAYS_OVERSEE: [(trainer_here,), (coordinator,)],
    May.ROLE_PLAYS_PAIR: [(coordinator,)],
    May.APART_OVERSEE: [(coordinator,)],
    May.APART_ASK: [(learner_here,)],
    May.APART_END: [(learner_here, owner), (coordinator,)],
    May.ROLE_PLAY_READ: [(learner_here, member), (trainer_here,), (coordinator,)],
    May.ROLE_PLAY_ARRANGE: [(learner_here, member)],
    May.ROLE_PLAY_OVERSEE: [(trainer_here,), (coordinator,)],
    May.ROLE_PLAY_STAND_IN: [(learner_here, owner)],
    May.COHORTS_SEE: [(trainer_anywhere,), (coordinator,)],
    May.COHORT_READ: [(trainer_here,), (coordinator,)],
    May.OVERVIEW_READ: [(trainer_here,), (coordinator,)],
    May.OVERVIEW_EXPORT: [(trainer_here,), (coordinator,)],
    May.LEARNERS_WRITE_TO: [(trainer_here,), (coordinator,)],
    May.COHORTS_RUN: [(coordinator,)],
    May.CLASS_MOVE: [(coordinator,)],
    May.PEOPLE_ENROLL: [(coordinator,)],
    May.PEOPLE_INVITE: [(coordinator,)],
    May.ACCOUNT_CLOSE: [(coordinator, somebody_else)],
    May.PERSON_ERASE: [(coordinator, somebody_else)],
}

assert set(TABLE) == set(May), "every permission has a row"
assert all(clauses and all(clauses) for clauses in TABLE.values()), "an empty clause would let everybody in"


def allows(permission: May, viewer: Viewer, facts: Facts) -> bool:
    """Whether the viewer may, given the facts."""
    return any(all(judge(viewer, facts) for judge in clause) for clause in TABLE[permission])

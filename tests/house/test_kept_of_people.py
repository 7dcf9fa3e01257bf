"""Whatever table takes in words that somebody types: it is said whether they go when that person is erased."""

from typing import Any

from sqlalchemy import JSON, Column, Enum, String

from lms.app.tables import METADATA

ERASED = {
    "answer", "busy_source", "calendar_feed", "calibration_rating", "case_answer", "case_commentary", "case_message",
    "document_amendment", "draft",
    "extension_request", "handover", "invitation", "letter", "message", "moment_note", "next_step", "peer_hiding",
    "peer_review", "person", "phrase", "player_settings", "question", "recording_consent", "reflection", "remark",
    "review", "review_remark", "role_play_absence", "role_play_debrief", "role_play_sheet", "self_rating",
    "sign_in", "submission_version", "take", "upload", "video", "watching", "weekly_hours", "work_file",
}  # fmt: skip
"""By a part in some room's `erasing.py`."""

STAYS = {
    "signature": "they are held to what they signed",
    "viewing": "the log of confidential recordings",
    "extension": "what a trainer says to a learner with it is the learner's",
    "prompt": "the program's",
    "text_draft": "captions are the program's; of somebody's own recordings they go with the video",
    "text_track": "likewise",
    "text_track_version": "likewise",
    "track_cue": "likewise",
    "captioning": "likewise",
    "recording": "a statement of the program's, and a digest",
    "review_plan": "numbers",
    "playback_revocation": "numbers",
    "password_reset": "a digest; goes with the sign-ins",
    "playing": "a digest",
    "play_tally": "counts",
    "template_move": "goes with its draft",
    "phrase_tag": "codes of the program's; they go with their phrase",
    "notice": "titles of work and classes, and ids; gone after 180 days",
    "mute": "titles of work and classes",
    "notice_wishes": "codes",
    "peer_request": "terms",
    "audit_entry": "ids and codes",
    "erasure_receipt": "a digest",
    "erased_part": "counts and digests",
    "role_play_round": "the program's",
    "role_play_board": "ids and counts",
    "role_play_solving": "counts",
    "role_play_hour": "an hour and a zone",
    "calendar_change": "keys and counts",
    "role_play_meeting": "an hour, a zone and the address of a call",
    "role_play_event": "which button was pressed, under a random key",
    "role_play_marker": "a moment, and one of a few labels",
    "marks_confirmation": "numbers of kinds, and counts",
    "cohort": "the organization's",
    "class_session": "the organization's",
}

AUTHORED = {
    "agreement", "assignment", "case_study", "confidentiality_level", "demonstration", "file_text", "handout",
    "program",
    "program_class", "revision", "revision_file", "revision_media", "statement",
    "template_version",
}  # fmt: skip
"""What a program's folder says."""


def test_of_every_table_with_words_it_is_said_whether_they_are_erased_or_stay():
    def holds_words(column: Column[Any]) -> bool:
        return isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)

    worded = {table.name for table in METADATA.sorted_tables if any(holds_words(column) for column in table.columns)}
    assert worded - ERASED - STAYS.keys() - AUTHORED == set(), "say so here, and in some room's erasing.py"
    assert ERASED & STAYS.keys() == set()
    assert (ERASED | STAYS.keys() | AUTHORED) - set(METADATA.tables) == set(), "not there any more"

"""A document of the sample's: a dosing note on an invented practice case, handed in, remarked on and approved."""

from datetime import datetime, timedelta
from typing import Any

from lms.cohorts.models import Cohort
from lms.documents.approving import actions as approving
from lms.documents.approving.rules import Verdict
from lms.documents.notes import blank, filled
from lms.feedback import actions as feedback
from lms.feedback.actions import Passage
from lms.feedback.queries import thread_of
from lms.people.models import Person
from lms.practice import actions as practice
from lms.practice import queries as work
from lms.program import queries as programs
from lms.program.models import Assignment

READINGS = (
    (0, 122, 78, 74),
    (15, 138, 86, 82),
    (30, 146, 91, 88),
    (40, 141, 88, 84),
    (60, 133, 84, 78),
    (120, 124, 79, 72),
)
NOTE: dict[str, Any] = {
    "case_code": "QK-204",
    "author_role": "observer",
    "relative_day": 21,
    "dosing_no": 1,
    "setting": "clinic room",
    "people_present": ["therapist", "medical clinician", "observer"],
    "consent_today": True,
    "touch_agreement": "hand only",
    "intention": "“I want to find out what is under the tiredness.”",
    "changes_since": "Slept six hours. No new medicines. An argument at home, which she calls settled.",
    "cssrs_today": "none",
    "fasting_ok": "yes",
    "escort_ok": "yes",
    "meds_reviewed": "yes",
    "distress_pre": 4,
    "mood_pre": 4,
    "bp_sys_pre": 122,
    "bp_dia_pre": 78,
    "hr_pre": 74,
    "spo2_pre": 98,
    "go_decision": "proceed",
    "route": "sublingual",
    "dose_mg": "150",
    "weight_kg": "66",
    "prescriber_role": "physician",
    "administered_by_role": "nurse",
    "vitals": [
        {"t_plus_min": minute, "bp_sys": upper, "bp_dia": lower, "hr": pulse, "spo2": 97, "alertness": alertness}
        for (minute, upper, lower, pulse), alertness in zip(
            READINGS, ("awake", "awake", *["drowsy, rouses to voice"] * 3, "awake"), strict=True
        )
    ],
    "onset_min": 12,
    "peak_min": 35,
    "return_min": 75,
    "observations": [
        {"t_plus_min": 14, "seen_or_heard": "Breath slower, hands open on the blanket.", "support_given": ["silence"]},
        {
            "t_plus_min": 33,
            "seen_or_heard": "Weeps without sound; says “too far” once.",
            "support_given": ["presence", "brief words"],
        },
        {"t_plus_min": 70, "seen_or_heard": "Asks what time it is and smiles.", "support_given": ["brief words"]},
    ],
    "state_range": "moderate",
    "touch_used": False,
    "adverse": ["nausea"],
    "adverse_detail": "Mild, from minute 25 to 50. Told to the medical clinician; settled lying on the side.",
    "distress_post": 2,
    "mood_post": 6,
    "leave_checks": ["oriented", "walks steadily", "vitals acceptable", "escort present", "written advice given"],
    "leave_min": 130,
    "no_drive_advice": True,
    "response_summary": "She rested through most of the visit and wept at minute 33. She spoke of a kitchen. "
    "What it means to her she left open.",
    "themes": "Being looked after; what she doesn’t say at home.",
    "risk_plan": "No sign of risk today. The clinic’s number for the next 72 hours is on her sheet; she read it back.",
    "integration_in_h": 48,
    "prescriber_message": "Upper pressure 146 at minute 30, back to 124 before leaving. Mild nausea.",
    "deid_confirmed": True,
}
UNCERTAIN = "I am not sure whether “too far” asked for help. I would ask the therapist what they had agreed."
REMARK = "Say who took this reading, and what was decided when it came."


def make(cohort: Cohort, asked: Assignment, learner: Person, trainer: Person, now: datetime) -> None:
    """The note and what was said of it; nothing of it waits."""
    newest = programs.template(cohort.program_id, asked.template or "")
    here = work.assignment_here(asked.id, cohort)
    assert newest and here
    at = now - timedelta(days=15)
    handed_in = practice.hand_in(here, learner, UNCERTAIN, 0, at, filled=filled(blank(newest, NOTE)))
    version, thread = work.version(handed_in.submission_id, 1), thread_of(handed_in.submission_id)
    assert version and thread
    place = Passage(version, "", field="vitals.2")
    feedback.post(thread, trainer, REMARK, "sample", 0, at + timedelta(hours=3), place)
    words = "Description before interpretation, all through. Keep that."
    approving.decide(version, trainer, Verdict.APPROVED, words, at + timedelta(hours=4))

"""What follows from what: each event, and who hears of it, in order."""

from lms.calendar import actions as calendar
from lms.calendar import letters as calendar_letters
from lms.captions import actions as captions
from lms.cohorts import letters as cohort_letters
from lms.cohorts.events import ClassesMoved, Enrolled, RoleChanged
from lms.consents.events import VideoErased
from lms.core.events import Follows
from lms.documents.approving.events import Decided
from lms.documents.identifiers import actions as identifiers
from lms.feedback import actions as feedback
from lms.feedback.calibration import letters as calibration_letters
from lms.feedback.calibration.events import CalibrationSetUp
from lms.feedback.claims import actions as claims
from lms.feedback.claims.events import HandedOver
from lms.feedback.events import MessageWritten
from lms.feedback.peers import actions as peers
from lms.feedback.planner import actions as planner
from lms.feedback.reopenings import actions as reopenings
from lms.feedback.reviews import letters as review_letters
from lms.feedback.reviews.events import PlannedReleaseCame, ReviewAnswered
from lms.feedback.understood import actions as understood
from lms.feedback.withdrawals import actions as withdrawals
from lms.moments.questions import letters as question_letters
from lms.moments.questions.events import QuestionAnswered, QuestionAsked
from lms.notices import letters as account_letters
from lms.people.events import Invited, ResetAsked, SignInsEnded
from lms.practice import letters as practice_letters
from lms.practice.events import HandedIn
from lms.practice.extensions import letters as extension_letters
from lms.practice.extensions.events import ExtensionAsked, ExtensionGranted, ExtensionRefused
from lms.practice.steps.events import StepAnswered
from lms.practice.withdrawals.events import Withdrawn
from lms.reminders import actions as reminders
from lms.roleplays.agree import actions as agree
from lms.roleplays.agree.events import MeetingBooked, MeetingCanceled
from lms.roleplays.board import letters as board_letters
from lms.roleplays.board import sharing
from lms.roleplays.meeting import letters as meeting_letters
from lms.roleplays.meeting.events import MissedMeeting
from lms.roleplays.rounds.events import GroupsAnnounced
from lms.videos import revocations
from lms.videos.events import VideoMeasured

FOLLOWS: Follows = {
    Invited: [account_letters.invite],
    ResetAsked: [account_letters.reset],
    VideoErased: [captions.forget_words],
    SignInsEnded: [revocations.end_with_sign_ins],
    ClassesMoved: [cohort_letters.tell_everyone, calendar.classes_moved],
    Enrolled: [cohort_letters.tell_newcomer, cohort_letters.tell_trainers],
    RoleChanged: [cohort_letters.tell_trainers],
    QuestionAsked: [question_letters.tell_trainers],
    QuestionAnswered: [question_letters.tell_asker],
    HandedIn: [
        identifiers.keep_confirmation,  # first: it may refuse
        feedback.open_thread,
        practice_letters.send_receipt,
        feedback.tell_trainers,
        reminders.stop,
        peers.ask,
    ],
    Withdrawn: [withdrawals.step_back, peers.take_back],
    Decided: [feedback.say_decision],
    ExtensionAsked: [extension_letters.tell_trainers],
    ExtensionGranted: [extension_letters.tell_granted, calendar.due_put_off],
    ExtensionRefused: [extension_letters.tell_refused],
    MessageWritten: [feedback.tell_other_side, planner.keep_stint, claims.end, reopenings.end, understood.forget],
    HandedOver: [claims.tell_new_trainer],
    CalibrationSetUp: [calibration_letters.tell_trainers],
    ReviewAnswered: [review_letters.tell_of_reaction],
    PlannedReleaseCame: [review_letters.tell_of_release],
    StepAnswered: [review_letters.tell_of_step],
    MissedMeeting: [meeting_letters.tell_staff],
    GroupsAnnounced: [sharing.arrange_shared_work, board_letters.tell_learners, agree.offer_to_new],
    MeetingBooked: [calendar_letters.invite],
    MeetingCanceled: [calendar_letters.cancel],
    VideoMeasured: [feedback.measure_again],
}

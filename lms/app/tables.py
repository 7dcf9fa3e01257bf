"""Every table of the house, known to the metadata by importing this."""

import lms.agreements.models
import lms.audit.models
import lms.calendar.models
import lms.consents.models
import lms.core.outbox
import lms.demonstrations.models
import lms.demonstrations.viewings.models
import lms.demonstrations.watching.models
import lms.documents.approving.models
import lms.documents.cases.models
import lms.documents.identifiers.models
import lms.documents.writing.models
import lms.erasure.models
import lms.feedback.calibration.models
import lms.feedback.models
import lms.feedback.peers.models
import lms.feedback.phrases.models
import lms.feedback.planner.models
import lms.feedback.reviews.models
import lms.feedback.voices.models
import lms.moments.notes.models
import lms.moments.prompts.models
import lms.moments.questions.models
import lms.notices.models
import lms.practice.extensions.models
import lms.practice.groups.models
import lms.practice.models
import lms.practice.steps.models
import lms.practice.withdrawals.models
import lms.roleplays.agree.models
import lms.roleplays.apart.models
import lms.roleplays.board.models
import lms.roleplays.debrief.models
import lms.roleplays.gaps.models
import lms.roleplays.hours.models
import lms.roleplays.meeting.models
import lms.roleplays.playback.models
import lms.roleplays.rounds.models
import lms.roleplays.timing.models
import lms.videos.tracks.models  # noqa: F401
from lms.core.db import Base

METADATA = Base.metadata

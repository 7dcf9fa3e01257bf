"""Everything that is kept of a person, in the order in which it goes; the account, by which they are known, last."""

from lms.calendar import erasing as calendar
from lms.consents import erasing as consents
from lms.core.erasing import Part, Whose
from lms.demonstrations import erasing as demonstrations
from lms.documents.approving import erasing as amendments
from lms.documents.cases import erasing as cases
from lms.feedback import erasing as feedback
from lms.feedback.calibration import erasing as calibration
from lms.feedback.peers import erasing as peers
from lms.feedback.phrases import erasing as phrases
from lms.feedback.voices import erasing as voices
from lms.moments import erasing as moments
from lms.notices import erasing as notices
from lms.people import erasing as people
from lms.people.models import Person
from lms.practice import erasing as practice
from lms.roleplays.agree import erasing as agree
from lms.roleplays.apart import erasing as apart
from lms.roleplays.debrief import erasing as debriefs
from lms.roleplays.hours import erasing as hours
from lms.videos import erasing as videos

PARTS: tuple[Part, ...] = (
    *videos.PARTS,
    *voices.PARTS,
    *phrases.PARTS,
    *peers.PARTS,
    *calibration.PARTS,
    *feedback.PARTS,
    *amendments.PARTS,
    *cases.PARTS,
    *practice.PARTS,
    *moments.PARTS,
    *apart.PARTS,
    *hours.PARTS,
    *debriefs.PARTS,
    *agree.PARTS,
    *calendar.PARTS,
    *demonstrations.PARTS,
    *consents.PARTS,
    *notices.PARTS,
    *people.PARTS,
)
TITLES = {part.code: part.title for part in PARTS}


def whose(person: Person) -> Whose:
    """The person, as parts know them."""
    return Whose(person.id, person.name, person.email)

"""What the server has of what a learner did, looked up in its tables and its media store."""

from sqlalchemy import select

from lms.core.settings import Settings
from lms.core.storage import Storage
from lms.people.models import Person
from lms.practice.models import Draft, Take
from lms.program.models import Assignment
from lms.program.rules import PracticeKind
from lms.videos.models import Video
from tests.deployment.nothing_lost.learners import Learner, tables
from tests.kit.site import Site


def written(site: Site) -> str:
    """The page of the first assignment that is answered by a text."""
    return addresses(site, PracticeKind.TEXT)[0]


def recorded(site: Site) -> list[str]:
    return addresses(site, PracticeKind.RECORDING)


def addresses(site: Site, kind: PracticeKind) -> list[str]:
    of_kind = select(Assignment.id).where(Assignment.kind == kind, Assignment.is_pinned.is_(False))
    with tables(site) as base:
        return [f"/assignments/{number}" for number in base.scalars(of_kind.order_by(Assignment.id))]


def text_of(learner: Learner) -> str:
    whose = (
        select(Draft.text)
        .join(Person, Person.id == Draft.learner_id)
        .where(Person.email == f"{learner.who}@sample.example", Draft.assignment_id == learner.assignment_id)
    )
    with tables(learner.site) as base:
        return base.scalar(whose) or ""


def takes_of(learner: Learner) -> set[str]:
    """The keys of their videos."""
    whose = (
        select(Video.key)
        .join(Take, Take.video_id == Video.id)
        .join(Draft, Draft.id == Take.draft_id)
        .join(Person, Person.id == Draft.learner_id)
        .where(Person.email == f"{learner.who}@sample.example", Draft.assignment_id == learner.assignment_id)
    )
    with tables(learner.site) as base:
        return set(base.scalars(whose))


def size_of(site: Site, key: str) -> int:
    """Bytes that the media store has of a video's source."""
    with tables(site) as base:
        source = base.scalar(select(Video.source_key).where(Video.key == key))
    assert source
    return sum(len(piece) for piece in Storage(Settings.from_environ(site.environ).media_url).open(source))

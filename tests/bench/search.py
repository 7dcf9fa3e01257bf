"""How long a search takes: every class but the first with a demonstration of an hour that somebody has captioned."""

from sqlalchemy import select

from lms.core import clock
from lms.core.db import connect, db, transaction
from lms.core.settings import Settings
from lms.demonstrations.models import Showing
from lms.people.models import Person
from lms.program.models import Demonstration, ProgramClass
from lms.videos.models import Video
from lms.videos.rules import VideoState
from lms.videos.tracks import actions
from lms.videos.tracks.rules import TrackKind
from media import captions
from media.cues import Cue
from tests.bench.house import House
from tests.bench.load import load
from tests.bench.rows import Row

SECONDS = 4
CUES = 900  # what is said in an hour
SAID = "We stay with what the client says, wait for a moment, and name what we have seen in plain words"
SEEN = "/search"
RARE, OFTEN, NEVER = "/search?q=candle", "/search?q=plain+words", "/search?q=nobody+says+this"


def measure(house: House) -> list[Row]:
    """The slowest of a word said once, words said everywhere, and words said nowhere, beside the page without a query.

    Takes each demonstration but those of the first class, which other benches weigh.
    """
    _talk(house)
    visitor, url = house.learner, house.app.url
    assert visitor.find(RARE, r"(<mark>candle</mark>)"), "the captions aren't found"
    bare = load(url + SEEN, 8, SECONDS, visitor.headers)
    found = [load(url + path, 8, SECONDS, visitor.headers) for path in (RARE, OFTEN, NEVER)]
    return [Row("search.p95", max(one.p95_ms for one in found), "ms", bare.p95_ms)]


def _talk(house: House) -> None:
    connect(Settings(home=house.home).checked().database_url)
    now = clock.now()
    with transaction():
        trainer = db.scalars(select(Person).where(Person.email == "trainer@sample.example")).one()
        shown = select(Demonstration).join(ProgramClass).where(ProgramClass.number > 1).order_by(Demonstration.id)
        for demonstration in db.scalars(shown).all():
            video = _video(f"talk-{demonstration.id}", trainer)
            db.add(Showing(demonstration_id=demonstration.id, video_id=video.id, since=now))
            track = actions.begin(video, TrackKind.CAPTIONS, "en")
            actions.publish(track, _captions(demonstration.id), track.seen, "", trainer, now)


def _captions(number: int) -> str:
    """Words of a sentence in turn; one candle in each video."""
    words = SAID.split()
    said = [" ".join(words[(n + number + k) % len(words)] for k in range(9)) for n in range(CUES)]
    said[CUES // 2] = "and then she lit a candle"
    return captions.write(Cue(n * 4_000, n * 4_000 + 3_800, text) for n, text in enumerate(said))


def _video(key: str, by: Person) -> Video:
    video = Video(
        key=key,
        file_name="talk.mp4",
        source_key=f"sources/{key}/source",
        source_size=1,
        source_sha256="0" * 64,
        uploaded_by_id=by.id,
        uploaded_at=clock.now(),
        state=VideoState.READY,
        stream_key=f"streams/{key}",
        ready_at=clock.now(),
        duration_ms=3_600_000,
        width=1280,
        height=720,
        has_audio=True,
    )
    db.add(video)
    db.flush()
    return video

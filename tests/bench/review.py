"""The trainers' queue with a hundred, ten thousand and a hundred thousand pieces of work that wait."""

from sqlalchemy import select

from lms.core.db import connect, db
from lms.core.settings import Settings
from lms.feedback.models import FeedbackThread
from tests.bench.house import House
from tests.bench.load import load
from tests.bench.rows import Row
from tests.feedback.many import many_works
from tests.kit.visitor import Visitor

SECONDS = 4
CONNECTIONS = 4
SIZES = {"100": 100, "10k": 10_000, "100k": 100_000}
QUEUE = "/review/"


def measure(house: House) -> list[Row]:
    """The 95th percentile of the queue, beside that with a hundred; over a site of its own, which stays full."""
    trainer = Visitor(house.app.url, "trainer")
    connect(Settings(home=house.home).checked().database_url)
    rows: list[Row] = []
    for name, size in SIZES.items():
        _fill(size)
        trainer.see(QUEUE)
        p95 = load(house.app.url + QUEUE, CONNECTIONS, SECONDS, trainer.headers).p95_ms
        few = rows[0].value if rows else p95
        rows.append(Row(f"review.queue_p95_{name}", p95, "ms", few, goal="≤ 1.5 ×" if rows else ""))
    return rows


def _fill(size: int) -> None:
    """Let so many wait where the trainer teaches."""
    waits = select(FeedbackThread.id).where(FeedbackThread.waiting_since.is_not(None)).order_by(FeedbackThread.id)
    found = db.scalars(waits).all()
    if size > len(found):
        many_works(found[0], size - len(found))
    db.remove()

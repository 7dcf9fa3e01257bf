"""Keeps the table of playings as long as a week is: what older players have played goes into their cohort's tally.

No picture changes by it. The pass of a player says when its page was opened, and one that was opened too long ago isn't
taken in any more (heat.py): so whatever a player tells late, it has either a row that its words can only complete, or
none, and then they aren't counted.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from lms.core.db import added, db
from lms.demonstrations.watching import heat
from lms.demonstrations.watching.models import Playing, PlayTally

Place = tuple[int, int, int]  # demonstration, cohort, video


def fold(now: datetime, most: int) -> int:
    """Fold so many playings that are over, the oldest first; give how many there were. Those of no cohort just go."""
    over = (
        select(Playing)
        .where(Playing.opened_at < now - heat.FOLDED_AFTER)
        .order_by(Playing.opened_at, Playing.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    playings = db.scalars(over).all()
    by_place: dict[Place, list[str]] = defaultdict(list)
    for one in playings:
        if one.cohort_id:
            by_place[one.demonstration_id, one.cohort_id, one.video_id].append(one.plays)
    for place, plays in sorted(by_place.items()):
        _add(place, plays)
    db.execute(delete(Playing).where(Playing.id.in_([one.id for one in playings])))
    return len(playings)


def _add(place: Place, plays: Sequence[str]) -> None:
    where = dict(zip(("demonstration_id", "cohort_id", "video_id"), place, strict=True))
    found = select(PlayTally).filter_by(**where).with_for_update()
    tally = db.scalar(found)
    if tally is None:
        added(PlayTally(**where, counts=[]))
        tally = db.scalars(found).one()
    tally.counts = heat.folded(tally.counts, plays)

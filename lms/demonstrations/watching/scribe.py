"""Writes down what players tell: whatever comes in while one transaction is committed goes into the next, together.

A commit has to reach the disk, which takes longer than all the rest of a heartbeat; so a class that watches shares it.
Nobody is answered before what they told is kept.
"""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, Update, bindparam, insert, or_, select, update
from sqlalchemy.exc import OperationalError

from lms.core import clock
from lms.core.db import db, transaction
from lms.demonstrations.watching import heat, rules
from lms.demonstrations.watching.models import Playing, Watching
from lms.demonstrations.watching.rules import Beat, Watched

MOST = 200  # heartbeats in one transaction
Key = tuple[int, int]


@dataclass
class Told:
    """One heartbeat, of whom and of what; once it is kept, how much of it is watched."""

    person_id: int
    demonstration_id: int
    video_id: int
    cohort_id: int | None
    duration_ms: int
    beat: Beat
    opened_at: datetime | None
    until: datetime | None = None
    """When it may have played last, of one that may not play any more; None for one that may."""
    permille: int = 0
    fault: Exception | None = None
    is_done: bool = False
    word: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0), compare=False, repr=False)

    @property
    def key(self) -> Key:
        return self.person_id, self.demonstration_id

    @property
    def player(self) -> str:
        """The key of what it says about moments."""
        return f"{self.players}{self.beat.session}"

    @property
    def players(self) -> str:
        """How the keys begin of all of this person at this demonstration."""
        return f"{self.person_id}-{self.demonstration_id}-"

    def counts(self, now: datetime) -> bool:
        """Whether it says something about moments that is still taken in."""
        return bool(self.beat.plays) and heat.is_counted(self.opened_at, now)


class Scribe:
    """Of one process. One of those who wait writes for all, then wakes each of them, and the first who came since to
    write next: nobody waits for a thread that has nothing to do but to answer."""

    def __init__(self) -> None:
        self._waiting: list[Told] = []
        self._list = threading.Lock()
        self._is_writing = False

    def keep(self, told: Told) -> int:
        """Give the permille that is watched, once it is durable. Raises what keeping it raised."""
        with self._list:
            self._waiting.append(told)
            writes, self._is_writing = not self._is_writing, True
        if not writes:
            told.word.acquire()  # given when it is kept, or when its turn has come to write
        if not told.is_done:
            self._write()
        if told.fault:
            raise told.fault
        return told.permille

    def _write(self) -> None:
        with self._list:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            _keep(batch)
        except OperationalError as fault:  # the database is away or busy: each alone would wait for it once more
            for told in batch:
                told.fault = fault
        except Exception:  # one of them can't be kept, or another process has begun one in the same moment
            for told in batch:
                _keep_alone(told)
        finally:
            self._hand_on(batch)

    def _hand_on(self, batch: Sequence[Told]) -> None:
        for told in batch:
            told.is_done = True
        with self._list:
            following = self._waiting[:1]
            self._is_writing = bool(following)
        for told in (*following, *batch):
            told.word.release()


scribe = Scribe()


def keep_here(told: Told, now: datetime) -> int:
    """Keep one heartbeat in the transaction that is under way; give the permille that is watched."""
    _hear([told], now)
    return told.permille


def _keep_alone(told: Told) -> None:
    """So that it fails by itself."""
    try:
        _keep([told])
    except Exception as fault:
        told.fault = fault


def _keep(batch: Sequence[Told]) -> None:
    with transaction():
        _hear(batch, clock.now())


def _hear(batch: Sequence[Told], now: datetime) -> None:
    _hear_watched(batch, now)
    _hear_plays([told for told in batch if told.counts(now)])


def _hear_watched(batch: Sequence[Told], now: datetime) -> None:
    whose = {"people": {told.person_id for told in batch}, "of": {told.demonstration_id for told in batch}}
    kept = {row[:2]: (row[2], Watched(*row[3:])) for row in db.execute(_watched(), whose)}
    changed: dict[Key, tuple[int | None, Watched]] = {}
    for told in batch:
        number, watched = changed.get(told.key) or kept.get(told.key) or (None, rules.begin(now))
        watched = rules.hear(watched, told.beat, told.duration_ms, now, told.opened_at, told.until)
        changed[told.key] = number, watched
        told.permille = watched.permille
    _store(
        Watching.__table__,
        _change_watched(),
        [{"person_id": key[0], "demonstration_id": key[1], **_columns(w)} for key, (n, w) in changed.items() if not n],
        [{"number": number, **_columns(watched)} for number, watched in changed.values() if number],
    )


def _hear_plays(batch: Sequence[Told]) -> None:
    if not batch:
        return
    kept = {key: (number, plays) for number, key, plays in db.execute(_plays(), {"keys": [t.player for t in batch]})}
    known = _known([told for told in batch if told.player not in kept])
    new: dict[str, dict[str, Any]] = {}
    changed: dict[int, dict[str, Any]] = {}
    for told in batch:
        if told.player not in kept:
            known[told.players] += 1
            if known[told.players] > heat.OWN_MOST:  # its name is the player's own: without end, they could be
                continue
        number, plays = kept.get(told.player, (None, ""))
        plays = heat.heard(plays, told.beat.plays, told.duration_ms)
        kept[told.player] = number, plays
        if number:
            changed[number] = {"number": number, "plays": plays}
        else:
            new[told.player] = {
                "key": told.player,
                "demonstration_id": told.demonstration_id,
                "video_id": told.video_id,
                "cohort_id": told.cohort_id,
                "plays": plays,
                "opened_at": told.opened_at,
            }
    _store(Playing.__table__, _change_plays(), list(new.values()), list(changed.values()))


def _known(strangers: Sequence[Told]) -> Counter[str]:
    """By how their keys begin, how many players are kept of those by whom a new one comes."""
    begins = {told.players for told in strangers}
    if not begins:
        return Counter()
    of = Playing.demonstration_id.in_({told.demonstration_id for told in strangers})
    keys = db.scalars(select(Playing.key).where(of, or_(*(Playing.key.startswith(each) for each in begins))))
    return Counter("-".join(key.split("-", 2)[:2]) + "-" for key in keys)


def _store(table: Any, change: Update, new: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
    assert isinstance(table, Table)
    if new:
        db.execute(insert(table), new)
    if changed:
        db.connection().execute(change, changed)


def _columns(watched: Watched) -> dict[str, Any]:
    return {
        "position_ms": watched.position_ms,
        "ranges": watched.ranges,
        "watched_permille": watched.permille,
        "started_at": watched.started_at,
        "updated_at": watched.beat_at,
        "seen_at": watched.seen_at,
    }


@cache
def _watched() -> Select[Any]:
    """The last columns are those of `Watched`, in its order."""
    w = Watching
    return (
        select(w.person_id, w.demonstration_id, w.id)
        .add_columns(w.position_ms, w.ranges, w.watched_permille, w.started_at, w.updated_at, w.seen_at)
        .where(
            w.person_id.in_(bindparam("people", expanding=True)),
            w.demonstration_id.in_(bindparam("of", expanding=True)),
        )
        .with_for_update()
    )


@cache
def _plays() -> Select[Any]:
    mine = Playing.key.in_(bindparam("keys", expanding=True))
    return select(Playing.id, Playing.key, Playing.plays).where(mine).with_for_update()


@cache
def _change_watched() -> Update:
    table = Watching.__table__
    assert isinstance(table, Table)
    names = ("position_ms", "ranges", "watched_permille", "started_at", "updated_at", "seen_at")
    return update(table).where(table.c.id == bindparam("number")).values({name: bindparam(name) for name in names})


@cache
def _change_plays() -> Update:
    table = Playing.__table__
    assert isinstance(table, Table)
    return update(table).where(table.c.id == bindparam("number")).values(plays=bindparam("plays"))

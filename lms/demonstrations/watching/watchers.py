"""How a cohort watches one demonstration: how far each learner is, and how often each moment was played."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, case, func, null, select, union_all

from lms.cohorts.models import Enrollment, Role
from lms.core.db import db
from lms.core.paging import SIZE, Page, limited, number_in
from lms.demonstrations.watching import heat
from lms.demonstrations.watching.heat import Stretch
from lms.demonstrations.watching.models import Playing, PlayTally, Watching
from lms.demonstrations.watching.rules import WATCHED
from lms.people.models import Person
from lms.videos.models import Video

PLAYERS_MOST = 5_000  # of those still taken in that are added up, the newest


class Stage(StrEnum):
    """How far somebody is."""

    NOT_BEGUN = "not begun"
    BEGUN = "begun"
    WATCHED = "watched"


@dataclass(frozen=True)
class Watcher:
    """A learner of the cohort, and what they have watched of it; None where they haven't begun."""

    name: str
    permille: int | None
    seen_at: datetime | None

    @property
    def stage(self) -> Stage:
        if not self.permille:
            return Stage.NOT_BEGUN
        return Stage.WATCHED if self.permille >= WATCHED else Stage.BEGUN


def stretches_of(demonstration_id: int, video: Video | None, cohort_id: int, duration_ms: int) -> list[Stretch]:
    """How often each stretch of the video was played in a cohort, without saying by whom. One statement."""
    if video is None:
        return heat.added([], duration_ms)
    where = {"demonstration_id": demonstration_id, "video_id": video.id, "cohort_id": cohort_id}
    newest = select(Playing.plays).filter_by(**where).order_by(Playing.id.desc()).limit(PLAYERS_MOST).subquery()
    folded = select(PlayTally.counts, null()).filter_by(**where)
    rows = db.execute(union_all(folded, select(null(), newest.c.plays))).all()
    counts = next((counts for counts, _ in rows if counts), [])
    return heat.added([plays for _, plays in rows if plays], duration_ms, counts)


def counts(demonstration_id: int, cohort_id: int) -> dict[Stage, int]:
    """How many learners of the cohort are how far. One statement."""
    each = _learners(demonstration_id, cohort_id).with_only_columns(_stage().label("stage")).subquery()
    rows = select(each.c.stage, func.count()).group_by(each.c.stage)
    found = {Stage(stage): count for stage, count in db.execute(rows)}
    return {stage: found.get(stage, 0) for stage in Stage}


@dataclass(frozen=True)
class Standing:
    """How many of a cohort's learners are how far with one demonstration."""

    learners: int
    watched: int = 0
    begun: int = 0

    @property
    def not_begun(self) -> int:
        return max(0, self.learners - self.watched - self.begun)

    def percent(self, count: int) -> float:
        """Of the learners, for drawing."""
        return round(100 * count / max(1, self.learners), 2)


def standings(cohort_id: int, demonstration_ids: Collection[int]) -> dict[int, Standing]:
    """By demonstration id, how far the cohort's learners are. Two statements, however many there are."""
    here = (Enrollment.cohort_id == cohort_id, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
    learners = db.scalar(select(func.count()).select_from(Enrollment).where(*here)) or 0
    is_watched = Watching.watched_permille >= WATCHED
    rows = db.execute(
        select(Watching.demonstration_id, func.count().filter(is_watched), func.count().filter(~is_watched))
        .join(Enrollment, Enrollment.person_id == Watching.person_id)
        .where(*here, Watching.demonstration_id.in_(demonstration_ids), Watching.watched_permille > 0)
        .group_by(Watching.demonstration_id)
    )
    found = {demonstration_id: Standing(learners, watched, begun) for demonstration_id, watched, begun in rows}
    return {each: found.get(each, Standing(learners)) for each in demonstration_ids}


def watchers(demonstration_id: int, cohort_id: int, stage: Stage | None, after: str | None) -> Page[Watcher]:
    """Learners of the cohort in the order in which they joined, all or those who are so far."""
    rows = _learners(demonstration_id, cohort_id)
    if stage:
        rows = rows.where(_stage() == stage.value)
    if number := number_in(after):
        rows = rows.where(Enrollment.id > number)
    found = db.execute(limited(rows.order_by(Enrollment.id))).all()
    key = str(found[SIZE - 1].id) if len(found) > SIZE else None
    return Page([Watcher(row.name, row.watched_permille, row.seen_at) for row in found[:SIZE]], key)


def _learners(demonstration_id: int, cohort_id: int) -> Select[tuple[int, str, int, datetime]]:
    its = and_(Watching.person_id == Person.id, Watching.demonstration_id == demonstration_id)
    return (
        select(Enrollment.id, Person.name, Watching.watched_permille, Watching.seen_at)
        .join(Person, Person.id == Enrollment.person_id)
        .outerjoin(Watching, its)
        .where(Enrollment.cohort_id == cohort_id, Enrollment.role == Role.LEARNER, Enrollment.ended_at.is_(None))
    )


def _stage() -> ColumnElement[str]:
    permille = func.coalesce(Watching.watched_permille, 0)
    return case(
        (permille == 0, Stage.NOT_BEGUN.value), (permille < WATCHED, Stage.BEGUN.value), else_=Stage.WATCHED.value
    )

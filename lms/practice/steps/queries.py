"""What is asked about next steps."""

from datetime import datetime

from sqlalchemy import select

from lms.core.db import db
from lms.practice.steps.models import NextStep


def step(step_id: int) -> NextStep | None:
    """A next step by number."""
    return db.get(NextStep, step_id)


def goal(learner_id: int, cohort_id: int, before: datetime | None = None) -> NextStep | None:
    """What a learner tries now, or tried at the time (`before`): the newest step in the cohort. One statement."""
    mine = select(NextStep).where(NextStep.learner_id == learner_id, NextStep.cohort_id == cohort_id)
    if before:
        mine = mine.where(NextStep.set_at < before)
    return db.scalar(mine.order_by(NextStep.set_at.desc(), NextStep.id.desc()).limit(1))

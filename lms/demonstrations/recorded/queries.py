"""Which recordings wait until somebody says who is in them."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, contains_eager

from lms.consents.queries import is_named
from lms.core.db import db
from lms.demonstrations.models import Showing, Withdrawal
from lms.program.models import ConfidentialityLevel, Demonstration, ProgramClass
from lms.videos.models import Video
from lms.videos.rules import VideoState


def unnamed(most: int) -> Sequence[Demonstration]:
    """The first whose newest video plays for nobody until it is known who is in it, with classes. One statement."""
    level = (ConfidentialityLevel.program_id == ProgramClass.program_id) & (
        ConfidentialityLevel.level == Demonstration.confidentiality
    )
    later = aliased(Showing)
    return db.scalars(
        select(Demonstration)
        .join(Demonstration.program_class)
        .join(Showing, Showing.demonstration_id == Demonstration.id)
        .join(Video, Video.id == Showing.video_id)
        .outerjoin(ConfidentialityLevel, level)
        .where(
            ~Demonstration.is_retired,
            ~select(later.id).where(later.demonstration_id == Demonstration.id, later.id > Showing.id).exists(),
            ~select(Withdrawal.id).where(Withdrawal.showing_id == Showing.id).exists(),
            Video.erased_at.is_(None),
            Video.state != VideoState.REFUSED,
            or_(ConfidentialityLevel.id.is_(None), ConfidentialityLevel.consent),
            ~is_named(Video.id),
        )
        .options(contains_eager(Demonstration.program_class))
        .order_by(ProgramClass.number, Demonstration.position, Demonstration.id)
        .limit(most)
    ).all()

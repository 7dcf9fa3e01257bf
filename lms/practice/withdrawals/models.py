"""Versions that were taken back."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.db import Base


class VersionWithdrawal(Base):
    """A learner's word that a version doesn't count. Handing in again makes the next version, and leaves this one."""

    __tablename__ = "version_withdrawal"
    version_id: Mapped[int] = mapped_column(ForeignKey("submission_version.id", ondelete="RESTRICT"), primary_key=True)
    withdrawn_at: Mapped[datetime]

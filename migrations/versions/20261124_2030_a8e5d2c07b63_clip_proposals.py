"""Recordings that were handed in can be proposed as teaching clips."""

import sqlalchemy as sa
from alembic import op

revision = "a8e5d2c07b63"
down_revision = "f2c6d1b94a58"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clip_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["person.id"], name=op.f("fk_clip_proposal_proposed_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["video_id"], ["video.id"], name=op.f("fk_clip_proposal_video_id_video"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clip_proposal")),
        sa.UniqueConstraint("video_id", name=op.f("uq_clip_proposal_video_id")),
    )
    op.create_index(op.f("ix_clip_proposal_proposed_by_id"), "clip_proposal", ["proposed_by_id"])


def downgrade() -> None:
    op.drop_table("clip_proposal")

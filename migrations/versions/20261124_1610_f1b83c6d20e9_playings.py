"""Playings: how often each moment of a video was played, by each player."""

import sqlalchemy as sa
from alembic import op

revision = "f1b83c6d20e9"
down_revision = "e7a2c9d410b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "playing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("demonstration_id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("plays", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_playing_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["demonstration_id"],
            ["demonstration.id"],
            name=op.f("fk_playing_demonstration_id_demonstration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_playing_video_id_video"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playing")),
        sa.UniqueConstraint("key", name=op.f("uq_playing_key")),
    )
    op.create_index(
        op.f("ix_playing_demonstration_id_cohort_id"), "playing", ["demonstration_id", "cohort_id", "video_id"]
    )
    op.create_index(op.f("ix_playing_video_id"), "playing", ["video_id"])
    op.create_index(op.f("ix_playing_cohort_id"), "playing", ["cohort_id"])
    op.create_index(op.f("ix_playing_heard_at"), "playing", ["heard_at"])


def downgrade() -> None:
    op.drop_table("playing")

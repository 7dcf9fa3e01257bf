"""Playings are kept a week from the opening of their page on, and then added up for each cohort and video."""

import sqlalchemy as sa
from alembic import op

revision = "e1f4a8d62c37"
down_revision = "d7b3c9f05e21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "play_tally",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("demonstration_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_play_tally_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["demonstration_id"],
            ["demonstration.id"],
            name=op.f("fk_play_tally_demonstration_id_demonstration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["video_id"], ["video.id"], name=op.f("fk_play_tally_video_id_video"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_play_tally")),
        sa.UniqueConstraint(
            "demonstration_id", "cohort_id", "video_id", name=op.f("uq_play_tally_demonstration_id_cohort_id_video_id")
        ),
    )
    op.create_index(op.f("ix_play_tally_cohort_id"), "play_tally", ["cohort_id"])
    op.create_index(op.f("ix_play_tally_video_id"), "play_tally", ["video_id"])
    _rename("heard_at", "opened_at")


def downgrade() -> None:
    _rename("opened_at", "heard_at")
    op.drop_table("play_tally")


def _rename(before: str, after: str) -> None:
    """Of those that are there, it is known when they were heard last, and not when they began: they stay longer."""
    op.drop_index(op.f(f"ix_playing_{before}"), "playing")
    with op.batch_alter_table("playing", schema=None) as batch_op:
        batch_op.alter_column(before, new_column_name=after, existing_type=sa.DateTime(timezone=True))
    op.create_index(op.f(f"ix_playing_{after}"), "playing", [after])

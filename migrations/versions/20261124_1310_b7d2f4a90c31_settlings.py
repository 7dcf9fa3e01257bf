"""Settlings: a trainer says that a thread needs no answer, and can take it back."""

import sqlalchemy as sa
from alembic import op

revision = "b7d2f4a90c31"
down_revision = "c3d9f1a86b57"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "settling",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"],
            ["feedback_thread.id"],
            name=op.f("fk_settling_thread_id_feedback_thread"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_settling_person_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_settling")),
    )
    op.create_index(op.f("ix_settling_person_id"), "settling", ["person_id"])


def downgrade() -> None:
    op.drop_table("settling")

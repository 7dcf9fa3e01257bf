"""Accounts can be closed: a row for each that is, with who did it and when."""

import sqlalchemy as sa
from alembic import op

revision = "c3d9f1a86b57"
down_revision = "a1c0d3b7e4f2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "closing",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_closing_closed_by_id_person"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_closing_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_closing")),
    )
    op.create_index(op.f("ix_closing_closed_by_id"), "closing", ["closed_by_id"])


def downgrade() -> None:
    op.drop_table("closing")

"""Private notes at moments of demonstrations."""

import sqlalchemy as sa
from alembic import op

revision = "a9c4e17b52d0"
down_revision = "f1b83c6d20e9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moment_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("demonstration_id", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 4000", name=op.f("ck_moment_note_text_limit")),
        sa.ForeignKeyConstraint(
            ["demonstration_id"],
            ["demonstration.id"],
            name=op.f("fk_moment_note_demonstration_id_demonstration"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_moment_note_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moment_note")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_moment_note_person_id_key")),
    )
    op.create_index(op.f("ix_moment_note_demonstration_id"), "moment_note", ["demonstration_id"])
    op.create_index(
        op.f("ix_moment_note_person_id_demonstration_id"), "moment_note", ["person_id", "demonstration_id", "at_ms"]
    )


def downgrade() -> None:
    op.drop_table("moment_note")

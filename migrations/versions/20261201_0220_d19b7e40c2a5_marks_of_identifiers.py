"""That work was handed in with marks of identifiers left, and who said that they tell of nobody."""

import sqlalchemy as sa
from alembic import op

revision = "d19b7e40c2a5"
down_revision = "f4c7d2e81a60"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "marks_confirmation",
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["submission_version.id"],
            name=op.f("fk_marks_confirmation_version_id_submission_version"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_marks_confirmation_person_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_marks_confirmation")),
    )
    with op.batch_alter_table("marks_confirmation") as batch:
        batch.create_index(batch.f("ix_marks_confirmation_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("marks_confirmation")

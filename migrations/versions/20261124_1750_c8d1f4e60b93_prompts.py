"""Prompts at moments of demonstrations; their answers are handed in for assignments that are pinned."""

import sqlalchemy as sa
from alembic import op

revision = "c8d1f4e60b93"
down_revision = "b5e2a8c63d17"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assignment") as assignment:
        assignment.add_column(sa.Column("is_pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("assignment") as assignment:
        assignment.alter_column("is_pinned", server_default=None)
    op.create_table(
        "prompt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("demonstration_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("expert", sa.Text(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(question) BETWEEN 1 AND 1000", name=op.f("ck_prompt_question_limit")),
        sa.CheckConstraint("length(expert) BETWEEN 1 AND 8000", name=op.f("ck_prompt_expert_limit")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_prompt_assignment_id_assignment"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_prompt_author_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_prompt_cohort_id_cohort"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["demonstration_id"],
            ["demonstration.id"],
            name=op.f("fk_prompt_demonstration_id_demonstration"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_prompt_assignment_id")),
    )
    op.create_index(op.f("ix_prompt_author_id"), "prompt", ["author_id"])
    op.create_index(op.f("ix_prompt_demonstration_id"), "prompt", ["demonstration_id"])
    op.create_index(
        op.f("ix_prompt_cohort_id_demonstration_id"), "prompt", ["cohort_id", "demonstration_id", "at_ms", "id"]
    )
    op.create_table(
        "skipping",
        sa.Column("prompt_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_skipping_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["prompt_id"], ["prompt.id"], name=op.f("fk_skipping_prompt_id_prompt"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("prompt_id", "person_id", name=op.f("pk_skipping")),
    )
    op.create_index(op.f("ix_skipping_person_id"), "skipping", ["person_id"])


def downgrade() -> None:
    op.drop_table("skipping")
    op.drop_table("prompt")
    op.execute(sa.text("UPDATE assignment SET is_retired = is_pinned OR is_retired"))  # or they would be home practice
    with op.batch_alter_table("assignment") as assignment:
        assignment.drop_column("is_pinned")

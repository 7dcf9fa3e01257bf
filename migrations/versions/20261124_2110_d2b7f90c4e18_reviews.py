"""Reviews with ratings and remarks, next steps, self-ratings; rubrics; in which recording a remark's moment lies."""

import sqlalchemy as sa
from alembic import op

revision = "d2b7f90c4e18"
down_revision = "a8e5d2c07b63"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "next_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("own_words", sa.Text(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("tried", "worked", "stuck", name="outcome", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.CheckConstraint("length(own_words) <= 2000", name=op.f("ck_next_step_own_words_limit")),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 2000", name=op.f("ck_next_step_text_limit")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_next_step_cohort_id_cohort"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["person.id"], name=op.f("fk_next_step_learner_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_next_step_set_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_next_step_submission_id_submission"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_step")),
    )
    with op.batch_alter_table("next_step") as table:
        table.create_index("ix_next_step_goal", ["learner_id", "cohort_id", "set_at"], unique=False)
        table.create_index(table.f("ix_next_step_set_by_id"), ["set_by_id"], unique=False)
        table.create_index(table.f("ix_next_step_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "self_rating",
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["submission_version.id"],
            name=op.f("fk_self_rating_version_id_submission_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_self_rating")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("keep", sa.Text(), nullable=False),
        sa.Column("try_next", sa.Text(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("release_on", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reaction",
            sa.Enum(
                "clear",
                "need an example",
                "talk live",
                name="reaction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(keep) <= 2000 AND length(try_next) <= 2000", name=op.f("ck_review_point_limit")),
        sa.CheckConstraint(
            "reaction IS NULL OR released_at IS NOT NULL", name=op.f("ck_review_reaction_after_release")
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], ["next_step.id"], name=op.f("fk_review_step_id_next_step"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["feedback_thread.id"], name=op.f("fk_review_thread_id_feedback_thread"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["trainer_id"], ["person.id"], name=op.f("fk_review_trainer_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["submission_version.id"],
            name=op.f("fk_review_version_id_submission_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("version_id", "trainer_id", name=op.f("uq_review_version_id_trainer_id")),
    )
    with op.batch_alter_table("review") as table:
        table.create_index("ix_review_due", ["released_at", "release_on"], unique=False)
        table.create_index(table.f("ix_review_step_id"), ["step_id"], unique=False)
        table.create_index(table.f("ix_review_thread_id"), ["thread_id"], unique=False)
        table.create_index(table.f("ix_review_trainer_id"), ["trainer_id"], unique=False)

    op.create_table(
        "review_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=True),
        sa.Column("start_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.Column("quote", sa.String(length=2000), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("is_later", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(start_ms IS NULL) = (recording_id IS NULL)", name=op.f("ck_review_remark_moment_in_recording")
        ),
        sa.CheckConstraint("end_ms IS NULL OR end_ms > start_ms", name=op.f("ck_review_remark_range_order")),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 2000", name=op.f("ck_review_remark_text_limit")),
        sa.CheckConstraint("start_ms IS NULL OR quote IS NULL", name=op.f("ck_review_remark_one_anchor")),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_review_remark_recording_id_recording"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_review_remark_review_id_review"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_remark")),
        sa.UniqueConstraint("review_id", "key", name=op.f("uq_review_remark_review_id_key")),
    )
    with op.batch_alter_table("review_remark") as table:
        table.create_index(table.f("ix_review_remark_recording_id"), ["recording_id"], unique=False)

    with op.batch_alter_table("program") as table:
        table.add_column(sa.Column("rubric", sa.JSON(), nullable=False, server_default=sa.text("'[]'")))
    with op.batch_alter_table("program") as table:
        table.alter_column("rubric", server_default=None)

    with op.batch_alter_table("remark") as table:
        table.add_column(sa.Column("recording_id", sa.Integer(), nullable=True))
        table.create_index(table.f("ix_remark_recording_id"), ["recording_id"], unique=False)
        table.create_foreign_key(
            table.f("fk_remark_recording_id_recording"), "recording", ["recording_id"], ["id"], ondelete="RESTRICT"
        )


def downgrade() -> None:
    with op.batch_alter_table("remark") as table:
        table.drop_constraint(table.f("fk_remark_recording_id_recording"), type_="foreignkey")
        table.drop_index(table.f("ix_remark_recording_id"))
        table.drop_column("recording_id")

    with op.batch_alter_table("program") as table:
        table.drop_column("rubric")

    with op.batch_alter_table("review_remark") as table:
        table.drop_index(table.f("ix_review_remark_recording_id"))

    op.drop_table("review_remark")
    with op.batch_alter_table("review") as table:
        table.drop_index(table.f("ix_review_trainer_id"))
        table.drop_index(table.f("ix_review_thread_id"))
        table.drop_index(table.f("ix_review_step_id"))
        table.drop_index("ix_review_due")

    op.drop_table("review")
    op.drop_table("self_rating")
    with op.batch_alter_table("next_step") as table:
        table.drop_index(table.f("ix_next_step_submission_id"))
        table.drop_index(table.f("ix_next_step_set_by_id"))
        table.drop_index("ix_next_step_goal")

    op.drop_table("next_step")

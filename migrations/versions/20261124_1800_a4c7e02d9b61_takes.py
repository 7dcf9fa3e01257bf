"""Takes and recordings of home practice, their marks and what is said about them; uploads whose size isn't known yet."""

import sqlalchemy as sa
from alembic import op

revision = "a4c7e02d9b61"
down_revision = "c8d1f4e60b93"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.alter_column("size", existing_type=sa.BigInteger(), nullable=True)
        batch_op.drop_constraint(op.f("ck_upload_received"), type_="check")
        batch_op.create_check_constraint("received", "received >= 0 AND (size IS NULL OR received <= size)")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("question", sa.Text(), nullable=False, server_default=""))
        batch_op.create_check_constraint("question_limit", "length(question) <= 2000")
    op.create_table(
        "take",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_take_cohort_id_cohort"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_take_draft_id_draft"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_take_owner_id_person"), ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_take_video_id_video"), ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take")),
        sa.UniqueConstraint("video_id", name=op.f("uq_take_video_id")),
    )
    for column in ("draft_id", "owner_id", "cohort_id"):
        op.create_index(op.f(f"ix_take_{column}"), "take", [column])
    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_recording_cohort_id_cohort"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_recording_owner_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["submission_version.id"],
            name=op.f("fk_recording_version_id_submission_version"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["video_id"], ["video.id"], name=op.f("fk_recording_video_id_video"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_recording_version_id_number")),
        sa.UniqueConstraint("version_id", "video_id", name=op.f("uq_recording_version_id_video_id")),
    )
    for column in ("owner_id", "cohort_id", "video_id"):
        op.create_index(op.f(f"ix_recording_{column}"), "recording", [column])
    op.create_table(
        "mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("take_id", sa.Integer(), nullable=True),
        sa.Column("recording_id", sa.Integer(), nullable=True),
        sa.Column("start_ms", sa.Integer(), nullable=False),
        sa.Column("end_ms", sa.Integer(), nullable=False),
        sa.CheckConstraint("(take_id IS NULL) <> (recording_id IS NULL)", name=op.f("ck_mark_one_home")),
        sa.CheckConstraint("start_ms >= 0 AND start_ms < end_ms", name=op.f("ck_mark_range")),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_mark_recording_id_recording"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["take_id"], ["take.id"], name=op.f("fk_mark_take_id_take"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    for column in ("take_id", "recording_id"):
        op.create_index(op.f(f"ix_mark_{column}"), "mark", [column])
    op.create_table(
        "reflection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("attested", sa.String(length=500), nullable=False),
        sa.CheckConstraint("length(question) <= 2000", name=op.f("ck_reflection_question_limit")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["submission_version.id"],
            name=op.f("fk_reflection_version_id_submission_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reflection")),
        sa.UniqueConstraint("version_id", name=op.f("uq_reflection_version_id")),
    )


def downgrade() -> None:
    for table in ("reflection", "mark", "recording", "take"):
        op.drop_table(table)
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_draft_question_limit"), type_="check")
        batch_op.drop_column("question")
    op.execute("DELETE FROM upload WHERE size IS NULL")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_upload_received"), type_="check")
        batch_op.create_check_constraint("received", "received BETWEEN 0 AND size")
        batch_op.alter_column("size", existing_type=sa.BigInteger(), nullable=False)

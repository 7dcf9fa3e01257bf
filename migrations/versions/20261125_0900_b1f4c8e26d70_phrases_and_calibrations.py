"""Phrases with tags, sharings and uses; calibrations and what trainers say in them."""

import sqlalchemy as sa
from alembic import op

revision = "b1f4c8e26d70"
down_revision = "b7c1e4a92f06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 1000", name=op.f("ck_phrase_text_limit")),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_phrase_owner_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    op.create_index(op.f("ix_phrase_owner_id"), "phrase", ["owner_id"])
    op.create_table(
        "phrase_tag",
        sa.Column("phrase_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["phrase_id"], ["phrase.id"], name=op.f("fk_phrase_tag_phrase_id_phrase"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("phrase_id", "code", name=op.f("pk_phrase_tag")),
    )
    op.create_table(
        "phrase_sharing",
        sa.Column("phrase_id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["phrase_id"], ["phrase.id"], name=op.f("fk_phrase_sharing_phrase_id_phrase"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_phrase_sharing_program_id_program"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("phrase_id", "program_id", name=op.f("pk_phrase_sharing")),
    )
    op.create_index(op.f("ix_phrase_sharing_program_id"), "phrase_sharing", ["program_id"])
    op.create_table(
        "phrase_use",
        sa.Column("phrase_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_phrase_use_person_id_person"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["phrase_id"], ["phrase.id"], name=op.f("fk_phrase_use_phrase_id_phrase"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("phrase_id", "person_id", name=op.f("pk_phrase_use")),
    )
    op.create_index(op.f("ix_phrase_use_person_id"), "phrase_use", ["person_id"])
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("set_up_by_id", sa.Integer(), nullable=False),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_calibration_cohort_id_cohort"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["set_up_by_id"], ["person.id"], name=op.f("fk_calibration_set_up_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["submission_version.id"],
            name=op.f("fk_calibration_version_id_submission_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
        sa.UniqueConstraint("version_id", name=op.f("uq_calibration_version_id")),
    )
    op.create_index(op.f("ix_calibration_cohort_id"), "calibration", ["cohort_id"])
    op.create_index(op.f("ix_calibration_set_up_by_id"), "calibration", ["set_up_by_id"])
    op.create_table(
        "calibration_rating",
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(note) <= 2000", name=op.f("ck_calibration_rating_note_limit")),
        sa.ForeignKeyConstraint(
            ["calibration_id"],
            ["calibration.id"],
            name=op.f("fk_calibration_rating_calibration_id_calibration"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["trainer_id"], ["person.id"], name=op.f("fk_calibration_rating_trainer_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("calibration_id", "trainer_id", name=op.f("pk_calibration_rating")),
    )
    op.create_index(op.f("ix_calibration_rating_trainer_id"), "calibration_rating", ["trainer_id"])


def downgrade() -> None:
    for table in ("calibration_rating", "calibration", "phrase_use", "phrase_sharing", "phrase_tag", "phrase"):
        op.drop_table(table)

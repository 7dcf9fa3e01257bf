"""Recordings of role plays, lined up with what was marked; who steps in where a group lacks somebody; exercises instead."""

import sqlalchemy as sa
from alembic import op

revision = "d94b6f20c7e3"
down_revision = "a7c31e9b40d5"
branch_labels = None
depends_on = None


def _to(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete=ondelete
    )


def upgrade() -> None:
    op.create_table(
        "role_play_recording",
        sa.Column("video_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("starts_ms", sa.Integer(), nullable=False),
        sa.Column("lined_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lined_up_by_id", sa.Integer(), nullable=True),
        _to("role_play_recording", "video_id", "video", "RESTRICT"),
        _to("role_play_recording", "group_id", "role_play_group", "CASCADE"),
        _to("role_play_recording", "lined_up_by_id", "person", "RESTRICT"),
        sa.PrimaryKeyConstraint("video_id", name=op.f("pk_role_play_recording")),
    )
    with op.batch_alter_table("role_play_recording") as table:
        table.create_index(table.f("ix_role_play_recording_group_id"), ["group_id"], unique=False)
        table.create_index(table.f("ix_role_play_recording_lined_up_by_id"), ["lined_up_by_id"], unique=False)
    op.create_table(
        "role_play_volunteer",
        sa.Column("cohort_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        _to("role_play_volunteer", "cohort_id", "cohort", "CASCADE"),
        _to("role_play_volunteer", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("cohort_id", "person_id", name=op.f("pk_role_play_volunteer")),
    )
    with op.batch_alter_table("role_play_volunteer") as table:
        table.create_index(table.f("ix_role_play_volunteer_person_id"), ["person_id"], unique=False)
    op.create_table(
        "role_play_instead",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("role_play_instead", "group_id", "role_play_group", "CASCADE"),
        _to("role_play_instead", "person_id", "person", "RESTRICT"),
        _to("role_play_instead", "assignment_id", "assignment", "RESTRICT"),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_role_play_instead")),
    )
    with op.batch_alter_table("role_play_instead") as table:
        table.create_index(table.f("ix_role_play_instead_person_id"), ["person_id"], unique=False)
        table.create_index(table.f("ix_role_play_instead_assignment_id"), ["assignment_id"], unique=False)


def downgrade() -> None:
    op.drop_table("role_play_instead")
    op.drop_table("role_play_volunteer")
    op.drop_table("role_play_recording")

"""Rounds of role plays with their groups, seats and meetings; how a program's role plays run."""

import sqlalchemy as sa
from alembic import op


revision = "d41f7a60c2b8"
down_revision = "b7e3c5a90d42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "role_play_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("answer_by_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scenario", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 20 AND 180", name=op.f("ck_role_play_round_minutes")),
        sa.CheckConstraint("until_at > from_at", name=op.f("ck_role_play_round_order")),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["program_class.id"],
            name=op.f("fk_role_play_round_class_id_program_class"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_role_play_round_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_play_round")),
        sa.UniqueConstraint("cohort_id", "class_id", name=op.f("uq_role_play_round_cohort_id_class_id")),
    )
    with op.batch_alter_table("role_play_round") as table:
        table.create_index(table.f("ix_role_play_round_class_id"), ["class_id"], unique=False)

    op.create_table(
        "role_play_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dissolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["role_play_round.id"],
            name=op.f("fk_role_play_group_round_id_role_play_round"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_play_group")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_role_play_group_round_id_number")),
    )
    op.create_table(
        "role_play_meeting",
        sa.Column("group_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at_time", sa.Time(), nullable=False),
        sa.Column("zone_name", sa.String(length=64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "booked",
                "held",
                "missed",
                "canceled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_role_play_meeting_order")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["role_play_group.id"],
            name=op.f("fk_role_play_meeting_group_id_role_play_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_role_play_meeting")),
    )
    with op.batch_alter_table("role_play_meeting") as table:
        table.create_index(table.f("ix_role_play_meeting_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "role_play_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "therapist", "client", "observer", name="part", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["role_play_group.id"],
            name=op.f("fk_role_play_seat_group_id_role_play_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_play_seat_person_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_play_seat")),
        sa.UniqueConstraint("group_id", "person_id", name=op.f("uq_role_play_seat_group_id_person_id")),
    )
    with op.batch_alter_table("role_play_seat") as table:
        table.create_index(table.f("ix_role_play_seat_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("program") as table:  # filled when the program is loaded next
        table.add_column(sa.Column("protocols", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("program") as table:
        table.alter_column("protocols", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("program") as table:
        table.drop_column("protocols")
    for table in ("role_play_seat", "role_play_meeting", "role_play_group", "role_play_round"):
        op.drop_table(table)

"""The room in which a role play's group practices: what is pressed there, who is there, what is marked and said."""

import sqlalchemy as sa
from alembic import op


revision = "e2b81c5d7f34"
down_revision = "e5d8a1c3f694"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "role_play_attendance",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missed_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(missed_at IS NULL) = (missed_by_id IS NULL)", name=op.f("ck_role_play_attendance_missed")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["role_play_group.id"],
            name=op.f("fk_role_play_attendance_group_id_role_play_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["missed_by_id"],
            ["person.id"],
            name=op.f("fk_role_play_attendance_missed_by_id_person"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_play_attendance_person_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_role_play_attendance")),
    )
    with op.batch_alter_table("role_play_attendance") as table:
        table.create_index(table.f("ix_role_play_attendance_missed_by_id"), ["missed_by_id"], unique=False)
        table.create_index(table.f("ix_role_play_attendance_person_id"), ["person_id"], unique=False)

    op.create_table(
        "role_play_debrief",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("intensity", sa.Integer(), nullable=True),
        sa.Column(
            "difficulty",
            sa.Enum(
                "too easy",
                "workable",
                "too hard",
                name="difficulty",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("intensity BETWEEN 1 AND 3", name=op.f("ck_role_play_debrief_intensity")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["role_play_group.id"],
            name=op.f("fk_role_play_debrief_group_id_role_play_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_play_debrief_person_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_role_play_debrief")),
    )
    with op.batch_alter_table("role_play_debrief") as table:
        table.create_index(table.f("ix_role_play_debrief_person_id"), ["person_id"], unique=False)

    op.create_table(
        "role_play_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column(
            "press",
            sa.Enum(
                "start",
                "pause",
                "resume",
                "next",
                "back",
                "end",
                "absent",
                "arrived",
                name="press",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(press IN ('absent', 'arrived')) = (about_id IS NOT NULL)", name=op.f("ck_role_play_event_about")
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["person.id"], name=op.f("fk_role_play_event_about_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["role_play_group.id"],
            name=op.f("fk_role_play_event_group_id_role_play_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_play_event_person_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_play_event")),
        sa.UniqueConstraint("group_id", "person_id", "key", name=op.f("uq_role_play_event_group_id_person_id_key")),
    )
    with op.batch_alter_table("role_play_event") as table:
        table.create_index(table.f("ix_role_play_event_about_id"), ["about_id"], unique=False)
        table.create_index(table.f("ix_role_play_event_person_id"), ["person_id"], unique=False)

    op.create_table(
        "role_play_played_part",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "therapist", "client", "observer", name="part", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["role_play_group.id"],
            name=op.f("fk_role_play_played_part_group_id_role_play_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_role_play_played_part_person_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("group_id", "turn", "person_id", name=op.f("pk_role_play_played_part")),
    )
    with op.batch_alter_table("role_play_played_part") as table:
        table.create_index(table.f("ix_role_play_played_part_person_id"), ["person_id"], unique=False)

    op.create_table(
        "role_play_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("observer_id", sa.Integer(), nullable=False),
        sa.Column("therapist_id", sa.Integer(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(words) <= 4000", name=op.f("ck_role_play_sheet_words_limit")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["role_play_group.id"],
            name=op.f("fk_role_play_sheet_group_id_role_play_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["observer_id"], ["person.id"], name=op.f("fk_role_play_sheet_observer_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["therapist_id"], ["person.id"], name=op.f("fk_role_play_sheet_therapist_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_play_sheet")),
        sa.UniqueConstraint(
            "group_id", "turn", "observer_id", name=op.f("uq_role_play_sheet_group_id_turn_observer_id")
        ),
    )
    with op.batch_alter_table("role_play_sheet") as table:
        table.create_index(table.f("ix_role_play_sheet_observer_id"), ["observer_id"], unique=False)
        table.create_index(table.f("ix_role_play_sheet_therapist_id"), ["therapist_id"], unique=False)

    op.create_table(
        "role_play_marker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["role_play_sheet.id"],
            name=op.f("fk_role_play_marker_sheet_id_role_play_sheet"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_play_marker")),
        sa.UniqueConstraint("sheet_id", "key", name=op.f("uq_role_play_marker_sheet_id_key")),
    )


def downgrade() -> None:
    for table in (
        "role_play_marker",
        "role_play_sheet",
        "role_play_played_part",
        "role_play_event",
        "role_play_debrief",
        "role_play_attendance",
    ):
        op.drop_table(table)

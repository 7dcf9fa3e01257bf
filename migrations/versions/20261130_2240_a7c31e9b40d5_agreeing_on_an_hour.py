"""Hours that groups of role plays choose from, who can't come, and addresses of people's calendars."""

import sqlalchemy as sa
from alembic import op

revision = "a7c31e9b40d5"
down_revision = "c58d02b7e914"
branch_labels = None
depends_on = None

STEPS = ("hour", "stand-in", "replaced", "merged", "pair", "coordinator", "kept")


def _to(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete=ondelete
    )


def _index(table: str, column: str) -> None:
    with op.batch_alter_table(table) as batch:
        batch.create_index(batch.f(f"ix_{table}_{column}"), [column], unique=False)


def upgrade() -> None:
    op.create_table(
        "role_play_hour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at_time", sa.Time(), nullable=False),
        sa.Column("zone_name", sa.String(64), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        _to("role_play_hour", "group_id", "role_play_group", "CASCADE"),
        _to("role_play_hour", "offered_by_id", "person", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_play_hour")),
        sa.UniqueConstraint("group_id", "starts_at", name=op.f("uq_role_play_hour_group_id_starts_at")),
    )
    _index("role_play_hour", "offered_by_id")
    op.create_table(
        "role_play_answer",
        sa.Column("offer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("suits", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        _to("role_play_answer", "offer_id", "role_play_hour", "CASCADE"),
        _to("role_play_answer", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("offer_id", "person_id", name=op.f("pk_role_play_answer")),
    )
    _index("role_play_answer", "person_id")
    op.create_table(
        "role_play_absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "step", sa.Enum(*STEPS, name="step", native_enum=False, create_constraint=True, length=32), nullable=False
        ),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(word) <= 500", name=op.f("ck_role_play_absence_word_limit")),
        _to("role_play_absence", "group_id", "role_play_group", "CASCADE"),
        _to("role_play_absence", "person_id", "person", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_play_absence")),
    )
    with op.batch_alter_table("role_play_absence") as table:
        table.create_index("ix_role_play_absence_group_id_person_id", ["group_id", "person_id"], unique=False)
    _index("role_play_absence", "person_id")
    op.create_table(
        "role_play_stand_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("absence_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepts", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        _to("role_play_stand_in", "absence_id", "role_play_absence", "CASCADE"),
        _to("role_play_stand_in", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_play_stand_in")),
        sa.UniqueConstraint("absence_id", "person_id", name=op.f("uq_role_play_stand_in_absence_id_person_id")),
    )
    _index("role_play_stand_in", "person_id")
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        _to("calendar_feed", "person_id", "person", "CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("key", name=op.f("uq_calendar_feed_key")),
    )
    op.create_table(
        "calendar_change",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_calendar_change")),
    )


def downgrade() -> None:
    tables = ("role_play_stand_in", "role_play_absence", "role_play_answer", "role_play_hour")
    for table in ("calendar_change", "calendar_feed", *tables):
        op.drop_table(table)

"""When people can meet for role plays: weeks, exceptions, own calendars, and menus of hours to tick."""

import sqlalchemy as sa
from alembic import op

revision = "d1f7a3c92e60"
down_revision = "d41f7a60c2b8"
branch_labels = None
depends_on = None

SPAN = "begins >= 0 AND begins < ends AND ends <= 96"


def _person(table: str, target: str = "person.id", name: str = "person") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["person_id"], [target], name=op.f(f"fk_{table}_person_id_{name}"), ondelete="CASCADE"
    )


def _key() -> sa.Column[int]:
    return sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False)


def upgrade() -> None:
    op.create_table(
        "weekly_hours",
        _key(),
        sa.Column("zone_name", sa.String(64), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _person("weekly_hours"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_weekly_hours")),
    )
    op.create_table(
        "hours_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("is_comfortable", sa.Boolean(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_hours_window_weekday")),
        sa.CheckConstraint(SPAN, name=op.f("ck_hours_window_span")),
        _person("hours_window", "weekly_hours.person_id", "weekly_hours"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_window")),
        sa.UniqueConstraint("person_id", "weekday", "begins", name=op.f("uq_hours_window_person_id_weekday_begins")),
    )
    op.create_table(
        "hours_exception",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("is_free", sa.Boolean(), nullable=False),
        sa.CheckConstraint(SPAN, name=op.f("ck_hours_exception_span")),
        sa.CheckConstraint("from_on <= to_on", name=op.f("ck_hours_exception_order")),
        _person("hours_exception"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_exception")),
    )
    with op.batch_alter_table("hours_exception") as table:
        table.create_index("ix_hours_exception_person_id_to_on", ["person_id", "to_on"], unique=False)
    faults = ("address", "not found", "refused", "unreachable", "too large", "too slow", "no calendar")
    op.create_table(
        "busy_source",
        _key(),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "fault",
            sa.Enum(*faults, name="busyfault", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.CheckConstraint("length(url) BETWEEN 1 AND 2000", name=op.f("ck_busy_source_url_limit")),
        _person("busy_source"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_busy_source")),
    )
    op.create_table(
        "busy_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("begins_at < ends_at", name=op.f("ck_busy_time_order")),
        _person("busy_time", "busy_source.person_id", "busy_source"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_time")),
    )
    with op.batch_alter_table("busy_time") as table:
        table.create_index(table.f("ix_busy_time_person_id"), ["person_id"], unique=False)
    op.create_table(
        "hours_menu",
        sa.Column("cohort_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minutes IN (60, 90, 120)", name=op.f("ck_hours_menu_minutes")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_hours_menu_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["person.id"], name=op.f("fk_hours_menu_set_by_id_person"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_hours_menu")),
    )
    with op.batch_alter_table("hours_menu") as table:
        table.create_index(table.f("ix_hours_menu_set_by_id"), ["set_by_id"], unique=False)
    op.create_table(
        "menu_hour",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_menu_hour_weekday")),
        sa.CheckConstraint("begins >= 0 AND begins < 96", name=op.f("ck_menu_hour_begins")),
        sa.ForeignKeyConstraint(
            ["cohort_id"],
            ["hours_menu.cohort_id"],
            name=op.f("fk_menu_hour_cohort_id_hours_menu"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_menu_hour")),
        sa.UniqueConstraint("cohort_id", "weekday", "begins", name=op.f("uq_menu_hour_cohort_id_weekday_begins")),
    )
    op.create_table(
        "menu_tick",
        sa.Column("hour_id", sa.Integer(), autoincrement=False, nullable=False),
        _key(),
        sa.ForeignKeyConstraint(
            ["hour_id"], ["menu_hour.id"], name=op.f("fk_menu_tick_hour_id_menu_hour"), ondelete="CASCADE"
        ),
        _person("menu_tick"),
        sa.PrimaryKeyConstraint("hour_id", "person_id", name=op.f("pk_menu_tick")),
    )
    with op.batch_alter_table("menu_tick") as table:
        table.create_index(table.f("ix_menu_tick_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    tables = ("menu_tick", "menu_hour", "hours_menu", "busy_time", "busy_source", "hours_exception", "hours_window")
    for table in (*tables, "weekly_hours"):
        op.drop_table(table)

"""The coordinator's board of a round of role plays: drafts, solvings, who went without; pairs that are kept apart."""

import sqlalchemy as sa
from alembic import op

revision = "c58d02b7e914"
down_revision = "e2b81c5d7f34"
branch_labels = None
depends_on = None


def _round(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    return (
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["role_play_round.id"],
            name=op.f(f"fk_{table}_round_id_role_play_round"),
            ondelete="CASCADE",
        ),
    )


def _person(table: str, column: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["person.id"], name=op.f(f"fk_{table}_{column}_person"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "role_play_board",
        *_round("role_play_board"),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("sizes", sa.JSON(), nullable=False),
        sa.Column("order", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("is_as_solved", sa.Boolean(), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        _person("role_play_board", "changed_by_id", "SET NULL"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_role_play_board")),
    )
    with op.batch_alter_table("role_play_board") as table:
        table.create_index(table.f("ix_role_play_board_changed_by_id"), ["changed_by_id"], unique=False)
    states = ("waiting", "running", "done", "failed")
    op.create_table(
        "role_play_solving",
        *_round("role_play_solving"),
        sa.Column(
            "state",
            sa.Enum(*states, name="solvingstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("cancel_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_role_play_solving_percent")),
        _person("role_play_solving", "asked_by_id", "SET NULL"),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_role_play_solving")),
    )
    with op.batch_alter_table("role_play_solving") as table:
        table.create_index(table.f("ix_role_play_solving_asked_by_id"), ["asked_by_id"], unique=False)
    op.create_table(
        "role_play_left_out",
        *_round("role_play_left_out"),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        _person("role_play_left_out", "person_id"),
        sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_role_play_left_out")),
    )
    with op.batch_alter_table("role_play_left_out") as table:
        table.create_index(table.f("ix_role_play_left_out_person_id"), ["person_id"], unique=False)
    people = ("one_id", "other_id", "asked_by_id")
    op.create_table(
        "role_play_kept_apart",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in people),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_role_play_kept_apart_order")),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_role_play_kept_apart_cohort_id_cohort"), ondelete="CASCADE"
        ),
        *(_person("role_play_kept_apart", name) for name in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_play_kept_apart")),
        sa.UniqueConstraint(
            "cohort_id", *people, name=op.f("uq_role_play_kept_apart_cohort_id_one_id_other_id_asked_by_id")
        ),
    )
    with op.batch_alter_table("role_play_kept_apart") as table:
        for name in people:
            table.create_index(table.f(f"ix_role_play_kept_apart_{name}"), [name], unique=False)


def downgrade() -> None:
    for table in ("role_play_kept_apart", "role_play_left_out", "role_play_solving", "role_play_board"):
        op.drop_table(table)

"""Messages are edited, understood and taken away; threads are opened again; people are erased, with a receipt."""

import sqlalchemy as sa
from alembic import op

revision = "c4a9e2d75b18"
down_revision = "f3a9d5c17e28"
branch_labels = None
depends_on = None

SAID = "length(text) <= 20000 AND (length(text) = 0) = (removed_at IS NOT NULL)"
REMOVER = sa.Enum(
    "author", "trainer", "coordinator", name="remover", native_enum=False, create_constraint=True, length=32
)
IS_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("earlier", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("removed_as", REMOVER, nullable=True))
        batch_op.drop_constraint(op.f("ck_message_text_limit"), type_="check")
        batch_op.create_check_constraint("text_limit", SAID)
        batch_op.create_check_constraint("removed", "(removed_at IS NULL) = (removed_as IS NULL)")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.alter_column("earlier", existing_type=sa.JSON(), existing_nullable=False, server_default=None)
    with op.batch_alter_table("feedback_thread", schema=None) as batch_op:
        batch_op.add_column(sa.Column("understood_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("submission_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "understanding",
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("understood_at", sa.DateTime(timezone=True), nullable=False),
        _to("understanding", "message_id", "message", "CASCADE"),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_understanding")),
    )
    op.create_table(
        "reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= reopened_at", name=op.f("ck_reopening_order")),
        _to("reopening", "thread_id", "feedback_thread", "CASCADE"),
        _to("reopening", "person_id", "person", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening")),
    )
    op.create_index(op.f("ix_reopening_thread_id"), "reopening", ["thread_id"])
    op.create_index(op.f("ix_reopening_person_id"), "reopening", ["person_id"])
    op.create_index(
        "uq_reopening_open", "reopening", ["thread_id"], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        _to("erasure", "person_id", "person", "RESTRICT"),
        _to("erasure", "asked_by_id", "person", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("person_id", name=op.f("uq_erasure_person_id")),
    )
    op.create_index(op.f("ix_erasure_asked_by_id"), "erasure", ["asked_by_id"])
    op.create_index(op.f("ix_erasure_done_at"), "erasure", ["done_at"])
    op.create_table(
        "erased_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("erasure_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("things", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("things >= 0", name=op.f("ck_erased_part_things")),
        _to("erased_part", "erasure_id", "erasure", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_part")),
        sa.UniqueConstraint("erasure_id", "code", name=op.f("uq_erased_part_erasure_id_code")),
    )


def downgrade() -> None:
    for table in ("erased_part", "erasure", "reopening", "understanding"):
        op.drop_table(table)
    with op.batch_alter_table("submission_version", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
    with op.batch_alter_table("feedback_thread", schema=None) as batch_op:
        batch_op.drop_column("understood_at")
    op.execute("UPDATE message SET text = '(removed)' WHERE removed_at IS NOT NULL")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_message_removed"), type_="check")
        batch_op.drop_constraint(op.f("ck_message_remover"), type_="check")
        batch_op.drop_constraint(op.f("ck_message_text_limit"), type_="check")
        for column in ("removed_as", "removed_at", "earlier"):
            batch_op.drop_column(column)
        batch_op.create_check_constraint("text_limit", "length(text) BETWEEN 1 AND 20000")


def _to(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)

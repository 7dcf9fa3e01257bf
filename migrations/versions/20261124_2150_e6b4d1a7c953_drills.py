"""Drills: statements that are answered on the spot, and takes and recordings that answer them."""

import sqlalchemy as sa
from alembic import op

revision = "e6b4d1a7c953"
down_revision = "e4b7d20f9c31"
branch_labels = None
depends_on = None

KINDS = ["text", "worksheet", "template", "recording"]
FELT = ["too easy", "about right", "too hard"]


def upgrade() -> None:
    _check_kinds([*KINDS, "drill"])
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("affect", sa.Text(), nullable=False),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("media", sa.String(length=80), nullable=True),
        sa.Column("media_sha256", sa.String(length=64), nullable=True),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        sa.CheckConstraint("difficulty BETWEEN 1 AND 3", name=op.f("ck_statement_difficulty")),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignment.id"],
            name=op.f("fk_statement_assignment_id_assignment"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("assignment_id", "slug", name=op.f("uq_statement_assignment_id_slug")),
    )
    op.create_table(
        "revision_media",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_revision_media_revision_id_revision"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", "path", name=op.f("pk_revision_media")),
    )
    for table in ("take", "recording"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("statement_id", sa.Integer(), nullable=True))
            batch_op.add_column(sa.Column("answered", sa.Text(), nullable=True))
            batch_op.add_column(sa.Column("felt", sa.String(length=32), nullable=True))
            batch_op.create_foreign_key(
                op.f(f"fk_{table}_statement_id_statement"), "statement", ["statement_id"], ["id"], ondelete="RESTRICT"
            )
            batch_op.create_check_constraint("answered", "(statement_id IS NULL) = (answered IS NULL)")
            batch_op.create_check_constraint("felt", f"felt IN ({_listed(FELT)})")
            batch_op.create_index(op.f(f"ix_{table}_statement_id"), ["statement_id"])
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_unique_constraint(op.f("uq_recording_version_id_statement_id"), ["version_id", "statement_id"])


def downgrade() -> None:
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_recording_version_id_statement_id"), type_="unique")
    for table in ("recording", "take"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(op.f(f"ix_{table}_statement_id"))
            for check in ("felt", "answered"):
                batch_op.drop_constraint(op.f(f"ck_{table}_{check}"), type_="check")
            batch_op.drop_constraint(op.f(f"fk_{table}_statement_id_statement"), type_="foreignkey")
            for column in ("felt", "answered", "statement_id"):
                batch_op.drop_column(column)
    op.drop_table("revision_media")
    op.drop_table("statement")
    op.execute("UPDATE assignment SET kind = 'recording' WHERE kind = 'drill'")  # what was handed in stays
    _check_kinds(KINDS)


def _check_kinds(kinds: list[str]) -> None:
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_assignment_practicekind"), type_="check")
        batch_op.create_check_constraint("practicekind", f"kind IN ({_listed(kinds)})")


def _listed(values: list[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)

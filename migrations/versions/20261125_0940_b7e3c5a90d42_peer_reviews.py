"""Peers' reviews: the works that ask for them, each peer's task, what trainers hide; what is agreed about recordings."""

import sqlalchemy as sa
from alembic import op

revision = "b7e3c5a90d42"
down_revision = "f3a9c1d5e704"
branch_labels = None
depends_on = None


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "peer_request",
        sa.Column("submission_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("anonymous", _enum("anonymity", "none", "reviewer", "both"), nullable=False),
        sa.Column("seen", _enum("peerseen", "at_once", "released"), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submission.id"],
            name=op.f("fk_peer_request_submission_id_submission"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_peer_request")),
    )
    op.create_table(
        "peer_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("is_second", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keep", sa.Text(), nullable=False),
        sa.Column("try_next", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", _enum("ending", "declined", "missed", "left", "taken back"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why", _enum("why", "known", "time", "other"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("verdict", _enum("verdict", "clear", "need an example", "disagree"), nullable=True),
        sa.CheckConstraint(
            "length(keep) <= 2000 AND length(try_next) <= 2000", name=op.f("ck_peer_review_point_limit")
        ),
        sa.CheckConstraint("length(reason) <= 1000", name=op.f("ck_peer_review_reason_limit")),
        sa.CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name=op.f("ck_peer_review_ended_when")),
        sa.CheckConstraint("handed_in_at IS NULL OR ending IS NULL", name=op.f("ck_peer_review_handed_in_or_ended")),
        sa.CheckConstraint(
            "released_at IS NULL OR handed_in_at IS NOT NULL", name=op.f("ck_peer_review_released_once_handed_in")
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR released_at IS NOT NULL", name=op.f("ck_peer_review_verdict_after_release")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_peer_review_cohort_id_cohort"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["person.id"], name=op.f("fk_peer_review_reviewer_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["peer_request.submission_id"],
            name=op.f("fk_peer_review_submission_id_peer_request"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["submission_version.id"],
            name=op.f("fk_peer_review_version_id_submission_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_review")),
        sa.UniqueConstraint("submission_id", "reviewer_id", name=op.f("uq_peer_review_submission_id_reviewer_id")),
    )
    with op.batch_alter_table("peer_review") as table:
        table.create_index("ix_peer_review_cohort", ["cohort_id", "id"], unique=False)
        table.create_index("ix_peer_review_owed", ["reviewer_id", "handed_in_at", "due_at"], unique=False)
        table.create_index(table.f("ix_peer_review_version_id"), ["version_id"], unique=False)

    op.create_table(
        "peer_hiding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("hidden_by_id", sa.Integer(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name=op.f("ck_peer_hiding_reason_limit")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name=op.f("ck_peer_hiding_lifted_by")),
        sa.ForeignKeyConstraint(
            ["hidden_by_id"], ["person.id"], name=op.f("fk_peer_hiding_hidden_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["person.id"], name=op.f("fk_peer_hiding_lifted_by_id_person"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_review.id"], name=op.f("fk_peer_hiding_review_id_peer_review"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_hiding")),
    )
    with op.batch_alter_table("peer_hiding") as table:
        for column in ("hidden_by_id", "lifted_by_id", "review_id"):
            table.create_index(table.f(f"ix_peer_hiding_{column}"), [column], unique=False)

    with op.batch_alter_table("assignment") as table:
        table.add_column(sa.Column("peer_review", sa.JSON(), nullable=True))
    with op.batch_alter_table("reflection") as table:  # nobody has been asked about peers before
        table.add_column(sa.Column("is_for_peers", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("reflection") as table:
        table.alter_column("is_for_peers", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("reflection") as table:
        table.drop_column("is_for_peers")
    with op.batch_alter_table("assignment") as table:
        table.drop_column("peer_review")
    op.drop_table("peer_hiding")
    op.drop_table("peer_review")
    op.drop_table("peer_request")

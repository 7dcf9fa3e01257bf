"""More time for one learner's work, grace, and hand-ins that were taken back.

Cohorts that are there already go on deciding on each extension; threads may be about nothing, for as long as everything
in them is taken back.
"""

import sqlalchemy as sa
from alembic import op

revision = "c7f20b84e6d1"
down_revision = "d2b7f90c4e18"
branch_labels = None
depends_on = None

WORK = ("assignment_id", "cohort_id", "learner_id")
IS_OPEN = sa.text("decision IS NULL")


def _whose(table: str) -> list[sa.schema.SchemaItem]:
    targets = {"assignment_id": "assignment", "cohort_id": "cohort", "learner_id": "person"}
    return [
        *(sa.Column(name, sa.Integer(), nullable=False) for name in WORK),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}_{target}"), ondelete="RESTRICT"
            )
            for name, target in targets.items()
        ),
    ]


def upgrade() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        *_whose("extension"),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(said) <= 1000", name=op.f("ck_extension_said_limit")),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["person.id"], name=op.f("fk_extension_granted_by_id_person"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
        sa.UniqueConstraint(*WORK, name=op.f("uq_extension_assignment_id_cohort_id_learner_id")),
    )
    for column in ("cohort_id", "learner_id", "granted_by_id"):
        op.create_index(op.f(f"ix_extension_{column}"), "extension", [column])
    op.create_table(
        "extension_request",
        sa.Column("id", sa.Integer(), nullable=False),
        *_whose("extension_request"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("granted", "refused", name="decision", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name=op.f("ck_extension_request_reason_limit")),
        sa.CheckConstraint("length(said) <= 1000", name=op.f("ck_extension_request_said_limit")),
        sa.CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_extension_request_decided_when")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["person.id"],
            name=op.f("fk_extension_request_decided_by_id_person"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_request")),
    )
    for column in (*WORK, "decided_by_id"):
        op.create_index(op.f(f"ix_extension_request_{column}"), "extension_request", [column])
    op.create_index(
        "uq_extension_request_open",
        "extension_request",
        list(WORK),
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )
    op.create_table(
        "version_withdrawal",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["submission_version.id"],
            name=op.f("fk_version_withdrawal_version_id_submission_version"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_version_withdrawal")),
    )
    op.add_column("assignment", sa.Column("grace_hours", sa.Integer(), nullable=False, server_default="0"))
    op.execute(  # in one step with its CHECK: SQLite would build the table anew for it, and lose the others
        "ALTER TABLE cohort ADD COLUMN own_extension_days INTEGER DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_cohort_own_extension_days CHECK (own_extension_days BETWEEN 0 AND 30)"
    )
    with op.batch_alter_table("feedback_thread") as batch:
        batch.alter_column("version_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    last = (
        "SELECT max(id) FROM submission_version WHERE submission_version.submission_id = feedback_thread.submission_id"
    )
    op.execute(f"UPDATE feedback_thread SET version_id = ({last}) WHERE version_id IS NULL")  # noqa: S608 - ours
    with op.batch_alter_table("feedback_thread") as batch:
        batch.alter_column("version_id", existing_type=sa.Integer(), nullable=False)
    op.drop_column("cohort", "own_extension_days")
    op.drop_column("assignment", "grace_hours")
    op.drop_table("version_withdrawal")
    op.drop_table("extension_request")
    op.drop_table("extension")

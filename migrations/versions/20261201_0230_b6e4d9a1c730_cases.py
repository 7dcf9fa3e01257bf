"""Cases that a cohort thinks through stage by stage: what the program says, and what people write to it."""

import sqlalchemy as sa
from alembic import op

revision = "b6e4d9a1c730"
down_revision = "d19b7e40c2a5"
branch_labels = None
depends_on = None

REMOVERS = ("author", "trainer", "coordinator")


def _to(table: str, column: str, target: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete=ondelete
    )


def _stage(table: str, cohort: str = "RESTRICT") -> list[sa.schema.SchemaItem]:
    """Columns and constraints of what lies at a stage of a case in a cohort."""
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        _to(table, "case_id", "case_study", "RESTRICT"),
        _to(table, "cohort_id", "cohort", cohort),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _indexes(table: str, *columns: str) -> None:
    with op.batch_alter_table(table) as batch:
        for column in columns:
            batch.create_index(batch.f(f"ix_{table}_{column}"), [column], unique=False)
        if table in ("case_answer", "case_message"):
            batch.create_index(f"ix_{table}_stage", ["cohort_id", "case_id", "stage", "id"], unique=False)


def upgrade() -> None:
    with op.batch_alter_table("program") as table:
        table.add_column(sa.Column("screening", sa.JSON(), server_default="{}", nullable=False))
    with op.batch_alter_table("program") as table:
        table.alter_column("screening", server_default=None)
    op.create_table(
        "case_study",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("opens_after_class", sa.Integer(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        _to("case_study", "program_id", "program", "RESTRICT"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_study")),
        sa.UniqueConstraint("program_id", "slug", name=op.f("uq_case_study_program_id_slug")),
    )
    _add_written()
    _add_opened()


def _add_written() -> None:
    op.create_table(
        "case_answer",
        *_stage("case_answer"),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        _to("case_answer", "person_id", "person", "RESTRICT"),
        sa.UniqueConstraint(
            "person_id", "cohort_id", "case_id", "stage", name=op.f("uq_case_answer_person_id_cohort_id_case_id_stage")
        ),
    )
    _indexes("case_answer", "case_id")
    op.create_table(
        "case_commentary",
        *_stage("case_commentary"),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(text) <= 10000", name=op.f("ck_case_commentary_text_limit")),
        _to("case_commentary", "author_id", "person", "RESTRICT"),
        sa.UniqueConstraint("cohort_id", "case_id", "stage", name=op.f("uq_case_commentary_cohort_id_case_id_stage")),
    )
    _indexes("case_commentary", "case_id", "author_id")
    op.create_table(
        "case_message",
        *_stage("case_message"),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("by_trainer", sa.Boolean(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("earlier", sa.JSON(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "removed_as",
            sa.Enum(*REMOVERS, name="remover", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.CheckConstraint(
            "length(text) <= 4000 AND (length(text) = 0) = (removed_at IS NOT NULL)",
            name=op.f("ck_case_message_text_limit"),
        ),
        sa.CheckConstraint("(removed_at IS NULL) = (removed_as IS NULL)", name=op.f("ck_case_message_removed")),
        _to("case_message", "author_id", "person", "RESTRICT"),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_case_message_author_id_key")),
    )
    _indexes("case_message", "case_id")


def _add_opened() -> None:
    op.create_table(
        "case_opening",
        *_stage("case_opening", "CASCADE"),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        _to("case_opening", "person_id", "person", "CASCADE"),
        _to("case_opening", "by_id", "person", "RESTRICT"),
        sa.UniqueConstraint(
            "person_id", "cohort_id", "case_id", "stage", name=op.f("uq_case_opening_person_id_cohort_id_case_id_stage")
        ),
    )
    _indexes("case_opening", "case_id", "cohort_id", "by_id")
    op.create_table(
        "case_notes_release",
        *_stage("case_notes_release", "CASCADE"),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        _to("case_notes_release", "by_id", "person", "RESTRICT"),
        sa.UniqueConstraint("cohort_id", "case_id", name=op.f("uq_case_notes_release_cohort_id_case_id")),
    )
    _indexes("case_notes_release", "case_id", "by_id")


def downgrade() -> None:
    for table in ("case_notes_release", "case_opening", "case_message", "case_commentary", "case_answer", "case_study"):
        op.drop_table(table)
    with op.batch_alter_table("program") as batch:
        batch.drop_column("screening")

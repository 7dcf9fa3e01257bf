"""Document templates in versions; drafts and versions of work that are forms filled in; remarks on their fields."""

import sqlalchemy as sa
from alembic import op

revision = "f4c7d2e81a60"
down_revision = "d94b6f20c7e3"
branch_labels = None
depends_on = None

TIME_HAS_START = "(anchor = 'passage') = (start_ms IS NULL)"
ONE_ANCHOR = "start_ms IS NULL OR quote IS NULL"
WORK = ("draft", "submission_version")
REMARKS = ("remark", "review_remark")


def _foreign(table: str, column: str, to: str, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "template_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
        _foreign("template_version", "program_id", "program"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_version")),
        sa.UniqueConstraint("program_id", "slug", "number", name=op.f("uq_template_version_program_id_slug_number")),
    )
    with op.batch_alter_table("assignment") as table:
        table.add_column(sa.Column("template", sa.String(80), nullable=True))
    _add_forms()
    op.create_table(
        "template_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        _foreign("template_move", "draft_id", "draft", "CASCADE"),
        _foreign("template_move", "from_id", "template_version"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_move")),
    )
    with op.batch_alter_table("template_move") as table:
        for column in ("draft_id", "from_id"):
            table.create_index(table.f(f"ix_template_move_{column}"), [column], unique=False)
    _add_decisions()
    _add_places()


def _add_decisions() -> None:
    op.create_table(
        "document_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("returned", "approved", name="verdict", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        _foreign("document_decision", "version_id", "submission_version"),
        _foreign("document_decision", "trainer_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_decision")),
        sa.UniqueConstraint("version_id", name=op.f("uq_document_decision_version_id")),
    )
    op.create_table(
        "document_co_signature",
        sa.Column("decision_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("trainer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        _foreign("document_co_signature", "decision_id", "document_decision", "CASCADE"),
        _foreign("document_co_signature", "trainer_id", "person"),
        sa.PrimaryKeyConstraint("decision_id", "trainer_id", name=op.f("pk_document_co_signature")),
    )
    for name in ("document_decision", "document_co_signature"):
        with op.batch_alter_table(name) as table:
            table.create_index(table.f(f"ix_{name}_trainer_id"), ["trainer_id"], unique=False)
    op.create_table(
        "document_amendment",
        sa.Column("version_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.CheckConstraint("length(reason) >= 1", name=op.f("ck_document_amendment_reason")),
        _foreign("document_amendment", "version_id", "submission_version"),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_document_amendment")),
    )


def _add_forms() -> None:
    for name in WORK:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("template_id", sa.Integer(), nullable=True))
            table.add_column(sa.Column("answers", sa.Text(), nullable=True))
            if name == "submission_version":
                table.add_column(sa.Column("answers_sha256", sa.String(64), nullable=True))
                table.create_check_constraint(op.f(f"ck_{name}_digest"), "(answers IS NULL) = (answers_sha256 IS NULL)")
            table.create_foreign_key(
                op.f(f"fk_{name}_template_id_template_version"),
                "template_version",
                ["template_id"],
                ["id"],
                ondelete="RESTRICT",
            )
            table.create_index(table.f(f"ix_{name}_template_id"), ["template_id"], unique=False)
            table.create_check_constraint(op.f(f"ck_{name}_filled"), "(template_id IS NULL) = (answers IS NULL)")
            table.create_check_constraint(op.f(f"ck_{name}_answers_limit"), "length(answers) <= 200000")


def _add_places() -> None:
    for name in REMARKS:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("field", sa.String(200), nullable=True))
            table.add_column(sa.Column("label", sa.String(500), nullable=True))
            table.create_check_constraint(op.f(f"ck_{name}_field_has_label"), "(field IS NULL) = (label IS NULL)")
    with op.batch_alter_table("review_remark") as table:
        table.drop_constraint(op.f("ck_review_remark_one_anchor"), type_="check")
        table.create_check_constraint(
            op.f("ck_review_remark_one_anchor"),
            "(start_ms IS NULL OR quote IS NULL) AND (field IS NULL OR (start_ms IS NULL AND quote IS NULL))",
        )
    with op.batch_alter_table("remark") as table:
        table.drop_constraint(op.f("ck_remark_time_has_start"), type_="check")
        table.drop_constraint(op.f("ck_remark_anchor"), type_="check")
        table.create_check_constraint(op.f("ck_remark_anchor"), "anchor IN ('moment', 'range', 'passage', 'field')")
        table.create_check_constraint(
            op.f("ck_remark_time_has_start"), "(anchor IN ('passage', 'field')) = (start_ms IS NULL)"
        )
        table.create_check_constraint(op.f("ck_remark_field_has_place"), "(anchor = 'field') = (field IS NOT NULL)")


def downgrade() -> None:
    op.execute("DELETE FROM remark WHERE anchor = 'field'")
    op.execute("DELETE FROM review_remark WHERE field IS NOT NULL")
    with op.batch_alter_table("remark") as table:
        for name in ("field_has_place", "time_has_start", "anchor"):
            table.drop_constraint(op.f(f"ck_remark_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_remark_anchor"), "anchor IN ('moment', 'range', 'passage')")
        table.create_check_constraint(op.f("ck_remark_time_has_start"), TIME_HAS_START)
    with op.batch_alter_table("review_remark") as table:
        table.drop_constraint(op.f("ck_review_remark_one_anchor"), type_="check")
        table.create_check_constraint(op.f("ck_review_remark_one_anchor"), ONE_ANCHOR)
    for name in REMARKS:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"ck_{name}_field_has_label"), type_="check")
            table.drop_column("label")
            table.drop_column("field")
    for name in ("document_amendment", "document_co_signature", "document_decision", "template_move"):
        op.drop_table(name)
    for name in WORK:
        with op.batch_alter_table(name) as table:
            for check in ("answers_limit", "filled"):
                table.drop_constraint(op.f(f"ck_{name}_{check}"), type_="check")
            table.drop_index(table.f(f"ix_{name}_template_id"))
            table.drop_constraint(op.f(f"fk_{name}_template_id_template_version"), type_="foreignkey")
            if name == "submission_version":
                table.drop_constraint(op.f(f"ck_{name}_digest"), type_="check")
                table.drop_column("answers_sha256")
            table.drop_column("answers")
            table.drop_column("template_id")
    with op.batch_alter_table("assignment") as table:
        table.drop_column("template")
    op.drop_table("template_version")

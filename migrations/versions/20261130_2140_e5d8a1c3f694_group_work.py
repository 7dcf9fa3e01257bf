"""Work that groups share: who is in one, for whom it was handed in; what learners say of it is each one's own."""

import sqlalchemy as sa
from alembic import op

revision = "e5d8a1c3f694"
down_revision = "d5c81f0a36e7"
branch_labels = None
depends_on = None


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _foreign(table: str, column: str, to: str, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=ondelete)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("assignment") as table:
        table.add_column(sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("assignment") as table:
        table.alter_column("is_shared", server_default=None)
    op.create_table(
        "work_member",
        _number("assignment_id"),
        _number("cohort_id"),
        _number("person_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("founder_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 999", name=op.f("ck_work_member_number")),
        _foreign("work_member", "assignment_id", "assignment"),
        _foreign("work_member", "cohort_id", "cohort"),
        _foreign("work_member", "person_id", "person"),
        _foreign("work_member", "founder_id", "person"),
        _key("work_member", "assignment_id", "cohort_id", "person_id"),
    )
    with op.batch_alter_table("work_member") as table:
        table.create_index("ix_work_member_work", ["founder_id", "assignment_id", "cohort_id"], unique=False)
        for column in ("cohort_id", "person_id"):
            table.create_index(table.f(f"ix_work_member_{column}"), [column], unique=False)
    op.create_table(
        "contributor",
        _number("version_id"),
        _number("person_id"),
        sa.Column("has_handed_in", sa.Boolean(), nullable=False),
        _foreign("contributor", "version_id", "submission_version"),
        _foreign("contributor", "person_id", "person"),
        _key("contributor", "version_id", "person_id"),
    )
    with op.batch_alter_table("contributor") as table:
        table.create_index(table.f("ix_contributor_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("next_step") as table:
        table.add_column(sa.Column("same_as_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            table.f("fk_next_step_same_as_id_next_step"), "next_step", ["same_as_id"], ["id"], ondelete="RESTRICT"
        )
        table.create_index(table.f("ix_next_step_same_as_id"), ["same_as_id"], unique=False)
    _say_who_spoke()
    _rate_each()
    _understand_each()


def _say_who_spoke() -> None:
    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("by_trainer", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE message SET by_trainer = true WHERE author_id <> "
        "(SELECT learner_id FROM feedback_thread WHERE feedback_thread.id = message.thread_id)"
    )
    with op.batch_alter_table("message") as table:
        table.alter_column("by_trainer", server_default=None)


def _rate_each() -> None:
    """The key takes the person in, which no engine changes in place."""
    op.rename_table("self_rating", "self_rating_before")
    _self_rating("self_rating", _number("person_id"), _foreign("self_rating", "person_id", "person"))
    op.execute(
        "INSERT INTO self_rating (version_id, person_id, levels, rated_at) "
        "SELECT r.version_id, s.learner_id, r.levels, r.rated_at FROM self_rating_before r "
        "JOIN submission_version v ON v.id = r.version_id JOIN submission s ON s.id = v.submission_id"
    )
    op.drop_table("self_rating_before")
    with op.batch_alter_table("self_rating") as table:
        table.create_index(table.f("ix_self_rating_person_id"), ["person_id"], unique=False)


def _self_rating(name: str, *more: sa.schema.SchemaItem) -> None:
    _drop_names_of("self_rating", "version_id", "submission_version")
    op.create_table(
        name,
        _number("version_id"),
        *more,
        sa.Column("levels", sa.JSON(), nullable=False),
        _instant("rated_at"),
        _foreign("self_rating", "version_id", "submission_version"),
        _key("self_rating", "version_id", *(["person_id"] if more else [])),
    )


def _understand_each() -> None:
    op.rename_table("understanding", "understanding_before")
    _understanding("understanding", _number("person_id"), _foreign("understanding", "person_id", "person"))
    op.execute(
        "INSERT INTO understanding (message_id, person_id, understood_at) "
        "SELECT u.message_id, t.learner_id, u.understood_at FROM understanding_before u "
        "JOIN message m ON m.id = u.message_id JOIN feedback_thread t ON t.id = m.thread_id"
    )
    op.drop_table("understanding_before")
    with op.batch_alter_table("understanding") as table:
        table.create_index(table.f("ix_understanding_person_id"), ["person_id"], unique=False)
    op.create_table(
        "all_understood",
        _number("thread_id"),
        _number("person_id"),
        _instant("understood_at"),
        _foreign("all_understood", "thread_id", "feedback_thread", "CASCADE"),
        _foreign("all_understood", "person_id", "person"),
        _key("all_understood", "thread_id", "person_id"),
    )
    with op.batch_alter_table("all_understood") as table:
        table.create_index(table.f("ix_all_understood_person_id"), ["person_id"], unique=False)
    op.execute(
        "INSERT INTO all_understood (thread_id, person_id, understood_at) "
        "SELECT id, learner_id, understood_at FROM feedback_thread WHERE understood_at IS NOT NULL"
    )
    with op.batch_alter_table("feedback_thread") as table:
        table.drop_column("understood_at")


def _understanding(name: str, *more: sa.schema.SchemaItem) -> None:
    _drop_names_of("understanding", "message_id", "message")
    op.create_table(
        name,
        _number("message_id"),
        *more,
        _instant("understood_at"),
        _foreign("understanding", "message_id", "message", "CASCADE"),
        _key("understanding", "message_id", *(["person_id"] if more else [])),
    )


def _drop_names_of(table: str, column: str, to: str) -> None:
    """On PostgreSQL the names of keys are one pool with those of the table that gets them now."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"ALTER TABLE {table}_before DROP CONSTRAINT fk_{table}_{column}_{to}")
        op.execute(f"ALTER TABLE {table}_before DROP CONSTRAINT pk_{table}")


def downgrade() -> None:
    """Of what several of a group said, what the one under whom the work lies did is kept."""
    with op.batch_alter_table("feedback_thread") as table:
        table.add_column(sa.Column("understood_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE feedback_thread SET understood_at = (SELECT a.understood_at FROM all_understood a "
        "WHERE a.thread_id = feedback_thread.id AND a.person_id = feedback_thread.learner_id)"
    )
    op.drop_table("all_understood")
    op.rename_table("understanding", "understanding_before")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE understanding_before DROP CONSTRAINT fk_understanding_person_id_person")
    _understanding("understanding")
    op.execute(
        "INSERT INTO understanding (message_id, understood_at) SELECT u.message_id, u.understood_at "
        "FROM understanding_before u JOIN message m ON m.id = u.message_id "
        "JOIN feedback_thread t ON t.id = m.thread_id WHERE u.person_id = t.learner_id"
    )
    op.drop_table("understanding_before")
    op.rename_table("self_rating", "self_rating_before")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE self_rating_before DROP CONSTRAINT fk_self_rating_person_id_person")
    _self_rating("self_rating")
    op.execute(
        "INSERT INTO self_rating (version_id, levels, rated_at) SELECT r.version_id, r.levels, r.rated_at "
        "FROM self_rating_before r JOIN submission_version v ON v.id = r.version_id "
        "JOIN submission s ON s.id = v.submission_id WHERE r.person_id = s.learner_id"
    )
    op.drop_table("self_rating_before")
    with op.batch_alter_table("message") as table:
        table.drop_column("by_trainer")
    op.execute(
        "UPDATE review SET step_id = NULL WHERE step_id IN (SELECT id FROM next_step WHERE same_as_id IS NOT NULL)"
    )
    op.execute("DELETE FROM next_step WHERE same_as_id IS NOT NULL")
    with op.batch_alter_table("next_step") as table:
        table.drop_index(table.f("ix_next_step_same_as_id"))
        table.drop_constraint(table.f("fk_next_step_same_as_id_next_step"), type_="foreignkey")
        table.drop_column("same_as_id")
    op.drop_table("contributor")
    op.drop_table("work_member")
    with op.batch_alter_table("assignment") as table:
        table.drop_column("is_shared")

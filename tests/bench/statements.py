"""How often a page asks the database: counted inside the app, in this process."""

from sqlalchemy import event

from lms.app.factory import create_app
from lms.core.db import db
from lms.core.settings import Settings
from tests.bench.house import House
from tests.bench.rows import Row
from tests.kit.visitor import CLASS, assignment_of

NOT_ASKING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


def measure(house: House) -> list[Row]:
    """Of the class page and the assignment page, the door's own included, once each has been seen before."""
    pages = {"page.class.queries": CLASS, "page.assignment.queries": assignment_of(house.learner)}
    app = create_app(Settings(home=house.home).checked())
    client = app.test_client()
    for name, value in house.learner.cookies.items():
        client.set_cookie(name, value)
    seen: list[str] = []
    event.listen(db.get_bind(), "before_cursor_execute", lambda _c, _cursor, statement, *_: seen.append(statement))
    rows = []
    for name, path in pages.items():
        client.get(path)
        seen.clear()
        assert client.get(path).status_code == 200, path
        count = sum(not statement.startswith(NOT_ASKING) for statement in seen)
        rows.append(Row(name, count, "statements", goal="≤ 8"))
    db.remove()
    return rows

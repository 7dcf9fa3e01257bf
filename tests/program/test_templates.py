"""Document templates are kept in versions: one for each change, none lost."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from lms.core import clock
from lms.core.db import db, transaction
from lms.program import actions, queries, templates
from lms.program.disk import BUILTIN
from lms.program.folder import read_folder
from lms.program.models import Assignment, Program, TemplateVersion


@pytest.fixture
def folder(tmp_path: Path, app: Flask) -> Path:
    """A copy of the built-in program, to be changed."""
    for path in BUILTIN.rglob("*"):
        if path.is_file():
            target = tmp_path / "copy" / path.relative_to(BUILTIN)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path / "copy"


def load(folder: Path) -> list[str]:
    with transaction():
        return actions.load(folder, clock.now())


def newest(slug: str) -> TemplateVersion:
    found = queries.template(db.scalars(select(Program.id)).one(), slug)
    assert found
    return found


def change(folder: Path, path: str, before: str, after: str) -> None:
    text = (folder / path).read_text()
    assert before in text
    (folder / path).write_text(text.replace(before, after))


def test_each_template_comes_in_whole_and_once(folder: Path):
    load(folder)
    assert load(folder) == []
    read = read_folder(BUILTIN)
    kept = {row.slug: templates.of(row) for row in queries.templates_of(db.scalars(select(Program.id)).one())}
    assert kept.keys() == {authored.slug for authored in read.templates}
    for authored in read.templates:
        assert kept[authored.slug].fields == read.fields_of(authored)
        assert kept[authored.slug].bars == authored.bars
    assert db.scalar(select(func.max(TemplateVersion.number))) == 1


def test_a_changed_template_is_a_new_version_and_the_old_one_stays(folder: Path):
    load(folder)
    before = newest("soap")
    db.remove()
    change(folder, "templates/soap.yaml", "label: Length", "label: Minutes")
    assert "template soap: version 2" in load(folder)
    after = newest("soap")
    assert (after.number, after.sha256 == before.sha256) == (2, False)
    assert "Length" in {field.label for field in templates.of(db.get_one(TemplateVersion, before.id)).fields}
    db.remove()
    change(folder, "templates/soap.yaml", "label: Minutes", "label: Length")
    load(folder)
    assert (newest("soap").number, newest("soap").sha256) == (3, before.sha256)


def test_a_change_of_what_templates_share_is_one_of_each_that_has_it(folder: Path):
    load(folder)
    db.remove()
    change(folder, "templates/shared/note-head.yaml", "label: Case code", "label: Code of the case")
    changed = {line for line in load(folder) if line.startswith("template")}
    assert "template soap: version 2" in changed and "template kap-dosing-note: version 2" in changed
    assert newest("consent-outline").number == 1


def test_a_template_that_is_gone_is_offered_no_more_and_comes_back_as_a_new_version(folder: Path):
    load(folder)
    db.remove()
    text = (folder / "templates/girp.yaml").read_text()
    (folder / "templates/girp.yaml").unlink()
    assert "template girp: no longer offered; what was written with it stays" in load(folder)
    program_id = db.scalars(select(Program.id)).one()
    assert "girp" not in {row.slug for row in queries.templates_of(program_id)}
    db.remove()
    (folder / "templates/girp.yaml").write_text(text)
    load(folder)
    assert (newest("girp").number, newest("girp").is_retired) == (2, False)


def test_programs_that_were_loaded_before_templates_were_kept_get_them_without_a_change(folder: Path):
    load(folder)
    with transaction():
        db.execute(update(Assignment).values(template=None))
        db.query(TemplateVersion).delete()
    assert "assignment practice-07: template changed" in load(folder)
    assert newest("kap-dosing-note").number == 1
    assert load(folder) == []

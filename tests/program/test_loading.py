"""Loading a folder: as often as one likes, without harm to what learners did; and writing it back."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import String, func, select

from lms.core import clock
from lms.core.db import Base, db, transaction
from lms.core.errors import Refused
from lms.program import actions, queries, schema
from lms.program.check import check
from lms.program.disk import BUILTIN
from lms.program.faults import FaultyFolder
from lms.program.models import Assignment, CaseStudy, Demonstration, Handout, Program, ProgramClass, Revision, Statement
from lms.program.rules import MEDIA_LIMIT, Anonymity, Confidentiality, Givers, PeerPlan, PeerSeen
from tests.kit import make


@pytest.fixture
def folder(tmp_path: Path, app: Flask) -> Path:
    """A copy of the built-in program, to be changed."""
    copy = tmp_path / "copy"
    for path in BUILTIN.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(BUILTIN)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return copy


def load(folder: Path) -> list[str]:
    with transaction():
        return actions.load(folder, clock.now())


def test_twelve_classes_come_in_and_the_second_loading_changes_nothing(folder: Path):
    assert load(folder)
    assert load(folder) == []
    assert db.scalar(select(func.count()).select_from(ProgramClass)) == 12
    assert db.scalar(select(func.count()).select_from(Revision)) == 1


def test_a_change_is_named_and_makes_a_revision_and_keeps_the_rows(folder: Path):
    load(folder)
    before = db.scalars(select(Assignment.id).order_by(Assignment.id)).all()
    db.remove()
    changed = next(folder.glob("classes/01-*/class.md"))
    changed.write_text(changed.read_text().replace("title: Orientation", "title: Welcome"))
    assert load(folder) == ["class 1: title changed"]
    assert db.scalars(select(Assignment.id).order_by(Assignment.id)).all() == before
    assert db.scalar(select(func.max(Revision.number))) == 2


def test_cases_come_in_change_and_go_and_what_is_gone_stays_for_what_was_written(folder: Path):
    load(folder)
    found = db.scalars(select(CaseStudy).order_by(CaseStudy.position)).all()
    assert [one.slug for one in found] == ["alder", "birch", "cedar", "dogwood"]
    assert [stage["due_with_class"] for stage in found[0].stages] == [4, 4, 6, 6]
    assert "hopelessness" in found[2].notes and len(queries.screening_of(found[0].program_id)["rows"]) > 20
    db.remove()
    cedar = folder / "cases" / "cedar.md"
    cedar.write_text(cedar.read_text().replace("bright morning", "clear morning"))
    assert load(folder) == ["case_study cedar: title changed"]
    elm = cedar.with_name("elm.md")
    elm.write_text(cedar.read_text().replace("cedar", "elm").replace("Cedar", "Elm"))
    assert load(folder) == ["case_study elm: new"]
    elm.unlink()
    assert load(folder) == ["case_study elm: no longer shown; what people did with it stays"]
    assert db.scalar(select(CaseStudy.is_retired).where(CaseStudy.slug == "elm"))


def test_how_peers_review_comes_in_changes_and_goes_again(folder: Path):
    load(folder)
    practice = next(folder.glob("classes/06-*/practice.md"))
    slug = Assignment.slug == "practice-06"
    plan = db.scalars(select(Assignment).where(slug)).one().peers
    assert plan == PeerPlan(
        2, 4, Anonymity.NONE, PeerSeen.AT_ONCE, Givers.HANDED_IN, ("C5",),
        ("Which stop rule could two people read in two ways? Say both.",),
    )  # fmt: skip
    db.remove()
    practice.write_text(practice.read_text().replace("  days: 4\n", "  days: 5\n  anonymous: both\n"))
    assert load(folder) == ["assignment practice-06: peer review changed"]
    plan = db.scalars(select(Assignment).where(slug)).one().peers
    assert plan
    assert (plan.days, plan.anonymous) == (5, Anonymity.BOTH)
    db.remove()
    before, _, after = practice.read_text().partition("peer_review:")
    practice.write_text(before + "---" + after.partition("---")[2])
    assert load(folder) == ["assignment practice-06: peer review changed"]
    assert db.scalars(select(Assignment.slug).where(slug, Assignment.peer_review.is_(None))).all() == ["practice-06"]


def test_how_role_plays_run_is_loaded_with_the_program_and_again_when_it_changes(folder: Path):
    load(folder)
    program_id = db.scalars(select(Program.id)).one()
    assert queries.protocols_of(program_id)["marks"][0] == "seen"
    db.remove()
    path = folder / "protocols.yaml"
    path.write_text(path.read_text().replace("- no chance to see", "- could not be seen"))
    assert load(folder) == ["protocols: changed"]
    assert queries.protocols_of(program_id)["marks"][-1] == "could not be seen"


def test_work_is_done_in_groups_where_the_folder_says_so_and_comes_out_as_it_went_in(folder: Path, tmp_path: Path):
    load(folder)
    practice = next(folder.glob("classes/10-*/practice.md"))
    asked = select(Assignment.is_shared).where(Assignment.slug == "practice-10")
    assert db.scalar(asked) is False
    db.remove()
    practice.write_text(practice.read_text().replace("kind: recording\n", "kind: recording\nshared: true\n"))
    assert load(folder) == ["assignment practice-10: is shared changed"]
    assert db.scalar(asked) is True
    actions.export("kap-cert", tmp_path / "out")
    assert (tmp_path / "out" / practice.relative_to(folder)).read_bytes() == practice.read_bytes()


def test_what_is_no_longer_in_the_folder_is_retired_not_deleted(folder: Path):
    load(folder)
    gone = next(folder.glob("classes/12-*/handouts/h12-4.md"))
    gone.unlink()
    assert load(folder) == ["handout h12-4: no longer shown; what people did with it stays"]
    assert db.scalar(select(Handout.is_retired).where(Handout.slug == "h12-4"))


def test_what_a_trainer_has_pinned_to_a_demonstration_is_of_no_folder_and_is_left_alone(folder: Path):
    load(folder)
    demonstration = db.scalars(select(Demonstration).limit(1)).one()
    pinned = make.pinned_assignment(demonstration).id
    db.commit()
    assert load(folder) == []
    assert not db.get_one(Assignment, pinned).is_retired


def test_a_folder_with_faults_changes_nothing_and_names_each(folder: Path):
    next(folder.glob("classes/01-*/practice.md")).write_text("no front matter")
    (folder / "prices.yaml").unlink()
    with pytest.raises(FaultyFolder) as refused:
        load(folder)
    assert {fault.path for fault in refused.value.faults} >= {"classes/01-orientation/practice.md"}
    assert db.scalar(select(func.count()).select_from(ProgramClass)) == 0


def most_of(field: dict[str, Any]) -> int | None:
    """The most characters of a text, also of one that may be left out."""
    lengths = [each.get("maxLength") for each in (field, *field.get("anyOf", ()))]
    return next((length for length in lengths if length), None)


@pytest.mark.parametrize(
    ("page", "table"),
    [
        (schema.Program, Program),
        (schema.ProgramClass, ProgramClass),
        (schema.Demonstration, Demonstration),
        (schema.Handout, Handout),
        (schema.HomePractice, Assignment),
        (schema.Drill, Assignment),
    ],
)
def test_the_longest_text_that_a_file_may_hold_fits_its_column(page: type[schema.Page], table: type[Base]):
    longest = {name: most_of(field) for name, field in page.model_json_schema()["properties"].items()}
    columns = [column for column in table.__table__.columns if type(column.type) is String and column.name in longest]
    assert {column.name for column in columns} >= {"slug", "title"}
    assert all(longest[column.name] <= column.type.length for column in columns)


def test_a_statement_that_is_reworded_stays_the_same_and_one_that_is_gone_is_retired(folder: Path):
    load(folder)
    path = next(folder.glob("classes/08-*/drills/*.md"))
    before = {one.slug: one.id for one in db.scalars(select(Statement))}
    db.remove()
    path.write_text(path.read_text().replace("a staircase that went nowhere", "a door without a room"))
    assert load(folder) == ["statement tell-me-what-it-means: text changed"]
    path.write_text(path.read_text().replace("id: forgiven", "id: my-father"))
    assert load(folder) == [
        "statement my-father: new",
        "statement forgiven: no longer shown; what people did with it stays",
    ]
    after = {one.slug: one for one in db.scalars(select(Statement))}
    assert {slug: one.id for slug, one in after.items() if slug in before} == before
    assert [slug for slug, one in after.items() if one.is_retired] == ["forgiven"]


def test_a_recorded_statement_is_kept_and_comes_out_again_byte_for_byte(folder: Path, tmp_path: Path):
    load(folder)
    path = next(folder.glob("classes/08-*/drills/*.md"))
    path.write_text(path.read_text().replace("    difficulty: 1", "    difficulty: 1\n    media: staircase.mp3"))
    (path.parent / "staircase.mp3").write_bytes(b"a voice")
    assert load(folder) == ["statement tell-me-what-it-means: media, media sha256 changed"]
    assert load(folder) == []
    (path.parent / "staircase.mp3").write_bytes(b"another voice")
    assert load(folder) == ["statement tell-me-what-it-means: media sha256 changed"]
    assert db.scalars(select(Statement.media_sha256).where(Statement.media == "staircase.mp3")).one() == (
        sha256(b"another voice").hexdigest()
    )
    written = actions.export("kap-cert", tmp_path / "out")
    kept = {found.relative_to(folder): found.read_bytes() for found in folder.rglob("*") if found.is_file()}
    out = {found.relative_to(tmp_path / "out"): found.read_bytes() for found in (tmp_path / "out").rglob("*.*")}
    assert (written, out) == (len(kept), kept)


@pytest.mark.parametrize(
    ("media", "files", "fault", "says"),
    [
        ("staircase.mp3", [], "before-meaning.md", "There is no file “staircase.mp3” beside this one"),
        ("staircase.wav", [], "before-meaning.md", "can't be played"),
        ("../staircase.mp3", [], "before-meaning.md", "can't be played"),
        ("staircase.mp3", ["staircase.mp3", "other.mp3"], "other.mp3", "No statement names this file"),
        ("staircase.mp3", ["staircase.mp3", "other.wav"], "other.wav", "Only .md and .yaml files"),
    ],
)
def test_recorded_statements_that_are_missing_or_too_much_are_named(
    folder: Path, media: str, files: list[str], fault: str, says: str
):
    path = next(folder.glob("classes/08-*/drills/*.md"))
    path.write_text(path.read_text().replace("    difficulty: 1", f"    difficulty: 1\n    media: {media}"))
    for name in files:
        (path.parent / name).write_bytes(b"a voice")
    assert [(found.path.rpartition("/")[2], says in found.message) for found in check(folder)] == [(fault, True)]


def test_a_recorded_statement_that_is_too_large_is_named(folder: Path):
    path = next(folder.glob("classes/08-*/drills/*.md"))
    path.write_text(path.read_text().replace("    difficulty: 1", "    difficulty: 1\n    media: long.mp4"))
    with (path.parent / "long.mp4").open("wb") as large:
        large.truncate(MEDIA_LIMIT + 1)
    assert [found.message[:30] for found in check(folder)] == ["The file has more than 20 MB. "]


def test_a_drill_that_is_gone_is_no_longer_asked_for(folder: Path):
    load(folder)
    next(folder.glob("classes/08-*/drills/*.md")).unlink()
    assert load(folder) == ["assignment drill-08-before-meaning: no longer shown; what people did with it stays"]


def test_an_export_is_the_folder_byte_for_byte(folder: Path, tmp_path: Path):
    load(folder)
    written = actions.export("kap-cert", tmp_path / "out")
    kept = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert written == len(kept)
    assert {
        p.relative_to(tmp_path / "out"): p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()
    } == kept


def test_an_export_does_not_write_over_what_is_there(folder: Path, tmp_path: Path):
    load(folder)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match="holds something already"):
        actions.export("kap-cert", tmp_path / "full")
    assert queries.program("kap-cert")


def test_levels_and_agreement_come_in_with_the_program(folder: Path):
    load(folder)
    program = queries.program("kap-cert")
    assert program
    levels = {row.level: row for row in queries.levels_of(program.id)}
    assert set(levels) == set(Confidentiality)
    restricted = levels[Confidentiality.V3]
    assert (restricted.open_days_before, restricted.open_days_after) == (1, 14)
    assert restricted.agreement and restricted.consent and restricted.watermark and restricted.every_view_logged
    assert not restricted.transcript_file
    assert restricted.said.endswith("Do not discuss this outside the cohort, and do not record it.")
    agreement = queries.agreement(program.id, 1)
    assert agreement
    assert program.agreement_version == 1
    assert agreement.sha256 == sha256(agreement.text.encode()).hexdigest()


def test_another_text_of_the_agreement_needs_another_version_and_the_old_text_stays(folder: Path):
    load(folder)
    path = folder / "agreement.md"
    before = path.read_text()
    path.write_text(before + "\nAnd one sentence more.\n")
    with pytest.raises(Refused, match="another version"):
        load(folder)
    db.remove()
    path.write_text(path.read_text().replace("version: 1", "version: 2"))
    assert load(folder) == ["agreement, version 2: new", "agreement: agreement version changed"]
    program = queries.program("kap-cert")
    assert program
    assert program.agreement_version == 2
    first = queries.agreement(program.id, 1)
    assert first and "one sentence more" not in first.text
    db.remove()
    path.write_text(before)
    assert load(folder) == ["agreement: agreement version changed"], "going back to what was signed asks nobody anew"


def test_a_changed_level_is_named(folder: Path):
    load(folder)
    path = folder / "confidentiality.yaml"
    path.write_text(path.read_text().replace("open_days_after: 14", "open_days_after: 21"))
    assert load(folder) == ["confidentiality V3: open days after changed"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda folder: (folder / "agreement.md").unlink(), "there is no agreement.md"),
        (lambda folder: replace_in(folder / "confidentiality.yaml", "level: V2", "level: V1"), "for the second time"),
        (lambda folder: replace_in(folder / "confidentiality.yaml", "level: V2", "level: V1"), "level V2 is missing"),
        (
            lambda folder: replace_in(folder / "confidentiality.yaml", "download: false", "download: true"),
            "Write false",
        ),
        (lambda folder: replace_in(folder / "agreement.md", "version: 1", "version: one"), "agreement.md"),
    ],
)
def test_what_is_wrong_with_confidentiality_is_named(folder: Path, change: Callable[[Path], None], fault: str):
    change(folder)
    assert any(fault in f"{found.path} {found.message}" for found in check(folder))


def replace_in(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text().replace(old, new))

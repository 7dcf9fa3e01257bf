"""Loading a program's folder, as often as one likes, and writing it back."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, select

from lms.core import storage
from lms.core.db import Base, db
from lms.core.errors import Refused
from lms.program import queries, schema, templates
from lms.program.folder import ClassFolder, ProgramFolder, read_folder
from lms.program.models import (
    Agreement,
    Assignment,
    CaseStudy,
    ConfidentialityLevel,
    Demonstration,
    FileText,
    Handout,
    Program,
    ProgramClass,
    Revision,
    RevisionFile,
    RevisionMedia,
    Statement,
)
from lms.program.rules import PracticeKind

Row = TypeVar("Row", bound=Base)
Child = type[Demonstration] | type[Handout] | type[Assignment] | type[Statement] | type[CaseStudy]


def load(folder: Path, now: datetime) -> list[str]:
    """Make the loaded copy what the folder says; what learners did stays. Gives what changed, a sentence each.

    Raises FaultyFolder, before anything is written, where the folder has faults; Refused where the agreement has
    another text under a version that has been loaded before.
    """
    read = read_folder(folder)
    program = queries.program(read.program.slug) or _add(Program(slug=read.program.slug, title="", scope_sentence=""))
    before = queries.newest_revision(program.id)
    changes = _load_rubric(program, read.rubric) + _load_protocols(program, read.protocols)
    changes += templates.load(program, read, now) + _load_cases(program, read)
    media = {path: _digest(place) for path, place in read.media.items()}
    if before and _all_of(before) == {**read.files, **media}:
        return changes + _name_templates(program, read.classes)
    _keep_files(program, dict(read.files), media, now)
    for path, place in read.media.items():
        storage.store().put_file(media_key(media[path]), place)
    changes += _set(
        program, f"program {program.slug}", title=read.program.title, scope_sentence=read.program.scope_sentence
    )
    changes += _load_levels(program, read.confidentiality) + _load_agreement(program, read.agreement, now)
    for part in read.classes:
        changes += _load_class(program, part, read.done_means(part.program_class))
        changes += _load_drills(program, part, media)
    return changes or _changed_files(before, {**read.files, **media})


def media_key(sha256: str) -> str:
    """Where the bytes of a recorded statement are kept."""
    return f"statements/{sha256}"


def export(slug: str, folder: Path) -> int:
    """Write the newest revision of a program into a new folder, byte for byte; give the count of files.

    Raises Refused where there is no such program, or the folder holds something already.
    """
    program = queries.program(slug)
    revision = program and queries.newest_revision(program.id)
    if revision is None:
        raise Refused(f"There is no program {slug}. Load one first: attune program load FOLDER.")
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} holds something already. Please name a new folder.")
    files, media = queries.files_of(revision.id), queries.media_of(revision.id)
    for path in (*files, *media):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (folder / path).write_bytes(text.encode())
    for path, digest in media.items():
        storage.store().fetch(media_key(digest), folder / path)
    return len(files) + len(media)


def _name_templates(program: Program, classes: Sequence[ClassFolder]) -> list[str]:
    """Say of assignments that were loaded before templates were which one they are written in."""
    changes = []
    for authored in (part.practice for part in classes):
        row = db.get_one(Assignment, queries.assignment_of(program.id, authored.slug))
        changes += _set(row, f"assignment {authored.slug}", template=authored.template)
    return changes


def _load_levels(program: Program, authored: schema.ConfidentialityRules) -> list[str]:
    here = {row.level: row for row in queries.levels_of(program.id)}
    changes = []
    for level in authored.levels:
        row = here.get(level.level) or ConfidentialityLevel(program_id=program.id, level=level.level)
        notice = authored.notice if level.level in authored.notice_levels else None
        changes += _set(
            row,
            f"confidentiality {level.level}",
            title=level.title,
            said=" ".join(said for said in (level.said, notice) if said),
            agreement=level.agreement,
            consent=level.consent,
            watermark=level.watermark,
            every_view_logged=level.every_view_logged,
            transcript_file=level.transcript_file,
            open_days_before=level.open_days_before,
            open_days_after=level.open_days_after,
        )
        _add(row)
    return changes


def _load_rubric(program: Program, authored: schema.Rubric) -> list[str]:
    titles = [level.title for level in authored.levels]
    rubric = [
        [each.code, each.title, [list(level) for level in zip(titles, each.levels, strict=True)]]
        for each in authored.competencies
    ]
    if queries.rubric_of(program.id) == rubric:
        return []
    program.rubric = rubric
    return ["rubric: changed"]


def _load_protocols(program: Program, authored: schema.Protocols) -> list[str]:
    protocols = authored.model_dump(mode="json", exclude={"path"})
    if queries.protocols_of(program.id) == protocols:
        return []
    program.protocols = protocols
    return ["protocols: changed"]


def _load_cases(program: Program, read: ProgramFolder) -> list[str]:
    screening = read.screening.model_dump(mode="json", exclude={"path"})
    changed = queries.screening_of(program.id) != screening
    if changed:
        program.screening = screening
    values = [
        {
            "slug": each.slug,
            "position": position,
            "title": each.title,
            "opens_after_class": each.opens_after_class,
            "stages": [stage.model_dump(mode="json") for stage in each.stages],
            "facts": list(each.facts),
            "notes": each.body.strip(),
        }
        for position, each in enumerate(read.cases)
    ]
    return (["screening: changed"] if changed else []) + _load_children(CaseStudy, {"program_id": program.id}, values)


def _load_agreement(program: Program, authored: schema.Agreement | None, now: datetime) -> list[str]:
    if authored is None:
        return _set(program, "agreement", agreement_version=None)
    text = authored.body.strip()
    digest = hashlib.sha256(text.encode()).hexdigest()
    found = queries.agreement(program.id, authored.version)
    if found and found.sha256 != digest:
        raise Refused(
            f"The text of agreement.md differs from the version {authored.version} that was loaded before, and that "
            "people may have signed. Give it another version."
        )
    made = found or Agreement(program_id=program.id, version=authored.version, loaded_at=now)
    changes = _set(made, f"agreement, version {authored.version}", title=authored.title, text=text, sha256=digest)
    _add(made)
    return changes + _set(program, "agreement", agreement_version=authored.version)


def _load_class(program: Program, part: ClassFolder, done_means: Sequence[str]) -> list[str]:
    authored = part.program_class
    found = db.scalar(
        select(ProgramClass).where(ProgramClass.program_id == program.id, ProgramClass.slug == authored.slug)
    )
    made = found or ProgramClass(program_id=program.id, slug=authored.slug)
    changes = _set(
        made,
        f"class {authored.number}",
        number=authored.number,
        title=authored.title,
        arc=authored.arc,
        minutes=authored.minutes,
        summary=authored.body.strip(),
        objectives=list(authored.objectives),
        agenda=[[item.minutes, item.item] for item in authored.agenda],
        completion=list(done_means),
        role_play=part.role_play.model_dump(mode="json", exclude={"path"}),
    )
    _add(made)
    of_class = {"class_id": made.id}
    changes += _load_children(
        Demonstration, of_class, [_demonstration(d, n) for n, d in enumerate(part.demonstrations)]
    )
    changes += _load_children(Handout, of_class, [_handout(h, n) for n, h in enumerate(part.handouts)])
    work = [_assignment(part), *(_drill(drill, part) for drill in part.drills)]
    changes += _load_children(Assignment, of_class, work)
    return changes


def _load_drills(program: Program, part: ClassFolder, media: dict[str, str]) -> list[str]:
    changes = []
    for drill in part.drills:
        found = queries.assignment_of(program.id, drill.slug)
        beside = drill.path.rpartition("/")[0]
        values = [
            _statement(each, position) | {"media_sha256": media.get(f"{beside}/{each.media}")}
            for position, each in enumerate(drill.statements)
        ]
        changes += _load_children(Statement, {"assignment_id": found}, values)
    return changes


def _load_children(kind: Child, parent: dict[str, int], authored: Sequence[dict[str, Any]]) -> list[str]:
    """Add and change what the folder has; retire what it no longer has. `parent`: the column that names it, its id."""
    authored_before = [~Assignment.is_pinned] if kind is Assignment else []
    here = {row.slug: row for row in db.scalars(select(kind).filter_by(**parent).where(*authored_before))}
    changes = []
    for values in authored:
        row = here.pop(values["slug"], None) or kind(**parent)
        changes += _set(row, f"{kind.__tablename__} {values['slug']}", **values, is_retired=False)
        _add(row)
    for slug, row in here.items():
        if not row.is_retired:
            row.is_retired = True
            changes.append(f"{kind.__tablename__} {slug}: no longer shown; what people did with it stays")
    return changes


def _demonstration(authored: Any, position: int) -> dict[str, Any]:
    return {
        "slug": authored.slug,
        "position": position,
        "code": authored.code,
        "title": authored.title,
        "kind": authored.kind,
        "seconds": authored.seconds,
        "confidentiality": authored.level,
        "chapters": [[chapter.second, chapter.title] for chapter in authored.chapters],
        "notes": authored.body.strip(),
    }


def _handout(authored: Any, position: int) -> dict[str, Any]:
    return {
        "slug": authored.slug,
        "position": position,
        "code": authored.code,
        "title": authored.title,
        "text": authored.body.strip(),
    }


def _assignment(part: ClassFolder) -> dict[str, Any]:
    authored = part.practice
    return {
        "slug": authored.slug,
        "title": authored.title,
        "kind": authored.kind,
        "brief": authored.body.strip(),
        "minutes": authored.minutes,
        "words_least": authored.words_least,
        "words_most": authored.words_most,
        "due_days_after": authored.due_days_after,
        "grace_hours": authored.grace_hours or 0,
        "is_shared": authored.shared,
        "template": authored.template,
        "competencies": list(authored.competencies or part.program_class.competencies),
        "peer_review": _peer_review(authored.peer_review),
    }


def _drill(authored: schema.Drill, part: ClassFolder) -> dict[str, Any]:
    return {
        "slug": authored.slug,
        "title": authored.title,
        "kind": PracticeKind.DRILL,
        "brief": authored.body.strip(),
        "minutes": authored.minutes,
        "words_least": None,
        "words_most": None,
        "template": None,
        "due_days_after": authored.due_days_after,
        "competencies": list(authored.competencies or part.program_class.competencies),
        "peer_review": _peer_review(authored.peer_review),
    }


def _peer_review(authored: schema.PeerReview | None) -> dict[str, Any] | None:
    return authored and authored.model_dump(mode="json")


def _statement(authored: schema.Statement, position: int) -> dict[str, Any]:
    return {
        "slug": authored.id,
        "position": position,
        "text": authored.text,
        "affect": authored.affect,
        "difficulty": authored.difficulty,
        "criteria": list(authored.criteria),
        "media": authored.media,
    }


def _set(row: Base, name: str, **values: Any) -> list[str]:
    """Give the row these values; say which of them changed."""
    is_new = row not in db and getattr(row, "id", None) is None
    different = [field for field, value in values.items() if getattr(row, field, None) != value]
    for field in different:
        setattr(row, field, values[field])
    if is_new:
        return [f"{name}: new"]
    return [f"{name}: {', '.join(different).replace('_', ' ')} changed"] if different else []


def _add(row: Row) -> Row:
    db.add(row)
    db.flush()
    return row


def _digest(place: Path) -> str:
    with place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _all_of(revision: Revision) -> dict[str, str]:
    """Each path of the folder, with its text or with the digest of its bytes."""
    return queries.files_of(revision.id) | queries.media_of(revision.id)


def _keep_files(program: Program, files: dict[str, str], media: dict[str, str], now: datetime) -> None:
    last = db.scalar(select(func.max(Revision.number)).where(Revision.program_id == program.id)) or 0
    revision = _add(Revision(program_id=program.id, number=last + 1, loaded_at=now))
    kept = set(db.scalars(select(FileText.sha256)))
    for path, text in files.items():
        digest = hashlib.sha256(text.encode()).hexdigest()
        if digest not in kept:
            kept.add(digest)
            db.add(FileText(sha256=digest, text=text))
        db.add(RevisionFile(revision_id=revision.id, path=path, sha256=digest))
    db.add_all(RevisionMedia(revision_id=revision.id, path=path, sha256=digest) for path, digest in media.items())
    db.flush()


def _changed_files(before: Revision | None, files: dict[str, str]) -> list[str]:
    old = _all_of(before) if before else {}
    return [f"{path}: changed" for path in sorted(set(old) | set(files)) if old.get(path) != files.get(path)]

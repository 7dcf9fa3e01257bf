"""Document templates in the database: a version for each change, so that a note keeps the one it was written with."""

import hashlib
import json
from datetime import datetime
from functools import lru_cache

from lms.core.db import db
from lms.program import queries, schema
from lms.program.folder import ProgramFolder
from lms.program.models import Program, TemplateVersion

_READ_AT_ONCE = 128  # templates that stay read


def load(program: Program, read: ProgramFolder, now: datetime) -> list[str]:
    """Keep a new version of each template that differs from its newest one, and retire those that are gone."""
    changes = []
    gone = {row.slug: row for row in queries.templates_of(program.id)}
    for authored in read.templates:
        gone.pop(authored.slug, None)
        changes += keep(program, whole(authored, read), now)
    for slug, row in gone.items():
        row.is_retired = True
        changes.append(f"template {slug}: no longer offered; what was written with it stays")
    return changes


def whole(authored: schema.DocumentTemplate, read: ProgramFolder) -> schema.DocumentTemplate:
    """A template by itself: the fields that it shares with others are its own."""
    return authored.model_copy(update={"fields": read.fields_of(authored), "head": None, "tail": None})


def keep(program: Program, template: schema.DocumentTemplate, now: datetime) -> list[str]:
    """Let this be the newest version of its template; says what is new, nothing where it is the newest already."""
    content = written(template)
    digest = hashlib.sha256(content.encode()).hexdigest()
    newest = queries.template(program.id, template.slug)
    if newest and newest.sha256 == digest and not newest.is_retired:
        return []
    number = newest.number + 1 if newest else 1
    db.add(
        TemplateVersion(
            program_id=program.id,
            slug=template.slug,
            number=number,
            title=template.title,
            content=content,
            sha256=digest,
            loaded_at=now,
        )
    )
    db.flush()
    return [f"template {template.slug}: version {number}"]


def written(template: schema.DocumentTemplate) -> str:
    """A template as it is kept: JSON that says only what isn't so by default, always in the same way."""
    said = template.model_dump(mode="json", exclude={"path"}, exclude_defaults=True)
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def of(version: TemplateVersion) -> schema.DocumentTemplate:
    """The template that a version keeps."""
    return _read(version.content)


@lru_cache(_READ_AT_ONCE)
def _read(content: str) -> schema.DocumentTemplate:
    return schema.DocumentTemplate.model_validate({"path": "", **json.loads(content)})

"""What the docs name exists, and what exists for operators is named in the docs."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest
from flask import Flask

from lms.app.cli import main
from lms.core.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMED = "\n".join(page.read_text() for page in PAGES)


CONTEXT = click.Context(main)


def commands(group: click.Group, before: str = "") -> list[str]:
    found = []
    for name in group.list_commands(CONTEXT):
        command, whole = group.get_command(CONTEXT, name), f"{before}{name}"
        found += commands(command, f"{whole} ") if isinstance(command, click.Group) else [whole]
    return found


@pytest.mark.parametrize("field", [field.name for field in fields(Settings)])
def test_each_setting_is_in_the_docs(field: str):
    assert f"ATTUNE_{field.upper()}" in (ROOT / "docs" / "settings.md").read_text()


def test_each_setting_that_the_docs_name_exists():
    named = set(re.findall(r"\bATTUNE_([A-Z_]+)\b", NAMED))
    known = {field.name.upper() for field in fields(Settings)}
    assert {name for name in named if not name.startswith("TEST_")} <= known


@pytest.mark.parametrize("command", commands(main))
def test_each_command_is_in_the_docs_and_shows_an_example(command: str):
    assert f"attune {command}" in NAMED
    found: click.Command | None = main
    for word in command.split():
        assert isinstance(found, click.Group)
        found = found.get_command(CONTEXT, word)
    assert found
    assert f"attune {command}" in (found.help or "") or f"attune {command.split()[0]}" in (found.help or "")


def test_each_command_that_the_docs_name_exists():
    known = commands(main)
    for line in re.findall(r"`attune ([a-z][a-z -]*)", NAMED):
        assert any(line.strip().startswith(command) for command in known) or line.strip() in {
            "program",
            "people",
            "cohort",
        }, line


def test_each_make_target_that_the_docs_name_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"`make ([a-z-]+)", NAMED)) <= targets


def test_each_address_that_the_docs_name_exists(app: Flask):
    adapter = app.url_map.bind("localhost")
    rules = [re.sub(r"<[^>]+>", "…", rule.rule) for rule in app.url_map.iter_rules()]
    for address in re.findall(r"`(/[a-z][a-z0-9/…<>_-]*)`", NAMED):
        shape = re.sub(r"<[^>]+>", "…", address)
        assert shape in rules or adapter.test(address) or adapter.test(address, method="POST"), address

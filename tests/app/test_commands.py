"""What an operator types: done, or refused with a sentence and exit status 2."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lms.app import cli, migrate
from lms.core import storage
from lms.core.db import connect
from lms.core.settings import Settings

CREATE = ["cohort", "create", "spring", "--title", "Spring", "--first", "2027-03-02"]


@pytest.fixture
def own_home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    """A migrated home of its own; afterwards this process has its own database and media store back."""
    monkeypatch.setenv("ATTUNE_HOME", str(tmp_path))
    migrate.upgrade(Settings(home=tmp_path).checked())
    yield tmp_path
    connect(settings.database_url)
    storage.use(settings.media_url, settings.media_direct)


def run(*words: str) -> Result:
    return CliRunner().invoke(cli.main, words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--zone", "Nowhere"], "is no time zone"),
        (["--zone", "../etc"], "is no time zone"),
        (["--at", "25:99"], "is no time of day"),
        (["--skip", "next week"], "is no date"),
        (["--pattern", "daily"], "'daily' is not one of"),
    ],
)
def test_bad_use_is_refused_with_a_sentence(own_home: Path, words: list[str], sentence: str):
    result = run(*CREATE, *words)
    assert result.exit_code == 2 and sentence in result.output


def test_a_cohort_needs_a_program_that_is_loaded(own_home: Path):
    assert "Load it first" in run(*CREATE).output
    assert run("program", "load").exit_code == 0
    created = run(*CREATE, "--skip", "2027-03-09")
    assert created.output.splitlines()[:2] == [" 1 Tue 2027-03-02 11:00 EST", " 2 Tue 2027-03-16 11:00 EDT"]
    assert run(*CREATE).exit_code == 1


def test_a_program_loaded_twice_has_not_changed_and_comes_out_as_it_went_in(own_home: Path):
    run("program", "load")
    assert run("program", "load").output == "Nothing has changed.\n"
    assert run("program", "export", "kap-cert", str(own_home / "out")).exit_code == 0
    assert "holds something already" in run("program", "export", "kap-cert", str(own_home / "out")).output
    assert run("program", "check", str(own_home / "out")).output == "No fault found.\n"


def test_nobody_else_on_the_machine_reads_what_is_written(own_home: Path, monkeypatch: pytest.MonkeyPatch):
    fresh = own_home / "fresh"
    monkeypatch.setenv("ATTUNE_HOME", str(fresh))
    before = os.umask(0o022)
    try:
        assert run("migrate").exit_code == 0
    finally:
        os.umask(before)
    written = [fresh, *fresh.rglob("*")]
    assert (fresh / "attune.db") in written
    assert [path for path in written if path.stat().st_mode & 0o007] == []


def test_the_first_coordinator_is_made_once(own_home: Path):
    words = ["people", "create", "ada@clinic.example", "--name", "Ada Example", "--coordinator", "--password"]
    assert "can sign in" in run(*words, "a long enough password").output
    assert run(*words, "a long enough password").exit_code == 1


def test_what_is_set_is_shown_without_secrets(own_home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATTUNE_SECRET_KEY", "a secret that nobody may read here")
    result = run("settings")
    assert result.exit_code == 0 and "nobody may read" not in result.output and '"secret_key": "(set)"' in result.output


def test_a_setting_that_cannot_be_meant_ends_with_its_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ATTUNE_PORT", "many")
    result = run("doctor")
    assert result.exit_code == 2 and "ATTUNE_PORT" in result.output


def test_an_unknown_command_is_named(own_home: Path):
    assert run("sevre").exit_code == 2


def test_an_operator_closes_an_account_and_opens_it_again(own_home: Path):
    words = ["people", "create", "ada@clinic.example", "--name", "Ada Example", "--password", "seven quiet rivers"]
    assert run(*words).exit_code == 0
    assert "is closed" in run("people", "close", "Ada@clinic.example").output
    assert "can sign in" in run("people", "reopen", "ada@clinic.example").output
    refused = run("people", "close", "nobody@clinic.example")
    assert refused.exit_code == 1 and "There is no account" in refused.output

"""Who may import whom: the contracts hold, and each is seen to fail on a planted fault."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAULTS = {
    "Rooms stand on the rooms below": ("lms/core/clock.py", "import lms.people.models"),
    "Inside a room": ("lms/people/models.py", "import lms.people.queries"),
    "Only lms.app enters": ("lms/today/queries.py", "import lms.feedback.views"),
    "Rules know no framework": ("lms/cohorts/rules.py", "import sqlalchemy"),
    "Pairing knows no framework": ("lms/roleplays/pairing/tiers.py", "import flask"),
    "media knows no house": ("media/errors.py", "import lms.core.clock"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [linter, "--no-cache", "--no-logo"], cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder)}
    )


@pytest.mark.parametrize("contract", FAULTS)
def test_a_planted_fault_breaks_its_contract(contract: str, tmp_path: Path):
    for room in ("lms", "media"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("static", "builtin", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    file, fault = FAULTS[contract]
    planted = tmp_path / file
    planted.write_text(f"{planted.read_text()}\n{fault}\n")
    result = lint(tmp_path)
    assert result.returncode == 1
    broken = [line for line in result.stdout.splitlines() if line.endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), result.stdout


def test_a_room_that_nobody_placed_is_a_fault(tmp_path: Path):
    for room in ("lms", "media"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("static", "builtin", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "lms" / "attic").mkdir()
    (tmp_path / "lms" / "attic" / "__init__.py").write_text('"""Unplaced."""\n')
    assert lint(tmp_path).returncode == 1

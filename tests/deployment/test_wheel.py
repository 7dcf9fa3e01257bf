"""The wheel alone, with what it says that it needs and nothing else, is a running site, as README.md has it made."""

import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path, PurePosixPath
from urllib.request import urlopen

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.kit.site import Site, free_port
from tests.kit.visitor import Visitor

ROOT = Path(__file__).parents[2]
PASSWORD = "three calm otters"


def needed(wheel: Distribution, extras: frozenset[str] = frozenset()) -> dict[str, Distribution]:
    """By name, what a distribution requires, and what that requires."""
    found: dict[str, Distribution] = {}
    left = [(wheel, extras)]
    while left:
        whose, chosen = left.pop()
        for requirement in map(Requirement, whose.requires or []):
            name, marker = canonicalize_name(requirement.name), requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in chosen or {""}):
                if name not in found or requirement.extras:
                    left.append((distribution(name), frozenset(requirement.extras)))
                found[name] = distribution(name)
    return found


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment with the wheel; its requirements are lent by ours, no other package is there."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    [wheel] = folder.glob("*.whl")
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, wheel], check=True)
    [site_packages] = (folder / "venv" / "lib").glob("python*/site-packages")
    [metadata] = site_packages.glob("attune_lms-*.dist-info")
    for lent in needed(Distribution.at(metadata)).values():
        for top in {file.parts[0] for file in lent.files or []} - {"..", "__pycache__"}:
            (site_packages / top).symlink_to(Path(str(lent.locate_file(top))))
    return python.parent


@pytest.fixture(scope="module")
def site(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """In production, made by the commands that README.md names; neither node nor anything else is on the PATH."""
    home, port = tmp_path_factory.mktemp("production"), free_port()
    settings = {
        "PATH": str(installed),
        "PYTHONPATH": "",
        "ATTUNE_ENV": "production",
        "ATTUNE_SECRET_KEY": "a secret that only this test knows, long enough",
        "ATTUNE_DATABASE_URL": f"sqlite:///{home / 'attune.db'}",
        "ATTUNE_SMTP_URL": f"smtp://127.0.0.1:{free_port()}",
    }
    site = Site(home, "serve", settings, port, (str(installed / "attune"),))
    for words in (
        ["migrate"],
        ["program", "load"],
        ["people", "create", "you@clinic.example", "--name", "Your Name", "--coordinator", "--password", PASSWORD],
    ):
        subprocess.run([installed / "attune", *words], cwd=home, env=site.environ, check=True)
    yield site.start()
    site.stop()


def test_nothing_comes_from_the_checkout(installed: Path, site: Site):
    where = "import lms, media; print(lms.__file__, media.__file__)"
    said = subprocess.run(
        [installed / "python", "-c", where], cwd=site.home, env=site.environ, capture_output=True, text=True, check=True
    )
    assert said.stdout.count(str(installed.parent)) == 2
    assert str(ROOT) not in said.stdout


def test_the_sign_in_page_comes_with_its_styles_and_scripts(site: Site):
    with urlopen(f"{site.url}/sign-in") as answer:
        page = answer.read().decode()
    kinds = {}
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        with urlopen(site.url + address) as answer:
            assert answer.read()
            kinds[PurePosixPath(address).suffix] = answer.headers["Content-Type"].split(";")[0]
    assert kinds.items() >= {".css": "text/css", ".js": "text/javascript"}.items()


def test_the_first_coordinator_gets_in_and_sees_the_program_to_make_a_cohort_of(site: Site):
    coordinator = Visitor(site.url, "you@clinic.example", PASSWORD)
    assert "Ketamine" in coordinator.see("/cohorts/new")

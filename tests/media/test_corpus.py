"""Whatever is uploaded ends playable or refused with a sentence, and opens and calls nothing that isn't its own."""

import re
from pathlib import Path

import pytest

from media import cage
from media.errors import Unplayable
from media.package import package
from tests.kit import strace
from tests.media.corpus import PLAYABLE, REFUSED

OWN = (*cage.PROGRAMS, "/dev/null", "/proc/self")
SENTENCE = re.compile(r"[A-Z].*[.!]$", re.DOTALL)


@pytest.fixture
def other(tmp_path: Path, plain_clip: Path) -> Path:
    """A video of somebody else's, which this job has no business with."""
    path = tmp_path / "others" / "private.mp4"
    path.parent.mkdir()
    path.write_bytes(plain_clip.read_bytes())
    return path


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which every caged process leaves what it did."""
    folder = tmp_path / "logs"
    folder.mkdir()
    fence = cage._fence

    def watched(*arguments: object) -> list[str]:
        log = folder / f"{len(list(folder.iterdir()))}.log"
        return [*strace.words(log), *fence(*arguments)]  # type: ignore[arg-type]

    monkeypatch.setattr(cage, "_fence", watched)
    return folder


def foreign(logs: Path, job: Path) -> list[str]:
    """What was opened or called that isn't the job's. A relative path lies in the job's folder."""
    logged = [log.read_text(errors="replace") for log in logs.iterdir()]
    assert logged, "nothing was looked at"
    opened = {path for text in logged for path in strace.opened(text) if path.startswith("/") or ".." in path}
    others = [path for path in opened if not path.startswith((*OWN, str(job)))]
    return sorted(others) + [call for text in logged for call in strace.called(text)]


def test_there_are_enough_of_them():
    assert len(PLAYABLE) + len(REFUSED) >= 40


@pytest.mark.parametrize("name", PLAYABLE)
def test_what_is_odd_plays(name: str, upload: Path, other: Path, logs: Path):
    path = PLAYABLE[name](upload, other)
    made = package(path, upload.parent / "out")
    assert made.duration_ms > 0
    assert foreign(logs, upload.parent) == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_hostile_is_refused_with_a_sentence(name: str, upload: Path, other: Path, logs: Path):
    path = REFUSED[name](upload, other)
    with pytest.raises(Unplayable, match=SENTENCE):
        package(path, upload.parent / "out")
    assert list(upload.parent.iterdir()) == [path]
    if path.stat().st_size:
        assert foreign(logs, upload.parent) == []


def test_the_trace_sees_what_is_opened_and_called(upload: Path, other: Path, logs: Path):
    """A look that can't see would find nothing foreign anywhere."""
    cage.run(["/usr/bin/env", "cat", str(other)], cage.Bounds(20, 20), upload.parent, [other])
    assert str(other) in foreign(logs, upload.parent)

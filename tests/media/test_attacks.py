"""Files made to have something opened or filled. Refused by the probe, and by ffmpeg itself if it came to that."""

from collections.abc import Callable
from pathlib import Path

import pytest

from media import cage
from media.errors import Unplayable
from media.ladder import ladder
from media.package import package
from media.plan import command
from media.probe import probe
from media.storyboard import storyboard
from tests.kit import clips

Maker = Callable[[Path, Path], Path]
ATTACKS: dict[str, Maker] = {
    "playlist": clips.hls_reading,
    "list": clips.ffconcat_of,
    "magicyuv in mov": lambda path, target: clips.magicyuv(path.with_suffix(".mov")),
    "magicyuv in avi": lambda path, target: clips.magicyuv(path.with_suffix(".avi")),
    "png bomb": lambda path, target: clips.png_bomb(path.with_suffix(".mov")),
    "oversize": lambda path, target: clips.oversize(path),
}


@pytest.fixture(params=ATTACKS)
def attack(request: pytest.FixtureRequest, upload: Path, plain_clip: Path) -> Path:
    """Beside it lies a video that is not the uploader's."""
    neighbour = upload.with_name("neighbour.mp4")
    neighbour.write_bytes(plain_clip.read_bytes())
    return ATTACKS[request.param](upload, neighbour)


def test_it_is_refused_and_nothing_is_made(attack: Path, tmp_path: Path):
    with pytest.raises(Unplayable):
        package(attack, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["upload"]


def test_ffmpeg_would_not_open_it_either(attack: Path, plain_clip: Path, tmp_path: Path):
    """The second net: with a probe that was deceived, the planned command makes no picture."""
    seen = probe(plain_clip)
    rungs = ladder(seen)
    work = tmp_path / "work"
    (work / rungs[0].name).mkdir(parents=True)
    words = command(clips.FFMPEG, attack, seen, rungs, storyboard(rungs[0], seen.duration_ms))
    cage.run(words, cage.Bounds(wall_s=30, cpu_s=30, memory_bytes=4 << 30), work, [attack])
    assert not list(work.rglob("*.m4s"))

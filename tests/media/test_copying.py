"""A source that browsers play as it is serves as its own top rung; one that only seems to doesn't."""

from dataclasses import replace
from pathlib import Path

import pytest

from media import playlist
from media.ladder import can_be_copied, ladder
from media.package import Packaged, package
from media.probe import probe
from tests.kit import clips
from tests.media.test_ladder import source
from tests.media.test_package import rung_file


def frames(path: Path) -> list[str]:
    """A checksum for each picture, in the order in which they are seen."""
    said = clips.make(path.with_suffix(".crc"), "-i", path, "-map", "0:v", "-f", "framehash", "-hash", "crc32")
    return [line.rpartition(",")[2].strip() for line in said.read_text().splitlines() if not line.startswith("#")]


def lists(folder: Path, made: Packaged) -> list[list[float]]:
    """Lengths of each rung's segments."""
    texts = [(folder / rung.name / "index.m3u8").read_text() for rung in made.rungs]
    return [[round(segment.seconds, 2) for segment in playlist.segments(text)] for text in texts]


def test_the_top_rung_is_the_source_picture_by_picture(tmp_path: Path):
    path = clips.compatible(tmp_path / "upload.mp4")
    made = package(path, tmp_path / "out")
    assert [rung.is_copied for rung in made.rungs] == [True, False]
    assert frames(rung_file(tmp_path / "out", "360p")) == frames(path)


def test_the_other_rungs_begin_their_segments_where_the_source_has_keyframes(tmp_path: Path):
    made = package(clips.compatible(tmp_path / "upload.mp4"), tmp_path / "out")
    assert lists(tmp_path / "out", made) == [[3.0, 3.0, 3.0]] * 2


def test_a_source_that_is_small_enough_is_its_only_rung(upload: Path):
    made = package(clips.compatible(upload, size="320x180"), upload.parent / "out")
    assert [(rung.name, rung.is_copied) for rung in made.rungs] == [("180p", True)]


def test_damaged_pictures_are_encoded_after_all(tmp_path: Path):
    """A player that meets a fault stops; the encoder conceals it."""
    whole = clips.compatible(tmp_path / "whole.mp4")
    data = bytearray(whole.read_bytes())
    middle = data.index(b"mdat") + len(data) // 3
    data[middle : middle + 60_000] = b"\xff" * 60_000
    path = tmp_path / "upload.mp4"
    path.write_bytes(data)
    assert probe(path).video_codec == "h264"
    made = package(path, tmp_path / "out")
    assert not any(rung.is_copied for rung in made.rungs)


FITTING = source(width=1280, height=720)


def test_what_fits_is_copied():
    assert ladder(FITTING)[0].is_copied
    assert not ladder(FITTING, copying=False)[0].is_copied


@pytest.mark.parametrize(
    "change",
    [
        {"video_codec": "hevc"},
        {"pixel_format": "yuv422p"},
        {"pixel_format": "yuv420p10le"},
        {"rotation": 90},
        {"is_hdr": True},
        {"is_square": False},
        {"is_even": False},
        {"longest_gop_s": 5.0},
        {"longest_gop_s": None},
        {"mean_gop_s": 0.04},
        {"width": 1281},
        {"width": 3840, "height": 2160},
        {"fps": 60},
        {"video_bits": 20_000_000},
        {"picture_ms": 50_000},
    ],
)
def test_what_doesnt_fit_is_encoded(change: dict[str, object]):
    changed = replace(FITTING, **change)  # type: ignore[arg-type]
    assert not can_be_copied(changed, ladder(changed, copying=False)[0])

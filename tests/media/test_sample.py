"""Drawn clips: playable, and unharmed by any words."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from media.probe import probe
from media.sample import make_clip
from media.sample_picture import HEIGHT, WIDTH, Palette, room
from tests.kit import clips

HOSTILE = "%{pts}:text='x',[0:v];\\n $(touch x) 🎬 \x00\n" + "long " * 60


def frame(clip: Path, at_s: float) -> Image.Image:
    path = clips.make(clip.with_suffix(".png"), "-ss", str(at_s), "-i", clip, "-frames:v", "1", "-update", "1")
    return Image.open(path).convert("RGB")


def test_a_clip_plays_and_its_chapters_change(tmp_path: Path):
    into = tmp_path / "clip.mp4"
    make_clip("Listening first", "Demonstration", [(0, "Arriving"), (2, "Asking")], 4, into, hue=200)
    seen = probe(into)
    assert (seen.width, seen.height, seen.duration_ms, seen.audio_codec) == (1280, 720, 4000, "aac")
    strip = (80, 580, 690, 640)
    changed = ImageChops.difference(frame(into, 1).crop(strip), frame(into, 3).crop(strip))
    assert max(high for _, high in changed.getextrema()) > 100
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".png"] == ["clip.mp4"]


@pytest.mark.parametrize("words", ["", HOSTILE])
def test_any_words_are_only_pixels(tmp_path: Path, words: str):
    into = tmp_path / "clip.mp4"
    make_clip(words, words, [(0, words)] if words else [], 1, into, hue=0)
    assert probe(into).duration_ms >= 1000
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_long_titles_stay_in_the_picture():
    image = room(HOSTILE, HOSTILE, Palette(30))
    assert image.size == (WIDTH, HEIGHT)
    edge = image.crop((WIDTH - 40, 120, WIDTH, 260))
    assert all(high - low < 40 for low, high in edge.getextrema())

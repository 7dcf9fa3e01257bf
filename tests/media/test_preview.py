"""What is shown while the rest is being made: whole at each moment, and never more than is there."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from media import playlist, preview
from media.errors import Cancelled
from media.package import package
from media.preview import Part
from media.probe import probe
from tests.kit import clips
from tests.media.test_package import rung_file


class Shop:
    """Takes over what is shown, as a server would, and looks at it as a player would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.parts: list[Part] = []
        self.seconds: list[float] = []

    def take(self, part: Part) -> None:
        self.parts.append(part)
        for name in part.names:
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(part.folder / name, target)
        self.check()

    def check(self) -> None:
        """Whatever a playlist tells of is there."""
        master = (self.folder / "master.m3u8").read_text()
        shown: set[float] = set()
        for line in master.splitlines():
            if line and not line.startswith("#"):
                text = (self.folder / line).read_text()
                found = playlist.segments_so_far(text)
                assert found
                assert all((self.folder / line).with_name(one.name).stat().st_size for one in found)
                if not line.startswith("sound"):
                    shown.add(round(sum(one.seconds for one in found), 2))
        assert len(shown) == 1, "all rungs reach equally far"
        self.seconds.append(shown.pop())


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop")


def growing_clip(path: Path) -> Path:
    return clips.vp9(path.with_suffix(".webm"))


def test_rungs_are_shown_as_they_grow_and_end_when_all_is_made(upload: Path, shop: Shop):
    made = package(growing_clip(upload), upload.parent / "out", on_preview=shop.take)
    assert shop.seconds == sorted(shop.seconds)
    assert shop.seconds[0] == 2
    assert (shop.parts[0].width, shop.parts[0].height, shop.parts[0].duration_ms) == (640, 360, made.duration_ms)
    for name in ("360p", "240p", "sound"):
        text = (shop.folder / name / "index.m3u8").read_text()
        assert text.endswith("#EXT-X-ENDLIST\n")
        final = upload.parent / "out" / name
        assert playlist.segments(text) == playlist.segments((final / "index.m3u8").read_text())
        for file in final.glob("*.m4s"):
            assert (shop.folder / name / file.name).read_bytes() == file.read_bytes()
    assert (shop.folder / "poster.webp").exists()


def test_a_growing_playlist_says_that_more_comes_and_begins_at_its_start(upload: Path, tmp_path: Path):
    texts: list[str] = []

    def take(part: Part) -> None:
        texts.append((part.folder / "360p/index.m3u8").read_text())

    package(growing_clip(upload), upload.parent / "out", on_preview=take)
    assert "#EXT-X-PLAYLIST-TYPE:EVENT" in texts[0]
    assert "#EXT-X-START:TIME-OFFSET=0" in texts[0]
    assert "ENDLIST" not in texts[0]
    assert {text.split("TARGETDURATION:")[1][0] for text in texts} == {"2"}, "may not change while it grows"


def test_what_browsers_play_is_shown_whole_before_anything_is_encoded(upload: Path, shop: Shop):
    package(clips.plain(upload, size="640x360", seconds=12), upload.parent / "out", on_preview=shop.take)
    assert abs(shop.seconds[0] - 12) < 0.1
    assert "poster.webp" in shop.parts[1].names
    seen = probe(rung_file(shop.folder, "360p"))
    assert (seen.width, seen.height, seen.channels) == (640, 360, 1)


def test_what_is_too_large_to_lie_there_twice_is_shown_as_it_grows(
    upload: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(preview, "MOST_BYTES", 1000)
    package(clips.compatible(upload), upload.parent / "out", on_preview=shop.take)
    assert shop.seconds[0] < 9
    assert shop.seconds[-1] == 9


@pytest.mark.parametrize("make", [clips.portrait, clips.hdr, growing_clip])
def test_what_some_browsers_dont_play_is_never_shown_as_it_is(upload: Path, shop: Shop, make: Callable[[Path], Path]):
    package(make(upload), upload.parent / "out", on_preview=shop.take)
    codecs = [line for line in (shop.folder / "master.m3u8").read_text().splitlines() if "RESOLUTION" in line]
    assert all("avc1.6400" in line for line in codecs)
    assert len(shop.parts) > 1


def test_a_video_without_sound_is_shown_too(upload: Path, shop: Shop):
    package(clips.silent(upload), upload.parent / "out", on_preview=shop.take)
    assert not (shop.folder / "sound").exists()
    assert "mp4a" not in (shop.folder / "master.m3u8").read_text()


def test_whoever_takes_may_cancel(upload: Path):
    def lost(part: Part) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        package(growing_clip(upload), upload.parent / "out", on_preview=lost)
    assert [path.name for path in upload.parent.iterdir()] == ["upload.webm"]


def test_a_segment_that_isnt_whole_is_not_shown(upload: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(preview, "is_whole_segment", lambda path, segment, rung: segment.name == "00000.m4s")
    made = package(growing_clip(upload), upload.parent / "out", on_preview=shop.take)
    assert set(shop.seconds) == {2}, "the preview ends, the video doesn't"
    assert made.duration_ms > 5000

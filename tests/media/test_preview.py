"""What is shown while the rest is being made: whole at each moment, and never more than is there."""

import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from media import playlist, preview
from media.errors import Cancelled
from media.ladder import Rung, ladder
from media.package import package
from media.preview import Growing, Part
from media.probe import probe
from tests.kit import clips
from tests.media.test_ladder import source
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


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished package of six seconds."""
    folder = tmp_path_factory.mktemp("made")
    package(clips.vp9(folder / "upload.webm"), folder / "out")
    return folder / "out"


class Works:
    """A run in the middle of its work: so many segments of each rung are there, as ffmpeg leaves them."""

    def __init__(self, folder: Path, made: Path, shop: Shop) -> None:
        self.folder, self.made = folder, made
        seen, rungs = source(width=640, height=360, duration_ms=6000), [Rung(640, 360, Fraction(25), 800_000)]
        rungs.append(Rung(426, 240, Fraction(25), 300_000))
        for place in (folder / "work", folder / "preview"):
            place.mkdir()
        self.growing = Growing(folder / "work", folder / "preview", seen, rungs, shop.take, is_shown=False)

    def reach(self, **segments: int) -> None:
        for name, count in segments.items():
            there, whole = self.folder / "work" / name.strip("_"), self.made / name.strip("_")
            there.mkdir(exist_ok=True)
            found = playlist.segments((whole / "index.m3u8").read_text())[:count]
            for file in ("init.mp4", *(segment.name for segment in found)):
                shutil.copyfile(whole / file, there / file)
            (there / "index.m3u8").write_text(playlist.media(found, 2, is_complete=False))
        self.growing.look()


@pytest.fixture
def works(tmp_path: Path, made: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Works:
    monkeypatch.setattr(preview, "PACE_S", 0)
    return Works(tmp_path, made, shop)


def test_nothing_is_shown_until_every_rung_has_a_segment(works: Works, shop: Shop):
    works.reach(_360p=1, sound=1)
    assert not shop.parts
    works.reach(_240p=1)
    assert shop.seconds == [2]
    assert (shop.parts[0].width, shop.parts[0].height, shop.parts[0].duration_ms) == (640, 360, 6000)


def test_a_rung_that_is_ahead_waits_for_the_others(works: Works, shop: Shop):
    works.reach(_360p=3, _240p=1, sound=3)
    works.reach(_240p=2)
    works.reach(_240p=2)
    assert shop.seconds == [2, 4]


def test_a_growing_playlist_says_that_more_comes_and_begins_at_its_start(works: Works, shop: Shop):
    works.reach(_360p=1, _240p=1, sound=1)
    text = (shop.folder / "360p/index.m3u8").read_text()
    assert "#EXT-X-PLAYLIST-TYPE:EVENT" in text
    assert "#EXT-X-START:TIME-OFFSET=0" in text
    assert "ENDLIST" not in text


def test_a_segment_that_isnt_whole_is_not_shown_and_ends_the_preview(works: Works, shop: Shop):
    works.reach(_360p=1, _240p=1, sound=1)
    half = works.folder / "work/240p/00001.m4s"
    works.reach(_360p=2, _240p=1, sound=2)
    whole = (works.made / "240p/00001.m4s").read_bytes()
    listed = playlist.segments((works.made / "240p/index.m3u8").read_text())[:2]
    half.write_bytes(whole[: len(whole) // 2])
    (half.parent / "index.m3u8").write_text(playlist.media(listed, 2, is_complete=False))
    works.growing.look()
    half.write_bytes(whole)
    works.growing.look()
    assert shop.seconds == [2]


def test_rungs_are_shown_as_they_grow_and_end_when_all_is_made(upload: Path, shop: Shop):
    package(clips.vp9(upload.with_suffix(".webm"), 12), upload.parent / "out", on_preview=shop.take)
    assert shop.seconds == sorted(shop.seconds)
    assert shop.seconds[0] < 12
    for name in ("360p", "240p", "sound"):
        text = (shop.folder / name / "index.m3u8").read_text()
        assert text.endswith("#EXT-X-ENDLIST\n")
        final = upload.parent / "out" / name
        assert playlist.segments(text) == playlist.segments((final / "index.m3u8").read_text())
        for file in final.glob("*.m4s"):
            assert (shop.folder / name / file.name).read_bytes() == file.read_bytes()
    assert (shop.folder / "poster.webp").exists()


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


@pytest.mark.parametrize("make", [clips.portrait, clips.hdr, clips.vp9], ids=["rotated", "HDR", "VP9"])
def test_what_some_browsers_dont_play_is_never_shown_as_it_is(upload: Path, shop: Shop, make: Callable[[Path], Path]):
    path = make(upload.with_suffix(".mkv" if make is clips.vp9 else ".mp4"))
    seen = probe(path)
    (upload.parent / "preview").mkdir()
    assert not preview.at_once(clips.FFMPEG, path, upload.parent / "preview", seen, ladder(seen)[0], shop.take)
    assert not shop.parts


def test_a_video_without_sound_is_shown_too(upload: Path, shop: Shop):
    package(clips.silent(upload), upload.parent / "out", on_preview=shop.take)
    assert not (shop.folder / "sound").exists()
    assert "mp4a" not in (shop.folder / "master.m3u8").read_text()


def test_whoever_takes_may_cancel(upload: Path):
    def lost(part: Part) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        package(clips.plain(upload), upload.parent / "out", on_preview=lost)
    assert [path.name for path in upload.parent.iterdir()] == [upload.name]

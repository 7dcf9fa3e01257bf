"""Playlists and boxes: what is read, and that what is cut off isn't taken for whole."""

from fractions import Fraction
from struct import pack

import pytest

from media import boxes
from media.ladder import Rung
from media.playlist import Segment, Variant, master, segments

WHOLE = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.000000,\n00000.m4s\n#EXTINF:1.5,\n00001.m4s\n#EXT-X-ENDLIST\n"


def box(kind: bytes, data: bytes) -> bytes:
    return pack(">I4s", 8 + len(data), kind) + data


def traf(track: int, samples: int) -> bytes:
    return box(b"traf", box(b"tfhd", pack(">II", 0, track)) + box(b"trun", pack(">II", 0, samples)))


def test_segments_are_read_in_order():
    assert segments(WHOLE) == [Segment("00000.m4s", 2.0), Segment("00001.m4s", 1.5)]


@pytest.mark.parametrize("text", ["", "not a playlist", WHOLE.removesuffix("#EXT-X-ENDLIST\n")])
def test_an_incomplete_playlist_is_not_read(text: str):
    with pytest.raises(ValueError, match="not complete"):
        segments(text)


def test_the_master_tells_the_lowest_rung_first():
    high = Variant(Rung(1280, 720, Fraction(25), 1), "avc1.64001f", 3_000, 2_000)
    low = Variant(Rung(426, 240, Fraction(25), 1), "avc1.640015", 300, 200)
    text = master([high, low], has_audio=True)
    assert text.index("240p/index.m3u8") < text.index("720p/index.m3u8")
    assert 'BANDWIDTH=300,AVERAGE-BANDWIDTH=200,CODECS="avc1.640015,mp4a.40.2",RESOLUTION=426x240' in text
    assert "mp4a" not in master([high, low], has_audio=False)


def test_only_pictures_are_counted():
    segment = box(b"styp", b"") + box(b"moof", traf(1, 50) + traf(2, 94)) + box(b"mdat", b"data")
    assert boxes.pictures(segment) == 50
    assert boxes.pictures(segment[:40]) == 0
    assert boxes.pictures(b"") == 0


def test_the_codec_is_told_from_the_init_segment():
    assert boxes.codec(box(b"avcC", bytes([1, 0x64, 0, 0x1F]))) == "avc1.64001f"
    with pytest.raises(ValueError, match="subsection not found"):
        boxes.codec(b"")

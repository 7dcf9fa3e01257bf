"""Odd and hostile files, each with what has to become of it. `other` is a file beside the job that must stay unread."""

import gzip
import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from struct import pack

from tests.kit import boxes, clips

Maker = Callable[[Path, Path], Path]
ADDRESS = "http://127.0.0.1:9/film.ts"  # nobody answers there; asking would be the fault


def encoded(suffix: str, *options: str, size: str = "96x54", rate: str = "25", sound: bool = True) -> Maker:
    """A second of moving picture, made with these options."""

    def made(path: Path, other: Path) -> Path:
        heard = clips.tone(1) if sound else ()
        return clips.make(path.with_suffix(suffix), *clips.picture(size, rate, 1), *heard, *options)

    return made


def edited(edit: Callable[[bytes, Path], bytes], seconds: float = 1) -> Maker:
    """A plain MP4, its index behind, changed byte by byte."""

    def made(path: Path, other: Path) -> Path:
        clips.plain(path, size="96x54", seconds=seconds)
        path.write_bytes(edit(path.read_bytes(), other))
        return path

    return made


def written(content: Callable[[Path], str | bytes], suffix: str = ".mp4") -> Maker:
    """Not made by ffmpeg, but called a video."""

    def made(path: Path, other: Path) -> Path:
        said = content(other)
        path = path.with_suffix(suffix)
        path.write_bytes(said.encode() if isinstance(said, str) else said)
        return path

    return made


def attached(path: Path, other: Path) -> Path:
    """Files inside the file, and subtitles that have others read."""
    said = f"{{\\fn{other}}}<img src=file:{other}>{{include {other}}}"
    subtitles = clips.text(path.with_name("said.srt"), f"1\n00:00:00,000 --> 00:00:01,000\n{said}\n")
    inside = ("-i", subtitles, "-attach", other, "-metadata:s:t", "mimetype=application/x-truetype-font")
    made = clips.make(path.with_suffix(".mkv"), *clips.picture("96x54", "25", 1), *inside, *clips.H264)
    subtitles.unlink()
    return made


def with_cover(path: Path, other: Path) -> Path:
    cover = clips.png(path.with_name("cover.png"))
    plain = clips.plain(path.with_name("plain.mp4"), size="96x54", seconds=1)
    kept = ("-map", "0", "-map", "1", "-c", "copy", "-disposition:v:1", "attached_pic")
    made = clips.make(path, "-i", plain, "-i", cover, *kept)
    cover.unlink()
    plain.unlink()
    return made


def pieced(*options: str) -> Maker:
    """A plain clip, copied with these options."""

    def made(path: Path, other: Path) -> Path:
        plain = clips.plain(path.with_name("plain.mp4"), size="96x54", seconds=3)
        suffix = ".mkv" if "matroska" in options else ".mp4"
        copied = clips.make(path.with_suffix(suffix), "-i", plain, "-map", "0", "-c", "copy", *options)
        plain.unlink()
        return copied

    return made


def with_edit_list(path: Path, other: Path) -> Path:
    """Begins between two keyframes: what comes before is in the file and not to be seen."""
    plain = clips.plain(path.with_name("plain.mp4"), size="96x54", seconds=3)
    made = clips.make(path, "-ss", "1.3", "-i", plain, "-c", "copy")
    plain.unlink()
    return made


def many_sounds(number: int) -> Maker:
    sounds = ("-map", "1") * number
    return encoded(".mkv", *sounds, "-map", "0", *clips.H264, *clips.AAC)


def zipped(other: Path) -> bytes:
    box = BytesIO()
    with zipfile.ZipFile(box, "w") as folder:
        folder.writestr("film.mp4", bytes(1000))
    return box.getvalue()


def nested(other: Path) -> bytes:
    """Ten thousand boxes, each in the one before."""
    inner = b""
    for _ in range(10_000):
        inner = pack(">I4s", 8 + len(inner), b"moov") + inner if len(inner) < 60_000 else inner
    return pack(">I4s", 16, b"ftyp") + b"isom\0\0\0\0" + inner


def blank(data: bytes, other: Path) -> bytes:
    """An index without what it tells of."""
    start, end = boxes.place(data, b"mdat") + 8, boxes.place(data, b"moov")
    return data[:start] + bytes(end - start) + data[end:]


def no_time(data: bytes, other: Path) -> bytes:
    """All samples last nothing."""
    start = boxes.place(data, b"stts")
    entries = int.from_bytes(data[start + 12 : start + 16])
    table = b"".join(data[start + 16 + 8 * n :][:4] + bytes(4) for n in range(entries))
    return data[: start + 16] + table + data[start + 16 + len(table) :]


PLAYABLE: dict[str, Maker] = {
    "sound alone": lambda path, other: clips.make(path, *clips.tone(), *clips.AAC),
    "portrait": lambda path, other: clips.portrait(path),
    "no sound": encoded(".mp4", *clips.H264, sound=False),
    "HEVC": encoded(".mp4", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", *clips.AAC),
    "AV1": encoded(".mp4", "-c:v", "libsvtav1", "-preset", "12", *clips.AAC),
    "VP8 and Vorbis": encoded(".webm", "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis"),
    "VP9 and Opus": encoded(".webm", "-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "libopus"),
    "MPEG-4 part 2 and MP3": encoded(".mp4", "-c:v", "mpeg4", "-c:a", "libmp3lame"),
    "PCM in MOV": encoded(".mov", *clips.H264, "-c:a", "pcm_s16le"),
    "4:4:4": encoded(".mp4", "-c:v", "libx264", "-pix_fmt", "yuv444p", *clips.AAC),
    "full range": encoded(".mp4", *clips.H264[:-1], "yuvj420p", *clips.AAC),
    "interlaced": encoded(".mp4", *clips.H264, "-x264-params", "tff=1", *clips.AAC, size="96x64"),
    "odd sides": encoded(".mp4", "-c:v", "libx264", "-pix_fmt", "yuv444p", size="97x53"),
    "two by two pixels": encoded(".mkv", *clips.H264, size="2x2"),
    "a strip": encoded(".mp4", *clips.H264, size="1920x16"),
    "a hundred and twenty a second": encoded(".mp4", *clips.H264, rate="120"),
    "one picture": encoded(".mp4", *clips.H264, "-frames:v", "1"),
    "an edit list": with_edit_list,
    "times below zero": pieced("-output_ts_offset", "-1", "-avoid_negative_ts", "disabled", "-f", "matroska"),
    "times from a hundred on": pieced("-output_ts_offset", "100", "-f", "matroska"),
    "in fragments": pieced("-movflags", "frag_keyframe+empty_moov+default_base_moof"),
    "index in front": pieced("-movflags", "faststart"),
    "no length told": pieced("-live", "1", "-f", "matroska"),
    "hostile words": pieced("-metadata", "title=%n%s%x$(touch x)';DROP", "-metadata", "artist=<script>"),
    "a hint to stream": pieced("-movflags", "rtphint"),
    "timecode": encoded(".mov", *clips.H264, "-timecode", "01:00:00:00", *clips.AAC),
    "attachments and subtitles": attached,
    "a cover": with_cover,
    "eight sounds": many_sounds(8),
    "two pictures": encoded(".mkv", "-map", "0", "-map", "0", *clips.H264),
    "no time told": edited(no_time),
    "an index larger than the world": edited(lambda data, other: boxes.sized(data, b"moov", 0xFFFFFFF0)),
    "six channels": lambda path, other: clips.surround(path.with_suffix(".mkv")),
    "HDR": lambda path, other: clips.hdr(path),
    "sound goes on": lambda path, other: clips.still_at_the_end(path),
}
REFUSED: dict[str, Maker] = {
    "a playlist": clips.hls_reading,
    "a playlist of addresses": written(lambda other: f"#EXTM3U\n#EXTINF:5,\n{ADDRESS}\n#EXT-X-ENDLIST\n"),
    "a playlist by name": written(lambda other: f"#EXTM3U\n#EXTINF:5,\nfile:{other}\n#EXT-X-ENDLIST\n", ".m3u8"),
    "a playlist with a key": written(
        lambda other: f'#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="file:{other}"\n#EXTINF:5,\ncrypto:file:{other}\n'
    ),
    "a playlist of data": written(lambda other: "#EXTM3U\n#EXTINF:5,\ndata:video/mp4;base64,AAAA\n#EXT-X-ENDLIST\n"),
    "a playlist that joins": written(lambda other: f"#EXTM3U\n#EXTINF:5,\nconcat:{other}|subfile,,start,0:{other}\n"),
    "a list": clips.ffconcat_of,
    "a list with options": written(lambda other: f"ffconcat version 1.0\nfile '{ADDRESS}'\noption safe 0\n", ".webm"),
    "DASH": written(
        lambda other: (
            f'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static">'
            f"<Period><BaseURL>{ADDRESS}</BaseURL></Period></MPD>"
        )
    ),
    "SDP": written(lambda other: "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n"),
    "SVG": written(lambda other: f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:{other}"/></svg>'),
    "a pattern of pictures": lambda path, other: clips.png(path.with_name("%03d.png")),
    "subtitles that include": written(lambda other: f"[Script Info]\nScriptType: v4.00+\n[Fonts]\nfontname: {other}\n"),
    "another file's pictures": edited(
        lambda data, other: boxes.replaced(data, b"dref", boxes.pointing_at(str(other))).replace(b"mdat", b"free")
    ),
    "MagicYUV": lambda path, other: clips.magicyuv(path.with_suffix(".mov")),
    "MagicYUV in Matroska": lambda path, other: clips.magicyuv(path.with_suffix(".mkv")),
    "MagicYUV in AVI": lambda path, other: clips.magicyuv(path.with_suffix(".avi")),
    "a PNG bomb": lambda path, other: clips.png_bomb(path.with_suffix(".mov")),
    "MJPEG": encoded(".mov", "-c:v", "mjpeg"),
    "ProRes": encoded(".mov", "-c:v", "prores"),
    "a picture too large": lambda path, other: clips.oversize(path),
    "twenty streams": many_sounds(19),
    "a moving picture of another kind": encoded(".gif", "-c:v", "gif", sound=False),
    "AVI": encoded(".avi", "-c:v", "mpeg4", "-c:a", "libmp3lame"),
    "MPEG-TS": encoded(".ts", "-c:v", "mpeg2video", "-f", "mpegts"),
    "Flash": encoded(".flv", "-c:v", "flv", sound=False),
    "nothing": written(lambda other: b""),
    "zeros": written(lambda other: bytes(100_000)),
    "noise": written(lambda other: random.Random(1).randbytes(100_000)),
    "a program": written(lambda other: b"\x7fELF" + bytes(1000)),
    "a script": written(lambda other: "#!/bin/sh\nrm -rf /\n"),
    "an archive": written(zipped),
    "packed": written(lambda other: gzip.compress(bytes(10_000_000))),
    "a document": written(lambda other: "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"),
    "boxes without end": written(nested),
    "a table larger than the file": edited(
        lambda data, other: data[: (at := boxes.place(data, b"stsz") + 16)] + b"\x7f\xff\xff\xff" + data[at + 4 :]
    ),
    "an index of no size": edited(lambda data, other: boxes.sized(data, b"moov", 1)),
    "only half": edited(lambda data, other: data[: len(data) * 3 // 5]),
    "only its head": edited(lambda data, other: data[:40]),
    "no pictures inside": edited(blank),
}

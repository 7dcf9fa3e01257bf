"""Makers of videos as people send them, and of files that only look like videos. Each writes `path` and returns it."""

import subprocess
from pathlib import Path

import imageio_ffmpeg

FFMPEG = Path(imageio_ffmpeg.get_ffmpeg_exe())
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac", "-b:a", "64k")


def make(path: Path, *words: str | Path) -> Path:
    """Run ffmpeg as it is, outside of any cage: these files are ours."""
    command = [FFMPEG, "-nostdin", "-v", "error", "-y", *words, f"file:{path}"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return path


def picture(size: str = "320x180", rate: str = "25", seconds: float = 4) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}")


def tone(seconds: float = 4) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"sine=frequency=220:duration={seconds}")


def plain(path: Path, size: str = "320x180", rate: str = "25", seconds: float = 4) -> Path:
    """What most people send: H.264 and mono AAC in MP4."""
    return make(path, *picture(size, rate, seconds), *tone(seconds), *H264, *AAC)


def compatible(path: Path, size: str = "640x360", seconds: float = 9, gop: int = 75) -> Path:
    """Every browser plays it as it is, and a keyframe comes every three seconds; with pictures that look ahead."""
    options = ("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", str(gop), "-sc_threshold", "0")
    return make(path, *picture(size, seconds=seconds), *tone(seconds), *options, *AAC)


def vp9(path: Path, seconds: float = 6) -> Path:
    """A codec that isn't shown as it is."""
    fast = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")
    return make(path, *picture("640x360", seconds=seconds), *tone(seconds), *fast)


def silent(path: Path) -> Path:
    return make(path, *picture(), *H264)


def portrait(path: Path) -> Path:
    """A phone held upright: lying pictures, a rotation, and the place where it was taken."""
    lying = plain(path.with_suffix(".lying.mp4"), size="640x360")
    place = ("-metadata", "location=+52.0000+013.0000/", "-movflags", "use_metadata_tags")
    return make(path, "-display_rotation", "90", "-i", lying, "-c", "copy", *place)


def screen_recording(path: Path) -> Path:
    """Variable rate: 60 pictures a second while something moves, one a second while nothing does."""
    moving = "select='lt(mod(t,2),0.5)+not(mod(n,60))'"
    return make(path, *picture(rate="60", seconds=6), *tone(6), "-vf", moving, "-fps_mode", "vfr", *H264, *AAC)


def still_at_the_end(path: Path) -> Path:
    """Pictures end after two seconds, sound goes on for six."""
    return make(path, *picture(seconds=2), *tone(6), *H264, *AAC)


def hdr(path: Path) -> Path:
    """Ten bits and HLG, as phones record."""
    tags = "setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc:range=tv"
    ten_bits = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le")
    return make(path, *picture(), "-vf", f"format=yuv420p10le,{tags}", *ten_bits)


def surround(path: Path) -> Path:
    """Anamorphic pictures, six channels, Matroska."""
    sound = ("-c:a", "aac", "-ac", "6")
    return make(path, *picture("360x288"), *tone(), "-vf", "setsar=16/11", *H264, *sound)


def three_hours(path: Path) -> Path:
    """One small picture a second, so that making and packaging it takes seconds."""
    return make(path, *picture("64x36", "1", 10_800), *H264, "-g", "60")


def cut(path: Path, whole: Path, part: float) -> Path:
    """The first `part` of `whole`, as an interrupted copy leaves it."""
    data = whole.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    return path


def text(path: Path, content: str) -> Path:
    path.write_text(content)
    return path


def png(path: Path) -> Path:
    return make(path, *picture(seconds=1), "-frames:v", "1", "-c:v", "png", "-f", "image2", "-update", "1")


def hls_reading(path: Path, target: Path) -> Path:
    """A playlist named as a video that has another file read."""
    return text(path, f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:{target}\n#EXT-X-ENDLIST\n")


def ffconcat_of(path: Path, target: Path) -> Path:
    """A list named as a video that has its neighbour read."""
    return text(path, f"ffconcat version 1.0\nfile '{target.name}'\n")


def magicyuv(path: Path) -> Path:
    """A codec whose decoder had a hole (CVE-2026-8461)."""
    return make(path, *picture(seconds=1), "-c:v", "magicyuv", "-pix_fmt", "yuv420p")


def png_bomb(path: Path) -> Path:
    """A picture in a film: small as a file, gigabytes when opened."""
    black = ("-f", "lavfi", "-i", "color=black:size=16000x12000:rate=1:duration=1")
    return make(path, *black, "-frames:v", "1", "-c:v", "png", "-pix_fmt", "gray")


def oversize(path: Path) -> Path:
    """An allowed codec, a picture beyond all screens."""
    black = ("-f", "lavfi", "-i", "color=black:size=5000x3000:rate=1:duration=1")
    return make(path, *black, *H264)

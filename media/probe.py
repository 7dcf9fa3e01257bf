"""What a file is, or why it can't be played.

The file is opened in a caged child by PyAV, never here. One picture is really decoded, and the length is that of the
data which are really there.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from media import cage
from media.errors import Unplayable
from media.sound import WANTED

LOOK = Path(__file__).with_name("look.py")
BOUNDS = cage.Bounds(wall_s=60, cpu_s=60, memory_bytes=2 << 30, file_bytes=1 << 20)
EXPORT = "Export it as MP4 (H.264) and upload it again."
REASONS = {
    "empty": "The file is empty: nothing arrived. Please upload it again.",
    "unreadable": f"This file is not a video that we can read. {EXPORT}",
    "cut_off": "This video is incomplete: its end is missing, perhaps because copying was interrupted. "
    "Please copy it from the camera or phone again and upload it once more.",
    "nothing": "There is neither picture nor sound in this file. Please choose another one.",
    "unheard": "This recording is damaged: no sound could be read from it. Record it again, or export it as MP3.",
    "codec": f"This video is in a format that browsers can't play and that we don't convert. {EXPORT}",
    "undecodable": f"This video is damaged: no picture could be read from it. {EXPORT}",
    "no_length": f"This video lasts no time: its pictures all have the same one. {EXPORT}",
    "too_large": "This video's picture is larger than 4096 × 2304. Export it in 4K or smaller and upload it again.",
}


@dataclass(frozen=True)
class Probe:
    """A playable file. Sizes are as seen: rotated upright, in square pixels; 0 where there is no picture."""

    duration_ms: int
    picture_ms: int
    """Where the pictures end; sound may go on."""
    width: int
    height: int
    fps: Fraction
    is_variable: bool
    """The rate of pictures changes, as in screen recordings."""
    video_codec: str | None
    video_index: int | None
    """None where there is sound alone; so is the codec."""
    rotation: int
    """Degrees counterclockwise, as stored; `width` and `height` have it applied."""
    is_hdr: bool
    pixel_format: str | None
    """As ffmpeg calls it, such as "yuv420p"."""
    is_square: bool
    """Pixels are, as stored."""
    video_bits: int
    """Bits per second of picture, or of the whole file where only that is known."""
    longest_gop_s: float | None
    """From a keyframe to the next, by the file's index; None without one. So is the mean."""
    mean_gop_s: float | None
    is_even: bool
    """The index says that all pictures last equally long, from the beginning on."""
    audio_codec: str | None
    audio_index: int | None
    channels: int
    loudness: float
    """LUFS by EBU R 128, as it sounds in stereo; -70 is silence."""
    gain_db: float
    """How much louder it is to be made, before the limiter."""

    @property
    def has_picture(self) -> bool:
        return self.video_index is not None


def probe(path: Path) -> Probe:
    """What the file is. Raises Unplayable."""
    if path.stat().st_size == 0:
        raise Unplayable(REASONS["empty"])
    said = ask([path])[0]
    if "refused" in said:
        raise Unplayable(REASONS[_reason(path, said["refused"])])
    return _probe(said)


def ask(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The child's raw answers, in the order of `paths`; each facts, or {"refused": reason}."""
    names = [str(path.absolute()) for path in paths]
    answers: list[dict[str, Any]] = []
    while left := names[len(answers) :]:
        order = {"paths": left, "options": cage.ALLOWED, "most_pixels": cage.MOST_PIXELS, "sound": WANTED}
        command = [sys.executable, "-I", str(LOOK), json.dumps(order)]
        _, said, _ = cage.run(command, BOUNDS, None, paths)
        told = [json.loads(line) for line in said.splitlines()]
        # a file can bring the child down; that is an answer too
        answers += told if len(told) == len(left) else [*told, {"refused": "undecodable"}]
    return answers


def _reason(path: Path, refused: str) -> str:
    with path.open("rb") as file:
        is_mp4 = file.read(8)[4:] == b"ftyp"
    return "cut_off" if is_mp4 and refused == "unreadable" else refused


def _probe(said: dict[str, Any]) -> Probe:
    width, height = 0, 0
    if said["video_index"] is not None:
        width, height = _upright(said["width"], said["height"], Fraction(said["pixel_shape"]), said["rotation"])
    rate, base_rate = Fraction(said["rate"]), Fraction(said["base_rate"])
    return Probe(
        duration_ms=round(1000 * max(said["picture_s"], said["sound_s"])),
        picture_ms=round(1000 * said["picture_s"]),
        width=width,
        height=height,
        fps=rate,
        is_variable=not rate or abs(base_rate / rate - 1) > Fraction(5, 100),
        is_square=Fraction(said["pixel_shape"]) in (0, 1),
        **{
            key: said[key] for key in ("video_codec", "video_index", "rotation", "is_hdr", "pixel_format", "video_bits")
        },
        **{key: said[key] for key in ("longest_gop_s", "mean_gop_s", "is_even")},
        **{key: said[key] for key in ("audio_codec", "audio_index", "channels", "loudness", "gain_db")},
    )


def _upright(width: int, height: int, pixel_shape: Fraction, rotation: int) -> tuple[int, int]:
    if pixel_shape > 0:
        width = max(1, round(width * pixel_shape))
    return (height, width) if rotation % 180 else (width, height)

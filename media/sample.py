"""Draws a demonstration clip, so that the product can be tried without anybody's recording.

Two drawn people take turns in a murmur without words; a bar shows time passing. Words reach the picture as pixels
only, so any text is safe.
"""

import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg

from media import cage
from media import sample_picture as draw
from media.errors import Broken

FPS = 20
TURN_S = 4  # how long one speaks before the other answers
STRIP_AT = (draw.MARGIN, 540)
MOUTHS = ((850, 350), (958, 350))
VOICES_HZ = (116, 172)
Chapter = tuple[float, str]


def make_clip(
    title: str,
    subtitle: str,
    chapters: Sequence[Chapter],
    seconds: float,
    into: Path,
    *,
    hue: int,
    ffmpeg: Path | None = None,
) -> None:
    """An MP4 of 1280 × 720 at `into`. `chapters` are (start in seconds, title) in order; `hue` in degrees."""
    program = ffmpeg or Path(imageio_ffmpeg.get_ffmpeg_exe())
    with tempfile.TemporaryDirectory(dir=into.parent, prefix=".sample-") as name:
        folder = Path(name)
        pictures = _draw(folder, title, subtitle, chapters, draw.Palette(hue))
        words = _command(program, pictures, chapters, seconds)
        code, _, complaints = cage.run(words, cage.Bounds(wall_s=60 + 10 * seconds, cpu_s=600), folder)
        if code != 0:
            raise Broken(complaints)
        (folder / "clip.mp4").replace(into)


def _draw(folder: Path, title: str, subtitle: str, chapters: Sequence[Chapter], palette: draw.Palette) -> list[str]:
    """Names of the pictures: the room, the bar, a ripple for each of the two, a strip for each chapter."""
    images = [draw.room(title, subtitle, palette), draw.bar(palette), draw.ripple(palette, 1), draw.ripple(palette, -1)]
    images += [draw.chapter(number, name, palette) for number, (_, name) in enumerate(chapters, 1)]
    names = [f"{number}.png" for number in range(len(images))]
    for name, image in zip(names, images, strict=True):
        image.save(folder / name, compress_level=1)
    return names


def _command(program: Path, pictures: list[str], chapters: Sequence[Chapter], seconds: float) -> list[str]:
    inputs = [word for name in pictures for word in ("-i", name)]
    graph = f"{_scene(chapters, seconds)};{_murmur(seconds)}"
    video = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "24", "-g", str(2 * FPS), "-pix_fmt", "yuv420p"]
    audio = ["-c:a", "aac", "-b:a", "64k"]
    ending = ["-t", str(seconds), "-movflags", "faststart", "clip.mp4"]
    quiet = [str(program), "-nostdin", "-v", "error"]
    return [*quiet, *inputs, "-filter_complex", graph, "-map", "[seen]", "-map", "[heard]", *video, *audio, *ending]


def _scene(chapters: Sequence[Chapter], seconds: float) -> str:
    """The room's picture is decoded once and repeated; whatever moves lies on it."""
    layers = [_Layer(f"-W+W*t/{seconds}", f"H-{draw.BAR}")]
    for speaker, (x, y) in enumerate(MOUTHS):
        layers.append(_Layer(str(x), f"{y}+4*sin(9*t)", f"eq(mod(floor(t/{TURN_S}),2),{speaker})"))
    ends = [*(start for start, _ in chapters), seconds]
    for start, end in pairwise(ends):
        layers.append(_Layer(str(STRIP_AT[0]), str(STRIP_AT[1]), f"gte(t,{start})*lt(t,{end})"))
    steps = [f"[0:v]format=yuv420p,loop=-1:1,setpts=N/{FPS}/TB,fps={FPS},trim=duration={seconds}[on0]"]
    for number, layer in enumerate(layers):
        out = "seen" if number == len(layers) - 1 else f"on{number + 1}"
        steps.append(f"[on{number}][{number + 1}:v]{layer}[{out}]")
    return ";".join(steps)


class _Layer(str):
    """An overlay whose place is a formula of the time `t`."""

    def __new__(cls, x: str, y: str, when: str = "1") -> "_Layer":
        return super().__new__(cls, f"overlay=x='{x}':y='{y}':enable='{when}'")


def _murmur(seconds: float) -> str:
    """Syllables of a low and a higher voice: a few overtones, swelling and falling, muffled like through a wall."""
    pitch = f"if(eq(mod(floor(t/{TURN_S}),2),0),{VOICES_HZ[0]},{VOICES_HZ[1]})"
    phase = f"(2*PI*t*{pitch}+1.6*sin(5*t))"
    voice = "+".join(f"{0.5 / part:.2f}*sin({part}*{phase})" for part in (1, 2, 3, 5))
    syllables = f"max(0,sin(19*t+2*sin(2.3*t)))*(0.55+0.45*sin(1.7*t))*min(1,4*mod(t,{TURN_S}))"
    return f"aevalsrc='({voice})*{syllables}':s=12000:d={seconds},lowpass=f=700,volume=0.35,aresample=48000[heard]"

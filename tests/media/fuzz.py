"""Good files with faults put in by chance, always the same ones: flipped bytes, cuts, splices, box sizes that lie.

`python -m tests.media.fuzz` takes every file through probing and packaging; the tests take every one through probing
and each fortieth of those that probe well further. A fault is anything but a playable result or a sentence.
"""

import random
import struct
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from media import cage, probe
from media.encode import Limits
from media.errors import MediaError
from media.package import package
from tests.kit import clips

SEED = 20_241
MUTATIONS = 2_400
BATCH = 100
ONCE_FAULTS = (961,)  # what a whole run has found, always packaged
SMALL = Limits(wall_s=20, wall_per_second=0.5, longest_s=120)
SIZES = (0, 1, 7, 8, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
KINDS = (
    b"moov",
    b"trak",
    b"mdat",
    b"stsz",
    b"stts",
    b"stsc",
    b"stco",
    b"ctts",
    b"elst",
    b"avcC",
    b"stsd",
    b"moof",
    b"trun",
)


@dataclass
class Result:
    """What became of the files."""

    probed: int = 0
    refused: int = 0
    packaged: int = 0
    refused_later: int = 0
    child_deaths: int = 0
    """How often a caged prober was brought down: its cage held, and the next began."""
    faults: list[str] = field(default_factory=list)


def seeds(folder: Path) -> list[bytes]:
    """Half a second each, in the containers that are let in."""
    size, sound = clips.picture("64x36", "10", 0.5), clips.tone(0.5)
    vp9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "libopus")
    made = (
        clips.make(folder / "1.mp4", *size, *sound, *clips.H264, *clips.AAC),
        clips.make(folder / "2.mp4", *size, *sound, *clips.H264, *clips.AAC, "-movflags", "faststart"),
        clips.make(folder / "3.mp4", *size, *sound, *clips.H264, *clips.AAC, "-movflags", "frag_keyframe+empty_moov"),
        clips.make(folder / "4.mkv", *size, *sound, *clips.H264, *clips.AAC),
        clips.make(folder / "5.webm", *size, *sound, *vp9),
        clips.make(folder / "6.mov", *size, *sound, "-c:v", "mpeg4", "-c:a", "pcm_s16le"),
    )
    return [path.read_bytes() for path in made]


def mutations(good: Sequence[bytes], number: int) -> Iterator[bytes]:
    """The same ones each time."""
    chance = random.Random(SEED)
    ways = (flipped, flipped, cut, spliced, resized, blanked)
    for _ in range(number):
        data = bytearray(chance.choice(good))
        for _ in range(chance.choice((1, 1, 2, 4))):
            data = chance.choice(ways)(data, chance, good)
        yield bytes(data)


def flipped(data: bytearray, chance: random.Random, good: Sequence[bytes]) -> bytearray:
    """A few bytes, more often in the first and the last kilobyte, where most is told."""
    for _ in range(chance.choice((1, 4, 16, 64))):
        span = chance.choice((len(data), min(len(data), 1024)))
        at = chance.randrange(span) if chance.random() < 0.5 else len(data) - 1 - chance.randrange(span)
        data[at] = chance.randrange(256)
    return data


def cut(data: bytearray, chance: random.Random, good: Sequence[bytes]) -> bytearray:
    return data[: chance.randrange(16, len(data))] if len(data) > 16 else data


def spliced(data: bytearray, chance: random.Random, good: Sequence[bytes]) -> bytearray:
    """A part of another file, in the middle of this one."""
    other = chance.choice(good)
    start, at = chance.randrange(len(other)), chance.randrange(len(data))
    return data[:at] + other[start : start + chance.randrange(1, 2000)] + data[at + chance.choice((0, 500)) :]


def resized(data: bytearray, chance: random.Random, good: Sequence[bytes]) -> bytearray:
    """A box that tells another size or count."""
    at = data.find(chance.choice(KINDS))
    if at >= 4 and at + 16 < len(data):
        struct.pack_into(">I", data, at + chance.choice((-4, 8, 12)), chance.choice((*SIZES, chance.getrandbits(32))))
    return data


def blanked(data: bytearray, chance: random.Random, good: Sequence[bytes]) -> bytearray:
    at = chance.randrange(len(data))
    length = min(len(data) - at, chance.randrange(1, 400))
    data[at : at + length] = bytes([chance.choice((0, 255))]) * length
    return data


def run(folder: Path, each: int, number: int = MUTATIONS) -> Result:
    """`each`: which of the files that probe well are packaged too."""
    result = Result()
    good = seeds(folder)
    files = []
    for index, data in enumerate(mutations(good, number)):
        files.append(folder / f"{index:05}.mp4")
        files[-1].write_bytes(data or b"\0")
    for start in range(0, number, BATCH):
        _probe(files[start : start + BATCH], result)
    once = {files[index] for index in ONCE_FAULTS}
    left = [path for path in files if path.exists()]
    for path in [path for index, path in enumerate(left) if index % each == 0 or path in once]:
        _package(path, result)
    return result


def _probe(files: list[Path], result: Result) -> None:
    """Those that are refused are thrown away."""
    started = 0
    caged = cage.run

    def counted(*arguments: object, **named: object) -> tuple[int, str, str]:
        nonlocal started
        started += 1
        return caged(*arguments, **named)  # type: ignore[arg-type]

    probe.cage.run = counted
    try:
        answers = probe.ask(files)
    finally:
        probe.cage.run = caged
    result.child_deaths += started - 1
    for path, said in zip(files, answers, strict=True):
        result.probed += 1
        if "refused" in said:
            result.refused += 1
            if not probe.REASONS.get(said["refused"], "").endswith("."):
                result.faults.append(f"{path.name}: no sentence for {said}")
            path.unlink()


def _package(path: Path, result: Result) -> None:
    try:
        made = package(path, path.with_suffix(".out"), limits=SMALL)
        assert made.duration_ms > 0
        result.packaged += 1
    except MediaError as refusal:
        result.refused_later += 1
        if not str(refusal).endswith("."):
            result.faults.append(f"{path.name}: no sentence in {refusal!r}")
    except Exception as fault:
        result.faults.append(f"{path.name}: {type(fault).__name__}: {fault}")


if __name__ == "__main__":
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        told = run(Path(name), each=1)
    print(f"{told} in {time.monotonic() - begun:.0f} s")
    sys.exit(bool(told.faults))

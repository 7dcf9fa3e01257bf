"""What somebody writes who has only ffmpeg: one command, the same sizes and rates, HLS in two-second segments.

No storyboard, no poster, no loudness, no waveform, no checks: what Attune adds has to fit into the difference.
"""

import subprocess
import time
from pathlib import Path

import imageio_ffmpeg

from media.ladder import AUDIO_BITS, GOP_SECONDS, ladder
from media.probe import probe

LOOK_S = 0.005


def command(clip: Path, into: Path) -> list[str]:
    """To be run in `into`, whose folders are made."""
    seen = probe(clip)
    rungs = ladder(seen, copying=False)
    has_sound = seen.audio_index is not None
    names = [f"[v{number}]" for number in range(len(rungs))]
    scaled = [
        f"{n}scale={rung.width}:{rung.height},format=yuv420p[o{n[2:-1]}]" for n, rung in zip(names, rungs, strict=True)
    ]
    graph = f"[0:v]fps={rungs[0].fps},split={len(rungs)}{''.join(names)};" + ";".join(scaled)
    words = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-i", str(clip), "-filter_complex", graph]
    for number, rung in enumerate(rungs):
        words += [
            "-map",
            f"[o{number}]",
            f"-maxrate:v:{number}",
            str(rung.bits),
            f"-bufsize:v:{number}",
            str(2 * rung.bits),
        ]
        (into / rung.name).mkdir(parents=True)
    words += ["-map", "0:a", "-c:a", "aac", "-ac", "2", "-b:a", str(AUDIO_BITS)] if has_sound else []
    gop = str(rungs[0].gop)
    words += [
        "-c:v",
        "libx264",
        "-preset",
        "veryfast",
        "-crf",
        "23",
        "-g",
        gop,
        "-keyint_min",
        gop,
        "-sc_threshold",
        "0",
    ]
    slaves = [
        rf"[select=\'v:{number}{',a' if has_sound else ''}\':f=hls:hls_time={GOP_SECONDS}:hls_playlist_type=event"
        f":hls_segment_type=fmp4:hls_flags=temp_file:hls_segment_filename={rung.name}/%05d.m4s]{rung.name}/index.m3u8"
        for number, rung in enumerate(rungs)
    ]
    return [*words, "-flags", "+global_header", "-f", "tee", "|".join(slaves)]


def run(words: list[str], folder: Path) -> None:
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def first_segment_s(words: list[str], folder: Path) -> float:
    """From the start until every size has its first segment."""
    rungs = [path for path in folder.iterdir() if path.is_dir()]
    begun = time.perf_counter()
    with subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL) as process:
        while not all((rung / "00000.m4s").exists() for rung in rungs):
            assert process.poll() is None, "it ended before there was a segment"
            time.sleep(LOOK_S)
        taken = time.perf_counter() - begun
        process.kill()
    return taken

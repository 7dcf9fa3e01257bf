"""HLS playlists (RFC 8216): reads those that ffmpeg wrote for each rung, writes the master. Pure: text in, text out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from media.ladder import Rung

AUDIO_CODEC = "mp4a.40.2"


@dataclass(frozen=True)
class Segment:
    """One line of a rung's playlist."""

    name: str
    seconds: float


@dataclass(frozen=True)
class Variant:
    """One rung as the master playlist tells it; rates in bit/s, sound included."""

    rung: Rung
    codec: str
    peak: int
    mean: int


def segments(text: str) -> list[Segment]:
    """In order. Raises ValueError for a playlist that isn't complete."""
    lines = text.splitlines()
    if lines[:1] != ["#EXTM3U"] or lines[-1:] != ["#EXT-X-ENDLIST"]:
        raise ValueError("The playlist is not complete.")
    pairs = pairwise(lines)
    return [Segment(name, float(info[8:].rstrip(","))) for info, name in pairs if info.startswith("#EXTINF:")]


def master(variants: Sequence[Variant], has_audio: bool) -> str:
    """Lowest rung first: players without a measure of the line begin with the first."""
    ordered = sorted(variants, key=lambda variant: variant.mean)
    lines = [line for variant in ordered for line in _entry(variant, has_audio)]
    return "\n".join(["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS", *lines, ""])


def _entry(variant: Variant, has_audio: bool) -> tuple[str, str]:
    rung = variant.rung
    codecs = f"{variant.codec},{AUDIO_CODEC}" if has_audio else variant.codec
    return (
        f"#EXT-X-STREAM-INF:BANDWIDTH={variant.peak},AVERAGE-BANDWIDTH={variant.mean},"
        f'CODECS="{codecs}",RESOLUTION={rung.width}x{rung.height},FRAME-RATE={float(rung.fps):.3f}',
        f"{rung.name}/index.m3u8",
    )

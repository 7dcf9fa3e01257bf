"""HLS playlists (RFC 8216): reads those that ffmpeg wrote for each rung, writes ours. Pure: text in, text out."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from media.ladder import Rung

MASTER = "master.m3u8"
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


@dataclass(frozen=True)
class Heard:
    """The rung that is only heard; rates in bit/s."""

    folder: str
    peak: int
    mean: int


def segments(text: str) -> list[Segment]:
    """In order. Raises ValueError for a playlist that isn't complete."""
    if text.splitlines()[-1:] != ["#EXT-X-ENDLIST"]:
        raise ValueError("The playlist is not complete.")
    return segments_so_far(text)


def segments_so_far(text: str) -> list[Segment]:
    """In order, of a playlist that may still grow. Raises ValueError for what is no playlist."""
    lines = text.splitlines()
    if lines[:1] != ["#EXTM3U"]:
        raise ValueError("The playlist is not complete.")
    pairs = pairwise(lines)
    return [Segment(name, float(info[8:].rstrip(","))) for info, name in pairs if info.startswith("#EXTINF:")]


def media(found: Sequence[Segment], longest_s: int, *, is_complete: bool) -> str:
    """One rung's playlist. While it grows (EVENT), no segment may come that is longer than `longest_s`, and a player
    begins at its start, not where it has grown to."""
    kind = ["#EXT-X-PLAYLIST-TYPE:VOD"] if is_complete else ["#EXT-X-PLAYLIST-TYPE:EVENT", "#EXT-X-START:TIME-OFFSET=0"]
    longest_s = max([longest_s, *(ceil(segment.seconds) for segment in found)])
    head = ["#EXTM3U", "#EXT-X-VERSION:7", f"#EXT-X-TARGETDURATION:{longest_s}", "#EXT-X-MEDIA-SEQUENCE:0", *kind]
    lines = [line for one in found for line in (f"#EXTINF:{one.seconds:.6f},", one.name)]
    return "\n".join(
        [*head, "#EXT-X-INDEPENDENT-SEGMENTS", '#EXT-X-MAP:URI="init.mp4"', *lines]
        + (["#EXT-X-ENDLIST", ""] if is_complete else [""])
    )


def master(variants: Sequence[Variant], has_audio: bool, heard: Heard | None = None) -> str:
    """Lowest rung first: players without a measure of the line begin with the first. What is only heard comes last, so
    that none begins with it."""
    ordered = sorted(variants, key=lambda variant: variant.mean)
    lines = [line for variant in ordered for line in _entry(variant, has_audio)]
    if heard:
        rates = f"BANDWIDTH={heard.peak},AVERAGE-BANDWIDTH={heard.mean}"
        lines += [f'#EXT-X-STREAM-INF:{rates},CODECS="{AUDIO_CODEC}"', f"{heard.folder}/index.m3u8"]
    return "\n".join(["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS", *lines, ""])


def _entry(variant: Variant, has_audio: bool) -> tuple[str, str]:
    rung = variant.rung
    codecs = f"{variant.codec},{AUDIO_CODEC}" if has_audio else variant.codec
    return (
        f"#EXT-X-STREAM-INF:BANDWIDTH={variant.peak},AVERAGE-BANDWIDTH={variant.mean},"
        f'CODECS="{codecs}",RESOLUTION={rung.width}x{rung.height},FRAME-RATE={float(rung.fps):.3f}',
        f"{rung.name}/index.m3u8",
    )

"""The one ffmpeg command that makes everything from one decoding of the source. Pure: facts in, words out.

All rungs, the storyboard and the poster are branches of one filter graph. Sound is encoded once and given to every
rung by the tee muxer. Outputs are relative to the folder that the command runs in, so no name can mean anything else.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import ffmpeg

from media import cage
from media.ladder import AUDIO_BITS, GOP_SECONDS, Rung
from media.probe import Probe
from media.storyboard import COLUMNS, ROWS, Storyboard

POSTER = "poster.webp"
POSTER_SIDE = 540  # pixels of its shorter side: a page may show several, and none is looked at for long
POSTER_SPAN_S = 3
# One line for each picture of the first rung. -progress stays silent until every output has begun, and the first
# storyboard sheet is full only after 25 tiles.
TELLING = {"stats_enc_post:v:0": "pipe:1", "stats_enc_post_fmt:v:0": "{n}"}
GAP_S = 0.1  # a difference between picture and sound that nobody sees
TO_SDR: tuple[tuple[str, dict[str, Any]], ...] = (
    ("zscale", {"transfer": "linear", "npl": 100}),
    ("format", {"pix_fmts": "gbrpf32le"}),
    ("zscale", {"primaries": "bt709"}),
    ("tonemap", {"tonemap": "hable", "desat": 0}),
    ("zscale", {"transfer": "bt709", "matrix": "bt709", "range": "tv"}),
)


def command(program: Path, source: Path, seen: Probe, rungs: list[Rung], board: Storyboard) -> list[str]:
    """To be run in a folder that has an empty folder for each rung.

    It says the number of each picture of the first rung as it is encoded, counted from 0, one a line."""
    allowed = {**cage.ALLOWED, "max_pixels": cage.MOST_PIXELS}
    given = ffmpeg.input(f"file:{source.absolute()}", **allowed)
    top = _picture(given[str(seen.video_index)], seen, rungs[0])
    branches = top.filter_multi_output("split", len(rungs) + 2)
    pictures = [_sized(branches[number], rung) for number, rung in enumerate(rungs)]
    streams = _stream(pictures, _sound(given, seen), rungs, seen)
    outputs = [streams, _sheets(branches[len(rungs)], board), _poster(branches[len(rungs) + 1], seen, rungs[0])]
    quiet = [str(program), "-nostdin", "-hide_banner", "-v", "error"]
    return [str(word) for word in ffmpeg.compile(ffmpeg.merge_outputs(*outputs), cmd=quiet)]


def _picture(stream: Any, seen: Probe, top: Rung) -> Any:
    """Upright (ffmpeg rotates by itself), constant in rate, as long as the sound, at the top rung's size."""
    stream = stream.filter("fps", _ratio(top.fps), start_time=0)
    missing_s = (seen.duration_ms - seen.picture_ms) / 1000
    if missing_s > GAP_S:
        stream = stream.filter("tpad", stop_mode="clone", stop_duration=missing_s)
    stream = stream.filter("scale", top.width, top.height).filter("setsar", 1)
    for name, options in TO_SDR if seen.is_hdr else ():
        stream = stream.filter(name, **options)
    return stream


def _sized(branch: Any, rung: Rung) -> Any:
    sized = branch.filter("scale", rung.width, rung.height, out_range="tv").filter("setsar", 1)
    return sized.filter("format", "yuv420p")


def _sound(given: Any, seen: Probe) -> list[Any]:
    """Stereo at 48 kHz from the first moment to the last, silence where the source has a hole."""
    if seen.audio_index is None:
        return []
    stream = given[str(seen.audio_index)].filter("aresample", 48_000, **{"async": 1, "first_pts": 0})
    stream = stream.filter("aformat", channel_layouts="stereo", sample_rates=48_000)
    return [stream.filter("apad", whole_dur=seen.duration_ms / 1000)]


def _stream(pictures: list[Any], sound: list[Any], rungs: list[Rung], seen: Probe) -> Any:
    slaves = "|".join(_slave(number, rung, bool(sound)) for number, rung in enumerate(rungs))
    rates = {f"maxrate:v:{number}": rung.bits for number, rung in enumerate(rungs)}
    room = {f"bufsize:v:{number}": 2 * rung.bits for number, rung in enumerate(rungs)}
    gop = rungs[0].gop
    return ffmpeg.output(
        *pictures,
        *sound,
        slaves,
        format="tee",
        vcodec="libx264",
        preset="veryfast",
        crf=23,
        **{"profile:v": "high", "g": gop, "keyint_min": gop, "sc_threshold": 0, "flags": "+cgop+global_header"},
        **rates,
        **room,
        **({"acodec": "aac", "audio_bitrate": AUDIO_BITS} if sound else {}),
        t=seen.duration_ms / 1000,
        map_metadata=-1,
        map_chapters=-1,
        **TELLING,
    )


def _slave(number: int, rung: Rung, has_audio: bool) -> str:
    options = {
        "select": rf"\'v:{number}{',a' if has_audio else ''}\'",
        "f": "hls",
        "avoid_negative_ts": "disabled",  # else sound waits for its picture by an edit list, which Chromium ignores
        "hls_time": GOP_SECONDS,
        "hls_playlist_type": "vod",
        "hls_segment_type": "fmp4",
        "hls_list_size": 0,
        "hls_flags": "independent_segments",
        "hls_fmp4_init_filename": "init.mp4",
        "hls_segment_filename": f"{rung.name}/%05d.m4s",
    }
    return f"[{':'.join(f'{key}={value}' for key, value in options.items())}]{rung.name}/index.m3u8"


def _sheets(branch: Any, board: Storyboard) -> Any:
    tiles = branch.filter("framestep", board.step).filter("scale", board.width, board.height, out_range="pc")
    sheet = tiles.filter("tile", f"{COLUMNS}x{ROWS}").filter("format", "yuvj420p")
    return ffmpeg.output(sheet, board.sheet, **_still("mjpeg", 4))


def _poster(branch: Any, seen: Probe, top: Rung) -> Any:
    """The most typical picture of three seconds early on: not the black one that many videos begin with."""
    start = min(seen.duration_ms / 10_000, 10.0)
    scale = min(1.0, POSTER_SIDE / min(top.width, top.height))
    width, height = (max(2, round(side * scale / 2) * 2) for side in (top.width, top.height))
    stream = branch.filter("trim", start=start, duration=POSTER_SPAN_S).filter("scale", width, height)
    typical = stream.filter("thumbnail", max(2, int(POSTER_SPAN_S * top.fps))).filter("format", "yuv420p")
    return ffmpeg.output(typical, POSTER, **_still("libwebp", 70), vframes=1, update=1)


def _still(codec: str, quality: int) -> dict[str, Any]:
    """`quality` as the codec counts it: 2 (best) to 31 for JPEG, 0 to 100 (best) for WebP."""
    return {"format": "image2", "vcodec": codec, "q:v": quality, "fps_mode": "passthrough", "map_metadata": -1}


def _ratio(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"

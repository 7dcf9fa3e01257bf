"""The one ffmpeg command that makes everything from one decoding of the source. Pure: facts in, words out.

All rungs, the storyboard and the poster are branches of one filter graph; a rung that is copied takes the source's own
packets. Sound is brought to one loudness, encoded once and given to every rung by the tee muxer. Outputs are relative
to the folder that the command runs in, so no name can mean anything else.
"""

from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import ffmpeg

from media import cage
from media.ladder import AUDIO_BITS, GOP_SECONDS, LONGEST_GOP_SECONDS, Rung
from media.probe import Probe
from media.sound import LIMITER
from media.storyboard import COLUMNS, ROWS, Storyboard
from media.waveform import METERED, PEAK, interval_ms

POSTER = "poster.webp"
POSTER_SIDE = 540  # pixels of its shorter side: a page may show several, and none is looked at for long
POSTER_SPAN_S = 3
PLAIN_SIZE = (960, 540)  # of the poster of what is only heard
PLAIN_COLOR = "0x1b2430"
SOUND_HZ = 48_000
PACKET = 1024  # samples in one packet of AAC
SOUND = "sound"
"""The folder of the rung that is only heard."""
NAMELESS = {"map_metadata": -1, "map_chapters": -1}  # phones write down where they are
GAP_S = 0.1  # a difference between picture and sound that nobody sees
TO_SDR: tuple[tuple[str, dict[str, Any]], ...] = (
    ("zscale", {"transfer": "linear", "npl": 100}),
    ("format", {"pix_fmts": "gbrpf32le"}),
    ("zscale", {"primaries": "bt709"}),
    ("tonemap", {"tonemap": "hable", "desat": 0}),
    ("zscale", {"transfer": "bt709", "matrix": "bt709", "range": "tv"}),
)


def command(program: Path, source: Path, seen: Probe, rungs: list[Rung], board: Storyboard) -> list[str]:
    """To be run in a folder that has an empty folder for each rung, and one for the sound.

    It says the number of each picture of one rung as it is written, counted from 0, one a line."""
    given = _given(source)
    encoded = [rung for rung in rungs if not rung.is_copied]
    top = _picture(given[str(seen.video_index)], seen, rungs[0])
    branches = top.filter_multi_output("split", 3 if encoded else 2)
    copied = [given[str(seen.video_index)]] * (len(rungs) - len(encoded))
    streams = _stream([*copied, *_stairs(branches[2] if encoded else None, encoded)], _sound(given, seen), rungs, seen)
    outputs = [streams, _sheets(branches[0], board), _poster(branches[1], seen, rungs[0])]
    return _words(program, ffmpeg.merge_outputs(*outputs))


def heard(program: Path, source: Path, seen: Probe) -> list[str]:
    """Of a source without a picture: its sound and a plain poster. To be run in a folder that has one for the sound.

    It says the number of each packet of sound as it is written, counted from 0, one a line."""
    telling = {"stats_mux_pre:a:0": "pipe:1", "stats_mux_pre_fmt:a:0": "{n}"}
    options = {key: value for key, value in _hls(SOUND).items() if key != "f"}
    aac = {"acodec": "aac", "audio_bitrate": AUDIO_BITS, "t": seen.duration_ms / 1000}
    [stream] = _sound(_given(source), seen)
    sound = ffmpeg.output(stream, f"{SOUND}/index.m3u8", format="hls", **aac, **options, **NAMELESS, **telling)
    width, height = PLAIN_SIZE
    plain = ffmpeg.input(f"color=color={PLAIN_COLOR}:size={width}x{height}:rate=1:duration=1", format="lavfi")
    poster = ffmpeg.output(plain, POSTER, pix_fmt="yuv420p", vframes=1, update=1, **_still("libwebp", 70))
    return _words(program, ffmpeg.merge_outputs(sound, poster))


def packets(seen: Probe) -> int:
    """How many of them `heard` says, about."""
    return round(seen.duration_ms / 1000 * SOUND_HZ / PACKET)


def remux(program: Path, source: Path, seen: Probe, rung: Rung) -> list[str]:
    """Only packs the source's own pictures and sound into segments, in no time. To be run in a folder that has an empty
    folder for the rung."""
    given = _given(source)
    kept = [given[str(index)] for index in (seen.video_index, seen.audio_index) if index is not None]
    options = {key: value for key, value in _hls(rung.name).items() if key != "f"}
    copied = ffmpeg.output(*kept, f"{rung.name}/index.m3u8", format="hls", c="copy", **options, **NAMELESS)
    return _words(program, copied)


def _given(source: Path) -> Any:
    return ffmpeg.input(f"file:{source.absolute()}", **cage.ALLOWED, max_pixels=cage.MOST_PIXELS)


def _words(program: Path, outputs: Any) -> list[str]:
    quiet = [str(program), "-nostdin", "-hide_banner", "-v", "error"]
    return [str(word) for word in ffmpeg.compile(outputs, cmd=quiet)]


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


def _stairs(stream: Any, rungs: list[Rung]) -> list[Any]:
    """Each rung made smaller from the one above it: less work than from the top one each time."""
    steps = []
    for rung in rungs[:-1]:
        both = _sized(stream, rung).filter_multi_output("split", 2)
        stream = both[1]
        steps.append(both[0])
    return [*steps, *(_sized(stream, last) for last in rungs[-1:])]


def _sized(branch: Any, rung: Rung) -> Any:
    sized = branch.filter("scale", rung.width, rung.height, out_range="tv").filter("setsar", 1)
    return sized.filter("format", "yuv420p")


def _sound(given: Any, seen: Probe) -> list[Any]:
    """Stereo at 48 kHz from the first moment to the last, silence where the source has a hole; as loud as all others.

    Its waveform is written on the way."""
    if seen.audio_index is None:
        return []
    stream = given[str(seen.audio_index)].filter("aresample", SOUND_HZ, **{"async": 1, "first_pts": 0})
    stream = stream.filter("aformat", channel_layouts="stereo", sample_rates=SOUND_HZ)
    if seen.gain_db:
        stream = stream.filter("volume", f"{seen.gain_db:.2f}dB").filter("alimiter", **LIMITER)
    stream = stream.filter("apad", whole_dur=seen.duration_ms / 1000)
    stream = stream.filter("asetnsamples", 48 * interval_ms(seen.duration_ms), pad=0)
    stream = stream.filter("astats", metadata=1, reset=1, measure_perchannel="none", measure_overall="Peak_level")
    return [stream.filter("ametadata", mode="print", key=PEAK, file=METERED)]


def _stream(pictures: list[Any], sound: list[Any], rungs: list[Rung], seen: Probe) -> Any:
    slaves = [_slave(f"v:{number}{',a' if sound else ''}", rung.name) for number, rung in enumerate(rungs)]
    slaves += [_slave("a", SOUND)] if sound else []
    each = [_encoding(number, rung) for number, rung in enumerate(rungs) if not rung.is_copied]
    return ffmpeg.output(
        *pictures,
        *sound,
        "|".join(slaves),
        format="tee",
        **({"c:v:0": "copy"} if rungs[0].is_copied else {}),
        **{key: value for options in each for key, value in options.items()},
        **_keyframes(rungs),
        **({"acodec": "aac", "audio_bitrate": AUDIO_BITS} if sound else {}),
        t=seen.duration_ms / 1000,
        **NAMELESS,
        **_telling(rungs),
    )


def _encoding(number: int, rung: Rung) -> dict[str, Any]:
    usual = {
        "c": "libx264",
        "preset": "veryfast",
        "crf": 23,
        "profile": "high",
        "sc_threshold": 0,
        "flags": "+cgop+global_header",
    }
    rates = {"maxrate": rung.bits, "bufsize": 2 * rung.bits}
    return {f"{key}:v:{number}": value for key, value in {**usual, **rates}.items()}


def _keyframes(rungs: list[Rung]) -> dict[str, Any]:
    """Every two seconds, or exactly where the copied rung has them: all rungs' segments begin together."""
    if rungs[0].is_copied:
        return {"force_key_frames": "source", "g": ceil(2 * LONGEST_GOP_SECONDS * rungs[0].fps)}
    return {"g": rungs[0].gop, "keyint_min": rungs[0].gop}


def _telling(rungs: list[Rung]) -> dict[str, str]:
    """One line for each picture of an encoded rung, if there is one: copying runs ahead. -progress stays silent until
    every output has begun, and the first storyboard sheet is full only after 25 tiles."""
    told = min(len(rungs) - 1, int(rungs[0].is_copied))
    return {f"stats_mux_pre:v:{told}": "pipe:1", f"stats_mux_pre_fmt:v:{told}": "{n}"}


def _slave(select: str, folder: str) -> str:
    options = {"select": rf"\'{select}\'", **_hls(folder)}
    return f"[{':'.join(f'{key}={value}' for key, value in options.items())}]{folder}/index.m3u8"


def _hls(folder: str) -> dict[str, Any]:
    """Each segment is whole once the playlist tells of it, and a playlist is never half written."""
    return {
        "f": "hls",
        "avoid_negative_ts": "disabled",  # else sound waits for its picture by an edit list, which Chromium ignores
        "hls_time": GOP_SECONDS,
        "hls_playlist_type": "event",
        "hls_segment_type": "fmp4",
        "hls_list_size": 0,
        "hls_flags": "independent_segments+temp_file",
        "hls_fmp4_init_filename": "init.mp4",
        "hls_segment_filename": f"{folder}/%05d.m4s",
    }


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

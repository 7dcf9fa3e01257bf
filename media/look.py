"""Opens one or more files with PyAV and prints what they are, one JSON line each.

Only ever run as a caged child of its own (`probe` does): what it opens may be hostile. It knows no other module of
ours; the allow-lists come in the order, `{"paths": […], "options": {…}, "most_pixels": n, "sound": {…}}`.
"""

import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

TAIL_US = 5_000_000
PATIENCE = 250  # packets without a picture before we say that none comes
HDR_TRANSFERS = (16, 18)  # PQ and HLG, ITU-T H.273
WINDOWS, WINDOW_S = 30, 2.0  # where to listen in a long video; a short one is heard whole
ROUNDS, CLOSE_LU = 4, 0.3  # a limiter takes loudness away; how often to make up for it, and how closely
SILENT = -70.0  # LUFS, the floor of EBU R 128
UNSEEN: dict[str, Any] = dict.fromkeys(("video_codec", "video_index", "pixel_format", "longest_gop_s", "mean_gop_s"))
UNSEEN |= dict.fromkeys(("picture_s", "width", "height", "rotation", "rate", "base_rate", "video_bits"), 0)
UNSEEN |= {"pixel_shape": 1}
UNSEEN |= dict.fromkeys(("is_hdr", "is_even"), False)
"""What there is to say of the picture of a file without one."""


class Refusal(Exception):
    """Its text is one of the reasons that `probe` has a sentence for."""


def first_picture(container: InputContainer, video: VideoStream) -> VideoFrame:
    """Raises Refusal("undecodable"): a header may promise what the data don't hold."""
    for number, packet in enumerate(container.demux(video)):
        if number > PATIENCE:
            break
        try:
            for frame in packet.decode():
                return frame
        except av.error.FFmpegError:
            continue
    raise Refusal("undecodable")


def ends(container: InputContainer, wanted: list[Any], from_us: int) -> dict[int, float]:
    """For each stream, in seconds, where the packets that are really there end.

    Times may begin below zero, where nobody can seek: then it reads on from where it is."""
    found: dict[int, float] = {}
    try:
        if from_us >= 0:
            container.seek(from_us)
        for packet in container.demux(wanted):
            if packet.pts is not None and packet.size:
                end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
                index = packet.stream.index
                found[index] = max(found.get(index, end), end)
    except av.error.FFmpegError:
        pass  # a file that was cut off ends with an error; what came before it counts
    return found


def true_ends(container: InputContainer, wanted: list[Any]) -> dict[int, float]:
    """A cut file's header still tells the old length: look at its tail and, where that is gone, at everything."""
    start, length = container.start_time or 0, container.duration or 0
    found = ends(container, wanted, start if start < 0 else max(start, start + length - TAIL_US))
    return found if wanted[0].index in found else ends(container, wanted, start)


def keyframes(video: VideoStream) -> dict[str, Any]:
    """By the file's own index, without reading the pictures: the time from keyframe to keyframe, and whether all
    pictures last equally long. Without an index nothing is said."""
    entries = [entry for entry in video.index_entries or () if entry.size]
    keys = [entry.timestamp for entry in entries if entry.is_keyframe]
    lasting = [after.timestamp - before.timestamp for before, after in pairwise(entries)]
    if not lasting or not keys or video.time_base is None or video.duration is None or not entries[0].is_keyframe:
        return {"longest_gop_s": None, "mean_gop_s": None, "is_even": False}
    ends_at = entries[-1].timestamp + lasting[-1]
    gops = [float((after - before) * video.time_base) for before, after in pairwise([*keys, ends_at])]
    is_even = max(lasting) - min(lasting) <= 1 and (video.start_time or 0) <= max(lasting) / 2
    return {"longest_gop_s": max(gops), "mean_gop_s": sum(gops) / len(gops), "is_even": is_even}


def loudness(sound: list[AudioFrame], *steps: tuple[str, str]) -> float:
    """In LUFS by EBU R 128, as it sounds in stereo after these filters."""
    graph = Graph()
    chain = [graph.add_abuffer(template=None, **source_of(sound[0])), *(graph.add(*step) for step in steps)]
    graph.link_nodes(*chain, graph.add("ebur128", "metadata=1"), graph.add("abuffersink")).configure()
    heard = SILENT
    for frame in [*sound, None]:
        if frame:
            frame.pts = None  # windows lie far from one another; the meter takes them as one piece
        graph.push(frame)
        while True:
            try:
                heard = float(graph.pull().metadata.get("lavfi.r128.I", heard))
            except (av.error.BlockingIOError, av.error.EOFError):
                break
    return heard


def source_of(frame: AudioFrame) -> dict[str, Any]:
    kind = {"format": frame.format.name, "layout": frame.layout.name}
    return {"sample_rate": frame.sample_rate, "time_base": Fraction(1, frame.sample_rate), **kind}


def in_windows(container: InputContainer, audio: Any, seconds: float) -> Iterator[AudioFrame]:
    """The whole sound of a short video; windows all over a long one, so that an hour takes no longer."""
    start = (container.start_time or 0) / 1_000_000
    is_short = seconds <= WINDOWS * WINDOW_S
    stereo = AudioResampler("fltp", "stereo", 48_000)
    for begin in [start] if is_short else [start + (number + 0.5) * seconds / WINDOWS for number in range(WINDOWS)]:
        try:
            container.seek(max(0, int(begin * 1_000_000)))
            for frame in container.decode(audio):
                at = frame.time or 0.0
                if not is_short and at > begin + WINDOW_S:
                    break
                if is_short or at >= begin:
                    yield from stereo.resample(frame)
        except av.error.FFmpegError:
            continue  # a hole in the sound; converting fills it with silence


def level(sound: list[AudioFrame], wanted: dict[str, Any]) -> dict[str, float]:
    """How loud it is, and how much louder it has to be made so that it is right after the limiter."""
    heard = loudness(sound) if sound else SILENT
    if heard < wanted["quiet"]:
        return {"loudness": heard, "gain_db": 0.0}
    gain_db = wanted["target"] - heard
    for _ in range(ROUNDS):
        limited = loudness(sound, ("volume", f"{gain_db}dB"), ("alimiter", wanted["limiter"]))
        if abs(wanted["target"] - limited) < CLOSE_LU:
            break
        gain_db = min(gain_db + wanted["target"] - limited, wanted["most"])
    return {"loudness": heard, "gain_db": gain_db}


def look(path: str, options: dict[str, str], most_pixels: int, wanted: dict[str, Any]) -> dict[str, Any]:
    # names in other encodings than UTF-8 are none of our business, and no reason to refuse a video
    with av.open(f"file:{path}", options=options, metadata_errors="replace") as container:
        films = (one for one in container.streams.video if not one.disposition & one.disposition.attached_pic)
        video = next(films, None)
        audio = next((one for one in container.streams.audio if one.codec_context), None)
        allowed = options["codec_whitelist"].split(",")
        if video is None:
            return only_heard(container, audio, allowed, wanted)
        if video.codec_context is None or video.codec_context.name not in allowed:
            raise Refusal("codec")
        if video.width * video.height > most_pixels:
            raise Refusal("too_large")
        video.codec_context.options = {"max_pixels": str(most_pixels)}
        picture = first_picture(container, video)
        found = true_ends(container, [video, audio] if audio else [video])
        said = facts(container, video, audio, picture, found)
        if max(said["picture_s"], said["sound_s"]) <= 0:
            raise Refusal("no_length")
        sound = list(in_windows(container, audio, said["sound_s"])) if said["audio_codec"] else []
        return {**said, **keyframes(video), **level(sound, wanted)}


def only_heard(container: InputContainer, audio: Any, allowed: list[str], wanted: dict[str, Any]) -> dict[str, Any]:
    """The facts of a file that has sound and nothing to see. All of it is read: what such files say of their length is
    often a guess, or missing."""
    if audio is None:
        raise Refusal("codec" if container.streams.audio else "nothing")
    if audio.codec_context.name not in allowed:
        raise Refusal("codec")
    start = (container.start_time or 0) / 1_000_000
    sound_s = ends(container, [audio], -1).get(audio.index, start) - start
    if sound_s <= 0:
        raise Refusal("no_length")
    sound = list(in_windows(container, audio, sound_s))
    if not sound:
        raise Refusal("unheard")
    said = {"sound_s": sound_s, "audio_codec": audio.codec_context.name, "audio_index": audio.index}
    return {**UNSEEN, **said, "channels": audio.codec_context.channels, **level(sound, wanted)}


def facts(
    container: InputContainer, video: VideoStream, audio: Any, picture: VideoFrame, found: dict[int, float]
) -> dict[str, Any]:
    start = (container.start_time or 0) / 1_000_000
    heard = audio is not None and audio.index in found
    return {
        "picture_s": found.get(video.index, start) - start,
        "sound_s": found[audio.index] - start if heard else 0,
        "width": picture.width,
        "height": picture.height,
        "pixel_shape": str(video.sample_aspect_ratio or 1),
        "rotation": picture.rotation,
        "rate": str(video.average_rate or video.base_rate or 0),
        "base_rate": str(video.base_rate or 0),
        "video_codec": video.codec_context.name,
        "video_index": video.index,
        "is_hdr": video.codec_context.color_trc in HDR_TRANSFERS,
        "pixel_format": picture.format.name,
        "video_bits": video.codec_context.bit_rate or container.bit_rate or 0,
        "audio_codec": audio.codec_context.name if heard else None,
        "audio_index": audio.index if heard else None,
        "channels": audio.codec_context.channels if heard else 0,
    }


def main() -> None:
    order = json.loads(sys.argv[1])
    for path in order["paths"]:
        try:
            said = look(path, order["options"], order["most_pixels"], order["sound"])
        except Refusal as reason:
            said = {"refused": str(reason)}
        except av.error.FFmpegError as error:
            said = {"refused": "unreadable", "detail": str(error)}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()

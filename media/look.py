"""Opens one or more files with PyAV and prints what they are, one JSON line each.

Only ever run as a caged child of its own (`probe` does): what it opens may be hostile. It knows no other module of
ours; the allow-lists come in the order, `{"paths": […], "options": {…}, "most_pixels": n}`.
"""

import json
import sys
from typing import Any

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

TAIL_US = 5_000_000
PATIENCE = 250  # packets without a picture before we say that none comes
HDR_TRANSFERS = (16, 18)  # PQ and HLG, ITU-T H.273


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
    """For each stream, in seconds, where the packets that are really there end."""
    found: dict[int, float] = {}
    try:
        container.seek(from_us)
        for packet in container.demux(wanted):
            if packet.pts is not None and packet.size:
                end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
                index = packet.stream.index
                found[index] = max(found.get(index, 0.0), end)
    except av.error.FFmpegError:
        pass  # a file that was cut off ends with an error; what came before it counts
    return found


def true_ends(container: InputContainer, wanted: list[Any]) -> dict[int, float]:
    """A cut file's header still tells the old length: look at its tail and, where that is gone, at everything."""
    start, length = container.start_time or 0, container.duration or 0
    found = ends(container, wanted, max(start, start + length - TAIL_US))
    return found if wanted[0].index in found else ends(container, wanted, start)


def look(path: str, options: dict[str, str], most_pixels: int) -> dict[str, Any]:
    with av.open(f"file:{path}", options=options) as container:
        films = (one for one in container.streams.video if not one.disposition & one.disposition.attached_pic)
        video = next(films, None)
        audio = next((one for one in container.streams.audio if one.codec_context), None)
        if video is None:
            raise Refusal("no_picture")
        if video.codec_context is None or video.codec_context.name not in options["codec_whitelist"].split(","):
            raise Refusal("codec")
        if video.width * video.height > most_pixels:
            raise Refusal("too_large")
        video.codec_context.options = {"max_pixels": str(most_pixels)}
        picture = first_picture(container, video)
        found = true_ends(container, [video, audio] if audio else [video])
        return facts(container, video, audio, picture, found)


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
        "audio_codec": audio.codec_context.name if heard else None,
        "audio_index": audio.index if heard else None,
        "channels": audio.codec_context.channels if heard else 0,
    }


def main() -> None:
    order = json.loads(sys.argv[1])
    for path in order["paths"]:
        try:
            said = look(path, order["options"], order["most_pixels"])
        except Refusal as reason:
            said = {"refused": str(reason)}
        except av.error.FFmpegError as error:
            said = {"refused": "unreadable", "detail": str(error)}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()

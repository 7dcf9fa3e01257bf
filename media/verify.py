"""Whether what ffmpeg left is whole. Its exit status is no proof: on a full disk it ends with 0 and says nothing."""

from collections.abc import Sequence
from pathlib import Path

from media import boxes, playlist
from media.errors import Broken
from media.ladder import Rung
from media.plan import POSTER
from media.playlist import Segment, Variant
from media.probe import Probe, ask
from media.storyboard import Storyboard, sheets

TOLERANCE_S = 1.0


def verify(folder: Path, seen: Probe, rungs: Sequence[Rung], board: Storyboard) -> list[Variant]:
    """What the master playlist has to say of each rung. Raises Broken: something is missing, short or unreadable."""
    try:
        lists = [playlist.segments((folder / rung.name / "index.m3u8").read_text()) for rung in rungs]
        _same_times(lists)
        variants = [_variant(folder / rung.name, rung, found, seen) for rung, found in zip(rungs, lists, strict=True)]
    except (OSError, ValueError) as error:
        raise Broken(f"{type(error).__name__}: {error}") from error
    _opens(folder, seen, rungs, lists)
    for name in (POSTER, *sheets(board, seen.duration_ms)):
        if not _is_whole_picture(folder / name):
            raise Broken(f"{name} is missing or not whole")
    return variants


def _same_times(lists: list[list[Segment]]) -> None:
    times = {tuple(segment.seconds for segment in found) for found in lists}
    if len(times) != 1:
        raise Broken("the rungs' segments do not begin at the same times")


def _variant(folder: Path, rung: Rung, found: list[Segment], seen: Probe) -> Variant:
    seconds = sum(segment.seconds for segment in found)
    wanted = seen.duration_ms / 1000
    if abs(seconds - wanted) > TOLERANCE_S:
        raise Broken(f"{rung.name} lasts {seconds:.2f} s instead of {wanted:.2f} s")
    bits, pictures = [], 0
    for segment in found:
        data = (folder / segment.name).read_bytes()
        bits.append(8 * len(data))
        pictures += boxes.pictures(data)
    if abs(pictures - seconds * rung.fps) > max(1, TOLERANCE_S * rung.fps):
        raise Broken(f"{rung.name} holds {pictures} pictures in {seconds:.2f} s")
    # a very short last segment would say a peak that never matters
    peak = max(size / max(1.0, segment.seconds) for size, segment in zip(bits, found, strict=True))
    return Variant(rung, boxes.codec((folder / "init.mp4").read_bytes()), round(peak), round(sum(bits) / seconds))


def _opens(folder: Path, seen: Probe, rungs: Sequence[Rung], lists: list[list[Segment]]) -> None:
    """Each rung's last segment, put after its beginning, is a video of the right size with the right sound."""
    pieces = []
    for rung, found in zip(rungs, lists, strict=True):
        piece = folder / f"{rung.name}.piece.mp4"
        piece.write_bytes(b"".join((folder / rung.name / name).read_bytes() for name in ("init.mp4", found[-1].name)))
        pieces.append(piece)
    for rung, said in zip(rungs, ask(pieces), strict=True):
        shape = (said.get("width"), said.get("height"), bool(said.get("audio_codec")))
        if shape != (rung.width, rung.height, seen.audio_index is not None):
            raise Broken(f"{rung.name} does not open as it should: {said}")
    for piece in pieces:
        piece.unlink()


def _is_whole_picture(path: Path) -> bool:
    """JPEG ends with a mark of its own; WebP says after RIFF how many bytes follow."""
    data = path.read_bytes() if path.exists() else b""
    if path.suffix == ".webp":
        return data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) == 8 + int.from_bytes(data[4:8], "little")
    return data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9")

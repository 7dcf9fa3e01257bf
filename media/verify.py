"""Whether what ffmpeg left is whole. Its exit status is no proof: on a full disk it ends with 0 and says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from media import boxes, playlist
from media.errors import Broken
from media.ladder import Rung
from media.plan import POSTER, SOUND
from media.playlist import Heard, Segment, Variant
from media.probe import Probe, ask
from media.storyboard import Storyboard, sheets

TOLERANCE_S = 1.0
SAME_S = 0.005  # files that count in milliseconds round


@dataclass(frozen=True)
class Verified:
    """What is there, as far as playlists tell of it: segments by folder, and what the master has to say."""

    variants: list[Variant]
    heard: Heard | None
    lists: dict[str, list[Segment]]


def verify(folder: Path, seen: Probe, rungs: Sequence[Rung], board: Storyboard) -> Verified:
    """Raises Broken: something is missing, short or unreadable."""
    verified = verify_rungs(folder, seen, rungs)
    _opens(folder, seen, rungs, [verified.lists[rung.name] for rung in rungs])
    for name in (POSTER, *sheets(board, seen.duration_ms)):
        if not is_whole_picture(folder / name):
            raise Broken(f"{name} is missing or not whole")
    if seen.audio_index is None:
        return verified
    heard, sound = _sound(folder, seen)
    return Verified(verified.variants, heard, {**verified.lists, SOUND: sound})


def verify_heard(folder: Path, seen: Probe) -> Verified:
    """Of a source without a picture: the sound is all there and opens, and the poster is whole. Raises Broken."""
    heard, sound = _sound(folder, seen)
    [said] = ask([_piece(folder, SOUND, sound[-2:])])  # the last one may be a single packet
    (folder / f"{SOUND}.piece.mp4").unlink()
    if not said.get("audio_codec"):
        raise Broken(f"the sound does not open as it should: {said}")
    if not is_whole_picture(folder / POSTER):
        raise Broken(f"{POSTER} is missing or not whole")
    return Verified([], heard, {SOUND: sound})


def verify_rungs(folder: Path, seen: Probe, rungs: Sequence[Rung]) -> Verified:
    """Only what is seen and the sound with it: that it is all there, not that it opens."""
    try:
        lists = [playlist.segments((folder / rung.name / "index.m3u8").read_text()) for rung in rungs]
        if not begin_together(lists):
            raise Broken("the rungs' segments do not begin at the same times")
        variants = [_variant(folder / rung.name, rung, found, seen) for rung, found in zip(rungs, lists, strict=True)]
    except (OSError, ValueError) as error:
        raise Broken(f"{type(error).__name__}: {error}") from error
    return Verified(variants, None, {rung.name: found for rung, found in zip(rungs, lists, strict=True)})


def begin_together(lists: Sequence[Sequence[Segment]]) -> bool:
    """Whether the rungs' segments do: a player may change from any to any other."""
    if len({len(found) for found in lists}) != 1:
        return False
    times = [[segment.seconds for segment in row] for row in zip(*lists, strict=True)]
    return all(max(row) - min(row) <= SAME_S for row in times)


def is_whole_segment(path: Path, segment: Segment, rung: Rung | None) -> bool:
    """Whether a file holds all that its playlist tells; sound alone where there is no rung."""
    data = path.read_bytes()
    if not boxes.is_whole(data):
        return False
    return rung is None or abs(boxes.pictures(data) - segment.seconds * rung.fps) <= 1


def _sound(folder: Path, seen: Probe) -> tuple[Heard, list[Segment]]:
    try:
        sound = playlist.segments((folder / SOUND / "index.m3u8").read_text())
        return _heard(folder / SOUND, sound, seen), sound
    except (OSError, ValueError) as error:
        raise Broken(f"{type(error).__name__}: {error}") from error


def _heard(folder: Path, found: list[Segment], seen: Probe) -> Heard:
    seconds = sum(segment.seconds for segment in found)
    if not seconds or abs(seconds - seen.duration_ms / 1000) > TOLERANCE_S:
        raise Broken(f"the sound lasts {seconds:.2f} s instead of {seen.duration_ms / 1000:.2f} s")
    if not all(is_whole_segment(folder / segment.name, segment, None) for segment in found):
        raise Broken("a segment of the sound is not whole")
    bits = [8 * (folder / segment.name).stat().st_size for segment in found]
    return Heard(folder.name, _peak(bits, found), round(sum(bits) / seconds))


def _variant(folder: Path, rung: Rung, found: list[Segment], seen: Probe) -> Variant:
    seconds = sum(segment.seconds for segment in found)
    wanted = seen.duration_ms / 1000
    if not seconds or abs(seconds - wanted) > TOLERANCE_S:
        raise Broken(f"{rung.name} lasts {seconds:.2f} s instead of {wanted:.2f} s")
    bits, pictures = [], 0
    for segment in found:
        data = (folder / segment.name).read_bytes()
        bits.append(8 * len(data))
        pictures += boxes.pictures(data)
    if abs(pictures - seconds * rung.fps) > max(1, TOLERANCE_S * rung.fps):
        raise Broken(f"{rung.name} holds {pictures} pictures in {seconds:.2f} s")
    codec = boxes.codec((folder / "init.mp4").read_bytes())
    return Variant(rung, codec, _peak(bits, found), round(sum(bits) / seconds))


def _peak(bits: list[int], found: list[Segment]) -> int:
    """A very short last segment would say a peak that never matters."""
    return round(max(size / max(1.0, segment.seconds) for size, segment in zip(bits, found, strict=True)))


def _opens(folder: Path, seen: Probe, rungs: Sequence[Rung], lists: list[list[Segment]]) -> None:
    """Each rung's last segment, put after its beginning, is a video of the right size with the right sound."""
    pieces = [_piece(folder, rung.name, found[-1:]) for rung, found in zip(rungs, lists, strict=True)]
    for rung, said in zip(rungs, ask(pieces), strict=True):
        shape = (said.get("width"), said.get("height"), bool(said.get("audio_codec")))
        if shape != (rung.width, rung.height, seen.audio_index is not None):
            raise Broken(f"{rung.name} does not open as it should: {said}")
    for piece in pieces:
        piece.unlink()


def _piece(folder: Path, name: str, last: list[Segment]) -> Path:
    """A file of the last segments, put after the beginning."""
    piece = folder / f"{name}.piece.mp4"
    piece.write_bytes(
        b"".join((folder / name / part).read_bytes() for part in ("init.mp4", *(one.name for one in last)))
    )
    return piece


def is_whole_picture(path: Path) -> bool:
    """JPEG ends with a mark of its own; WebP says after RIFF how many bytes follow."""
    data = path.read_bytes() if path.exists() else b""
    if path.suffix == ".webp":
        return data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) == 8 + int.from_bytes(data[4:8], "little")
    return data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9")

"""Shows a video while the rest of it is still being made: what is whole so far, verified piece by piece.

Two ways. Pictures that every browser plays are packed into segments as they are, in no time; else the rungs are shown
as they grow, with playlists that say that more comes (EVENT) and in the end that nothing does. Either lies in a folder
of its own, hard links where it can be, so that the final result is still verified as a whole and put in place in one
step. A preview that fails is no failure of the video: it just ends.
"""

import logging
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from media import boxes, cage, playlist
from media.cage import Bounds
from media.errors import MediaError
from media.ladder import AUDIO_BITS, GOP_SECONDS, LONGEST_GOP_SECONDS, Rung, is_common
from media.plan import POSTER, SOUND, remux
from media.playlist import MASTER, Heard, Segment, Variant
from media.probe import Probe
from media.storyboard import STORYBOARD
from media.verify import Verified, begin_together, is_whole_picture, is_whole_segment, verify_rungs

log = logging.getLogger(__name__)

NO_TILES = "WEBVTT\n"
MOST_BYTES = 512 << 20  # of a source that is packed as it is: it lies on the disk twice for a while
PACE_S = 0.5  # between looks, once something is shown
REMUX = Bounds(wall_s=30, cpu_s=30)


@dataclass(frozen=True)
class Part:
    """Files that may be shown now. Names are relative to `folder`, in the order in which to make them visible."""

    folder: Path
    names: tuple[str, ...]
    duration_ms: int
    """Of the whole video, so are the next."""
    width: int
    height: int
    has_audio: bool
    has_picture: bool = True
    """What is only heard isn't shown before it is made: that takes seconds."""


Publish = Callable[[Part], None]


def at_once(program: Path, source: Path, folder: Path, seen: Probe, top: Rung, publish: Publish) -> bool:
    """Show the source's own pictures, whole. False where they can't be shown as they are."""
    if not (is_common(seen) and seen.audio_codec in (None, "aac") and source.stat().st_size <= MOST_BYTES):
        return False
    own = Rung(seen.width, seen.height, seen.fps, seen.video_bits)
    (folder / own.name).mkdir()
    try:
        code, _, complaints = cage.run(remux(program, source, seen, own), REMUX, folder, [source])
        if code:
            raise ValueError(complaints)
        found = verify_rungs(folder, seen, [own])
    except (MediaError, ValueError, OSError) as fault:
        log.info("no preview at once: %s", getattr(fault, "detail", fault))
        shutil.rmtree(folder / own.name, ignore_errors=True)
        return False
    segments = found.lists[own.name]
    rung_list = f"{own.name}/index.m3u8"
    (folder / rung_list).write_text(playlist.media(segments, GOP_SECONDS, is_complete=True))
    (folder / MASTER).write_text(playlist.master(found.variants, seen.audio_index is not None))
    (folder / STORYBOARD).write_text(NO_TILES)
    names = [f"{own.name}/{name}" for name in ("init.mp4", *(segment.name for segment in segments))]
    publish(_part(folder, [*names, rung_list, STORYBOARD, MASTER], seen, top))
    return True


class Growing:
    """Shows the rungs of a run as they grow, or its poster alone where the video `is_shown` already.

    `look` is called often, `end` once with what was verified."""

    def __init__(
        self, work: Path, folder: Path, seen: Probe, rungs: Sequence[Rung], publish: Publish, *, is_shown: bool
    ) -> None:
        self._work, self._folder, self._seen, self._publish = work, folder, seen, publish
        self._rungs: dict[str, Rung | None] = {rung.name: rung for rung in rungs}
        self._top = rungs[0]
        self._shown: dict[str, int] = {}
        self._has_poster = False
        self._is_shown = is_shown
        self._grows = not is_shown
        self._looked_at = 0.0
        if seen.audio_index is not None:
            self._rungs[SOUND] = None

    def look(self) -> None:
        """Show what has become whole since the last look: the first of it without delay."""
        if self._is_shown and time.monotonic() - self._looked_at < PACE_S:
            return
        self._looked_at = time.monotonic()
        try:
            lists = self._lists() if self._grows else {}
            names = self._rows(lists, is_complete=False) if lists else []
            if (names or self._is_shown) and not self._has_poster and is_whole_picture(self._work / POSTER):
                self._has_poster = True
                names.insert(0, self._link(POSTER))
        except (OSError, ValueError) as fault:
            log.warning("the preview ends: %s", fault)
            self._grows = False
            return
        if names:
            self._is_shown = True
            self._publish(_part(self._folder, names, self._seen, self._top))

    def end(self, verified: Verified) -> None:
        """Show the rest, and that there is no more. Nothing where nothing was shown."""
        if self._grows and self._shown:
            names = self._rows(verified.lists, is_complete=True)
            self._publish(_part(self._folder, names, self._seen, self._top))

    def _lists(self) -> dict[str, list[Segment]]:
        """What all rungs have so far; empty while one has nothing, or none has anything new."""
        paths = {name: self._work / name / "index.m3u8" for name in self._rungs}
        if not all(path.exists() for path in paths.values()):
            return {}
        lists = {name: playlist.segments_so_far(path.read_text()) for name, path in paths.items()}
        shared = min(len(lists[name]) for name, rung in self._rungs.items() if rung)
        lists = {name: found[:shared] if self._rungs[name] else found for name, found in lists.items()}
        if not begin_together([found for name, found in lists.items() if self._rungs[name]]):
            raise ValueError("the rungs' segments do not begin at the same times")
        is_new = all(lists.values()) and shared > self._shown.get(self._top.name, 0)
        return lists if is_new else {}

    def _rows(self, lists: dict[str, list[Segment]], *, is_complete: bool) -> list[str]:
        """Take over what is new in the lists; the names of what may be shown of it."""
        names = [name for folder, found in lists.items() for name in self._take(folder, found)]
        longest_s = GOP_SECONDS + LONGEST_GOP_SECONDS if self._top.is_copied else ceil(self._top.gop / self._top.fps)
        for folder, found in lists.items():
            text = playlist.media(found, longest_s, is_complete=is_complete)
            names.append(f"{folder}/index.m3u8")
            self._write(names[-1], text)
        if not self._shown:
            self._write(STORYBOARD, NO_TILES)
            self._write(MASTER, self._master())
            names += [STORYBOARD, MASTER]
        self._shown = {folder: len(found) for folder, found in lists.items()}
        return names

    def _take(self, folder: str, found: list[Segment]) -> list[str]:
        """Link the new segments of one rung, each of them looked at. Raises ValueError for one that isn't whole."""
        (self._folder / folder).mkdir(exist_ok=True)
        first = self._shown.get(folder, 0)
        new = found[first:]
        for segment in new:
            if not is_whole_segment(self._work / folder / segment.name, segment, self._rungs[folder]):
                raise ValueError(f"{folder}/{segment.name} is not whole")
        names = [segment.name for segment in new] if first else ["init.mp4", *(segment.name for segment in new)]
        return [self._link(f"{folder}/{name}") for name in names]

    def _link(self, name: str) -> str:
        os.link(self._work / name, self._folder / name)
        return name

    def _write(self, name: str, text: str) -> None:
        """Whole or not at all: somebody may be reading it."""
        half = self._folder / f"{name}.half"
        half.write_text(text)
        half.replace(self._folder / name)

    def _master(self) -> str:
        """Rates are what each rung may have at most; nobody knows yet what it will."""
        heard = self._seen.audio_index is not None
        sound = AUDIO_BITS if heard else 0
        variants = [self._variant(rung, rung.bits + sound) for rung in self._rungs.values() if rung]
        return playlist.master(variants, heard, Heard(SOUND, sound, sound) if heard else None)

    def _variant(self, rung: Rung, bits: int) -> Variant:
        return Variant(rung, boxes.codec((self._work / rung.name / "init.mp4").read_bytes()), bits, bits)


def _part(folder: Path, names: Sequence[str], seen: Probe, top: Rung) -> Part:
    return Part(folder, tuple(names), seen.duration_ms, top.width, top.height, seen.audio_index is not None)

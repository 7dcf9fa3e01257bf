"""Which sizes to encode. Pure: a Probe in, rungs out."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from media.errors import Unplayable
from media.probe import Probe

SHORT_SIDES = (1080, 720, 480, 360, 240)
TOO_CLOSE = 0.85  # a standard size above this part of the source is left out for the source's own
LONGEST_SIDE = 2560  # what decoders in phones still take
USUAL_RATES = tuple(Fraction(rate) for rate in (1, 2, 5, 8, 10, 12, 15, 20, 24, 25, 30, 48, 50, 60)) + tuple(
    Fraction(rate * 1000, 1001) for rate in (24, 30, 60)
)
MOST_PER_SECOND = 30
VARIABLE_FROM = 15  # a screen recording's mean says little about its busy moments
BITS_PER_PIXEL = 0.1  # at 30 pictures a second; 2.8 Mbit/s at 720p
LEAST_BITS = 200_000
GOP_SECONDS = 2
LONGEST_GOP_SECONDS = 4  # of a source that is copied: a segment can't be shorter
LEAST_MEAN_GOP_SECONDS = 1  # the encoded rungs get a keyframe wherever the copied one has one
MOST_MISSING_MS = 200  # of pictures at the end, where sound goes on: nobody sees it
MOST_BITS_COPIED = 2  # times what we would give that rung ourselves
AUDIO_BITS = 128_000


@dataclass(frozen=True)
class Rung:
    """One size of the same video. Sides are even."""

    width: int
    height: int
    fps: Fraction
    bits: int
    """Most bits per second of picture over any two seconds."""
    is_copied: bool = False
    """The source's own pictures, not encoded anew."""

    @property
    def name(self) -> str:
        """Its folder: the short side, as people say it ("720p"), upright or not."""
        return f"{min(self.width, self.height)}p"

    @property
    def gop(self) -> int:
        """Pictures from one keyframe to the next: never less than two seconds, so that each begins a segment."""
        return ceil(GOP_SECONDS * self.fps)


def ladder(source: Probe, *, copying: bool = True) -> list[Rung]:
    """Rungs to make, best first, none above the source, all of one constant rate. With `copying`, a source that fits is
    its own top rung.

    Raises Unplayable where the picture is too narrow to show."""
    short, long = sorted((source.width, source.height))
    if short < 2:
        raise Unplayable("This video's picture is less than two pixels high or wide. Please upload another version.")
    own = max(2, min(short, SHORT_SIDES[0], short * LONGEST_SIDE // long))
    sides = [own, *(side for side in SHORT_SIDES if side <= own * TOO_CLOSE)]
    rate = constant_rate(source)
    rungs = [_rung(source, side, rate) for side in sides]
    if copying and can_be_copied(source, rungs[0]):
        rungs[0] = replace(rungs[0], is_copied=True)
    return rungs


def can_be_copied(source: Probe, top: Rung) -> bool:
    """Whether the source's pictures can serve as the top rung, and its keyframes as the beginnings of all segments."""
    return (
        is_common(source)
        and (source.width, source.height, source.fps) == (top.width, top.height, top.fps)
        and source.is_even
        and source.picture_ms >= source.duration_ms - MOST_MISSING_MS
        and source.longest_gop_s is not None
        and source.longest_gop_s <= LONGEST_GOP_SECONDS
        and (source.mean_gop_s or 0) >= min(LEAST_MEAN_GOP_SECONDS, source.duration_ms / 1000)
        and source.video_bits <= MOST_BITS_COPIED * top.bits
    )


def is_common(source: Probe) -> bool:
    """Whether every browser plays the source's pictures as they are stored."""
    return (
        (source.video_codec, source.pixel_format) == ("h264", "yuv420p")
        and not source.rotation
        and not source.is_hdr
        and source.is_square
    )


def constant_rate(source: Probe) -> Fraction:
    """The usual rate closest to the source's; halved while above the most that we make."""
    rate = source.fps or Fraction(MOST_PER_SECOND)
    if source.is_variable:
        rate = max(rate, Fraction(VARIABLE_FROM))
    while rate > MOST_PER_SECOND * Fraction(101, 100):
        rate /= 2
    fitting = [usual for usual in USUAL_RATES if usual <= MOST_PER_SECOND]
    return min(fitting, key=lambda usual: max(usual / rate, rate / usual))


def _rung(source: Probe, short: int, rate: Fraction) -> Rung:
    scale = Fraction(short, min(source.width, source.height))
    width, height = (min(LONGEST_SIDE, _even(side * scale)) for side in (source.width, source.height))
    share = max(Fraction(1), rate / 30)
    return Rung(width, height, rate, max(LEAST_BITS, round(width * height * 30 * share * Fraction(BITS_PER_PIXEL))))


def _even(side: Fraction) -> int:
    return max(2, int(side / 2) * 2)

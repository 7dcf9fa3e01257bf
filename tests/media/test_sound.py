"""Everybody is equally loud, silence stays silence, and the waveform says where somebody speaks."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.package import package
from media.probe import probe
from media.waveform import LEAST_MS, MOST_POINTS, interval_ms, waveform
from tests.kit import clips
from tests.media.test_package import rung_file

SPEECH = "(0.5*sin(2*PI*140*t)+0.3*sin(2*PI*410*t)+0.2*sin(2*PI*2300*t))*max(0,sin(17*t))*(0.6+0.4*sin(1.3*t))"
CLICKS = f"{SPEECH}*0.05+if(lt(mod(t\\,1)\\,0.002)\\,0.9\\,0)"
NEARLY_BETWEEN = "0.9*sin(2*PI*12000*t+PI/4)"  # samples miss the peaks of this wave by 3 dB
TURNS = f"{SPEECH}*if(lt(mod(t\\,60)\\,40)\\,0.02\\,0.2)"


def spoken(path: Path, formula: str, seconds: float = 8) -> Path:
    sound = ("-f", "lavfi", "-i", f"aevalsrc='{formula}':s=48000:d={seconds}")
    return clips.make(path, *clips.picture("64x36", "5", seconds), *sound, *clips.H264, *clips.AAC)


def loudness(path: Path) -> tuple[float, float]:
    """LUFS and dBTP of what is heard, measured by ffmpeg as a listener gets it."""
    command = [
        clips.FFMPEG,
        "-nostats",
        "-i",
        path,
        "-vn",
        "-af",
        "ebur128=framelog=quiet:peak=true",
        "-f",
        "null",
        "-",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"I:\s+(\S+) LUFS", said)[-1]), float(re.findall(r"Peak:\s+(\S+) dBFS", said)[-1])


@pytest.mark.parametrize(
    ("formula", "seconds"),
    [
        (f"{SPEECH}*0.03", 8),
        (f"{SPEECH}*0.2", 8),
        (f"{SPEECH}*0.95", 8),
        (CLICKS, 8),
        (NEARLY_BETWEEN, 8),
        (TURNS, 600),
    ],
    ids=["whispered", "spoken", "shouted", "with clicks", "peaks between samples", "ten minutes in turns"],
)
def test_it_is_as_loud_as_everything_else(upload: Path, formula: str, seconds: float):
    package(spoken(upload, formula, seconds), upload.parent / "out")
    for name in ("36p", "sound"):
        heard, peak = loudness(rung_file(upload.parent / "out", name))
        assert abs(heard + 16) <= 1
        assert peak <= -1


@pytest.mark.parametrize("formula", ["0", "0.0005*sin(2*PI*200*t)"], ids=["silence", "hardly a hum"])
def test_silence_stays_silence(upload: Path, formula: str):
    package(spoken(upload, formula), upload.parent / "out")
    assert loudness(rung_file(upload.parent / "out", "36p"))[0] < -60


def test_sound_that_begins_late_is_measured_and_stays_late(upload: Path):
    late = ("-itsoffset", "3", "-f", "lavfi", "-i", "sine=frequency=220:duration=5")
    package(clips.make(upload, *clips.picture("64x36", "5", 8), *late, *clips.H264, *clips.AAC), upload.parent / "out")
    peaks = json.loads((upload.parent / "out/waveform.json").read_text())["peaks"]
    assert max(peaks[:29]) == 0
    assert min(peaks[31:75]) > 10


def test_the_waveform_has_a_point_for_each_moment(upload: Path):
    package(spoken(upload, f"{SPEECH}*lt(t\\,4)"), upload.parent / "out")
    said = json.loads((upload.parent / "out/waveform.json").read_text())
    assert said["interval_ms"] == 100
    assert len(said["peaks"]) == 80
    assert max(said["peaks"][:39]) > 30
    assert max(said["peaks"][45:]) == 0


@given(st.integers(1, 6 * 3_600_000))
def test_a_waveform_is_never_long(duration_ms: int):
    each = interval_ms(duration_ms)
    assert each >= LEAST_MS
    assert duration_ms / each <= MOST_POINTS
    metered = "frame:0    pts:0       pts_time:0\nlavfi.astats.Overall.Peak_level=-inf\n" * 3
    assert json.loads(waveform(metered, duration_ms))["peaks"] == [0] * min(3, -(-duration_ms // each))


def test_many_channels_are_heard_as_two_before_they_are_measured(upload: Path):
    assert probe(clips.surround(upload.with_suffix(".mkv"))).loudness > -40

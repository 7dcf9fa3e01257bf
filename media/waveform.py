"""How loud each moment is, for the bar below the picture: from what ffmpeg metered to a small JSON. Pure."""

import json
from math import ceil

METERED = "waveform.txt"
PEAK = "lavfi.astats.Overall.Peak_level"
MOST_POINTS = 4_000
LEAST_MS = 100
FLOOR_DB = -60.0


def interval_ms(duration_ms: int) -> int:
    """How long one point stands for."""
    return max(LEAST_MS, ceil(duration_ms / MOST_POINTS))


def waveform(metered: str, duration_ms: int) -> str:
    """`{"interval_ms": 100, "peaks": [0, 93, …]}`: the highest sample of each moment, 100 is full scale."""
    levels = [float(line.partition("=")[2]) for line in metered.splitlines() if line.startswith(PEAK)]
    each = interval_ms(duration_ms)
    peaks = [round(100 * 10 ** (max(level, FLOOR_DB) / 20)) if level > FLOOR_DB else 0 for level in levels]
    return json.dumps({"interval_ms": each, "peaks": peaks[: ceil(duration_ms / each)]}, separators=(",", ":"))

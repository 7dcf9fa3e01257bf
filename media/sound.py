"""How loud every video comes to be, so that nobody reaches for the volume between two of them.

For speech on headphones and small speakers: -16 LUFS, no true peak above -1 dB (EBU R 128, AES TD1008).
"""

TARGET = -16.0  # LUFS
QUIET = -50.0  # LUFS; below it is noise, not speech, and stays as it is
MOST_GAIN = 45.0  # dB
CEILING = -2.0  # dB of the highest sample: true peaks lie between samples, and AAC adds to them
LIMITER = {"limit": f"{CEILING}dB", "level": "disabled", "latency": "enabled"}

WANTED = {
    "target": TARGET,
    "quiet": QUIET,
    "most": MOST_GAIN,
    "limiter": ":".join(f"{key}={value}" for key, value in LIMITER.items()),
}
"""What the prober has to find the gain for."""

"""What an operator's captioner is to Attune: `captioner.py WAY INPUT OUTPUT LANGUAGE`, well or badly behaved."""

import sys
import time
from pathlib import Path

way, source, output, language = sys.argv[1:]
heard = Path(source).read_text()
if way == "badly":
    sys.exit("I can't hear anything.")
if way == "for ever":
    time.sleep(600)
for percent in (10, 50, 99):
    print(f"listening: {percent}%", flush=True)
    time.sleep(0.05)
texts = {
    "well": f"1\n00:00:00,000 --> 00:00:02,000\n{heard} in {language}\n",
    "faultily": "WEBVTT\n\nsoon --> 00:02.000\nwaiting\n",
    "too much": "WEBVTT\n\n" + "x" * 3_000_000,
}
if way in texts:
    Path(output).write_text(texts[way])

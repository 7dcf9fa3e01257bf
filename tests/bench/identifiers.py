"""How often the identifier check is right, on passages that it wasn't tuned on, and what a thousand words cost."""

import time

from lms.documents.identifiers.check import marks
from tests.bench.house import House
from tests.bench.rows import Row
from tests.documents.identifiers.passages import passages, tally, words

ROUNDS = 5


def measure(house: House) -> list[Row]:
    """Precision and recall from 0 to 1; milliseconds of the processor for a text of a few thousand words, the least."""
    held = passages("held")
    result, text = tally(held), " ".join(one.text for one in held)
    least = min(_seconds(text) for _ in range(ROUNDS))
    return [
        Row("document.deid_precision", round(result.precision, 3), "", None),
        Row("document.deid_recall", round(result.recall, 3), "", None),
        Row("document.deid_ms_per_1000_words", least * 1_000 / words(held) * 1_000, "ms", None),
    ]


def _seconds(text: str) -> float:
    begun = time.process_time()
    marks(text)
    return time.process_time() - begun

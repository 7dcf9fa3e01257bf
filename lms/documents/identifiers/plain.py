"""Text as somebody would read it: what hides, deceives or only decorates is taken away before anything is looked for."""

import unicodedata

LOOKALIKES = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХԌԚԜаеіјорсухѕһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυ‘’‚‛ʼ′＇“”„‟″‐‑‒–—―−⁃·•",
        "ABESIJKMHOPCTYXGQWaeijopcyxshdqwABEZHIKMNOPTYXaiKvopu'''''''\"\"\"\"\"--------..",
        strict=True,
    )
)
"""Letters of other scripts that look like Latin ones, and the signs of typographers."""
KEPT = "\n\t\r"


class Fold(dict[int, str]):
    """By code point: the one ASCII character that it reads as, itself if there is none, "" for what nobody sees."""

    def __missing__(self, code: int) -> str:
        self[code] = read = _read_as(chr(code))
        return read


def _read_as(sign: str) -> str:
    if sign in LOOKALIKES:
        return LOOKALIKES[sign]
    if sign in KEPT or "\x20" <= sign < "\x7f":
        return sign
    category = unicodedata.category(sign)
    if category in {"Zl", "Zp"} or sign == "\x85":
        return "\n"
    if category == "Zs":
        return " "
    if category in {"Cc", "Cf", "Mn", "Me"} or sign in "\u115f\u1160\u3164\uffa0":
        return ""
    if (digit := unicodedata.digit(sign, None)) is not None:
        return str(digit)
    base = unicodedata.normalize("NFKD", sign)[0]
    return base if base.isascii() and (base.isalnum() or base in "@.-/:+#()") else LOOKALIKES.get(base, sign)


_FOLD = Fold()


def plain(text: str) -> tuple[str, list[int] | None]:
    """The text as it reads, and for each of its characters where it stood; None for "at the same place"."""
    if text.isascii() and text.isprintable():
        return text, None
    read = text.translate(_FOLD)
    if len(read) == len(text):
        return read, None
    return read, [place for place, sign in enumerate(text) if _FOLD[ord(sign)]]

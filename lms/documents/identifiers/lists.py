"""Lists of names and of ordinary words, as two packages bring them, packed small and only once they are asked for.

Names: `names` (first names and the hundred most usual thousand surnames of the US census of 1990, public domain). Words:
`pyspellchecker` (English words and how often they were met).
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from lms.documents.identifiers.lexicon import NO_NAMES, SURELY_NAMES

USUAL = 20  # a word that was met so often is one
VERY_USUAL = 2_000  # and stays one though some are called by it
SURNAMES_MOST = 20_000
WELL_KNOWN = 2_500  # surnames up to this rank are names first, and words second


class Words:
    """Very many words in little room: those with the same two first letters lie in one text."""

    def __init__(self, words: Iterable[str]) -> None:
        by_head: dict[str, list[str]] = defaultdict(list)
        for word in words:
            by_head[word[:2]].append(word)
        self._texts = {head: "\n" + "\n".join(some) + "\n" for head, some in by_head.items()}

    def __contains__(self, word: str) -> bool:
        return f"\n{word}\n" in self._texts.get(word[:2], "")


@cache
def first_names() -> Words:
    """Those that are no ordinary words, or that nearly always are names."""
    met = _words_met()
    listed = set(_census("dist.female.first")) | set(_census("dist.male.first"))
    names = {name for name in listed if met.get(name, 0) < VERY_USUAL and len(name) > 2}
    return Words((names | SURELY_NAMES) - NO_NAMES - set(_also_words()))


@cache
def also_first_names() -> Words:
    """First names that are words, too: "Grace", "Will"."""
    met = _words_met()
    listed = set(_census("dist.female.first")) | set(_census("dist.male.first"))
    usual = {name for name in listed if met.get(name, 0) >= VERY_USUAL and len(name) > 2} | set(_also_words())
    return Words(usual - SURELY_NAMES - NO_NAMES)


@cache
def surnames() -> Words:
    """Those that hardly are words."""
    met = _words_met()
    ranked = enumerate(_census("dist.all.last"))
    return Words(
        name
        for rank, name in ranked
        if rank < SURNAMES_MOST and len(name) > 2 and met.get(name, 0) < (3_000 if rank < WELL_KNOWN else USUAL)
    )


@cache
def all_surnames() -> Words:
    """Whatever stands behind a first name."""
    return Words(name for name in _census("dist.all.last") if len(name) > 1)


@cache
def ordinary() -> Words:
    return Words(word for word, met in _words_met().items() if met >= USUAL)


def load() -> None:
    """Read all lists at once; the packages' own files are let go of."""
    for one in (first_names, also_first_names, surnames, all_surnames, ordinary):
        one()
    _words_met.cache_clear()


@cache
def _words_met() -> dict[str, int]:
    packed = files("spellchecker") / "resources" / "en.json.gz"
    met: dict[str, int] = json.loads(gzip.decompress(packed.read_bytes()))
    return met


def _census(name: str) -> list[str]:
    """Most usual first."""
    lines = (files("names") / name).read_text("ascii").splitlines()
    return [line.split(maxsplit=1)[0].lower() for line in lines]


def _also_words() -> list[str]:
    """First names that a dictionary has met too seldom to say that they are words."""
    return [
        "iris",
        "ivy",
        "jasmine",
        "daisy",
        "hazel",
        "heather",
        "holly",
        "ginger",
        "violet",
        "poppy",
        "olive",
        "lily",
        "rosemary",
        "basil",
        "jade",
        "amber",
        "crystal",
        "ruby",
        "opal",
        "pearl",
        "coral",
        "dale",
        "glen",
        "heath",
        "cliff",
        "brook",
        "brooke",
        "ford",
        "lane",
        "reed",
        "grant",
        "chance",
        "chase",
        "drew",
        "miles",
        "skip",
        "buck",
        "dusty",
        "rusty",
        "sunny",
        "misty",
        "stormy",
        "gale",
        "dawn",
        "eve",
        "faith",
        "hope",
        "joy",
        "grace",
        "charity",
        "patience",
        "prudence",
        "constance",
        "honor",
        "merit",
        "art",
        "bill",
        "bob",
        "will",
        "mark",
        "rich",
        "rob",
        "pat",
        "nick",
        "june",
        "april",
        "may",
        "august",
        "summer",
        "autumn",
        "christian",
        "dominic",
        "earnest",
        "ernest",
        "frank",
        "gay",
        "gene",
        "guy",
        "hardy",
        "herb",
        "jack",
        "josh",
        "lance",
        "lee",
        "levy",
        "major",
        "mason",
        "mercy",
        "norm",
        "page",
        "paige",
        "penny",
        "pierce",
        "randy",
        "ray",
        "reese",
        "rex",
        "rod",
        "rose",
        "royal",
        "sage",
        "sandy",
        "shelly",
        "sky",
        "star",
        "stone",
        "sterling",
        "ward",
        "wade",
        "wolf",
        "angel",
        "melody",
        "harmony",
        "harper",
        "hunter",
        "carter",
        "tanner",
        "turner",
        "cooper",
        "parker",
        "porter",
        "archer",
        "bailey",
        "skyler",
        "summer",
        "rain",
        "trinity",
        "destiny",
        "journey",
        "genesis",
        "serenity",
        "phoenix",
        "river",
        "ocean",
        "forest",
        "sierra",
        "savannah",
        "paris",
        "london",
        "dallas",
        "austin",
        "houston",
        "jordan",
        "israel",
        "china",
        "india",
        "asia",
        "america",
        "dakota",
        "montana",
        "carolina",
        "virginia",
        "georgia",
        "florence",
        "charlotte",
        "madison",
        "jackson",
        "lincoln",
        "carol",
        "barb",
        "sue",
        "val",
        "viola",
        "sol",
        "ana",
        "una",
        "ina",
        "ima",
        "era",
        "lan",
        "tam",
        "su",
        "mi",
        "ha",
        "an",
        "in",
        "so",
        "see",
        "do",
        "my",
        "le",
        "la",
        "ka",
        "ma",
        "pa",
        "ta",
        "man",
        "ok",
    ]

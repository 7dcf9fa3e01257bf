"""Made passages with the places of their identifiers, in two parts: the search was tuned on one, the other only measures.

Everybody in them is invented. Written ones stand in tuned.txt and held.txt; made ones come from patterns and values of
their own in each part, half of them without identifiers.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lms.documents.identifiers.check import marks
from lms.documents.identifiers.rules import Kind

HERE = Path(__file__).parent
MADE = 230  # of each part
YEAR = 2026
ALLOWED = ("Alder", "Birch", "Cedar", "Dogwood")
_MARKED = re.compile(r"\{(\d+):([^}]+)\}")


@dataclass(frozen=True)
class Passage:
    text: str
    spans: tuple[tuple[int, int, Kind], ...]


def passage(marked: str) -> Passage:
    """Of a line in which {kind:words} stands for each identifier."""
    text, spans, at = "", [], 0
    for m in _MARKED.finditer(marked):
        text += marked[at : m.start()]
        spans.append((len(text), len(text) + len(m[2]), Kind(int(m[1]))))
        text, at = text + m[2], m.end()
    return Passage(text + marked[at:], tuple(spans))


def written(part: str) -> list[Passage]:
    lines = (HERE / f"{part}.txt").read_text("utf-8").splitlines()
    return [passage(line) for line in lines if line and not line.startswith("#")]


def made(part: str) -> list[Passage]:
    """The same ones in every run."""
    luck = random.Random(part)
    patterns, plain, values = PARTS[part]
    found = []
    for number in range(MADE):
        pattern = (patterns if number % 2 else plain)[number // 2 % len(patterns if number % 2 else plain)]
        found.append(passage(re.sub(r"<(\w+)>", lambda m: luck.choice(values[m[1]]), pattern)))
    return found


def passages(part: str) -> list[Passage]:
    return written(part) + made(part)


@dataclass
class Tally:
    """Found and missed, by kind. An identifier counts as found where a mark covers at least half of it, whatever its
    kind; a mark counts as right where it touches an identifier."""

    there: Counter[Kind] = field(default_factory=Counter)
    found: Counter[Kind] = field(default_factory=Counter)
    marked: Counter[Kind] = field(default_factory=Counter)
    right: Counter[Kind] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found.total() / self.there.total()

    @property
    def precision(self) -> float:
        return self.right.total() / self.marked.total()


def tally(some: Iterable[Passage]) -> Tally:
    result = Tally()
    for one in some:
        got = marks(one.text, ALLOWED, YEAR)
        for start, end, kind in one.spans:
            result.there[kind] += 1
            covered = sum(max(0, min(end, m.end) - max(start, m.start)) for m in got)
            if covered * 2 >= end - start:
                result.found[kind] += 1
            else:
                result.wrong.append(f"missed {kind.name} “{one.text[start:end]}” in: {one.text}")
        for m in got:
            result.marked[m.kind] += 1
            if any(min(end, m.end) > max(start, m.start) for start, end, _ in one.spans):
                result.right[m.kind] += 1
            else:
                result.wrong.append(f"marked {m.kind.name} “{one.text[m.start : m.end]}” in: {one.text}")
    return result


def words(some: Sequence[Passage]) -> int:
    return sum(len(one.text.split()) for one in some)


Values = dict[str, list[str]]

TUNED: tuple[list[str], list[str], Values] = (
    [
        "{1:<first> <last>} came on time and said that the <thing> had helped.",
        "Dr. {1:<last>} asked for two more readings before the dose.",
        "I told {1:<first>} that the <thing> could wait until day <n>.",
        "She flew to {2:<town>} on {3:<date>} to see her mother.",
        "{1:<first>} missed the session on {3:<weekday>} because of the <thing>.",
        "Reach him at {4:<phone>} or {6:<mail>}.",
        "MRN {8:<digits>}, dose <n> mg, BP <bp>.",
        "His friend {1:<first>} from {2:<town>} stayed with him.",
        "Fax the form to {5:<phone>}; the policy number is {9:<code>}.",
        "She is {3:<old>} years old and lives on {2:<street>}.",
        "Serial number {13:<code>} and plate {12:<plate>} stand in the report.",
        "The record of {3:<date>} names {1:Ms. <last>} as the contact.".replace("{1:Ms. ", "Ms. {1:"),
        "License no. {11:<code>} was checked; account {10:<digits>} is paid.",
        "See {14:<site>} and the sign-in from {15:<ip>}.",
        "SSN {7:<ssn>} is to be taken out.",
    ],
    [
        "The client rated the <thing> <n>/10 on day <n> and cried at T+<n>.",
        "BP <bp>, pulse <n>, dose <n> mg, PHQ-9 <n>, GAD-7 <n>.",
        "Hope and <thing> were the themes; will and grace did not come up.",
        "Plan: Look at the <thing> again in <n> weeks. Next: Ask about sleep.",
        "Case AB-<n>4, stage 2: K25 applies, so the <thing> stays as it is.",
        "In 2019 the <thing> was hard; since 2021 it has been easier.",
        "He takes Zoloft <n> mg and slept <n> hours after the <thing>.",
        "A <n>-year-old teacher asks whether the <thing> will last.",
    ],
    {
        "first": [
            "Maria",
            "Priya",
            "Ethan",
            "Svetlana",
            "Olivia",
            "Marcus",
            "Yuki",
            "Fatima",
            "Carlos",
            "Hannah",
            "Deepak",
            "Rosa",
            "Kwame",
            "Linda",
        ],
        "last": [
            "Lopez",
            "Patel",
            "Kowalski",
            "Nguyen",
            "Harrison",
            "Fitzgerald",
            "Okonkwo",
            "Schmidt",
            "Delgado",
            "Brennan",
            "Romero",
            "Walsh",
        ],
        "town": ["Portland", "Albuquerque", "Tacoma", "Chicago", "Savannah", "Boise", "Fresno"],
        "thing": ["music", "fear", "breathing", "walk", "letter", "silence", "dream", "anger"],
        "n": ["12", "14", "22", "35", "40", "18", "75"],
        "bp": ["132/84", "148/92", "120/80", "141/88"],
        "date": ["March 3, 2021", "4/17/2021", "June 12", "2022-05-30", "12 January", "Feb 9, 2020"],
        "weekday": ["Monday", "Tuesday", "Friday", "Saturday"],
        "phone": ["503-555-0142", "(212) 555-0143", "541.555.0121", "+1 646 555 0190"],
        "mail": ["m.lopez@example.com", "walker_77@mail.example.org"],
        "digits": ["5529310", "83920175", "0044127"],
        "code": ["GH-44021", "A5520187", "TX-88120-4"],
        "plate": ["XRT-4471", "8ABC123"],
        "old": ["91", "93", "98"],
        "street": ["Maple Street", "Killingsworth Avenue", "Orchard Road"],
        "site": ["http://mylife.example.net", "www.healing.example/me"],
        "ip": ["192.0.2.44", "198.51.100.7"],
        "ssn": ["078-05-1120", "219-09-9999"],
    },
)
HELD: tuple[list[str], list[str], Values] = (
    [
        "Yesterday {1:<first> <last>} brought up the <thing> by herself.",
        "We spoke about {1:<first>}, her oldest son, and about the <thing>.",
        "According to Mrs. {1:<last>}, the <thing> began {3:<date>}.",
        "He was seen in {2:<town>} {3:<date>} for the same complaint.",
        "Next appointment: {3:<weekday>} at 10, with {1:<first> <last>} present.",
        "Voicemail from {4:<phone>} about the <thing>; I called back.",
        "Chart {8:<digits>} was opened by mistake; T+<n> was blank.",
        "The letter gives {2:<street>}, {2:<town>} as the address.",
        "Fax number {5:<phone>}, member ID {9:<code>}.",
        "Grandfather, now {3:<old>}, taught him the <thing>.",
        "Device ID {13:<code>}; license plate {12:<plate>}.",
        "{1:<last>} called again, worried about the <thing>.",
        "The permit {11:<code>} and the account number {10:<digits>} were on one page.",
        "Her posts at {14:<site>} mention the dose; the log names {15:<ip>}.",
        "Social security number: {7:<ssn>}, seen on the form.",
        "Mail to {6:<mail>} came back twice.",
        "My supervisor {1:<first>} listened to the recording of the <thing>.",
    ],
    [
        "At T+<n> the <thing> eased; pressure <bp>, pulse <n>, oxygen 98%.",
        "She gave the <thing> <n>/27 and the session 9/10.",
        "Faith, joy and the <thing> belong to the map; Mark each domain from 1 to 5.",
        "Assessment: Mild dissociation, no flag. Action: Wait, and review the <thing>.",
        "Code QK-<n>7 stands for the client; K22 is about fading, H9.1 about the <thing>.",
        "From 2016 on the <thing> came every winter, last in 2022.",
        "Lamictal <n> mg, Ativan 1 mg, then <n> minutes of <thing>.",
        "A <n>-year-old cook wants the <thing> each time it dips.",
        "Session <n>, day <n>: the <thing> was the first topic, and May be the last.".replace("May", "may"),
        "The Hamilton Depression Rating Scale gave <n>, and the <thing> was not asked for.",
    ],
    {
        "first": [
            "Beatrice",
            "Tobias",
            "Anjali",
            "Dmitri",
            "Chloe",
            "Ibrahim",
            "Leticia",
            "Gareth",
            "Mei",
            "Rashida",
            "Oscar",
            "Paulina",
            "Nikhil",
            "Abigail",
        ],
        "last": [
            "Alvarado",
            "Lindqvist",
            "Pennington",
            "Moreau",
            "Chaudhary",
            "Bianchi",
            "Holloway",
            "Ferreira",
            "Mbeki",
            "Castellano",
            "Thornton",
            "Ito",
        ],
        "town": ["Minneapolis", "Spokane", "Eugene", "Knoxville", "Tallahassee", "Omaha", "Beaverton"],
        "thing": ["grief", "ride", "anchor", "blanket", "silence", "meal", "promise", "journal"],
        "n": ["11", "16", "24", "38", "55", "20", "60"],
        "bp": ["126/78", "150/94", "118/72", "139/85"],
        "date": ["on August 21, 2020", "on 9/8/2022", "on Dec 2", "on 2023-11-04", "on the 5th of April", "in July"],
        "weekday": ["Wednesday", "Thursday", "Sunday"],
        "phone": ["612-555-0171", "(907) 555-0110", "808.555.0163", "+44 20 7946 0958"],
        "mail": ["leticia.f@post.example", "g-holloway@clinic.example.net"],
        "digits": ["7710934", "20018845", "0099381"],
        "code": ["PLN-30992", "B7719003", "QR-10442-9"],
        "plate": ["BTZ-9021", "4KLM220"],
        "old": ["90", "96", "101"],
        "street": ["77 Larkspur Lane", "2215 Sheridan Boulevard", "9 Old Mill Road"],
        "site": ["https://blog.example.org/leti", "www.holloway-studio.example"],
        "ip": ["203.0.113.9", "2001:db8::ff00:42:8329"],
        "ssn": ["311-62-4410", "602-18-7733"],
    },
)
PARTS = {"tuned": TUNED, "held": HELD}

"""Each kind of fault is named, by file and line; nothing that is written in a file makes the check raise."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.program.check import check, check_files
from lms.program.disk import collect
from lms.program.drafts import read_draft
from lms.program.faults import Fault, FaultyFolder
from lms.program.folder import read_files, read_folder
from lms.program.marks import BadYaml, read_yaml
from lms.program.rules import DEPTH_LIMIT, FILE_LIMIT
from lms.program.sources import Source, read_source
from tests.program.test_builtin import BUILTIN

CLASS = "classes/01-orientation/class.md"
DEMONSTRATION = "classes/01-orientation/demonstrations/v1-1.md"
HANDOUT = "classes/01-orientation/handouts/h1-3.md"
DRILL = "classes/02-ethics-and-consent/drills/easy-no.md"
PRACTICE = "classes/03-psychology-and-neuroscience/practice.md"
PEERS = "classes/06-protocols/practice.md"
ROLE_PLAY = "classes/01-orientation/role-play.yaml"
NOTE = "templates/kap-dosing-note.yaml"


@cache
def built_in() -> dict[str, str]:
    files, faults = collect(BUILTIN)
    assert faults == []
    return files


def planted(path: str, old: str, new: str) -> tuple[list[Fault], int]:
    """The faults after one change, and the line on which the change begins."""
    text = built_in()[path]
    assert old in text, f"{path} doesn't say {old!r}"
    line = text[: text.index(old)].count("\n") + 1
    return check_files(built_in() | {path: text.replace(old, new, 1)}), line


PLANTED = [
    # path, what is there, what is put in its place, lines further down, what the message says
    (CLASS, "arc: foundations", "ark: foundations", 0, "Did you mean “arc”?"),
    (CLASS, "arc: foundations", "arc: foundation", 0, "Did you mean “foundations”?"),
    (CLASS, "arc: foundations", f"arc: {'f' * 81}", 0, "“arc” is longer than 80 characters"),
    (HANDOUT, "code: H1.3", f"code: {'H' * 21}", 0, "“code” is longer than 20 characters"),
    (CLASS, "title: Orientation", "title: [Orientation]", 0, "must be text, but here stands a list"),
    (CLASS, "minutes: 120", 'minutes: "120"', 0, "must be a whole number, but here stands the text “120”"),
    (CLASS, "minutes: 120", "minutes: 110", 0, "Classes here take 120 minutes"),
    (CLASS, "number: 1", "number: 2", 0, "Another class has the number 2"),
    (CLASS, "number: 1", "number: 13", 0, "The program has 12 classes"),
    (CLASS, "slug: class-01", "slug: Class 1", 0, "isn't spelled as it must be"),
    (CLASS, "agenda:\n  - minutes: 10", "agenda:\n  - minutes: 11", 0, "the class 120. Take away 1."),
    (CLASS, "[C2, C5]", "[C2, C9]", 0, "“C9”, named as competencies, doesn't exist"),
    (CLASS, "K24]", "K99]", 0, "There is no fact K99"),
    (CLASS, "title: Orientation", "title: Orientation\ntitle: Again", 1, "for the second time"),
    (CLASS, "title: Orientation", "title: Orientation\n\tarc: x", 1, "replace the tab"),
    (CLASS, "title: Orientation", "title: [Orientation", 1, "isn't YAML that can be read"),
    (CLASS, "title: Orientation", "title: !!python/name:os.system Orientation", 0, "is a YAML tag"),
    (CLASS, "title: Orientation", "title: *title", 0, "aliases aren't read"),
    (CLASS, "title: Orientation", "title: Orientation\npath: x", 1, "comes from the file itself"),
    (CLASS, "title: Orientation", "title: Orien\x07tation", 0, "can't be seen or kept"),
    (CLASS, "title: Orientation", r'title: "\ud800"', 0, "stands for no character"),
    (CLASS, "slug: class-01\n", "", 0, "“slug” is missing"),
    (CLASS, "---\n", "", 0, "Front matter is missing"),
    (DEMONSTRATION, 'length: "6:00"', "length: 6.00", 0, "must be text"),
    (DEMONSTRATION, 'length: "6:00"', "length: 6 minutes", 0, "Write minutes and seconds"),
    (DEMONSTRATION, 'length: "6:00"', "length: 6:75", 0, "Write minutes and seconds"),
    (DEMONSTRATION, 'at: "1:30"', "at: 3:30", 2, "Put chapters in order"),
    (DEMONSTRATION, 'at: "4:40"', "at: 6:00", 0, "lies past the end, 6:00"),
    (DEMONSTRATION, 'at: "0:00"', "at: 0:01", 0, "must be at 0:00"),
    (DEMONSTRATION, "level: V0", "level: V9", 0, "Write one of: V0, V1, V2 or V3"),
    (HANDOUT, "**Off-label.**", "**Off-label.** [K77]", 0, "There is no fact K77"),
    (PRACTICE, "template: consent-outline", "template: consent-outlin", 0, "Did you mean “consent-outline”?"),
    (PRACTICE, "template: consent-outline\n", "", -2, "no template is named"),
    ("classes/04-readiness/practice.md", "[alder]", "[elder]", 0, "Did you mean “alder”?"),
    ("classes/05-preparing-the-session/practice.md", "recording_minutes: 10\n", "", -3, "not how long"),
    ("classes/12-into-practice/practice.md", "words_least: 600", "words_least: 6000", 0, "Swap them"),
    (ROLE_PLAY, "protocol: D20", "protocol: D21", 0, "Did you mean “D20”?"),
    (ROLE_PLAY, "  observer:", "  watcher:", 0, "isn't a key that belongs here"),
    (NOTE, "kind: multi", "kind: text", -2, "it takes no “choices”"),
    (NOTE, "kind: multi", "kind: many", 0, "can't be “kind”"),
    (NOTE, "name: setting", "name: dosing_no", 0, "already a field here"),
    (NOTE, "name: setting", "name: case_code", 0, "comes with the template's head or tail"),
    (NOTE, "tail: deidentification-tail", "tail: deid", 0, "doesn't exist"),
    (NOTE, "field: fasting_ok", "field: fasting", 0, "isn't a field before this one"),
    (NOTE, "field: fasting_ok, value: 'no'", "field: fasting_ok, value: never", 0, "never has the answer “never”"),
    (NOTE, "divide: dose_mg", "divide: intention", 0, "isn't a number field"),
    ("templates/prep-note.yaml", "label: Length", "label: Length\n    required: when-shown", 1, "Add “show_if”"),
    ("facts.yaml", "id: K2", "id: K1", 0, "for the second time"),
    ("protocols.yaml", "minutes: 20", "minutes: 25", 0, "take 20 minutes, not 25"),
    ("rubric.yaml", "codes: [C3, C4]", "codes: [C3, C11]", 0, "There is no competency C11"),
    ("instruments.yaml", "least: 5", "least: 6", 0, "should begin at 5"),
    ("prices.yaml", "installment: 1925", "installment: 1900", 1, "3 × 1900 is 5700, not 5775"),
    ("prices.yaml", "extra: 275", "extra: 0", 0, "costs 275 more"),
    ("cases/alder.md", "due_with_class: 4", "due_with_class: 3", 0, "Be due later"),
    ("cases/dogwood.md", "due_with_class: 12", "due_with_class: 13", 0, "There is no class 13"),
    ("cohorts/fall-2024.yaml", "America/New_York", "America/NewYork", 0, "isn't a time zone"),
    ("cohorts/fall-2024.yaml", '"2024-09-24"', '"2024-09-10"', 0, "Put dates in order"),
    ("cohorts/fall-2024.yaml", '"2024-09-24"', "2024-9-24", 0, "Write year, month and day"),
    ("cohorts/fall-2024.yaml", '"2024-09-24"', '"2024-02-30"', 0, "is not a day"),
    ("cohorts/fall-2024.yaml", '  - "2024-12-10"\n', "", -12, "11 dates for 12 classes"),
    ("cohorts/fall-2024.yaml", 'starts: "11:00"', 'starts: "25:00"', 0, "is not a time of day"),
    ("cohorts/fall-2024.yaml", 'starts: "11:00"', 'starts: "14:00"', 1, "Correct one of them"),
    ("cohorts/fall-2024.yaml", 'last_day: "2024-09-10"', "closed: false", -1, "An open deadline needs its day"),
    ("cohorts/fall-2024.yaml", "weekly-12", "weekly-13", 0, "Did you mean “weekly-12”?"),
    (DRILL, "id: easy-patient", "id: whatever-you-think", 0, "for the second time"),
    (DRILL, "id: easy-patient", "id: Easy patient", 0, "isn't spelled as it must be"),
    (DRILL, "difficulty: 1", "difficulty: 4", 0, "must be at most 3"),
    (DRILL, "difficulty: 1", "difficulty: hard", 0, "must be a whole number"),
    (DRILL, "    affect: Polite", "    effect: Polite", 0, "Did you mean “affect”?"),
    (DRILL, "    affect: Polite and quick, eager to get it over with.\n", "", -2, "“affect” is missing"),
    (DRILL, "[C2, C3]", "[C2, C9]", 0, "“C9”, named as competencies, doesn't exist"),
    (DRILL, "slug: drill-02-easy-no", "slug: practice-02", 0, "already the slug of"),
    ("classes/12-into-practice/practice.md", "kind: text", "kind: drill", 0, "Put it into the folder “drills”"),
    ("classes/12-into-practice/practice.md", "kind: text", "kind: text\nshared: group", 1, "must be true or false"),
    (DRILL, "minutes: ", "shared: true\nminutes: ", 0, "shared"),
    (PEERS, "  reviewers: 2", "  reviewers: 6", 0, "“reviewers” must be at most 5"),
    (PEERS, "  days: 4", "  days: 0", 0, "“days” must be at least 1"),
    (PEERS, "  days: 4", "  day: 4", 0, "Did you mean “days”?"),
    (PEERS, "  days: 4\n", "", -2, "“days” is missing"),
    (PEERS, "  days: 4", "  days: 4\n  seen: never", 1, "Write one of: at_once or released"),
    (PEERS, "  days: 4", "  anonymous: author\n  days: 4", 0, "Write one of: none, reviewer or both"),
    (PEERS, "  days: 4", "  givers: everybody\n  days: 4", 0, "Write one of: handed_in or cohort"),
    (PEERS, "rate: [C5]", "rate: [C3]", 0, "“C3” isn't what this work is judged by. There are: C4, C5."),
    (PEERS, "rate: [C5]", "rate: true", 0, "must be a list"),
    (PEERS, "  questions:\n", "  questions:\n    - Who?\n    - Who?\n", 2, "This is asked already"),
    (PEERS, "  questions:\n", "  questions:\n" + "".join(f"    - {n}?\n" for n in range(10)), 0, "holds more than 10"),
    ("program.md", "classes: 12", "classes: 13", 0, "13 classes, but 12 folders"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "old", "new", "below", "says"), PLANTED)
def test_a_planted_fault_is_named_on_its_line(path: str, old: str, new: str, below: int, says: str) -> None:
    faults, line = planted(path, old, new)
    assert any(fault.path == path and fault.line == line + below and says in fault.message for fault in faults), faults


def test_of_two_that_share_a_slug_the_second_is_named() -> None:
    faults, line = planted(DEMONSTRATION, "slug: v1-1", "slug: v1-2")
    second = DEMONSTRATION.replace("v1-1", "v1-2")
    assert faults == [Fault(second, line, f"“v1-2” is already the slug of {DEMONSTRATION}. Give each its own.")]


def test_all_faults_are_named_not_only_the_first() -> None:
    files = dict(built_in())
    files[CLASS] = files[CLASS].replace("arc: foundations", "arc: x").replace("- minutes: 10", "- minutes: 5", 1)
    files[ROLE_PLAY] = files[ROLE_PLAY].replace("goals:", "gaols:")
    assert [(fault.path, fault.message.split(".")[0]) for fault in check_files(files)] == [
        (CLASS, "“x” isn't an arc of the program"),
        (CLASS, "The agenda holds 115 minutes, the class 120"),
        (ROLE_PLAY, "“goals” is missing"),
        (ROLE_PLAY, "“gaols” isn't a key that belongs here"),
    ]


def test_a_faulty_file_does_not_make_others_faulty() -> None:
    faults, line = planted("templates/consent-outline.yaml", "slug: consent-outline", "slug: [")
    assert {fault.path for fault in faults} == {"templates/consent-outline.yaml"}
    assert line == 1


def test_missing_and_foreign_files_are_named() -> None:
    files = dict(built_in())
    del files["rubric.yaml"], files[ROLE_PLAY]
    files["rubrics.yaml"] = "a: b"
    faults = {fault.path: fault.message for fault in check_files(files)}
    assert "missing" in faults["rubric.yaml"] and "missing" in faults[ROLE_PLAY]
    assert "Did you mean “rubric.yaml”?" in faults["rubrics.yaml"]


def spoil(write: Callable[[Path], object]) -> Callable[[Path], None]:
    def plant(folder: Path) -> None:
        write(folder / "facts.yaml")

    return plant


def link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize(
    ("write", "line", "says"),
    [
        (spoil(link), 1, "links aren't followed"),
        (spoil(lambda path: path.write_bytes(b"facts:\n  - id: K1\n    fact: caf\xe9\n")), 3, "isn't UTF-8"),
        (spoil(lambda path: path.write_bytes(b"\xef\xbb\xbffacts: []\n")), 1, "can't be seen or kept"),
        (spoil(lambda path: path.write_text("#" * (FILE_LIMIT + 1))), 1, "Split or shorten"),
        (spoil(lambda path: path.rename(path.with_suffix(".txt"))), 1, "missing"),
        (spoil(lambda path: path.write_text("")), 1, "Keys are missing"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read_are_named(
    tmp_path: Path, write: Callable[[Path], None], line: int, says: str
) -> None:
    write_folder(tmp_path)
    write(tmp_path)
    found = [fault for fault in check(tmp_path) if fault.path == "facts.yaml"]
    assert [(fault.line, says in fault.message) for fault in found] == [(line, True)]


def write_folder(folder: Path) -> None:
    for path, text in built_in().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())


def test_a_folder_written_out_and_read_again_is_the_same(tmp_path: Path) -> None:
    write_folder(tmp_path)
    assert read_folder(tmp_path) == read_folder(BUILTIN)


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    write_folder(tmp_path)
    path = tmp_path / CLASS
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_folder(tmp_path).files[CLASS].count("\r\n") == built_in()[CLASS].count("\n")


@pytest.mark.parametrize("made", [None, "a file", "an empty folder"])
def test_what_is_not_a_program_is_said_to_be_none(tmp_path: Path, made: str | None) -> None:
    target = tmp_path / "x"
    if made == "a file":
        target.write_text("x")
    if made == "an empty folder":
        target.mkdir()
    assert len(check(target)) == 1
    with pytest.raises(FaultyFolder):
        read_folder(target)


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*c, *c]\n"
    with pytest.raises(BadYaml, match="aliases") as caught:
        read_yaml(bomb)
    assert caught.value.line == 2


def test_what_is_nested_too_deep_is_refused() -> None:
    with pytest.raises(BadYaml, match=f"more than {DEPTH_LIMIT} deep"):
        read_yaml("[" * 5_000)


@pytest.mark.parametrize("word", ["yes", "no", "on", "6:00", "2024-06-04", "0x1f", "1e3", "'12'", "010:00"])
def test_words_stay_the_text_they_were_written_as(word: str) -> None:
    assert read_yaml(f"key: {word}").value == {"key": word.strip("'")}


def test_values_and_lines_of_a_file() -> None:
    source = read_source("x.md", "---\na: 1\nb:\n  - c: true\n    d:\n---\n\nBody\n")
    assert isinstance(source, Source)
    assert source.values == {"a": 1, "b": [{"c": True, "d": None}]}
    assert [source.line("a"), source.line("b", 0, "d"), source.line("b", 0, "missing")] == [2, 5, 4]
    assert (source.body, source.body_line) == ("\nBody\n", 7)


COHORT = "cohorts/fall-2024.yaml"
MUTABLE = ["program.md", CLASS, DEMONSTRATION, ROLE_PLAY, NOTE, "prices.yaml", COHORT, "cases/cedar.md"]
NASTY = ["\t", "\n", "---\n", ": ", "- ", "*a", "&a ", "!!int ", "{", "]", '"\\U', "? ", "|\n", "%", "\u2028"]
SNIPPETS = st.one_of(st.text(max_size=20), st.sampled_from([*NASTY, "'", "\x85", "\r", "9" * 5000]))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_change_of_a_file_makes_the_check_raise(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(MUTABLE))
    text = built_in()[path]
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 40)))
        text = text[:start] + data.draw(SNIPPETS) + text[end:]
    draft = read_draft({path: text})
    for fault in [*draft.faults, *check_files({path: text})]:
        assert fault.message.endswith((".", "?")), fault
        assert 1 <= fault.line <= text.count("\n") + 1, fault


def test_a_mutation_that_matters_keeps_the_folder_from_being_read() -> None:
    with pytest.raises(FaultyFolder) as caught:
        read_files(built_in() | {CLASS: "nothing"})
    assert [fault.path for fault in caught.value.faults if "Front matter" in fault.message] == [CLASS]

"""Files of captions: what is written is read again, what is wrong is named by its line, nothing at all breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import captions
from media.cues import BYTES_MOST, CUES_MOST, Captions, Cue, clean, plain

VTT = """WEBVTT - A talk

STYLE
::cue { color: yellow }

NOTE
Made by hand

1
00:01.000 --> 00:02.500 line:0 align:start
<v Ana>Take your time.

00:03.000 --> 01:00:04.000
Two lines
of words
"""
SRT = """1
00:00:01,000 --> 00:00:02,500
<font color="red">Take</font> your time.

2
00:00:03,000 --> 00:00:04,000
{\\an8}Two lines
of words
"""


def read(text: str) -> Captions:
    return captions.parse(text.encode())


def said(text: str) -> list[str]:
    return [str(fault) for fault in read(text).faults]


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(clean).filter(bool)
names = st.text("abc 123-", max_size=8).map(str.strip).filter(lambda name: "-->" not in name)
settings = st.lists(st.sampled_from(["line:0", "align:start", "position:10%", "region:fred"]), max_size=3).map(" ".join)
spans = st.tuples(st.integers(0, 359_990_000), st.integers(1, 9_000))
cues = st.builds(lambda span, *rest: Cue(span[0], sum(span), *rest), spans, words, names, settings)
heads = st.sampled_from(["", "NOTE one", "STYLE\n::cue { color: red }\n\nNOTE\ntwo\nlines", "REGION\nid:fred"])


@given(st.lists(cues, min_size=1, max_size=8), heads)
def test_what_is_written_is_read_again(some: list[Cue], head: str):
    some.sort(key=lambda cue: (cue.start_ms, cue.end_ms))
    again = read(captions.write(some, head))
    assert (list(again.cues), again.head, again.errors) == (some, head, [])


@given(words)
def test_cleaning_twice_is_cleaning_once(text: str):
    assert clean(text) == text


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: f"WEBVTT\n\n{text}".encode()))
def test_any_bytes_at_all_are_captions_or_named_faults(data: bytes):
    found = captions.parse(data)
    assert found.cues or found.faults
    assert all(1 <= fault.line <= data.count(b"\n") + data.count(b"\r") + 1 for fault in found.faults)
    assert all(fault.sentence.endswith((".", "?")) for fault in found.faults)


pieces = st.sampled_from(
    ["\n", "\n\n", "\r\n", "1", "00:01.000", "00:02.000", "00:00:01,000", " --> ", "words", "NOTE", "STYLE", " "]
)


@given(st.lists(pieces, max_size=30).map("".join), st.booleans())
def test_whatever_is_read_can_be_written_and_read_again(text: str, is_webvtt: bool):
    found = read(f"WEBVTT\n\n{text}" if is_webvtt else text)
    again = read(captions.write(found.cues, found.head))
    assert again.cues == found.cues
    assert again.head == found.head


def test_webvtt_is_read_with_all_that_it_holds():
    found = read(VTT)
    assert found.faults == ()
    assert found.cues == (
        Cue(1_000, 2_500, "<v Ana>Take your time.", "1", "line:0 align:start"),
        Cue(3_000, 3_604_000, "Two lines\nof words"),
    )
    assert found.head == "STYLE\n::cue { color: yellow }\n\nNOTE\nMade by hand"


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
@pytest.mark.parametrize("text", [VTT, SRT], ids=["vtt", "srt"])
def test_line_ends_and_the_mark_at_the_beginning_dont_matter(text: str, line_end: str):
    other = ("\ufeff" + text.replace("\n", line_end)).encode()
    assert captions.parse(other) == read(text)
    assert captions.parse(text.encode("utf-16")) == read(text)


def test_subrip_is_read_without_its_own_markup_and_numbers():
    found = read(SRT)
    assert found.faults == ()
    assert found.cues == (Cue(1_000, 2_500, "Take your time."), Cue(3_000, 4_000, "Two lines\nof words"))


def test_a_file_in_another_alphabet_of_bytes_is_read_with_a_warning():
    found = captions.parse(SRT.replace("Take", "Naïve").encode("latin-1"))
    assert found.cues[0].text == "Naïve your time."
    assert [(fault.line, fault.is_warning) for fault in found.faults] == [(3, True)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nx", "Line 3: This ends (00:01.000) no later than it begins (00:02.000)."),
        ("WEBVTT\n\n00:0a.000 --> 00:01.000\nx", "Line 3: “00:0a.000” isn't a time. A time looks like"),
        ("WEBVTT\n\n00:61.000 --> 02:01.000\nx", "Line 3: “00:61.000” isn't a time: minutes and seconds end at 59"),
        ("WEBVTT\n\nintro\n00:01.000 -->\nx", "Line 4: “nothing” isn't a time."),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n00:02.000 --> 00:03.000\ny", "Line 5: A new caption begins here;"),
        ("WEBVTT\n00:01.000 --> 00:02.000\nx", "Line 2: A caption stands right below WEBVTT;"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\ny", "Line 6: A caption's times should stand here"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "x" * 2_001, "Line 3: This caption has more than 2,000 characters."),
        ("WEBVTTX\n\n00:01.000 --> 00:02.000\nx", "Line 1: The first line should be WEBVTT"),
        ("WEBVTT", "Line 1: There isn't a single caption"),
        ("", "Line 1: This is neither a WebVTT nor an SRT file"),
        ("1\n00:00:01,000 --> 00:00:02.000\nx\n2\n00:00:03,000 --> 00:00:04,000\ny", "Line 5: A new caption begins"),
        ("1\n0:1 --> 00:00:02,000\nx", "Line 2: “0:1” isn't a time. A time looks like 00:01:02,500."),
    ],
)
def test_a_fault_is_named_by_its_line(text: str, fault: str):
    assert [line for line in said(text) if line.startswith(fault)], said(text)
    assert read(text).errors


def test_what_is_only_doubtful_is_a_warning():
    found = read("WEBVTT\n\n00:01.000 --> 00:05.000\nx\n\n00:03.000 --> 00:04.000\ny\n\n00:06.000 --> 00:07.000\n")
    assert found.errors == []
    assert [str(fault) for fault in found.faults if fault.is_warning] == [
        "Line 6: This begins before the one at line 3 ends.",
        "Line 9: This caption has no text, so it is left out.",
    ]
    assert len(found.cues) == 2


def test_cues_come_in_the_order_of_their_beginnings():
    found = read("WEBVTT\n\n00:03.000 --> 00:04.000\nlater\n\n00:01.000 --> 00:02.000\nearlier")
    assert [cue.text for cue in found.cues] == ["earlier", "later"]


def test_too_much_is_refused_before_it_costs_anything():
    assert "larger than 2 MB" in str(captions.parse(b"x" * (BYTES_MOST + 1)).faults[0])
    many = "\n\n".join(f"{captions.clock(n * 10)} --> {captions.clock(n * 10 + 10)}\nx" for n in range(CUES_MOST + 5))
    assert any("more than 20,000" in fault.sentence for fault in read(f"WEBVTT\n\n{many}").errors)


@pytest.mark.parametrize(
    ("raw", "kept", "words"),
    [
        ("<v Ana>Take <i>your</i> time", "<v Ana>Take <i>your</i> time", "Ana: Take your time"),
        ("a < b --> c", "a &lt; b --&gt; c", "a < b --> c"),
        ("<script>x</script>", "&lt;script>x&lt;/script>", "<script>x</script>"),
        ("R&amp;D\n\n  at ease ", "R&amp;D\nat ease", "R&D at ease"),
        ("so <00:01.000>then", "so <00:01.000>then", "so then"),
    ],
)
def test_text_keeps_the_tags_that_captions_know(raw: str, kept: str, words: str):
    assert clean(raw) == kept
    assert plain(kept) == words

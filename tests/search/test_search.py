"""Search: titles and spoken words, only what the viewer may see, each moment a link, as few statements as ever."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.access import table
from lms.access.table import May
from lms.core.db import db
from lms.people.models import Person
from lms.program.models import Demonstration, ProgramClass
from lms.search import rules
from lms.videos.models import Video
from lms.videos.rules import VideoState
from lms.videos.tracks.rules import fold
from tests.captions.conftest import Publish, demonstration, publish, restricted, shown, sign
from tests.demonstrations.conftest import Show
from tests.kit import make
from tests.kit.cast import Cast

__all__ = ["demonstration", "publish", "restricted", "shown", "sign"]
SignIn = Callable[[Person], FlaskClient]

TALK = """WEBVTT

00:01:23.500 --> 00:01:26.000
<v Ana>Tómate tu tiempo, take YOUR

00:01:26.000 --> 00:01:28.000
time & 100% of it.

00:02:00.000 --> 00:02:02.000
Then we wait.
"""


def said(page: str) -> list[str]:
    """The moments on a page, as the addresses they lead to."""
    return re.findall(r'href="/demonstrations/\d+\?t=(\d+)"', page)


@pytest.fixture
def lena(cast: Cast, sign_in: SignIn) -> Callable[[str], str]:
    """What she gets to see for a query."""
    browser = sign_in(cast.lena)
    return lambda query: browser.get("/search", query_string={"q": query}).text


def test_a_word_leads_to_its_moment_with_the_words_around_it(
    shown: Show, publish: Publish, lena: Callable[[str], str], demonstration: Demonstration
):
    publish(shown(), TALK)
    page = lena("tomate")
    assert f'href="/demonstrations/{demonstration.id}?t=83"' in page
    assert "Ana: <mark>Tómate</mark> tu tiempo, take YOUR time &amp; 100% of it." in page
    assert "1:23" in page


@pytest.mark.parametrize(
    ("query", "moments"),
    [
        ("your TIME", ["83"]),  # spoken over two cues
        ("wait", ["120"]),
        ("time wait", ["86"]),
        ("100%", ["86"]),
        ("%", []),
        ("_", []),
        ("nobody", []),
        ("t", []),
    ],
)
def test_what_is_sought_is_found_where_it_is_said(
    shown: Show, publish: Publish, lena: Callable[[str], str], query: str, moments: list[str]
):
    publish(shown(), TALK)
    assert said(lena(query)) == moments


def test_titles_of_classes_demonstrations_and_handouts_are_found(lena: Callable[[str], str], demonstration):
    page = lena("title 1")
    assert '<a href="/classes/1?cohort=here">Class <mark>title</mark> <mark>1</mark></a>' in page
    assert f'<a href="/demonstrations/{demonstration.id}">A <mark>talk</mark></a>' in lena("talk")
    assert '<a href="/classes/1/handouts/h1-1?cohort=here">A <mark>page</mark></a>' in lena("page")
    assert "Nothing found" in lena("nonexistent")


def test_nobody_finds_what_is_said_elsewhere(cast: Cast, sign_in: SignIn, shown: Show, publish: Publish):
    publish(shown(), TALK)
    stranger = sign_in(make.person(learner_in=make.cohort(make.program(1), "another-program")))
    assert said(stranger.get("/search?q=wait").text) == []
    assert said(sign_in(cast.otto).get("/search?q=wait").text) == []
    for person in (cast.lena, cast.omar, cast.tess, cast.cora):
        assert said(sign_in(person).get("/search?q=wait").text) == ["120"]


def test_what_somebody_may_not_watch_is_not_found_either(
    shown: Show, publish: Publish, lena: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
):
    publish(shown(), TALK)
    monkeypatch.setitem(table.TABLE, May.DEMONSTRATION_PLAY, [(table.trainer_here,)])
    assert said(lena("wait")) == []


def test_what_is_said_where_each_viewing_is_logged_is_found_by_nobody(
    cast: Cast, sign_in: SignIn, restricted: Video, sign: Callable[..., None], publish: Publish
):
    publish(restricted, TALK)
    sign(cast.lena, cast.tess)
    for person in (cast.lena, cast.tess):
        assert said(sign_in(person).get("/search?q=wait").text) == []


def test_only_the_video_that_plays_is_searched(shown: Show, publish: Publish, lena: Callable[[str], str]):
    publish(shown(), TALK)
    publish(shown(), TALK.replace("wait", "listen"))
    shown(VideoState.PREPARING)
    assert (said(lena("wait")), said(lena("listen"))) == ([], ["120"])


def test_drafts_and_older_versions_are_not_found(shown: Show, publish: Publish, lena: Callable[[str], str]):
    video = shown()
    publish(video, TALK)
    publish(video, TALK.replace("wait", "listen"))
    assert (said(lena("wait")), said(lena("listen"))) == ([], ["120"])


def test_many_moments_come_page_by_page(
    cast: Cast, sign_in: SignIn, shown: Show, publish: Publish, statements: list[str]
):
    at = [f"{n // 60:02}:{n % 60:02}" for n in range(45)]
    cues = "\n\n".join(f"{m}.000 --> {m}.500\nbreathe {m[-2:]}\n\n{m}.500 --> {m}.900\nand rest" for m in at)
    ids = db.scalars(select(Demonstration).join(ProgramClass).order_by(ProgramClass.number).limit(2)).all()
    for one in ids:
        publish(shown(of=one), f"WEBVTT\n\n{cues}")
    browser, address, seen, counts = sign_in(cast.lena), "/search?q=breathe", [], set()
    browser.get(address)
    while address:
        statements.clear()
        page = browser.get(address).text
        counts.add(len(statements))
        seen += re.findall(r'href="/demonstrations/(\d+)\?t=(\d+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == [(str(one.id), str(n)) for one in ids for n in range(45)]
    assert counts == {7, 6}, "the notes are looked for on the first page only"


def test_what_is_said_in_cues_in_a_row_is_one_moment(shown: Show, publish: Publish, lena: Callable[[str], str]):
    lines = ["I feel", "a feeling", "of fear", "I feel", "it, you feel", "we feel", "Yes."]
    at = [f"00:{n:02}.000 --> 00:{n:02}.900" for n in range(len(lines))]
    publish(shown(), "WEBVTT\n\n" + "\n\n".join(map("\n".join, zip(at, lines, strict=True))))
    assert said(lena("feel")) == ["0", "3", "5"]
    assert said(lena("you feel")) == ["3"]
    assert said(lena("fear")) == ["2"]


@pytest.mark.parametrize("after", ["", "x", "1_2_3", "1_1_1_1_99999999999999", "-1_0_0_0_0"])
def test_a_key_that_is_none_means_the_start(shown: Show, publish: Publish, cast: Cast, sign_in: SignIn, after: str):
    publish(shown(), TALK)
    assert said(sign_in(cast.lena).get("/search", query_string={"q": "wait", "after": after}).text) == ["120"]


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=4), max_size=3))
def test_a_marked_text_says_what_the_text_says(text: str, sought: list[str]):
    words = rules.words_of(" ".join(sought))
    pieces = rules.marked(text, words)
    shown = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    assert shown in text
    assert all(any(word in fold(piece.text) for word in words) for piece in pieces if piece.is_found)
    if words and rules.has_all(text, words):
        assert any(piece.is_found for piece in pieces)


def test_a_long_text_is_cut_around_the_word():
    pieces = rules.marked("first " * 100 + "the word " + "last " * 100, ["word"])
    assert "".join(piece.text for piece in pieces if piece.is_found) == "word"
    assert len("".join(piece.text for piece in pieces)) < 400

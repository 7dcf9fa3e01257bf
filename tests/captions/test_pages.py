"""Captions as trainers keep them and viewers get them, without scripts; nobody from elsewhere."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.audit import queries as audit
from lms.audit.rules import Deed
from lms.consents import actions as consents
from lms.consents.models import RecordingConsent
from lms.consents.rules import Use
from lms.core import clock
from lms.core.db import db
from lms.demonstrations import queries as demonstrations
from lms.demonstrations.viewings.models import Viewing
from lms.people.models import Person
from lms.program.models import Demonstration
from lms.videos.models import Video
from lms.videos.tracks import queries
from lms.videos.tracks.rules import TrackKind
from tests.captions.conftest import TALK, Publish
from tests.demonstrations.conftest import Show
from tests.kit import make
from tests.kit.cast import Cast

SignIn = Callable[[Person], FlaskClient]
FAULTY = TALK.replace("00:00:07.000 --> 00:00:09.000", "00:00:09.000 --> 00:00:07.000")
CHAPTERS = "WEBVTT\n\n00:00.000 --> 00:03.000\nArriving\n\n00:03.000 --> 00:10.000\nListening & <waiting>\n"


@pytest.fixture
def at(demonstration: Demonstration) -> str:
    return f"/demonstrations/{demonstration.id}"


def seen_in(page: str) -> str:
    """What the page of an editor has seen."""
    found = re.search(r'name="seen" type="hidden" value="([^"]*)"', page)
    assert found
    return found[1]


def file(text: str, name: str = "talk.srt") -> tuple[BytesIO, str]:
    return BytesIO(text.encode()), name


def test_a_file_is_published_at_once(cast: Cast, sign_in: SignIn, shown: Show, at: str):
    shown()
    tess, lena = sign_in(cast.tess), sign_in(cast.lena)
    assert "Needs captions" in tess.get(at).text
    assert "Needs captions" not in lena.get(at).text
    srt = "1\n00:00:01,000 --> 00:00:02,000\nTómate tu tiempo.\n"
    answer = tess.post(f"{at}/captions", data={"language": "ES-mx", "file": file(srt)}, follow_redirects=True)
    assert "Español (MX) is published: 1 captions." in answer.text
    assert "From the file talk.srt" in answer.text
    assert "Needs captions" not in tess.get(at).text
    vtt = lena.get(f"{at}/captions/es-MX.vtt")
    assert (vtt.mimetype, vtt.text) == ("text/vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nTómate tu tiempo.\n")
    assert (
        f'<track kind="captions" src="{at}/captions/es-MX.vtt" srclang="es-MX" label="Español (MX)">'
        in lena.get(at).text
    )


def test_a_file_with_faults_is_named_line_by_line_and_changes_nothing(
    cast: Cast, sign_in: SignIn, shown: Show, at: str, publish: Publish
):
    track = publish(shown())
    answer = sign_in(cast.tess).post(f"{at}/captions", data={"language": "en", "file": file(FAULTY)})
    assert answer.status_code == 422
    assert "Line 9:" in answer.text
    assert "no later than it begins" in answer.text
    assert [line.start_ms for line in queries.lines_of(track.video_id, track.language)] == [1_000, 3_500, 7_000]


@pytest.mark.parametrize("language", ["", "klingon!", "en.vtt"])
def test_a_language_that_is_none_is_refused_in_words(cast: Cast, sign_in: SignIn, shown: Show, at: str, language: str):
    shown()
    answer = sign_in(cast.tess).post(f"{at}/captions", data={"language": language, "file": file(TALK)})
    assert answer.status_code == 422
    assert "no language that we know" in answer.text


def test_captions_are_written_without_scripts(cast: Cast, sign_in: SignIn, shown: Show, at: str):
    video = shown()
    tess, edit = sign_in(cast.tess), f"{at}/captions/en"
    assert tess.post(f"{at}/captions", data={"language": "en"}).headers["Location"].endswith(edit)
    seen = seen_in(tess.get(edit).text)
    assert tess.post(f"{edit}/draft", data={"text": FAULTY, "seen": seen}).status_code == 303
    page = tess.get(edit).text
    assert "Unpublished draft" in page
    assert "Line 9:" in page
    assert "Then we wait." in page
    seen = seen_in(tess.get(edit).text)
    refused = tess.post(f"{edit}/publication", data={"text": FAULTY, "seen": seen})
    assert refused.status_code == 422
    published = tess.post(
        f"{edit}/publication", data={"text": TALK, "seen": seen, "why": "typed"}, follow_redirects=True
    )
    assert "Captions in English: version 1 is published." in published.text
    assert sign_in(cast.lena).get(f"{edit}.vtt").text == TALK
    track = queries.published(video.id, "en")
    assert track and tess.get(f"{edit}/versions/1.vtt").text == TALK
    assert tess.get(f"{edit}/versions/2.vtt").status_code == 404


def test_an_older_page_overwrites_nothing(cast: Cast, sign_in: SignIn, shown: Show, at: str):
    shown()
    tess, theo, edit = sign_in(cast.tess), sign_in(cast.theo), f"{at}/captions/en"
    seen = seen_in(tess.get(edit).text)
    tess.post(f"{edit}/draft", data={"text": TALK, "seen": seen})
    by_script = theo.post(f"{edit}/draft", data={"text": "x", "seen": seen}, headers={"X-Requested-With": "fragment"})
    assert by_script.status_code == 409
    for deed in ("draft", "publication"):
        page = theo.post(f"{edit}/{deed}", data={"text": "WEBVTT\n\nmine", "seen": seen})
        assert page.status_code == 422
        assert "There are two versions of this text" in page.text
        assert "mine" in page.text and "Then we wait." in page.text
    assert by_script.json == {"seen": seen_in(theo.get(edit).text), "text": TALK}


def test_a_page_of_a_replaced_video_doesnt_write_beside_the_new_one(cast: Cast, sign_in: SignIn, shown: Show, at: str):
    shown()
    tess, edit = sign_in(cast.tess), f"{at}/captions/en"
    seen = seen_in(tess.get(edit).text)
    new_id = shown().id
    assert tess.post(f"{edit}/draft", data={"text": TALK, "seen": seen}).status_code == 422
    db.remove()
    assert queries.track(new_id, TrackKind.CAPTIONS, "en") is None


def test_a_replaced_video_keeps_its_captions_and_offers_them(
    cast: Cast, sign_in: SignIn, shown: Show, at: str, publish: Publish
):
    old = shown(duration_ms=10_000)
    track = publish(old)
    new = shown(duration_ms=17_000)
    tess = sign_in(cast.tess)
    page = tess.get(f"{at}/captions").text
    assert "Begin with the earlier ones" in page
    assert "This video is 7 seconds longer than the one before" in page
    assert sign_in(cast.lena).get(f"{at}/captions/en.vtt").status_code == 404
    taken = tess.post(f"{at}/captions/earlier", follow_redirects=True)
    assert "1 taken over as drafts. This video is 7 seconds longer" in taken.text
    draft = queries.track(new.id, TrackKind.CAPTIONS, "en")
    assert draft and draft.draft and draft.draft.text == TALK
    assert len(queries.lines_of(track.video_id, track.language)) == 3


def test_versions_are_listed_and_come_back(cast: Cast, sign_in: SignIn, shown: Show, at: str, publish: Publish):
    video = shown()
    publish(video)
    publish(video, TALK.replace("wait", "listen"))
    tess = sign_in(cast.tess)
    back = tess.post(f"{at}/captions/en/versions/1/return", follow_redirects=True).text
    assert "version 1 brought back as version 3" in back
    assert sign_in(cast.lena).get(f"{at}/captions/en.vtt").text == TALK
    seen = seen_in(tess.get(f"{at}/captions/en").text)
    tess.post(f"{at}/captions/en/draft", data={"text": "x", "seen": seen})
    assert "Publish or discard it first" in tess.post(f"{at}/captions/en/versions/2/return", follow_redirects=True).text
    assert "is discarded" in tess.post(f"{at}/captions/en/draft/removal", follow_redirects=True).text


def test_a_browser_that_has_the_captions_isnt_sent_them_again(
    cast: Cast, sign_in: SignIn, shown: Show, at: str, publish: Publish
):
    video = shown()
    publish(video)
    lena = sign_in(cast.lena)
    first = lena.get(f"{at}/captions/en.vtt")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = lena.get(f"{at}/captions/en.vtt", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    publish(video, TALK.replace("wait", "listen"))
    newer = lena.get(f"{at}/captions/en.vtt", headers={"If-None-Match": first.headers["ETag"]})
    assert (newer.status_code, "listen" in newer.text) == (200, True)


def test_the_transcript_is_grouped_by_chapter_and_kept_as_text(
    cast: Cast, sign_in: SignIn, shown: Show, at: str, publish: Publish
):
    video = shown(duration_ms=10_000)
    publish(video)
    publish(video, CHAPTERS, kind=TrackKind.CHAPTERS)
    lena = sign_in(cast.lena)
    page = lena.get(at).text
    assert (
        page.index("Arriving</h3>") < page.index("Take your time.") < page.index("Listening &amp; &lt;waiting&gt;</h3>")
    )
    assert '<button class="transcript__line" type="button" data-seek-ms="3500">' in page
    text = lena.get(f"{at}/transcript.txt")
    assert text.headers["Content-Disposition"] == 'attachment; filename="v1-1 transcript.txt"'
    assert text.text == (
        "V1.1 A talk\n\n"
        f"0:00 Arriving\n{'-' * 40}\n\n    0:01  Take your time.\n\n"
        f"0:03 Listening & <waiting>\n{'-' * 40}\n\n    0:03  We begin with what the client says.\n"
        "    0:07  Then we wait.\n"
    )


def test_the_transcript_comes_in_the_language_that_is_read(
    cast: Cast, sign_in: SignIn, shown: Show, at: str, publish: Publish
):
    video = shown()
    publish(video, TALK.replace("Take your time.", "Tómate tu tiempo."), "es")
    lena = sign_in(cast.lena)
    assert "Tómate" in lena.get(at).text
    publish(video)
    assert "Take your time." in lena.get(at).text
    liking = {"speed_percent": 100, "captions": "es", "caption_size": "medium", "caption_look": "shade"}
    lena.post("/player-settings", data=liking)
    assert "Tómate" in lena.get(at).text
    assert "Take your time." in lena.get(f"{at}/transcript.txt?language=en").text


def test_squeezed_chapters_say_that_they_are_estimated(
    cast: Cast, sign_in: SignIn, shown: Show, at: str, demonstration
):
    found = db.get_one(Demonstration, demonstration.id)
    found.chapters, found.seconds = [[0, "One"], [20, "Two"]], 30
    shown(duration_ms=10_000)
    tess = sign_in(cast.tess)
    assert "Estimated, please check" in tess.get(f"{at}/captions").text
    edit = f"{at}/chapters/en"
    page = tess.get(edit).text
    assert "Estimated, please check" in page
    text = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1]).lstrip()
    assert "00:00:06.666 --> 00:00:10.000\nTwo" in text
    tess.post(f"{edit}/publication", data={"text": text, "seen": seen_in(page)})
    assert "Estimated, please check" not in tess.get(f"{at}/captions").text
    db.remove()
    card = demonstrations.card(found, cast.lena.id, cast.here.id, clock.now())
    assert [chapter.start_ms for chapter in card.chapters] == [0, 6_666]


def test_chapters_are_in_the_programs_language_only(cast: Cast, sign_in: SignIn, shown: Show, at: str):
    shown()
    assert sign_in(cast.tess).get(f"{at}/chapters/es").status_code == 404


def test_without_a_video_there_is_nothing_to_write_beside(cast: Cast, sign_in: SignIn, at: str):
    tess = sign_in(cast.tess)
    assert "No video plays here yet" in tess.get(f"{at}/captions").text
    for path in ("captions/en", "captions/en/versions/1.vtt", "captioning"):
        assert tess.get(f"{at}/{path}").status_code == 404
    assert sign_in(cast.lena).get(f"{at}/captions/en.vtt").status_code == 404


def test_nobody_from_elsewhere_reads_what_is_said(sign_in: SignIn, cast: Cast, shown: Show, at: str, publish: Publish):
    publish(shown())
    stranger = sign_in(make.person(learner_in=make.cohort(make.program(1), "another-program")))
    for path in ("captions/en.vtt", "transcript.txt", "captions", "captions/en"):
        assert stranger.get(f"{at}/{path}").status_code == 404
    for path in ("captions", "captions/en", "captions/en/versions/1.vtt"):
        assert sign_in(cast.lena).get(f"{at}/{path}").status_code == 404


def test_words_of_what_is_logged_are_read_only_while_a_viewing_goes_on(
    cast: Cast, sign_in: SignIn, restricted: Video, sign: Callable[..., None], at: str, publish: Publish
):
    publish(restricted)
    lena = sign_in(cast.lena)
    assert lena.get(f"{at}/captions/en.vtt").status_code == 404  # not signed yet
    sign(cast.lena)
    assert lena.get(f"{at}/captions/en.vtt").status_code == 404
    assert lena.post(f"{at}/viewing", json={}).status_code == 200
    assert lena.get(f"{at}/captions/en.vtt").text == TALK
    assert "Take your time." not in lena.get(at).text
    assert lena.get(f"{at}/transcript.txt").status_code == 404


def test_the_class_page_asks_no_more_often_for_captions_and_chapters(
    cast: Cast, sign_in: SignIn, shown: Show, at: str, publish: Publish, statements: list[str]
):
    lena = sign_in(cast.lena)
    video = shown()
    lena.get(at)  # whom nothing plays for any more is asked once in a while, by whoever comes first

    def count() -> int:
        statements.clear()
        assert lena.get("/classes/1").status_code == 200
        return len(statements)

    count()
    bare = count()
    for language in ("en", "es", "fr"):
        publish(video, language=language)
    publish(video, CHAPTERS, kind=TrackKind.CHAPTERS)
    assert count() == bare <= 8


def test_whoever_reads_what_is_said_in_a_recording_of_real_care_stands_in_its_log_once_a_sitting(
    cast: Cast, sign_in: SignIn, sign: Callable[..., None], restricted: Video, at: str, publish: Publish
):
    publish(restricted)
    sign(cast.tess, cast.lena)
    tess, now = sign_in(cast.tess), clock.now()

    def logged() -> list[tuple[int, bool]]:
        db.remove()
        found = db.scalars(select(Viewing).order_by(Viewing.id))
        return [(viewing.person_id, viewing.words_read_at is not None) for viewing in found]

    assert tess.get(f"{at}/captions").status_code == 200
    assert tess.get(f"{at}/chapters/en").status_code == 200
    assert logged() == []
    assert "Take your time." in tess.get(f"{at}/captions/en").text
    assert "Take your time." in tess.get(f"{at}/captions/en/versions/1.vtt").text
    by_script = {"X-Requested-With": "fragment"}
    stale = tess.post(f"{at}/captions/en/draft", data={"text": TALK, "seen": "1"}, headers=by_script)
    assert (stale.status_code, "Take your time." in stale.json["text"]) == (409, True)
    assert logged() == [(cast.tess.id, True)]
    [entry] = audit.entries(deed=Deed.VIEWING_BEGUN).rows
    assert (entry.actor_id, entry.cohort_id, entry.facts["words"]) == (cast.tess.id, cast.here.id, True)
    with clock.at(now + timedelta(minutes=6)):
        stale = tess.post(f"{at}/captions/en/publication", data={"text": FAULTY, "seen": "1", "why": ""})
        assert (stale.status_code, "Take your time." in stale.text) == (422, True)
    assert logged() == [(cast.tess.id, True)] * 2, "an answer that is refused gives the words away as well"
    assert tess.get("/account/viewings").text.count(">Read<") == 2
    assert sign_in(cast.cora).get(f"{at}/viewings").text.count(">Read<") == 2


def test_a_viewing_says_whether_captions_were_given_to_it(
    cast: Cast, sign_in: SignIn, sign: Callable[..., None], restricted: Video, at: str, publish: Publish
):
    publish(restricted)
    sign(cast.lena)
    lena = sign_in(cast.lena)
    assert lena.get(f"{at}/captions/en.vtt").status_code == 404
    assert lena.post(f"{at}/viewing", json={}).status_code == 200
    assert ">Not read<" in lena.get("/account/viewings").text
    for _ in range(2):
        assert lena.get(f"{at}/captions/en.vtt").status_code == 200
    assert lena.get("/account/viewings").text.count(">Read<") == 1
    assert len(audit.entries(deed=Deed.WORDS_READ).rows) == 1


def test_what_somebody_says_who_doesnt_agree_is_no_beginning_for_the_next_video(
    cast: Cast, sign_in: SignIn, shown: Show, at: str, publish: Publish
):
    video, tess = shown(), sign_in(cast.tess)
    publish(video)
    assert tess.get(f"{at}/captions/en").status_code == 200
    consents.ask(video, "Paul", cast.paul.email, [Use.PLAYING], cast.tess, clock.now())
    db.commit()
    shown()
    assert "Begin with the earlier ones" not in tess.get(f"{at}/captions").text
    assert tess.post(f"{at}/captions/earlier").status_code == 404


def test_once_somebody_in_it_withdraws_trainers_read_no_more_what_is_said(
    sign_in: SignIn, cast: Cast, shown: Show, at: str, publish: Publish
):
    video = shown()
    publish(video)
    consents.ask(video, "Ada Example", "ada@sample.example", [Use.PLAYING], cast.tess, clock.now())
    db.commit()
    tess = sign_in(cast.tess)
    assert tess.get(f"{at}/captions/en").status_code == 200, "they are written before everybody has answered"
    for answer, status in ((consents.agree, 200), (consents.withdraw, 404), (consents.agree, 200)):
        answer(db.scalars(select(RecordingConsent).options(joinedload(RecordingConsent.video))).one(), clock.now())
        db.commit()
        assert tess.get(f"{at}/captions/en").status_code == status

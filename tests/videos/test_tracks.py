"""Captions and chapters as they are written: versions never change, two editors never overwrite each other."""

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.core.errors import Conflict, NotThere, Refused
from lms.videos import actions as videos
from lms.videos.models import Video
from lms.videos.rules import VideoState
from lms.videos.tracks import actions, queries, rules
from lms.videos.tracks.models import TextDraft, TextTrack, TextTrackVersion, TrackCue
from lms.videos.tracks.rules import TrackKind
from media.cues import Captions, Cue
from tests.kit.cast import Cast

ONE = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nTake your time.\n"
TWO = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nTake all your time.\n"
FAULTY = "WEBVTT\n\n00:00:03.000 --> 00:00:02.000\nTake your time.\n"


@pytest.fixture
def new_video(cast: Cast) -> Callable[..., Video]:
    """A ready video of ten seconds, if nothing else is said."""

    def made(duration_ms: int = 10_000) -> Video:
        video = videos.take(videos.keep_stream(BytesIO(b"film"), "film.mp4"), cast.tess, clock.now())
        video.state, video.duration_ms = VideoState.READY, duration_ms
        db.flush()
        return video

    return made


@pytest.fixture
def track(new_video: Callable[..., Video]) -> TextTrack:
    """English captions with nothing in them yet."""
    return actions.begin(new_video(), TrackKind.CAPTIONS, "en")


def words(track: TextTrack) -> list[str]:
    return [line.text for line in queries.lines_of(track.video_id, track.language)]


def test_a_draft_is_seen_by_nobody_until_it_is_published(track: TextTrack, cast: Cast):
    actions.save_draft(track, ONE, track.seen, cast.tess, clock.now())
    assert (track.published, words(track)) == (0, [])
    version = actions.publish(track, ONE, track.seen, "", cast.tess, clock.now())
    assert (version.number, version.why, words(track)) == (1, "First version", ["Take your time."])
    assert track.draft is None
    assert queries.text_of(track) == ONE


def test_what_somebody_else_saved_is_never_overwritten(track: TextTrack, cast: Cast):
    seen = track.seen
    actions.save_draft(track, ONE, seen, cast.tess, clock.now())
    with pytest.raises(Conflict):
        actions.save_draft(track, TWO, seen, cast.theo, clock.now())
    with pytest.raises(Conflict):
        actions.publish(track, TWO, seen, "", cast.theo, clock.now())
    actions.save_draft(track, ONE, seen, cast.theo, clock.now())  # the same words: an answer that got lost
    assert queries.text_of(track) == ONE
    actions.save_draft(track, TWO, track.seen, cast.theo, clock.now())
    assert queries.text_of(track) == TWO


def test_a_draft_that_was_discarded_and_begun_anew_is_another_one(track: TextTrack, cast: Cast):
    actions.save_draft(track, ONE, track.seen, cast.tess, clock.now())
    seen = track.seen
    actions.discard_draft(track)
    actions.save_draft(track, TWO, track.seen, cast.theo, clock.now())
    with pytest.raises(Conflict):
        actions.save_draft(track, ONE, seen, cast.tess, clock.now())


def test_each_publication_is_a_version_that_never_changes(track: TextTrack, cast: Cast):
    first = actions.publish(track, ONE, track.seen, "", cast.tess, clock.now())
    actions.publish(track, TWO, track.seen, "one word more", cast.tess, clock.now())
    assert [(v.number, v.why) for t in queries.tracks_of(track.video_id) for v in t.versions] == [
        (2, "one word more"),
        (1, "First version"),
    ]
    assert queries.written(first) == ONE
    assert words(track) == ["Take all your time."]


def test_an_older_version_comes_back_as_the_next_one(track: TextTrack, cast: Cast):
    actions.publish(track, ONE, track.seen, "", cast.tess, clock.now())
    actions.publish(track, TWO, track.seen, "", cast.tess, clock.now())
    back = actions.bring_back(track, 1, cast.tess, clock.now())
    assert (back.number, back.why, words(track)) == (3, "Version 1 brought back", ["Take your time."])
    with pytest.raises(NotThere):
        actions.bring_back(track, 9, cast.tess, clock.now())
    actions.save_draft(track, TWO, track.seen, cast.tess, clock.now())
    with pytest.raises(Refused, match="unpublished draft"):
        actions.bring_back(track, 1, cast.tess, clock.now())


def test_what_has_faults_is_kept_as_a_draft_and_not_published(track: TextTrack, cast: Cast):
    actions.save_draft(track, FAULTY, track.seen, cast.tess, clock.now())
    with pytest.raises(Refused):
        actions.publish(track, FAULTY, track.seen, "", cast.tess, clock.now())
    assert queries.text_of(track) == FAULTY
    assert db.scalars(select(TextTrackVersion)).all() == []


def test_a_new_video_begins_with_what_the_one_before_had(track: TextTrack, new_video: Callable[..., Video], cast: Cast):
    actions.publish(track, ONE, track.seen, "", cast.tess, clock.now())
    new = new_video(14_000)
    assert actions.copy_tracks(track.video, new, cast.tess, clock.now()) == 1
    assert actions.copy_tracks(track.video, new, cast.tess, clock.now()) == 0
    [copy] = queries.tracks_of(new.id)
    assert (copy.published, copy.draft and copy.draft.text) == (0, ONE)
    assert words(track) == ["Take your time."]
    assert rules.length_warning(10_000, 14_000) == (
        "This video is 4 seconds longer than the one before: please check the times."
    )
    assert rules.length_warning(10_000, 10_400) is None


def test_nothing_is_left_of_an_erased_videos_words(track: TextTrack, cast: Cast):
    actions.publish(track, ONE, track.seen, "", cast.tess, clock.now())
    actions.save_draft(track, TWO, track.seen, cast.tess, clock.now())
    actions.erase(track.video)
    for table in (TextTrack, TextTrackVersion, TextDraft, TrackCue):
        assert db.scalars(select(table)).all() == []


def test_the_words_for_search_have_no_markup_cases_or_accents(track: TextTrack, cast: Cast):
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>¿Qué <i>Vê</i> R&amp;D?\n"
    actions.publish(track, text, track.seen, "", cast.tess, clock.now())
    [cue] = db.scalars(select(TrackCue)).all()
    assert (cue.text, cue.folded) == ("Ana: ¿Qué Vê R&D?", "ana: ¿que ve r&d?")


@pytest.mark.parametrize(
    ("typed", "tag", "label"),
    [
        ("EN", "en", "English"),
        ("pt_br", "pt-BR", "Português (BR)"),
        (" zh-hant-tw ", "zh-Hant-TW", "中文 (Hant-TW)"),
        ("es-419", "es-419", "Español (419)"),
        ("nah", "nah", "nah"),
    ],
)
def test_a_language_is_named_as_others_name_it(typed: str, tag: str, label: str):
    assert rules.language_tag(typed) == tag
    assert rules.label_of(tag) == label


@pytest.mark.parametrize("typed", ["", None, "x", "english language", "en.vtt", "../en", "en-", "e" * 50])
def test_what_names_no_language_is_none(typed: str | None):
    assert rules.language_tag(typed) is None


@given(st.lists(st.integers(0, 600_000), min_size=1, max_size=9).map(sorted), st.integers(1, 600_000))
def test_chapters_follow_each_other_without_gaps(starts: list[int], duration_ms: int):
    chapters = rules.as_chapters([Cue(start, start + 5, f"At {start}") for start in starts], duration_ms)
    assert [chapter.start_ms for chapter in chapters] == sorted(set(starts))
    assert all(one.end_ms == next_one.start_ms for one, next_one in pairwise(chapters))
    assert all(chapter.start_ms < chapter.end_ms for chapter in chapters)


def test_captions_after_the_end_are_a_warning():
    found = rules.shown(TrackKind.CAPTIONS, Captions((Cue(5, 6, "x"), Cue(50, 60, "y"))), 40)
    [fault] = found.faults
    assert (fault.sentence, fault.is_warning) == ("1 of these captions begin after the video ends.", True)
    assert rules.shown(TrackKind.CAPTIONS, Captions((Cue(5, 6, "x"),)), 40).faults == ()

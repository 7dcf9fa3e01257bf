"""Whoever may read a message may play what is spoken in it; before it is said, only the trainer who spoke."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lms.access.table import May, allows
from lms.access.viewer import Facts, Viewer

PEOPLE = st.sampled_from([None, 1, 2, 3])
COHORTS = st.frozensets(st.integers(1, 2))
VIEWERS = st.builds(
    Viewer, PEOPLE, is_coordinator=st.booleans(), is_operator=st.booleans(), learner_in=COHORTS, trainer_in=COHORTS
)
THREADS = st.builds(
    Facts,
    cohort_id=st.just(1),
    owner_id=st.just(1),
    is_handed_in=st.booleans(),
    is_open=st.booleans(),
    is_signed=st.booleans(),
    is_released=st.booleans(),
    has_token=st.booleans(),
)


@given(VIEWERS, THREADS, st.sampled_from([1, 2, 3]))
def test_what_is_said_plays_to_whoever_reads_the_conversation(viewer: Viewer, thread: Facts, speaker: int):
    voice = replace(thread, speaker_id=speaker, is_said=True)
    assert allows(May.VOICE_PLAY, viewer, voice) == allows(May.SUBMISSION_READ, viewer, thread)


@given(VIEWERS, THREADS, st.sampled_from([1, 2, 3]))
def test_what_isnt_said_yet_plays_to_the_trainer_who_spoke_at_most(viewer: Viewer, thread: Facts, speaker: int):
    voice = replace(thread, speaker_id=speaker)
    is_theirs = viewer.person_id == speaker and 1 in viewer.trainer_in and thread.is_handed_in
    assert allows(May.VOICE_PLAY, viewer, voice) == is_theirs

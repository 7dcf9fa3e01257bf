"""The table of permissions, held against people and facts of every kind."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from lms.access.table import TABLE, May, allows
from lms.access.viewer import ANYBODY, Facts, Viewer

ids = st.integers(1, 4)
viewers = st.builds(
    Viewer,
    person_id=ids,
    is_coordinator=st.booleans(),
    is_operator=st.booleans(),
    learner_in=st.frozensets(ids),
    trainer_in=st.frozensets(ids),
)
facts = st.builds(
    Facts,
    cohort_id=st.none() | ids,
    owner_id=st.none() | ids,
    member_ids=st.frozensets(ids, max_size=2),
    contributor_ids=st.frozensets(ids, max_size=2),
    is_handed_in=st.booleans(),
    is_open=st.booleans(),
    is_signed=st.booleans(),
    is_released=st.booleans(),
)


@given(st.sampled_from(May), facts)
def test_whoever_is_not_signed_in_may_only_what_is_public(permission: May, about: Facts):
    assert allows(permission, ANYBODY, about) is (permission is May.SEE_PUBLIC)


@given(viewers, facts)
def test_work_is_read_by_whose_it_is_or_was_and_once_handed_in_by_trainers_of_its_cohort(viewer: Viewer, about: Facts):
    people = {about.owner_id} | about.member_ids | about.contributor_ids
    mine = viewer.person_id in people and about.cohort_id in viewer.learner_in
    teaching = about.cohort_id in viewer.trainer_in and about.is_handed_in
    assert allows(May.SUBMISSION_READ, viewer, about) is (mine or teaching)


@given(viewers, facts)
def test_a_group_does_with_its_work_whatever_its_owner_does_and_who_has_left_only_reads(viewer: Viewer, about: Facts):
    as_owner = replace(about, owner_id=viewer.person_id)
    as_member = replace(about, member_ids=about.member_ids | {viewer.person_id})
    has_left = replace(about, owner_id=None, member_ids=frozenset(), contributor_ids=frozenset({viewer.person_id}))
    nobody = replace(has_left, contributor_ids=frozenset())
    for permission in (May.VERSION_WITHDRAW, May.FEEDBACK_WRITE, May.FEEDBACK_UNDERSTAND, May.NEXT_STEP_ANSWER):
        assert allows(permission, viewer, as_member) is allows(permission, viewer, as_owner)
        assert allows(permission, viewer, has_left) is allows(permission, viewer, nobody)
    assert not allows(May.EXTENSION_GRANT, viewer, as_member), "nobody grants their own group anything"


@given(viewers, facts)
def test_nobody_writes_in_threads_outside_their_cohorts(viewer: Viewer, about: Facts):
    if allows(May.FEEDBACK_WRITE, viewer, about):
        assert about.cohort_id in viewer.cohort_ids


@given(viewers)
def test_without_a_cohort_there_is_nothing_of_a_cohort_to_see(viewer: Viewer):
    nobody = Viewer(person_id=viewer.person_id, learner_in=viewer.learner_in, trainer_in=viewer.trainer_in)
    for permission in (May.CLASSES_READ, May.ASSIGNMENT_READ, May.HAND_IN, May.SUBMISSION_READ, May.COHORT_READ):
        assert not allows(permission, nobody, Facts())


@given(viewers | st.just(ANYBODY), facts, st.booleans())
def test_a_stream_is_played_by_whoever_holds_its_token_and_by_nobody_else(
    viewer: Viewer, about: Facts, has_token: bool
):
    assert allows(May.STREAM_PLAY, viewer, replace(about, has_token=has_token)) is has_token


@given(viewers | st.just(ANYBODY), facts)
def test_a_recording_plays_to_its_people_who_have_signed_once_everybody_in_it_agrees_and_to_learners_in_its_time(
    viewer: Viewer, about: Facts
):
    learns, teaches = about.cohort_id in viewer.learner_in, about.cohort_id in viewer.trainer_in
    is_theirs = (learns and about.is_open) or teaches or viewer.is_coordinator
    expected = is_theirs and about.is_signed and about.is_released
    assert allows(May.DEMONSTRATION_PLAY, viewer, about) is expected
    if expected:
        assert allows(May.DEMONSTRATION_WATCH, viewer, about)


@given(viewers | st.just(ANYBODY), facts)
def test_who_watched_is_seen_by_trainers_of_the_cohort_and_coordinators_only(viewer: Viewer, about: Facts):
    expected = viewer.is_coordinator or about.cohort_id in viewer.trainer_in
    assert allows(May.VIEWINGS_READ, viewer, about) is expected


@given(viewers | st.just(ANYBODY), facts)
def test_only_whoever_was_asked_answers_for_themselves(viewer: Viewer, about: Facts):
    assert allows(May.CONSENT_ANSWER, viewer, about) is (viewer.signed_in and about.owner_id == viewer.person_id)


@given(viewers | st.just(ANYBODY), facts)
def test_a_naming_is_taken_back_by_who_did_it_as_long_as_they_teach_or_by_a_coordinator(viewer: Viewer, about: Facts):
    expected = viewer.is_coordinator or (viewer.teaches and about.owner_id == viewer.person_id)
    assert allows(May.NAMING_TAKE_BACK, viewer, about) is expected


@given(viewers | st.just(ANYBODY), facts)
def test_a_peers_work_is_read_by_that_peer_alone_while_it_is_theirs(viewer: Viewer, about: Facts):
    theirs = about.owner_id == viewer.person_id and about.cohort_id in viewer.learner_in
    expected = theirs and about.is_handed_in and about.is_open
    for permission in (May.PEER_WORK_SEE, May.PEER_WORK_REVIEW):
        assert allows(permission, viewer, about) is expected
    assert allows(May.PEER_RECORDING_PLAY, viewer, about) is (expected and about.is_released)


@given(viewers | st.just(ANYBODY), facts)
def test_what_a_peer_wrote_is_released_and_hidden_by_trainers_of_the_cohort_alone(viewer: Viewer, about: Facts):
    for permission in (May.PEER_REVIEW_RELEASE, May.PEER_REVIEW_HIDE):
        assert allows(permission, viewer, about) is (about.cohort_id in viewer.trainer_in)


def test_every_permission_has_a_row():
    assert set(TABLE) == set(May)

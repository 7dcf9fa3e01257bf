"""Drills: attempts at statements, the best of each handed in, and what is wise to do next."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms.core import clock, storage
from lms.core.db import db
from lms.core.errors import Refused
from lms.feedback.queries import thread_of
from lms.practice import actions, queries
from lms.practice.drills import actions as drill_actions
from lms.practice.drills.rules import ATTEMPTS_MOST, Felt, Step, advice
from lms.practice.models import Submission, SubmissionVersion, Take
from lms.practice.queries import AssignmentHere
from lms.practice.rules import ATTESTATION, Reflection
from lms.program import queries as programs
from lms.program.actions import media_key
from lms.program.models import Statement
from lms.videos.rules import VideoState
from tests.kit.cast import Cast

steps = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 3)), min_size=1, max_size=6).map(
    lambda pairs: [Step(number, difficulty, attempts) for number, (difficulty, attempts) in enumerate(pairs, 1)]
)


def statements(drilled: AssignmentHere) -> Sequence[Statement]:
    return programs.statements_of(drilled.assignment.id)


def handed_in(drilled: AssignmentHere, cast: Cast, question: str = "") -> SubmissionVersion:
    said = Reflection(question=question, is_attested=True)
    version = actions.hand_in(drilled, cast.lena, "", 0, clock.now(), said)
    db.commit()
    found = queries.version(version.submission_id, version.number)
    assert found
    return found


def test_a_version_keeps_the_chosen_attempt_at_each_statement_in_order_with_its_words(drilled, cast: Cast, attempted):
    first, second, _ = statements(drilled)
    attempted(second)
    attempted(first)
    better = attempted(first)
    drill_actions.choose(better)
    drill_actions.feel(better, Felt.TOO_HARD)
    version = handed_in(drilled, cast)
    kept = queries.recordings_of(version)
    assert [(one.answered, one.statement_id) for one in kept] == [(first.text, first.id), (second.text, second.id)]
    assert (kept[0].video_id, kept[0].felt) == (better.video_id, Felt.TOO_HARD)
    assert version.reflection
    assert (version.reflection.question, version.reflection.attested) == ("", ATTESTATION)


def test_a_drill_asks_for_the_word_given_but_for_no_marked_part_and_no_question(drilled, cast: Cast, attempted):
    attempted(statements(drilled)[0])
    with pytest.raises(Refused) as refused:
        actions.hand_in(drilled, cast.lena, "", 0, clock.now(), Reflection())
    assert refused.value.field == "attested"
    assert handed_in(drilled, cast).number == 1


def test_nothing_answered_is_nothing_to_hand_in(drilled, cast: Cast):
    with pytest.raises(Refused, match="answer at least one statement"):
        handed_in(drilled, cast)


def test_the_same_answers_once_more_are_the_same_version_and_another_choice_is_the_next(drilled, cast: Cast, attempted):
    first = statements(drilled)[0]
    attempted(first)
    other = attempted(first)
    assert [handed_in(drilled, cast).number for _ in range(2)] == [1, 1]
    drill_actions.choose(other)
    assert handed_in(drilled, cast).number == 2


def test_the_first_attempt_is_chosen_until_another_one_is(drilled, cast: Cast, attempted):
    first, second, _ = statements(drilled)
    takes = [attempted(first), attempted(first), attempted(second)]
    assert [take.is_chosen for take in takes] == [True, False, True]
    drill_actions.choose(takes[1])
    db.commit()
    assert [take.is_chosen for take in takes] == [False, True, True]


def test_where_the_chosen_attempt_is_removed_the_latest_takes_its_place(drilled, cast: Cast, attempted):
    first = statements(drilled)[0]
    chosen, _, latest = attempted(first), attempted(first), attempted(first)
    actions.remove_take(chosen, clock.now())
    db.commit()
    assert [take.id for take in db.scalars(select(Take).where(Take.is_chosen))] == [latest.id]


def test_saving_the_question_leaves_the_choice_alone(drilled, cast: Cast, attempted):
    take = attempted(statements(drilled)[0])
    actions.save_draft(drilled, cast.lena, "", 0, clock.now(), Reflection(question="And the second?"))
    db.commit()
    db.expire_all()
    assert take.is_chosen


def test_a_statement_that_is_reworded_leaves_answers_with_the_words_that_they_met(drilled, cast: Cast, attempted):
    first = statements(drilled)[0]
    attempted(first)
    before, first.text = first.text, "Something else."
    db.commit()
    [kept] = queries.recordings_of(handed_in(drilled, cast))
    assert kept.answered == before


def test_answers_to_a_statement_that_is_gone_stay_private_and_can_be_removed(drilled, cast: Cast, attempted, sign_in):
    first = statements(drilled)[0]
    take = attempted(first)
    first.is_retired = True
    db.commit()
    page = sign_in(cast.lena).get(f"/assignments/{drilled.assignment.id}").text
    assert "no longer here" in page and f"/takes/{take.id}/removal" in page
    with pytest.raises(Refused, match="answer at least one"):
        handed_in(drilled, cast)


def test_what_cannot_be_played_is_not_handed_in(drilled, cast: Cast, attempted):
    take = attempted(statements(drilled)[0])
    take.video.state = VideoState.REFUSED
    db.commit()
    with pytest.raises(Refused, match="answer at least one"):
        handed_in(drilled, cast)


def test_many_attempts_can_be_kept_and_one_more_says_what_to_do(drilled, cast: Cast, attempted):
    first, second, _ = statements(drilled)
    for _ in range(ATTEMPTS_MOST):
        attempted(first)
    with pytest.raises(Refused, match="Please remove one first"):
        attempted(first)
    attempted(second)


@given(st.sampled_from(Felt), steps, st.data())
def test_advice_leads_to_a_statement_of_the_drill_and_never_to_a_harder_one_after_too_hard(
    felt: Felt, drill: list[Step], data: st.DataObject
):
    here = data.draw(st.sampled_from(drill))
    said = advice(felt, here, drill)
    there = drill[said.leads_to - 1]
    assert said.text.endswith(".")
    if felt is Felt.TOO_HARD:
        assert there.difficulty <= here.difficulty
    elif there is not here:
        assert not there.attempts


@pytest.mark.parametrize(
    ("felt", "attempts", "leads_to", "says"),
    [
        (Felt.TOO_HARD, 1, 2, "Do it again"),
        (Felt.TOO_HARD, 2, 1, "Take an easier one: statement 1"),
        (Felt.RIGHT, 1, 2, "once more"),
        (Felt.RIGHT, 2, 3, "Move on to a harder one: statement 3"),
        (Felt.TOO_EASY, 1, 3, "Move on to a harder one: statement 3"),
    ],
)
def test_deliberate_practice_stays_at_the_edge(felt: Felt, attempts: int, leads_to: int, says: str):
    drill = [Step(1, 1, 0), Step(2, 2, attempts), Step(3, 3, 0)]
    said = advice(felt, drill[1], drill)
    assert (said.leads_to, says in said.text) == (leads_to, True)


def test_when_all_is_answered_the_best_is_to_be_chosen():
    drill = [Step(1, 1, 2), Step(2, 2, 2)]
    assert "hand in" in advice(Felt.RIGHT, drill[0], drill).text


def test_the_page_shows_each_statement_with_its_attempts_and_what_is_wise_next(drilled, cast: Cast, attempted, sign_in):
    first = statements(drilled)[0]
    take = attempted(first)
    lena, address = sign_in(cast.lena), f"/assignments/{drilled.assignment.id}"
    page = lena.get(address).text
    assert all(one.text in page for one in statements(drilled))
    assert "1</span> of 3 answered" in page and "Attempt 1" in page and "You hand in this one" in page
    assert "Begin a part" not in page
    assert lena.post(f"/takes/{take.id}/feeling", data={"felt": "about right"}).status_code == 303
    fragment = lena.get(f"{address}/statements/{first.id}/attempts").text
    assert "Do it once more" in fragment and "<html" not in fragment


def test_an_attempt_is_played_chosen_rated_and_removed_by_its_learner_alone(drilled, cast: Cast, attempted, sign_in):
    take = attempted(statements(drilled)[0])
    deeds = {"choice": {}, "feeling": {"felt": "too easy"}, "playing": {}, "removal": {}}
    for person in (cast.paul, cast.omar, cast.tess, cast.theo, cast.cora):
        for deed, data in deeds.items():
            assert sign_in(person).post(f"/takes/{take.id}/{deed}", data=data).status_code == 404
    lena = sign_in(cast.lena)
    script = {"X-Requested-With": "fragment"}
    answers = [lena.post(f"/takes/{take.id}/{deed}", data=data, headers=script) for deed, data in deeds.items()]
    assert [answer.status_code for answer in answers] == [204, 204, 200, 204]


def test_a_recording_that_answers_no_statement_is_neither_chosen_nor_rated_like_one(
    recorded, cast: Cast, taken, sign_in
):
    take = taken()
    assert sign_in(cast.lena).post(f"/takes/{take.id}/choice").status_code == 404
    assert sign_in(cast.lena).post(f"/takes/{take.id}/feeling", data={"felt": "too easy"}).status_code == 404


def test_how_hard_it_was_is_one_of_three_words(drilled, cast: Cast, attempted, sign_in):
    take = attempted(statements(drilled)[0])
    assert sign_in(cast.lena).post(f"/takes/{take.id}/feeling", data={"felt": "so-so"}).status_code == 400


def test_staff_read_the_statements_and_what_an_answer_should_do(drilled, cast: Cast, sign_in):
    page = sign_in(cast.tess).get(f"/assignments/{drilled.assignment.id}").text
    assert statements(drilled)[2].text in page and "Stays with it." in page
    assert "skill-drill" not in page


def test_receipt_and_thread_show_each_answer_under_its_statement(drilled, cast: Cast, attempted, sign_in):
    first, second, _ = statements(drilled)
    drill_actions.feel(attempted(first), Felt.TOO_HARD)
    attempted(second)
    address = f"/assignments/{drilled.assignment.id}"
    lena = sign_in(cast.lena)
    refused = lena.post(f"{address}/hand-in", data={"seen": "0"})
    assert refused.status_code == 422 and "confirm that this is so" in refused.text
    receipt = lena.post(f"{address}/hand-in", data={"seen": "0", "attested": "y"}, follow_redirects=True).text
    assert f"Answer to “{first.text}”" in receipt and f"Answer to “{second.text}”" in receipt
    assert "Your question" not in receipt
    thread = thread_of(db.scalars(select(Submission.id)).one())
    assert thread
    for person in (cast.tess, cast.lena):
        page = sign_in(person).get(f"/threads/{thread.id}").text
        assert page.index(first.text) < page.index("Answer 2") < page.index(second.text)
        assert "felt too hard" in page and "The question" not in page


def test_a_recorded_statement_plays_in_pieces_to_the_cohort_and_to_nobody_else(drilled, cast: Cast, sign_in):
    first, second, _ = statements(drilled)
    first.media, first.media_sha256 = "alone.mp3", "0" * 64
    storage.store().put(media_key(first.media_sha256), BytesIO(b"a voice"))
    db.commit()
    address = f"/assignments/{drilled.assignment.id}/statements/{first.id}/recording"
    assert f'src="{address}' in sign_in(cast.lena).get(f"/assignments/{drilled.assignment.id}").text
    part = sign_in(cast.lena).get(address, headers={"Range": "bytes=2-4"})
    assert (part.status_code, part.mimetype, part.data) == (206, "audio/mpeg", b"voi")
    assert part.headers["X-Content-Type-Options"] == "nosniff"
    assert sign_in(cast.tess).get(address).data == b"a voice"
    assert sign_in(cast.otto).get(address).status_code == 404
    assert sign_in(cast.lena).get(address.replace(f"/{first.id}/", f"/{second.id}/")).status_code == 404

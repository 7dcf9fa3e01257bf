from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.documents.cases import rules

STAGES = st.integers(1, 8)
SOME = st.sets(st.integers(1, 8))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(STAGES, SOME)
def test_a_stage_is_read_only_after_all_before_it_are_answered(count: int, answered: set[int]):
    read = rules.readable(count, True, answered, [])
    assert 1 <= read <= count
    assert set(range(1, read)) <= answered
    assert read == count or read not in answered


@given(STAGES, SOME, SOME)
def test_an_opening_never_takes_a_stage_away(count: int, answered: set[int], opened: set[int]):
    for is_open in (False, True):
        without = rules.readable(count, is_open, answered, [])
        assert without <= rules.readable(count, is_open, answered, opened) <= count


@given(STAGES, SOME)
def test_before_its_class_nobody_reads_a_case(count: int, answered: set[int]):
    assert rules.readable(count, False, answered, []) == 0


@given(st.dictionaries(st.integers(0, 5).map(str), st.text(max_size=5)), st.integers(1, 5))
def test_what_is_kept_and_what_is_missing_are_all_questions(said: dict[str, str], questions: int):
    kept = rules.answers(said, questions)
    assert all(text == said[place] and text.strip() for place, text in kept.items())
    assert {int(place) for place in kept} | set(rules.unanswered(kept, questions)) == set(range(questions))


def test_work_is_late_only_once_its_class_has_begun():
    (stage,) = rules.stages([{"due_with_class": 3, "story": "S", "questions": ["Q"]}], {3: NOON})
    assert not stage.is_late(NOON)
    assert stage.is_late(NOON + timedelta(seconds=1))

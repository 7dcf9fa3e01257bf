"""The built-in checklist, with any answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.documents.screening.rules import NO, ORDER, UNKNOWN, YES, Given, outcome
from lms.program.disk import BUILTIN
from lms.program.folder import read_folder
from lms.program.rules import Flag

SCREENING = read_folder(BUILTIN).screening.model_dump(mode="json", exclude={"path"})
KEYS = [row["key"] for row in SCREENING["rows"]]
ANSWERS = st.builds(Given, st.sampled_from([YES, NO, UNKNOWN, "perhaps"]), st.none() | st.integers(-1, 4))
FILLED = st.dictionaries(st.sampled_from([*KEYS, "no_such_row"]), ANSWERS)


@given(FILLED)
def test_the_outcome_is_that_of_the_gravest_flag(filled: dict[str, Given]):
    found = outcome(SCREENING, filled)
    assert all(ORDER.index(each.flag) <= ORDER.index(found.gravest) for each in found.flags)
    assert found.gravest in {each.flag for each in found.flags} | {Flag.INFO}
    assert found.said == SCREENING["outcomes"][found.gravest]
    assert "cleared" not in found.said


@given(FILLED)
def test_each_row_is_open_or_answered_and_a_no_flags_nothing(filled: dict[str, Given]):
    found = outcome(SCREENING, filled)
    known = {key for key, each in filled.items() if each.answer != "perhaps"}
    assert set(found.open_rows) == set(KEYS) - known
    assert {each.key for each in found.flags} <= {key for key in known if filled[key].answer != NO}
    assert all(each.reason for each in found.flags)


@given(FILLED, st.sampled_from(KEYS))
def test_a_plain_yes_never_makes_the_outcome_lighter(filled: dict[str, Given], key: str):
    without = outcome(SCREENING, {**filled, key: Given(NO)})
    with_yes = outcome(SCREENING, {**filled, key: Given(YES)})
    assert ORDER.index(with_yes.gravest) >= ORDER.index(without.gravest)


@pytest.mark.parametrize(
    ("key", "answer", "case", "flag"),
    [
        ("psychosis_now", YES, None, Flag.RED),
        ("psychosis_now", UNKNOWN, None, Flag.AMBER),
        ("mania", YES, None, Flag.AMBER),
        ("mania", YES, 0, Flag.RED),
        ("suicide_risk", YES, 1, Flag.INFO),
        ("bp_uncontrolled", YES, 0, Flag.AMBER),
        ("bladder", UNKNOWN, None, None),
        ("ketamine_misuse", YES, 0, Flag.RED),
    ],
)
def test_rows_are_flagged_as_the_program_says(key: str, answer: str, case: int | None, flag: Flag | None):
    found = outcome(SCREENING, {key: Given(answer, case)})
    assert [each.flag for each in found.flags] == ([flag] if flag else [])

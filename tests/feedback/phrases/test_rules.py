"""Placeholders that are known, and names that aren't to be shared."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from lms.feedback.phrases import rules
from lms.feedback.phrases.rules import Naming, Placeholder


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  At {moment}. ", "At {moment}."),
        ("{ Name }, {CLASS}", "{name}, {class}"),
        ("{nam}, {}", "{nam}, {}"),
        ("{{name}}", "{{name}}"),
        ("a { brace", "a { brace"),
    ],
)
def test_placeholders_are_kept_in_one_spelling(typed: str, kept: str):
    assert rules.tidied(typed) == kept


@pytest.mark.parametrize("text", ["Plain.", "{name} {class} {work} {moment}", "a { brace", "}{"])
def test_what_can_be_filled_in_is_fine(text: str):
    assert rules.placeholder_fault(text) is None


@pytest.mark.parametrize("text", ["{nam}", "{}", "{learner name}", "{name}{date}", "a { brace }} more"])
def test_an_unknown_placeholder_is_named_with_those_that_are_known(text: str):
    fault = rules.placeholder_fault(text)
    assert fault is not None
    assert all(each.written in fault for each in Placeholder)


@given(some.text())
def test_tidying_twice_changes_nothing_more(text: str):
    once = rules.tidied(text)
    assert rules.tidied(once) == once


@pytest.mark.parametrize(
    ("name", "first"), [("Lena Sample", "Lena"), ("Dr. Lena Sample", "Lena"), ("Mx.", "Mx."), ("", ""), ("Bo", "Bo")]
)
def test_the_first_name_is_what_one_is_called(name: str, first: str):
    assert rules.first_name(name) == first


PEOPLE = ["Lena Sample", "Will van Dorn", "Jo", "Ana-María Núñez"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("You stay with it.", None),
        ("You will see: sample more.", None),
        ("Will you wait?", Naming("Will", False)),
        ("As Lena’s pace shows", Naming("Lena", False)),
        ("LENA  SAMPLE waits", Naming("Lena Sample", True)),
        ("lena sample, wait", Naming("Lena Sample", True)),
        ("ana maria nunez did", Naming("Ana-María Núñez", True)),
        ("a van stops; Helena, Joanna", None),
        ("Jo waits", Naming("Jo", False)),
        ("{name} waits", None),
    ],
)
def test_names_are_noticed(text: str, found: Naming | None):
    assert rules.naming(text, PEOPLE) == found


def test_whoever_was_before_ones_eyes_is_noticed_in_any_spelling():
    assert rules.naming("lena, wait", PEOPLE) is None
    assert rules.naming("lena, wait", PEOPLE, before="Lena Sample") == Naming("Lena", False)

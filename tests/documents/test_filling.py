"""What a filled form means, for any template and any filling: what shows, follows, is missing, is wrong."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.documents.filling import rules
from lms.documents.filling.faults import fault
from lms.documents.filling.reading import filling_from, sent_from
from lms.documents.filling.values import as_text, is_answered
from lms.program import folder
from lms.program.disk import BUILTIN
from lms.program.rules import FieldKind, Operator, Required
from lms.program.schema.documents import Bar, Condition, Fields, Prompt, Quotient, ShowIf, TemplateField
from tests.documents.made import complete, fillings, templates


def field(name: str, kind: FieldKind = FieldKind.STRING, **more: Any) -> TemplateField:
    return TemplateField(name=name, label=name.capitalize(), kind=kind, **more)


@st.composite
def filled(draw: st.DrawFn, how: Any = fillings) -> tuple[Fields, dict[str, Any]]:
    fields = draw(templates())
    return fields, draw(how(fields))


@given(filled())
def test_what_a_form_sends_is_read_back_equal(made: tuple[Fields, dict[str, Any]]):
    fields, answers = made
    answers = {name: answer for name, answer in answers.items() if is_answered(field_of(fields, name), answer)}
    assert filling_from(fields, sent_from(fields, answers)) == answers
    assert json.loads(rules.canonical(answers)) == answers


def field_of(fields: Fields, name: str) -> TemplateField:
    return next(one for one in fields if one.name == name)


@given(filled())
def test_answers_that_a_template_allows_have_no_fault(made: tuple[Fields, dict[str, Any]]):
    assert rules.faults(*made) == []


@given(filled(complete))
def test_nothing_is_missing_once_all_that_shows_is_answered(made: tuple[Fields, dict[str, Any]]):
    assert rules.missing(*made) == []


@given(filled())
def test_what_is_missing_shows_and_is_required(made: tuple[Fields, dict[str, Any]]):
    cells = {cell.place: cell for cell in rules.cells(*made)}
    for finding in rules.missing(*made):
        cell = cells[finding.place]
        assert cell.answer is None and cell.field.required is not Required.NEVER


@given(filled())
def test_what_does_not_show_is_left_out_once_and_for_all(made: tuple[Fields, dict[str, Any]]):
    fields, answers = made
    kept = rules.what_shows(fields, answers)
    assert rules.shown(fields, kept) == rules.shown(fields, answers)
    assert rules.what_shows(fields, kept) == kept
    assert rules.computed(fields, kept) == rules.computed(fields, answers)
    assert [cell.answer for cell in rules.cells(fields, kept) if cell.field.kind is not FieldKind.REPEAT] == [
        cell.answer for cell in rules.cells(fields, answers) if cell.field.kind is not FieldKind.REPEAT
    ]


def leaves(answers: Any) -> list[str]:
    """All that is said, each thing by itself."""
    if isinstance(answers, dict):
        return sorted(f"{name} {leaf}" for name, answer in answers.items() for leaf in leaves(answer))
    if isinstance(answers, list) and all(isinstance(each, dict) for each in answers):
        return sorted(leaf for each in answers for leaf in leaves(each))
    return [repr(answers)]


@given(filled(), templates())
def test_what_another_template_has_no_place_for_is_kept_beside(made: tuple[Fields, dict[str, Any]], other: Fields):
    fields, answers = made
    answers = rules.fitting(fields, answers)
    kept, left = rules.fitting(other, answers), rules.strays(other, answers)
    assert sorted(leaves(kept) + leaves(left)) == leaves(answers)
    assert rules.strays(fields, answers) == {}


@given(templates(), st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=20), max_size=3), max_size=8))
def test_whatever_is_sent_is_read_without_a_stumble(fields: Fields, sent: dict[str, list[str]]):
    named = {one.name: [text for texts in sent.values() for text in texts] for one in fields}
    for answers in (filling_from(fields, sent), filling_from(fields, named)):
        rules.faults(fields, answers), rules.missing(fields, answers), rules.prompts(fields, answers)
        rules.canonical(answers).encode()
        assert filling_from(fields, sent_from(fields, answers)) == answers


@given(
    templates(),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    ),
)
def test_answers_of_any_shape_are_looked_at_without_a_stumble(fields: Fields, shape: Any):
    answers = {one.name: shape for one in fields}
    for look in (
        rules.faults,
        rules.missing,
        rules.prompts,
        rules.computed,
        rules.what_shows,
        rules.strays,
        rules.fitting,
    ):
        look(fields, answers)


WHEN = [
    ("=", "none", ["none"], True),
    ("=", "none", ["none", "nausea"], True),
    ("!=", "none", ["none"], False),
    ("!=", "none", ["none", "nausea"], True),
    ("!=", "none", None, False),
    ("=", "none", None, False),
]


@pytest.mark.parametrize(("op", "value", "answer", "shows"), WHEN)
def test_a_condition_on_several_answers_is_fhirs(op: str, value: str, answer: Any, shows: bool):
    asked = field("effects", FieldKind.MULTI, choices=("none", "nausea"))
    then = ShowIf(when=(Condition(field="effects", op=Operator(op), value=value),))
    fields = (asked, field("detail", show_if=then))
    assert ("detail" in rules.shown(fields, {"effects": answer} if answer else {})) is shows


def test_a_field_that_does_not_show_answers_no_condition():
    when_yes = ShowIf(when=(Condition(field="first", value=True),))
    when_second = ShowIf(when=(Condition(field="second", value="x"),))
    fields = (field("first", FieldKind.BOOLEAN), field("second", show_if=when_yes), field("third", show_if=when_second))
    assert rules.shown(fields, {"first": True, "second": "x"}) == {"first", "second", "third"}
    assert rules.shown(fields, {"first": False, "second": "x"}) == {"first"}


@given(st.decimals(-99999, 99999, places=3), st.decimals(-99999, 99999, places=3), st.integers(0, 6))
def test_a_quotient_is_rounded_half_up_to_its_decimals(above: Decimal, below: Decimal, decimals: int):
    fields = (
        field("dose", FieldKind.DECIMAL),
        field("weight", FieldKind.DECIMAL),
        field("ratio", FieldKind.COMPUTED, computed=Quotient(divide="dose", by="weight", decimals=decimals)),
    )
    found = rules.computed(fields, {"dose": f"{above:f}", "weight": f"{below:f}"}).get("ratio")
    if not below:
        assert found is None
        return
    assert found is not None and abs(Decimal(found) - above / below) <= Decimal(10) ** -decimals / 2
    assert len(found.partition(".")[2]) == decimals


def test_a_dose_by_weight_is_worked_out():
    fields = builtin_fields("kap-dosing-note")
    answers = {"go_decision": "proceed", "dose_mg": "100", "weight_kg": "64"}
    assert rules.computed(fields, answers) == {"dose_mg_per_kg": "1.56"}
    assert rules.computed(fields, answers | {"go_decision": "delay"}) == {}


def builtin_fields(slug: str) -> Fields:
    read = folder.read_folder(BUILTIN)
    return read.fields_of(next(one for one in read.templates if one.slug == slug))


def test_what_has_to_be_ticked_is_missing_until_it_is():
    tail = (field("checked", FieldKind.BOOLEAN, must_be_true=True),)
    for answers in ({}, {"checked": False}):
        assert [finding.say for finding in rules.missing(tail, answers)] == ["“Checked” has to be ticked."]
    assert rules.missing(tail, {"checked": True}) == []


def test_what_is_missing_in_a_row_names_the_row():
    series = (
        field("vitals", FieldKind.REPEAT, fields=(field("t", FieldKind.INTEGER), field("bp", FieldKind.INTEGER))),
    )
    assert [one.say for one in rules.missing(series, {})] == ["“Vitals” needs at least one row."]
    found = rules.missing(series, {"vitals": [{"t": 0, "bp": 120}, {"t": 15}]})
    assert [(one.at, one.say) for one in found] == [("vitals.1.bp", "“Bp” is missing in row 2 of “Vitals”.")]


def test_a_number_that_reaches_its_mark_is_prompted_and_blocks_nothing():
    fields = (field("bp", FieldKind.INTEGER, prompt=Prompt(at_least=140, say="Tell the clinician.")),)
    assert rules.prompts(fields, {"bp": 139}) == []
    assert [one.at for one in rules.prompts(fields, {"bp": 140})] == ["bp"]
    assert rules.faults(fields, {"bp": 140}) == []


def test_an_answer_is_barred_only_while_the_other_one_stands():
    fields = (field("consent", FieldKind.BOOLEAN), field("go", FieldKind.CHOICE, choices=("proceed", "delay")))
    bars = (Bar(when=Condition(field="consent", value=False), field="go", value="proceed", say="Not without consent."),)
    assert [one.at for one in rules.barred(bars, fields, {"consent": False, "go": "proceed"})] == ["go"]
    for answers in ({"consent": True, "go": "proceed"}, {"consent": False, "go": "delay"}, {"go": "proceed"}):
        assert rules.barred(bars, fields, answers) == []


WRONG = [
    (field("n", FieldKind.INTEGER), "12a", "“12a” isn’t a whole number. Write digits only, like 30."),
    (field("n", FieldKind.INTEGER, least=40, unit="mmHg"), 39, "This is less than 40 mmHg. Please look at it again."),
    (field("n", FieldKind.SCALE10), 11, "This is more than 10. Please look at it again."),
    (
        field("d", FieldKind.DECIMAL),
        "1,5",
        "“1,5” isn’t a number. Write digits, with a point before a fraction, like 62.5.",
    ),
    (field("c", FieldKind.CHOICE, choices=("a",)), "b", "“b” isn’t one of the choices. Please choose again."),
    (field("m", FieldKind.MULTI, choices=("a", "b"), least=2), ["a"], "Please choose at least 2."),
    (
        field("t", FieldKind.TEXT, words_most=2),
        "one two three",
        "This has 3 words. At most 2 are asked for; please shorten it.",
    ),
    (
        field("s", pattern="[A-Z]{2}-[0-9]{3}", help="Like AB-123."),
        "AB-12",
        "This isn’t written as it has to be. Like AB-123.",
    ),
    (field("s"), "a\nb", "This has to be one line."),
]


@pytest.mark.parametrize(("asked", "answer", "say"), WRONG)
def test_what_is_wrong_is_said_at_the_field(asked: TemplateField, answer: Any, say: str):
    assert fault(asked, answer) == say
    assert [one.say for one in rules.faults((asked,), {asked.name: answer})] == [say]


def test_what_no_page_can_show_is_not_kept():
    assert as_text("a\x00b\r\nc\td\ud800\x1b[31m\x80\ufdd0\U0001ffff") == "ab\nc\td[31m"

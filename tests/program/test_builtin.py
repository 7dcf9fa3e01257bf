"""What the built-in program must say: its founders' facts, figure by figure."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

import lms.program
from lms.program.check import check
from lms.program.folder import ProgramFolder, read_folder
from lms.program.rules import Confidentiality, FieldKind, Flag, PracticeKind, Required, facts_named
from lms.program.schema import DocumentTemplate

BUILTIN = Path(lms.program.__file__).parent / "builtin" / "kap-cert"


@cache
def program() -> ProgramFolder:
    return read_folder(BUILTIN)


def template(slug: str) -> DocumentTemplate:
    return next(each for each in program().templates if each.slug == slug)


def names(slug: str) -> list[str]:
    return [field.name for field in template(slug).fields]


def test_the_built_in_program_has_no_fault() -> None:
    assert check(BUILTIN) == []


def test_its_files_are_kept_byte_for_byte() -> None:
    kept = program().files
    on_disk = {path.relative_to(BUILTIN).as_posix(): path.read_bytes() for path in BUILTIN.rglob("*") if path.is_file()}
    assert {path: text.encode() for path, text in kept.items()} == on_disk


def test_twelve_classes_of_two_hours_go_through_five_arcs() -> None:
    classes = [each.program_class for each in program().classes]
    assert [each.number for each in classes] == list(range(1, 13))
    assert [each.slug for each in classes] == [f"class-{number:02}" for number in range(1, 13)]
    assert {each.minutes for each in classes} == {120}
    assert {sum(item.minutes for item in each.agenda) for each in classes} == {120}
    assert list(dict.fromkeys(each.arc for each in classes)) == list(program().program.arcs)
    assert (program().program.contact_hours, len(program().program.components)) == (24, 6)


DEMONSTRATIONS = {
    "V1.1": ("6:00", "V0", "0:00 1:30 3:10 4:40"),
    "V1.2": ("10:30", "V1", "0:00 2:40 5:20 8:30"),
    "V2.1": ("13:20", "V2", "0:00 3:15 7:40 10:50"),
    "V2.2": ("8:10", "V2", "0:00 3:05 6:00"),
    "V3.1": ("15:40", "V1", "0:00 4:30 8:20 12:10"),
    "V3.2": ("9:30", "V2", "0:00 3:00 6:10"),
    "V4.1": ("9:45", "V2", "0:00 1:20 5:00 8:00"),
    "V4.2": ("14:10", "V2", "0:00 3:30 7:45 11:20"),
    "V5.1": ("34:00", "V2", "0:00 6:30 13:00 19:20 25:40 30:10"),
    "V5.2": ("7:00", "V2", "0:00 2:20 5:10"),
    "V6.1": ("16:20", "V1", "0:00 4:10 8:30 12:40"),
    "V6.2": ("11:30", "V2", "0:00 3:00 6:20 9:10"),
    "V7.1": ("34:30", "V3", "0:00 5:20 9:40 14:30 21:00 26:10 31:00"),
    "V7.2": ("15:00", "V2", "0:00 3:00 6:00 9:00 12:00"),
    "V8.1": ("13:40", "V2", "0:00 4:00 7:30 10:40"),
    "V8.2": ("12:00", "V1", "0:00 4:20 8:10"),
    "V9.1": ("11:20", "V2", "0:00 3:10 6:40 9:20"),
    "V9.2": ("9:00", "V1", "0:00 3:30 6:20"),
    "V10.1": ("10:30", "V2", "0:00 3:40 7:20"),
    "V10.2": ("12:10", "V2", "0:00 3:20 8:00"),
    "V11.1": ("13:00", "V1", "0:00 3:10 6:30 9:50"),
    "V11.2": ("9:20", "V2", "0:00 2:10 6:00"),
    "V12.1": ("18:00", "V2", "0:00 3:00 7:10 11:20 15:30"),
}


def test_demonstrations_have_their_lengths_levels_and_chapters() -> None:
    shown = [each for part in program().classes for each in part.demonstrations]
    facts = {each.code: (each.length, str(each.level), " ".join(part.at for part in each.chapters)) for each in shown}
    assert facts == DEMONSTRATIONS
    assert list(facts) == list(DEMONSTRATIONS)
    assert all(each.body.strip() for each in shown)


def test_only_the_recorded_session_is_restricted() -> None:
    shown = [each for part in program().classes for each in part.demonstrations]
    assert [each.code for each in shown if each.level is Confidentiality.V3] == ["V7.1"]
    restricted = program().confidentiality.levels[-1]
    assert (restricted.open_days_before, restricted.open_days_after) == (1, 14)
    assert restricted.agreement and restricted.watermark and restricted.every_view_logged


def test_every_class_has_four_handouts_of_about_a_page_with_their_sources() -> None:
    for part in program().classes:
        number = part.program_class.number
        assert [page.code for page in part.handouts] == [f"H{number}.{index}" for index in range(1, 5)]
        for page in part.handouts:
            assert 200 < len(page.body.split()) < 550, page.path
            assert "Sample content for review" in page.body
            assert {tag for _, tag in facts_named(page.body)} == set(page.facts), page.path
            assert ("**Sources**" in page.body) == bool(page.facts), page.path


def test_home_practices_have_their_kinds_lengths_and_due_rules() -> None:
    practices = [part.practice for part in program().classes]
    assert [each.minutes for each in practices] == [45, 60, 90, 75, 120, 90, 75, 60, 75, 120, 75, 120]
    text, sheet = PracticeKind.TEXT, PracticeKind.WORKSHEET
    form, recording = PracticeKind.TEMPLATE, PracticeKind.RECORDING
    assert [each.kind for each in practices] == [
        text, sheet, form, sheet, recording, form, form, sheet, form, recording, form, text,
    ]  # fmt: skip
    assert [each.due_days_after for each in practices] == [None] * 11 + [14]
    assert [(each.words_least, each.words_most) for each in practices if each.kind is text] == [(300, 500), (600, 900)]
    assert [index for index, each in enumerate(practices, 1) if each.booked_slot] == [5, 10]
    assert {each.template for each in practices if each.template} == {
        "consent-outline", "prep-note", "protocol-worksheet", "kap-dosing-note", "integration-note", "practicum-plan",
        "screening-and-handover", "six-domain-map",
    }  # fmt: skip


def test_drills_are_samples_for_review_with_statements_from_easier_to_harder() -> None:
    drills = {part.program_class.number: part.drills for part in program().classes if part.drills}
    assert list(drills) == [2, 5, 8]
    for drill in (each for many in drills.values() for each in many):
        assert "Sample content for review" in drill.body
        difficulties = [each.difficulty for each in drill.statements]
        assert difficulties == sorted(difficulties) and set(difficulties) == {1, 2, 3}, drill.path
        assert {tag for _, tag in facts_named(drill.body)} == set(drill.facts), drill.path


def test_role_plays_use_the_protocols_of_their_classes() -> None:
    used = {each.id: set(each.used_in) for each in program().protocols.protocols}
    assert used == {"D20": {1}, "T30": {12}, "T36": {2, 3, 6, 8, 9, 11}, "T45": {4, 5, 7, 10}}
    for part in program().classes:
        assert part.program_class.number in used[part.role_play.protocol]
        assert len(part.role_play.debrief) == 3
        assert len(part.role_play.checklist) >= 4


def test_done_means_the_same_everywhere_plus_what_a_class_adds() -> None:
    first = program().classes[0].program_class
    assert program().done_means(first)[-1] == "Confidentiality agreement signed."
    assert len(program().done_means(program().classes[7].program_class)) == 5


def test_the_rubric_is_eight_by_four_with_its_threshold() -> None:
    rubric = program().rubric
    assert [each.code for each in rubric.competencies] == [f"C{number}" for number in range(1, 9)]
    assert all(len(each.levels) == 4 for each in rubric.competencies)
    assert (rubric.threshold.at_least, rubric.threshold.codes) == (3, ("C3", "C4"))
    assert rubric.threshold.mean_hundredths == 275


def test_screening_has_twenty_five_questions_in_three_colors() -> None:
    rows = program().screening.rows
    assert len(rows) == 25
    assert [sum(row.flag is flag for row in rows) for flag in (Flag.RED, Flag.AMBER, Flag.INFO)] == [8, 15, 2]
    cases = {row.key: [(each.case, each.flag) for each in row.when] for row in rows if row.when}
    assert cases["suicide_risk"] == [("moderate", Flag.AMBER), ("low", Flag.INFO)]
    assert cases["mania"] == [("current", Flag.RED)]
    assert program().screening.unknown_on_red is Flag.AMBER


def test_facts_and_kinds_of_identifiers_are_complete() -> None:
    assert [fact.id for fact in program().facts.facts] == [f"K{number}" for number in range(1, 29)]
    assert all(fact.source for fact in program().facts.facts)
    assert [kind.number for kind in program().deidentification.kinds] == list(range(1, 19))


@pytest.mark.parametrize(
    ("slug", "total_most", "bands", "cutoff"),
    [
        ("phq-9", 27, [4, 9, 14, 19, 27], None), ("gad-7", 21, [4, 9, 14, 21], 10), ("pcl-5", 80, [], 33),
        ("pc-ptsd-5", 5, [], 3), ("c-ssrs", None, [], None), ("audit-c", 12, [], 3),
        ("dast-10", 10, [0, 2, 5, 8, 10], None),
    ],
)  # fmt: skip
def test_instruments_score_as_published(
    slug: str, total_most: int | None, bands: list[int], cutoff: int | None
) -> None:
    found = next(each for each in program().instruments.instruments if each.slug == slug)
    assert (found.total_most, [band.most for band in found.bands], found.cutoff) == (total_most, bands, cutoff)


@pytest.mark.parametrize(
    ("slug", "fields"),
    [("kap-dosing-note", 48), ("prep-note", 19), ("integration-note", 19), ("soap", 6), ("dap", 5), ("birp", 6),
     ("girp", 6), ("consent-outline", 19), ("protocol-worksheet", 19), ("practicum-plan", 10)],
)  # fmt: skip
def test_templates_have_all_their_fields(slug: str, fields: int) -> None:
    assert len(names(slug)) == fields
    whole = program().fields_of(template(slug))
    assert whole[-1].name == "deid_confirmed" and whole[-1].must_be_true
    is_note = slug not in {"consent-outline", "protocol-worksheet", "practicum-plan"}
    assert (whole[0].name == "case_code") == is_note
    assert len(whole) == fields + (4 if is_note else 1)


def test_the_dosing_note_asks_for_the_session_only_if_it_went_ahead() -> None:
    fields = {field.name: field for field in template("kap-dosing-note").fields}
    for field in fields.values():
        if field.required is Required.WHEN_SHOWN and field.name != "go_reason":
            assert field.show_if and field.show_if.when[0].model_dump(mode="json") == {
                "field": "go_decision", "op": "=", "value": "proceed",
            }  # fmt: skip
    reason = fields["go_reason"].show_if
    assert reason and reason.match == "any"
    assert [each.field for each in reason.when] == ["go_decision", "fasting_ok", "escort_ok", "meds_reviewed"]
    readings = ["t_plus_min", "bp_sys", "bp_dia", "hr", "spo2", "rr", "alertness"]
    assert [each.name for each in fields["vitals"].fields] == readings
    assert fields["vitals"].suggested_minutes == (0, 15, 30, 40, 60, 90, 120)
    assert fields["dose_mg_per_kg"].kind is FieldKind.COMPUTED
    assert fields["bp_sys_pre"].prompt and fields["bp_sys_pre"].prompt.at_least == 140
    assert [bar.field for bar in template("kap-dosing-note").bars] == ["go_decision"]


def test_four_cases_of_four_stages_follow_the_classes() -> None:
    due = {case.slug: [each.due_with_class for each in case.stages] for case in program().cases}
    assert due == {"alder": [4, 4, 6, 6], "birch": [6, 6, 8, 8], "cedar": [8, 8, 10, 10], "dogwood": [11, 11, 12, 12]}
    assert [case.opens_after_class for case in program().cases] == [3, 5, 7, 9]
    assert all(len(stage.questions) == 3 for case in program().cases for stage in case.stages)
    assert all(case.body.strip() for case in program().cases)


def test_both_published_cohorts_have_their_dates() -> None:
    cohorts = {each.slug: each for each in program().cohorts}
    summer, fall = cohorts["kap-2024-summer"], cohorts["kap-2024-fall"]
    assert [day.isoformat()[5:] for day in summer.dates] == (
        ["06-04", "06-06", "06-11", "06-13", "06-18", "06-25", "06-27", "07-09", "07-11", "07-16", "07-18", "07-23"]
    )
    assert {day.strftime("%a") for day in summer.dates} == {"Tue", "Thu"}
    weekly = [date(2024, 9, 17) + timedelta(weeks=week) for week in range(13)]
    assert [*fall.dates] == [day for day in weekly if day != date(2024, 10, 22)]
    assert fall.skipped == (date(2024, 10, 22),)
    assert (summer.starts, summer.ends, fall.starts, fall.ends) == ("12:00", "14:00", "11:00", "13:00")
    assert [(each.entry, each.last_day, each.closed) for each in fall.deadlines] == [
        ("Has PTI", date(2024, 9, 10), False),
        ("June PTI and KAP", None, True),
        ("August PTI and KAP", date(2024, 7, 31), False),
    ]


def test_prices_and_admission_are_as_published() -> None:
    plans = {each.slug: (each.one_payment, each.installments, each.installment) for each in program().prices.plans}
    assert plans == {"full-with-pti": (5500, 3, 1925), "kap-only": (3000, 3, 1050)}
    assert program().admissions.decision_days == 7
    assert [each.slug for each in program().admissions.decisions] == ["acceptance", "deferral", "refusal"]


def test_the_product_is_spelled_the_american_way() -> None:
    british = ("programme", "licence", "behaviour", "anaesth", "enrolment", "practise", "colour", "recognise", "centre")
    found = [(path, word) for path, text in program().files.items() for word in british if word in text.lower()]
    assert found == []

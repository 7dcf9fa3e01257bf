"""What of a class's completion is left once the counted steps are taken out."""

from lms.classroom.rules import untracked


def test_watching_is_counted_and_everything_else_is_named():
    lines = [
        "Required demonstrations viewed.",
        "Demonstration V2.1 viewed.",
        "Demonstration V7.1 viewed, with the V3 agreement signed.",
        "Home practice accepted.",
    ]
    assert untracked(lines) == lines[2:]

"""What is read out of authored texts."""

from lms.program.rules import without_facts


def test_fact_tags_go_with_the_space_before_them_and_nothing_else_does():
    assert without_facts("Who decides [K10, K17]? As written [K25].") == "Who decides? As written."
    assert (
        without_facts("All of them [K1–K4]\n\nVitamin K2 and [a link](/k)")
        == "All of them\n\nVitamin K2 and [a link](/k)"
    )

"""What a program says about a role play, as it is kept with a round."""

import pytest

from lms.program import schema
from lms.program.disk import BUILTIN
from lms.program.folder import read_folder
from lms.roleplays.rounds.rules import Part, Phase, scenario, scenario_json
from tests.kit.roleplays import PROTOCOLS, ROLE_PLAY


def test_a_scenario_holds_what_each_one_is_told_and_how_long_its_turns_are():
    kept = scenario(scenario_json(ROLE_PLAY, PROTOCOLS))
    assert kept.briefs[Part.CLIENT] == "You have read much, and hope for much."
    assert kept.protocol.minutes == {Phase.SETUP: 1, Phase.PLAY: 6, Phase.DEBRIEF: 3}
    assert (kept.protocol.turns, kept.protocol.total_minutes) == (3, 30)
    assert kept.marks == ("seen", "partly", "not seen", "no chance to see")


def test_a_role_play_whose_protocol_is_gone_says_so():
    with pytest.raises(LookupError, match="T99"):
        scenario_json({**ROLE_PLAY, "protocol": "T99"}, PROTOCOLS)


def test_every_role_play_of_the_built_in_program_makes_a_scenario_as_long_as_its_protocol_says():
    read = read_folder(BUILTIN)
    protocols = read.protocols.model_dump(mode="json")
    said: dict[str, schema.Protocol] = {each.id: each for each in read.protocols.protocols}
    for part in read.classes:
        kept = scenario(scenario_json(part.role_play.model_dump(mode="json"), protocols))
        assert kept.protocol.total_minutes == said[part.role_play.protocol].minutes
        assert len(kept.briefs) == 3

"""More than two thousand files with faults put in by chance: each plays, or is refused with a sentence."""

from pathlib import Path

from tests.media import fuzz


def test_no_fault_in_a_file_is_a_fault_of_ours(tmp_path: Path):
    result = fuzz.run(tmp_path, each=40)
    assert result.faults == []
    assert result.probed == fuzz.MUTATIONS >= 2_000
    assert result.child_deaths == 0, "no prober was brought down"
    assert result.packaged > 10, "or it refuses too much"
    assert result.refused > 500, "or nothing was at fault"


def test_the_faults_are_the_same_each_time():
    good = [bytes(range(256)) * 4, b"moov" * 300]
    assert list(fuzz.mutations(good, 50)) == list(fuzz.mutations(good, 50))

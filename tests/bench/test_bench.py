"""The bench's own arithmetic, and its loaders against a real server. What it measures is no matter for tests."""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.videos.rules import TYPES
from tests.bench.hello import Hello
from tests.bench.load import load
from tests.bench.loader import press
from tests.bench.nginx import EXAMPLE, REMEMBERING, _our_paths
from tests.bench.rows import Row, keep
from tests.bench.viewers import watch


@pytest.fixture(scope="module")
def hello(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hello]:
    made = Hello(tmp_path_factory.mktemp("hello"))
    yield made
    made.stop()


def test_a_row_is_kept_as_one_line_with_the_ratio(tmp_path: Path) -> None:
    keep([Row("a.b", 3, "ms", 4), Row("a.c", 1.234567, "s")], tmp_path / "deep" / "day.jsonl")
    first, second = map(json.loads, (tmp_path / "deep" / "day.jsonl").read_text().splitlines())
    assert first == {"name": "a.b", "value": 3, "unit": "ms", "reference": 4, "ratio": 0.75}
    assert second == {"name": "a.c", "value": 1.2346, "unit": "s", "reference": None, "ratio": None}


def test_our_own_loader_counts_what_the_server_answered(hello: Hello) -> None:
    said = asyncio.run(press(hello.url + "/", 4, 0.5, {}))
    assert said["requests"] > 20
    assert said["failures"] == 0
    assert 0 < said["p95_ms"] < 500


def test_our_own_loader_counts_refusals(hello: Hello) -> None:
    said = asyncio.run(press(hello.url + "/nowhere", 2, 0.3, {}))
    assert said["failures"] == said["requests"] > 0


def test_a_load_that_fails_is_no_figure(hello: Hello) -> None:
    with pytest.raises(RuntimeError, match="requests failed"):
        load(hello.url + "/nowhere", 2, 1)


def test_viewers_take_no_more_than_they_are_told(hello: Hello) -> None:
    said = asyncio.run(watch(hello.url + "/", 5, 0.01, 1.5))
    assert said["failures"] == 0
    assert 0 < said["mbit"] < 0.05


def test_viewers_notice_what_is_refused(hello: Hello) -> None:
    assert asyncio.run(watch(hello.url + "/nowhere", 3, 1, 1.5))["failures"] == 3


def test_the_example_for_nginx_holds_every_path_to_change(tmp_path: Path) -> None:
    example = re.sub(r"#.*", "", REMEMBERING.sub(r"\1", EXAMPLE.read_text()))
    ours = _our_paths(example, tmp_path, 1, 2, tmp_path / "media")
    assert "/srv/" not in ours
    assert "/var/" not in ours
    assert "127.0.0.1:2;" in ours


def test_the_example_for_nginx_knows_every_type_of_a_stream_where_it_sends_by_itself():
    types = re.search(r"types \{(.*?)\}", REMEMBERING.sub(r"\1", EXAMPLE.read_text()), re.DOTALL)
    assert types
    said = {end: kind for kind, *ends in (line.split() for line in types[1].split(";") if line.strip()) for end in ends}
    assert said == {end: kind.partition(";")[0] for end, kind in TYPES.items()}

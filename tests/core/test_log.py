"""What reaches a log: ids, never what people wrote, and never a line that somebody else has made up."""

import logging
import re
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from lms.core import clock
from lms.core.db import db
from lms.core.log import Redacting, redacted
from lms.people.models import Person
from tests.kit.cast import Cast

SECRET = "What the client said about her brother."
SECRETS = {"secret", "token", "watch_pass"}  # as parts of addresses are called that open something by themselves
NGINX = Path(__file__).parents[2] / "docs" / "nginx.conf"


def test_an_error_of_the_database_repeats_nothing_that_was_written(cast: Cast):
    twice = {"email": cast.lena.email, "name": SECRET, "zone_name": SECRET, "created_at": clock.now()}
    with pytest.raises(IntegrityError) as raised:
        db.execute(insert(Person).values(twice))
    assert SECRET not in str(raised.value)
    record = logging.makeLogRecord({"msg": "request", "exc_info": raised._excinfo})
    said = Redacting("%(message)s").format(record)
    assert SECRET not in said and cast.lena.email not in said
    assert "IntegrityError" in said


def test_the_row_that_postgresql_shows_with_an_error_stays_out():
    shown = f"violates check\nDETAIL:  Failing row contains (1,\n{SECRET}).\n[SQL: INSERT INTO message]"
    try:
        raise ValueError(shown)
    except ValueError:
        said = Redacting("%(message)s").format(logging.makeLogRecord({"msg": "x", "exc_info": sys.exc_info()}))
    assert SECRET not in said
    assert "violates check" in said and "INSERT INTO message" in said


def test_the_secret_part_of_an_address_is_in_no_log_of_ours_nor_of_the_server_in_front(app: Flask):
    [pattern] = re.findall(r'"~(\^/\(\?<attune_room>.+)"\s', NGINX.read_text())
    in_front = re.compile(pattern.replace("?<", "?P<"))
    rules = [rule for rule in app.url_map.iter_rules() if SECRETS & rule.arguments]
    assert len(rules) >= 6
    for rule in rules:
        built = rule.build(dict.fromkeys(rule.arguments, "name") | dict.fromkeys(SECRETS & rule.arguments, "s3cret"))
        assert built and "/s3cret" in built[1]
        assert "s3cret" not in redacted(built[1]), rule
        found = in_front.match(built[1])
        assert found and "s3cret" in found[0], rule

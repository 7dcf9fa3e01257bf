"""A route that declares no door is shut, whoever asks."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from lms.people.models import Person
from tests.kit.cast import Cast


def test_every_route_declares_a_door(app: Flask):
    undeclared = [endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, "door")]
    assert undeclared == []


def test_a_route_without_a_door_answers_403_even_to_an_operator(
    app: Flask, cast: Cast, sign_in: Callable[[Person], FlaskClient]
):
    view = app.view_functions["health.healthz"]
    app.view_functions["health.healthz"] = lambda: "open"
    try:
        assert sign_in(cast.otto).get("/healthz").status_code == 403
    finally:
        app.view_functions["health.healthz"] = view

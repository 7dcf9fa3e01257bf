"""What players tell, and the pages of how a cohort watches."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lms.access import body
from lms.access.guard import may, needs
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import clock
from lms.core.errors import NotThere, Refused
from lms.demonstrations import queries
from lms.demonstrations.cards import Card
from lms.demonstrations.queries import Shown
from lms.demonstrations.streams import may_have_played_until, pass_for, signed, stream_of
from lms.demonstrations.through import card_here, card_of, eyes, shown
from lms.demonstrations.viewings import actions as viewings
from lms.demonstrations.viewings.rules import OLD_BEAT_MS
from lms.demonstrations.watching import door, heat, rules, scribe, watchers
from lms.demonstrations.watching.heat import Stretch
from lms.demonstrations.watching.rules import Beat
from lms.demonstrations.watching.watchers import Stage
from lms.ui.page import page
from lms.videos.addresses import addresses

bp = Blueprint("watching", __name__, template_folder="templates")
bp.add_url_rule(door.ADDRESS, "tell_by_pass", methods=["POST"], build_only=True)  # named here, answered by the door

BARS_MOST = 90


@bp.post("/demonstrations/<int:demonstration_id>/watching")
@needs(May.DEMONSTRATION_WATCH, load=shown)
def tell(seen: Shown) -> Response:
    """A heartbeat of the player. Answers how much is watched, whether it may go on, and where from now on."""
    beat = rules.beat_from(body.json())
    if beat is None:
        raise Refused("The player sent something that it can't have seen. Reload the page.")
    card, now = card_of(seen), clock.now()
    if card.video is None:
        raise NotThere
    given, key = pass_for(card, now), current_app.config["ATTUNE"].secret_key
    may_play, page_pass = may(May.DEMONSTRATION_PLAY, card), door.page_of(given, beat, key)
    permille = card.permille
    if page_pass:  # else nobody has let them play it, and nothing of it counts
        until = None if may_play else may_have_played_until(card, page_pass)
        permille = scribe.keep_here(door.told_by(given, page_pass, beat, until), now)
    return jsonify(
        permille=permille,
        may_play=may_play,
        src=_goes_on(seen, card, beat) if may_play else None,
        watch_pass=signed(given) if may_play and not card.is_logged else None,
    )


def _goes_on(seen: Shown, card: Card, beat: Beat) -> str | None:
    """A fresh address. Of what is logged only for a viewing that goes on: no other way leads around the log."""
    assert card.video
    if not card.is_logged:
        return addresses(card.video).master
    now = clock.now()
    viewing = viewings.going_on(eyes(seen), card.video, now)
    if viewing is None or beat.age_ms > OLD_BEAT_MS:
        return None
    viewings.extend(viewing, beat, card.video.duration_ms or 0, now)
    return stream_of(viewing, card.video).master


@bp.get("/demonstrations/<int:demonstration_id>/watched")
@needs(May.VIEWINGS_READ, load=card_here)
def of_demonstration(card: Card) -> AnyResponse:
    """How the cohort through which the viewer comes watches it: which moments, and who."""
    here, demonstration_id = cohorts.cohort_by_id(card.cohort_id), card.demonstration.id
    if here is None:
        raise NotThere
    duration_ms = card.duration_ms
    stretches = watchers.stretches_of(demonstration_id, card.video, here.id, duration_ms)
    asked = request.args.get("stage")
    stage = Stage(asked) if asked in list(Stage) else None
    return page(
        "watching/of_demonstration.html",
        shown=card.demonstration,
        here=here,
        chapters=_chapters(card, stretches),
        duration_ms=duration_ms,
        summary=heat.summary(stretches),
        bars=_bars(stretches),
        peak_plays=max((stretch.plays for stretch in stretches), default=0),
        counts=watchers.counts(demonstration_id, here.id),
        stage=stage,
        ways=_ways(demonstration_id, stage),
        watchers=watchers.watchers(demonstration_id, here.id, stage, request.args.get("after")),
    )


@bp.get("/watching/")
@needs(May.VIEWINGS_READ, load=lambda: g.cohort)
def of_cohort(here: Cohort) -> AnyResponse:
    """How far the cohort is with each demonstration of its program."""
    cards = queries.cards_in({here.program_id: here.id}, g.person.id, clock.now())
    standings = watchers.standings(here.id, [card.demonstration.id for card in cards])
    return page("watching/of_cohort.html", here=here, cards=cards, standings=standings)


def _chapters(card: Card, stretches: Sequence[Stretch]) -> list[dict[str, Any]]:
    """Each with where it begins in a hundred, and how often it was played on average."""
    ends = [*(chapter.start_ms for chapter in card.chapters[1:]), card.duration_ms]
    return [
        {
            "chapter": chapter,
            "percent": round(100 * chapter.start_ms / max(1, card.duration_ms), 2),
            "plays": heat.average(stretches, chapter.start_ms, end_ms),
        }
        for chapter, end_ms in zip(card.chapters, ends, strict=True)
    ]


def _bars(stretches: Sequence[Stretch]) -> list[dict[str, Any]]:
    """As many as a phone can show, each with its height of a hundred."""
    parts = heat.together(stretches, BARS_MOST)
    most = max((part.plays for part in parts), default=0) or 1
    return [{"part": part, "height": round(100 * part.plays / most)} for part in parts]


def _ways(demonstration_id: int, here: Stage | None) -> list[dict[str, Any]]:
    """To everybody, and to those who are so far."""
    return [
        {
            "label": stage.value.capitalize() if stage else "Everybody",
            "href": url_for(".of_demonstration", demonstration_id=demonstration_id, stage=stage),
            "is_here": stage is here,
        }
        for stage in (None, *Stage)
    ]

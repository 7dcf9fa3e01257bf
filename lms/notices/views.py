"""The bell and its list, what people wish about notices, and the way out of mails without signing in."""

from typing import Any

from flask import Blueprint, current_app, flash, g, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.core.db import db, transaction
from lms.notices import actions, queries, rules, sentences, stopping
from lms.notices.forms import WishesForm
from lms.notices.models import Mute, Notice
from lms.notices.rules import MANNERS, Kind, Wishes
from lms.notices.stopping import Stop
from lms.people.models import Person
from lms.ui.page import page

bp = Blueprint("notices", __name__, template_folder="templates")


@bp.get("/notices/")
@needs(May.NOTICES_SEE)
def index() -> Response:
    notices = queries.notices_of(g.person.id, request.args.get("after"))
    return page("notices/index.html", notices=notices, said=_said, icon_of=sentences.icon)


@bp.get("/notices/unread")
@needs(May.NOTICES_SEE)
def unread() -> Response:
    """How much is unread, for the bell of a page that stays open. A browser that knows it already is told just that."""
    answer: Response = jsonify(unread=g.unread)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(f"unread-{g.unread}")
    return answer.make_conditional(request)


@bp.get("/notices/<int:notice_id>")
@needs(May.NOTICE_OWN, load=queries.notice)
def follow(notice: Notice) -> Response:
    """Lead to what it tells of; from then on it is read."""
    path = notice.path
    if notice.read_at is None:
        with transaction():
            actions.open_notice(notice)
    return redirect(path, 303)


@bp.post("/notices/reading")
@needs(May.NOTICES_SEE)
def read_all() -> Response:
    actions.read_all(g.person.id)
    return redirect(url_for(".index"), 303)


@bp.route("/account/notices", methods=["GET", "POST"])
@needs(May.NOTICES_SEE)
def wishes() -> Response:
    kept, _ = queries.wishes_of(g.person)
    kinds = rules.offered(bool(g.viewer.learner_in), g.viewer.teaches)
    form = WishesForm(**_as_kept(kept, kinds))
    form.offer(kinds)
    if form.validate_on_submit():
        with form.refusals():
            actions.plan(g.person, form.digest_hour.data, form.digest_weekday.data, form.quiet)
            actions.choose(g.person, form.choices)
            flash("Saved.", "good")
            return redirect(url_for(".wishes"), 303)
    return page(
        "notices/wishes.html",
        form=form,
        kinds=kinds,
        mutes=queries.mutes_of(g.person.id, request.args.get("after")),
        status=422 if form.is_submitted() else 200,
    )


@bp.post("/account/notices/mutes/<int:mute_id>/undo")
@needs(May.NOTICE_OWN, load=queries.mute)
def unmute(mute: Mute) -> Response:
    actions.unmute(mute.person_id, mute.subject)
    flash(f"You hear of “{mute.title}” again.", "good")
    return redirect(url_for(".wishes"), 303)


@bp.route("/notices/stop/<token>", methods=["GET", "POST"])
@needs(May.SEE_PUBLIC, anonymous=True)
def stop(token: str) -> Response:
    """Stop mails of the kind that a mail's address names (RFC 8058). Looking at it stops nothing: scanners do that.

    The address alone lets in, so that nothing else is asked: no sign-in, no token of a page's form.
    """
    asked = stopping.read(token, current_app.config["ATTUNE"].secret_key)
    if asked is None:
        return page("notices/stop.html", what=None, is_done=False, status=404)
    if request.method == "POST":
        with transaction():
            _stop(asked)
    return page("notices/stop.html", what=_what(asked), is_done=request.method == "POST")


def _stop(asked: Stop) -> None:
    person = db.get(Person, asked.person_id)
    if person is None:
        return
    if asked.kind:
        actions.stop_mail(person, [asked.kind])
    else:
        actions.stop_digests(person)


def _what(asked: Stop) -> str:
    return MANNERS[asked.kind].label if asked.kind else "Daily and weekly digests"


def _said(notice: Notice) -> Any:
    return sentences.markup(notice, g.viewer.zone)


def _as_kept(kept: Wishes, kinds: list[Kind]) -> dict[str, Any]:
    """What the form shows at first."""
    return {kind.value: kept.delivery(kind).value for kind in kinds} | {
        "digest_hour": kept.digest_hour,
        "digest_weekday": kept.digest_weekday,
        "quiet_from": kept.quiet_from,
        "quiet_until": kept.quiet_until,
    }

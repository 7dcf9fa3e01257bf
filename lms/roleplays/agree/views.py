"""A group's page: with whom, what is played, and when."""

from typing import Any

from flask import Blueprint, flash, g, redirect, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import may, needs
from lms.access.table import May
from lms.core import clock
from lms.core.errors import NotThere
from lms.notices.seen import note_seen
from lms.roleplays.agree import absences, actions, queries, shown
from lms.roleplays.agree.forms import AbsenceForm, AnswerForm, HourForm
from lms.roleplays.agree.letters import key_of, title_of
from lms.roleplays.agree.models import HourOffer, StandInAsk
from lms.roleplays.agree.rules import Step
from lms.roleplays.rounds import queries as rounds
from lms.roleplays.rounds.models import RolePlayGroup
from lms.ui.page import page

bp = Blueprint("agree", __name__, template_folder="templates")


@bp.get("/role-plays/<int:group_id>")
@needs(May.ROLE_PLAY_READ, load=rounds.group)
def show(group: RolePlayGroup) -> Answer:
    note_seen(key_of(group.id))
    return _page(group)


@bp.post("/role-plays/<int:group_id>/hours")
@needs(May.ROLE_PLAY_ARRANGE, load=rounds.group)
def propose(group: RolePlayGroup) -> Answer:
    form = HourForm()
    if form.validate():
        with form.refusals():
            actions.propose(group, g.person, form.on.data, form.at.data, clock.now())
            flash("Proposed. The others are told, and can say whether it suits them.", "good")
            return _back(group)
    return _page(group, 422, hour=form)


@bp.post("/role-plays/<int:group_id>/hours/finding")
@needs(May.ROLE_PLAY_ARRANGE, load=rounds.group)
def find(group: RolePlayGroup) -> Answer:
    found = actions.look_for_hours(group, clock.now())
    if found:
        flash("These hours suit all of you. Once each of you says yes to one, it is booked.", "good")
    else:
        flash("No other hour was found at which all of you can. You can propose one below.", "info")
    return _back(group)


@bp.post("/role-plays/<int:group_id>/hours/<int:offer_id>/answer")
@needs(May.ROLE_PLAY_ARRANGE, load=queries.offer)
def answer(offer: HourOffer) -> Answer:
    form, group = AnswerForm(), offer.group
    if form.validate():
        with form.refusals():
            if actions.answer(offer, group, g.person, form.suits.data == "yes", clock.now()):
                flash("Booked: this hour suits all of you.", "good")
            return _back(group)
    return _page(group, 422, refused=form)


@bp.post("/role-plays/<int:group_id>/absence")
@needs(May.ROLE_PLAY_ARRANGE, load=rounds.group)
def be_absent(group: RolePlayGroup) -> Answer:
    form = AbsenceForm()
    if form.validate():
        with form.refusals():
            absence = absences.say(group, g.person, form.word.data or "", clock.now())
            if absence.step is Step.HOUR:
                flash("Thank you for saying so. The others are told; these hours would suit all of you.", "good")
                return _back(group)
            return _left()
    return _page(group, 422, absence=form)


@bp.post("/role-plays/<int:group_id>/absence/stand-in")
@needs(May.ROLE_PLAY_ARRANGE, load=rounds.group)
def give_up_place(group: RolePlayGroup) -> Answer:
    absence = queries.seeking(group.id)
    if absence is None or absence.step is not Step.HOUR or absence.person_id != g.person.id:
        raise NotThere
    absences.seek_stand_in(group, absence, clock.now())
    return _left()


@bp.post("/role-plays/<int:group_id>/absence/end")
@needs(May.ROLE_PLAY_ARRANGE, load=rounds.group)
def come_after_all(group: RolePlayGroup) -> Answer:
    absence = queries.seeking(group.id)
    if absence is None or absence.person_id != g.person.id:
        raise NotThere
    absences.take_back(group, absence, clock.now())
    flash("Good: the hour stands, and you are expected.", "good")
    return _back(group)


@bp.get("/role-plays/stand-ins/<int:ask_id>")
@needs(May.ROLE_PLAY_STAND_IN, load=queries.ask)
def ask(ask: StandInAsk) -> Answer:
    return _ask_page(ask, ask.absence.group, AnswerForm(None))


@bp.post("/role-plays/stand-ins/<int:ask_id>")
@needs(May.ROLE_PLAY_STAND_IN, load=queries.ask)
def answer_ask(ask: StandInAsk) -> Answer:
    form, absence = AnswerForm(), ask.absence
    group = absence.group
    if form.validate():
        with form.refusals():
            accepts = form.suits.data == "yes"
            absences.answer_ask(ask, g.person, accepts, clock.now())
            flash("Thank you. You are in." if accepts else "Thank you for saying so.", "good")
            is_begun = group.meeting is not None and group.meeting.starts_at <= clock.now()
            if accepts and is_begun:
                return redirect(url_for("room.show", group_id=group.id), 303)
            return _back(group) if accepts else redirect(url_for("agree.ask", ask_id=ask.id), 303)
    return _ask_page(ask, group, form, 422)


def _ask_page(ask: StandInAsk, group: RolePlayGroup, form: AnswerForm, status: int = 200) -> Answer:
    is_begun = group.meeting is not None and group.meeting.starts_at <= clock.now()
    return page("agree/ask.html", status, ask=ask, group=group, title=title_of(group), form=form, is_begun=is_begun)


def _page(group: RolePlayGroup, status: int = 200, **forms: Any) -> Answer:
    now, meeting = clock.now(), group.agreed
    offers = queries.open_offers(group.id)
    absent = queries.absences_of(group.id)
    return page(
        "agree/show.html",
        status,
        group=group,
        meeting=meeting,
        title=title_of(group),
        hours=shown.hours(group, offers, g.person, now),
        shift=shown.shift_of(meeting, g.person) if meeting else "",
        absent=absent,
        seeking=next((one for one in absent if one.settled_at is None), None),
        is_mine=may(May.ROLE_PLAY_ARRANGE, group),
        is_begun=meeting is not None and meeting.starts_at <= now,
        hour=forms.get("hour") or HourForm(None),
        absence=forms.get("absence") or AbsenceForm(None),
        refused=forms.get("refused"),
    )


def _left() -> Answer:
    flash("Thank you for saying so. Your group goes on without you, and your coordinator knows.", "good")
    return redirect(url_for("today.show"), 303)


def _back(group: RolePlayGroup) -> Answer:
    return redirect(url_for("agree.show", group_id=group.id), 303)

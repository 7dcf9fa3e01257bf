"""Somebody can't come. In order: another hour for all, a peer in their place, another group, a version for two, and
where nothing of that is found, the coordinator."""

from collections.abc import Sequence
from datetime import datetime

from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import publish
from lms.people.models import Person
from lms.roleplays.agree import actions, finding, letters, queries, rules
from lms.roleplays.agree.events import MeetingBooked, MeetingCanceled
from lms.roleplays.agree.models import Absence, StandInAsk
from lms.roleplays.agree.rules import Step
from lms.roleplays.hours import queries as hours
from lms.roleplays.rounds.models import Meeting, RolePlayGroup, Seat
from lms.roleplays.rounds.rules import Part, State, scenario
from lms.roleplays.timing import actions as timing
from lms.roleplays.timing.queries import clock_of, events_of


def say(group: RolePlayGroup, person: Person, word: str, now: datetime) -> Absence:
    """A member can't come at the hour that is booked. Other hours are offered to all; where there are none,
    somebody is looked for in their place at once."""
    queries.hold(group.id)
    meeting = db.get(Meeting, group.id, populate_existing=True)
    if meeting is None or meeting.state is not State.BOOKED:
        raise Refused("No hour is booked: please say below which of them suit you.")
    if meeting.starts_at <= now:
        raise Refused("Your role play has begun. Please write to your coordinator.")
    if queries.seeking(group.id):
        raise Refused("Something is being looked for in your group already. Please come back in a while.")
    absence = Absence(group_id=group.id, person_id=person.id, word=word, said_at=now, step=Step.HOUR)
    db.add(absence)
    db.flush()
    if actions.look_for_hours(group, now):
        letters.tell_of_absence(group, absence, person)
    else:
        seek_stand_in(group, absence, now)
    return absence


def take_back(group: RolePlayGroup, absence: Absence, now: datetime) -> None:
    """They can come after all."""
    if absence.step is not Step.HOUR:
        raise Refused("Somebody has been asked to take your place already. Please write to your coordinator.")
    absence.step, absence.settled_at = Step.KEPT, now
    actions.close_offers(group, now)


def seek_stand_in(group: RolePlayGroup, absence: Absence, now: datetime) -> None:
    """No other hour does: they are out of the group, and peers who can then are asked to take the place."""
    meeting = db.get_one(Meeting, group.id)
    leaving = [seat for seat in group.taken if seat.person_id == absence.person_id]
    actions.close_offers(group, now)
    for seat in leaving:
        seat.left_at = now
    meeting.sequence += 1
    meeting.changed_at, absence.step = now, Step.STAND_IN
    here = queries.fresh(group.id)
    publish(MeetingCanceled(here, [seat.person for seat in leaving]))
    peers = finding.stand_ins(here, meeting, []) if meeting.starts_at - rules.ASK_ENDS > now else []
    for peer in peers[: rules.ASKED_MOST]:
        question = StandInAsk(absence_id=absence.id, person_id=peer.id, asked_at=now)
        db.add(question)
        db.flush()
        letters.ask_stand_in(here, question, peer)
    if not peers:
        go_on(here, absence, now)


def seek_at_once(group: RolePlayGroup, missing: Person, now: datetime) -> Sequence[Person]:
    """Ask volunteers who are free in this hour to come now, in the place of somebody who isn't there, and who keeps it
    until one of them does. Gives who is asked. Raises Refused where nobody is free, or somebody has been asked."""
    queries.hold(group.id)
    if queries.seeking(group.id):
        raise Refused("Somebody has been asked already. You see here who comes.")
    meeting = db.get_one(Meeting, group.id)
    volunteers = hours.volunteers_of(group.round.cohort_id)
    peers = [peer for peer in finding.stand_ins(group, meeting, []) if peer.id in volunteers][: rules.ASKED_MOST]
    if not peers:
        raise Refused("Of those who step in where somebody is missing, nobody is free in this hour.")
    absence = Absence(group_id=group.id, person_id=missing.id, word="", said_at=now, step=Step.STAND_IN)
    db.add(absence)
    db.flush()
    for peer in peers:
        question = StandInAsk(absence_id=absence.id, person_id=peer.id, asked_at=now)
        db.add(question)
        db.flush()
        letters.ask_stand_in(group, question, peer)
    return peers


def answer_ask(question: StandInAsk, person: Person, accepts: bool, now: datetime) -> None:
    """A peer takes the place, or doesn't. Raises Refused where somebody else has taken it."""
    group = question.absence.group
    queries.hold(group.id)
    absence = queries.seeking(group.id)
    if absence is None or absence.id != question.absence_id or question.accepts is not None:
        raise Refused("Thank you. The place is taken by now, or no longer free.")
    if rules.is_at_once(absence.said_at, group.meeting and group.meeting.starts_at):
        _answer_at_once(question, absence, person, accepts, now)
        return
    question.accepts, question.answered_at = accepts, now
    db.flush()
    here = queries.fresh(group.id)
    if accepts:
        db.add(Seat(group_id=group.id, person_id=person.id, part=_missing_part(here.taken), since=now))
        _settle(here, absence, Step.REPLACED, now)
    elif all(one.accepts is False for one in absence.asks):
        go_on(here, absence, now)


def _answer_at_once(question: StandInAsk, absence: Absence, person: Person, accepts: bool, now: datetime) -> None:
    """The same once the meeting has begun: with the first turn parts are settled, and nobody comes in any more."""
    group = absence.group
    clock = clock_of(scenario(group.round.scenario), group.taken, events_of(group.id), now)
    if accepts and (clock.turn or clock.is_ended):
        raise Refused("Thank you. They have gone on meanwhile, and nobody can come in any more.")
    question.accepts, question.answered_at = accepts, now
    db.flush()
    here = queries.fresh(group.id)
    if accepts:
        _take_over(here, absence, person, now)
    elif all(one.accepts is False for one in absence.asks):
        _nobody_came(here, absence, now)


def _take_over(group: RolePlayGroup, absence: Absence, person: Person, now: datetime) -> None:
    leaving = [seat for seat in group.taken if seat.person_id == absence.person_id]
    for seat in leaving:
        seat.left_at = now
    part = _missing_part(group.taken)
    known = next((seat for seat in group.seats if seat.person_id == person.id), None)
    if known:
        known.left_at, known.part = None, part
    else:
        db.add(Seat(group_id=group.id, person_id=person.id, part=part, since=now))
    meeting = db.get_one(Meeting, group.id)
    meeting.sequence += 1
    meeting.changed_at, absence.step, absence.settled_at = now, Step.REPLACED, now
    timing.say_changed(group.id, person.id, now)
    here = queries.fresh(group.id)
    publish(MeetingCanceled(here, [seat.person for seat in leaving]))
    publish(MeetingBooked(here, meeting.starts_at))


def _nobody_came(group: RolePlayGroup, absence: Absence, now: datetime) -> None:
    left = len(group.taken) - 1
    absence.step, absence.settled_at = Step.PAIR if left >= rules.GROUP_LEAST else Step.COORDINATOR, now


def go_on(group: RolePlayGroup, absence: Absence, now: datetime) -> None:
    """Nobody takes the place: the others join a group that has room, go on as two, or a coordinator hears."""
    people = [seat.person for seat in group.taken]
    other = finding.group_with_room(group, people, now) if people else None
    if other:
        _merge(group, other, people, now)
        _settle(queries.fresh(other.id), absence, Step.MERGED, now)
    elif len(people) >= rules.GROUP_LEAST:
        _as_they_are(group.taken)
        _settle(group, absence, Step.PAIR, now)
    else:
        absence.step, absence.settled_at = Step.COORDINATOR, now
        actions.call_off(group, now)
        letters.tell_staff(group, absence)


def tend(group: RolePlayGroup, now: datetime) -> None:
    """Go on to the next step where an answer has been waited for long enough. Again does nothing."""
    queries.hold(group.id)
    absence, meeting = queries.seeking(group.id), group.meeting
    if absence is None:
        return
    begins_at = meeting.starts_at if meeting else None
    asked_at = max([absence.said_at, *(one.asked_at for one in absence.asks)])
    if rules.is_at_once(absence.said_at, begins_at):
        if now >= asked_at + rules.AT_ONCE_LASTS:
            _nobody_came(group, absence, now)
    elif group.dissolved_at is not None or begins_at is None or begins_at <= now:
        absence.step, absence.settled_at = Step.COORDINATOR, now
    elif rules.is_over(asked_at, begins_at, now):
        (seek_stand_in if absence.step is Step.HOUR else go_on)(group, absence, now)


def _settle(group: RolePlayGroup, absence: Absence, step: Step, now: datetime) -> None:
    """Something was found: the group that meets hears of it, and so does its coordinator."""
    meeting = db.get_one(Meeting, group.id)
    meeting.sequence += 1
    meeting.changed_at = now
    absence.step, absence.settled_at = step, now
    here = queries.fresh(group.id)
    letters.tell_what_was_found(here, absence)
    letters.tell_staff(here, absence)
    publish(MeetingBooked(here, meeting.starts_at))


def _merge(group: RolePlayGroup, other: RolePlayGroup, people: Sequence[Person], now: datetime) -> None:
    actions.call_off(group, now)
    for seat in group.taken:
        seat.left_at = now
    group.dissolved_at = now
    known = {seat.person_id: seat for seat in other.seats}
    for person in people:
        if person.id in known:
            known[person.id].left_at = None
        else:
            db.add(Seat(group_id=other.id, person_id=person.id, part=Part.OBSERVER, since=now))


def _as_they_are(seats: Sequence[Seat]) -> None:
    """Give those who are left the parts of a group of their size, in the order that they have."""
    order = [Part.THERAPIST, Part.CLIENT, Part.OBSERVER, Part.OBSERVER]
    for part, seat in zip(order, sorted(seats, key=lambda seat: (order.index(seat.part), seat.id)), strict=False):
        seat.part = part


def _missing_part(seats: Sequence[Seat]) -> Part:
    held = {seat.part for seat in seats}
    return next((part for part in Part if part not in held), Part.OBSERVER)

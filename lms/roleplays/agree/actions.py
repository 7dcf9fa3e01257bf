"""Offering hours, answering them, booking one, and keeping it where the clocks say."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from lms.core.db import db
from lms.core.errors import Refused
from lms.core.events import publish
from lms.people.models import Person
from lms.roleplays.agree import finding, letters, queries, rules
from lms.roleplays.agree.events import MeetingBooked, MeetingCanceled
from lms.roleplays.agree.models import HourAnswer, HourOffer
from lms.roleplays.agree.rules import Step
from lms.roleplays.rounds.events import GroupsAnnounced
from lms.roleplays.rounds.models import Meeting, RolePlayGroup
from lms.roleplays.rounds.rules import State


def offer_to_new(event: GroupsAnnounced) -> None:
    """New groups get hours to choose from; those that are dissolved don't meet."""
    for group in event.dissolved:
        call_off(queries.fresh(group.id), event.round.announced_at or group.announced_at)
    for group in event.groups:
        here = queries.fresh(group.id)
        if here.agreed is None:
            look_for_hours(here, here.announced_at)


def look_for_hours(group: RolePlayGroup, now: datetime) -> Sequence[HourOffer]:
    """Offer the group hours at which all its members can, besides those that it has before it. Tells the members of it
    once it is known; gives what is offered now."""
    _close_passed(group, now)
    before = queries.open_offers(group.id)
    booked = [group.meeting.starts_at] if group.meeting and group.meeting.state is State.BOOKED else []
    taken = [*(one.starts_at for one in before), *booked]
    zone, minutes = group.round.cohort.zone, group.round.minutes
    found = rules.spread(finding.common_hours(group, now), minutes, zone, taken)
    room = max(0, rules.OPEN_MOST - len(before))
    return [_offer(group, choice.starts_at, None, rank, now) for rank, choice in enumerate(found[:room])]


def propose(group: RolePlayGroup, person: Person, on: date, at: time, now: datetime) -> HourOffer:
    """A member proposes an hour, by the clock on their wall; it suits them. Raises Refused for one that can't be."""
    if not rules.is_typed_time_there(on, at, person.zone):
        raise Refused("The clocks where you live leave this time out on that date. Please choose another.", "at")
    queries.hold(group.id)
    _needs_time(group, now)
    starts_at, round_ = rules.instant(on, at, person.zone), group.round
    if fault := rules.fault(starts_at, round_.minutes, (round_.from_at, round_.until_at), now):
        raise Refused(fault, "on")
    if not rules.is_typed_time_there(*rules.on_the_wall(starts_at, round_.cohort.zone), round_.cohort.zone):
        raise Refused("The clocks of your cohort’s zone show this time twice. Please choose another.", "at")
    if group.meeting and group.meeting.state is State.BOOKED and group.meeting.starts_at == starts_at:
        raise Refused("Your role play is booked for just this hour.", "at")
    _close_passed(group, now)
    if len(queries.open_offers(group.id)) >= rules.OPEN_MOST:
        raise Refused(f"There are {rules.OPEN_MOST} hours to choose from already. Please answer those first.")
    offer = _offer(group, starts_at, person, 0, now)
    letters.tell_of_proposal(group, offer, person)
    answer(offer, group, person, True, now)
    return offer


def answer(offer: HourOffer, group: RolePlayGroup, person: Person, suits: bool, now: datetime) -> bool:
    """A member says whether an hour suits them. Whether it is booked now, because it suits all of them.

    Raises Refused for an hour that is no longer to be chosen.
    """
    queries.hold(group.id)
    _needs_time(group, now)
    if offer.closed_at is not None or offer.starts_at <= now:
        raise Refused("This hour is no longer to be chosen. Please look at those that are.")
    kept = db.get(HourAnswer, (offer.id, person.id))
    if kept is None:
        db.add(HourAnswer(offer_id=offer.id, person_id=person.id, suits=suits, answered_at=now))
    else:
        kept.suits, kept.answered_at = suits, now
    db.flush()
    [current] = [one for one in queries.open_offers(group.id) if one.id == offer.id]
    yes = {one.person_id for one in current.answers if one.suits}
    if not yes >= {seat.person_id for seat in group.taken} or len(group.taken) < rules.GROUP_LEAST:
        return False
    book(group, current, now)
    return True


def book(group: RolePlayGroup, offer: HourOffer, now: datetime) -> None:
    """The group meets at this hour; what else was offered is no longer to be chosen."""
    meeting, before = db.get(Meeting, group.id), None
    wall = {"held_on": offer.held_on, "starts_at_time": offer.starts_at_time, "zone_name": offer.zone_name}
    ends_at = offer.starts_at + timedelta(minutes=group.round.minutes)
    times = {"starts_at": offer.starts_at, "ends_at": ends_at, "state": State.BOOKED, "changed_at": now}
    if meeting is None:
        db.add(Meeting(group_id=group.id, **wall, **times, sequence=0))
    else:
        before = meeting.starts_at if meeting.state is State.BOOKED else None
        for name, value in (wall | times).items():
            setattr(meeting, name, value)
        meeting.sequence += 1
    close_offers(group, now)
    absence = queries.seeking(group.id)
    if absence and absence.step is Step.HOUR:
        absence.step, absence.settled_at = Step.KEPT, now
    publish(MeetingBooked(queries.fresh(group.id), before))


def book_best(group: RolePlayGroup, now: datetime) -> bool:
    """Book the best hour for a group that hasn't agreed in time; where there is none, coordinators hear of it, once.

    Again does nothing.
    """
    queries.hold(group.id)
    if db.get(Meeting, group.id, populate_existing=True) is not None or len(group.taken) < rules.GROUP_LEAST:
        return False
    _close_passed(group, now)
    if not queries.open_offers(group.id):
        look_for_hours(group, now)
    here = {seat.person_id for seat in group.taken}
    offers = {offer.id: offer for offer in queries.open_offers(group.id)}
    said = {
        id_: [one.suits for one in offer.answers if one.person_id in here]
        for id_, offer in sorted(offers.items(), key=lambda item: (item[1].rank, item[0]))
    }
    chosen = rules.best(said)
    if chosen is None:
        letters.tell_staff_of_no_hour(group)
        return False
    book(group, offers[chosen], now)
    return True


def resolve_again(group: RolePlayGroup, now: datetime) -> bool:
    """Keep a booked meeting at its wall-clock time where the zone's clocks are set otherwise than was known when it was
    booked. Whether it is at another instant now."""
    meeting = db.get(Meeting, group.id)
    if meeting is None or meeting.state is not State.BOOKED:
        return False
    starts_at = rules.instant(meeting.held_on, meeting.starts_at_time, meeting.zone)
    if starts_at == meeting.starts_at:
        return False
    before, length = meeting.starts_at, meeting.ends_at - meeting.starts_at
    meeting.starts_at, meeting.ends_at, meeting.changed_at = starts_at, starts_at + length, now
    meeting.sequence += 1
    publish(MeetingBooked(queries.fresh(group.id), before, is_shifted=True))
    return True


def call_off(group: RolePlayGroup, now: datetime) -> None:
    """A group doesn't meet any more: whoever is in it, or was until it was dissolved, hears of it."""
    close_offers(group, now)
    meeting = db.get(Meeting, group.id)
    if meeting and meeting.state is State.BOOKED:
        meeting.state, meeting.changed_at = State.CANCELED, now
        meeting.sequence += 1
        here = queries.fresh(group.id)
        publish(MeetingCanceled(here, [seat.person for seat in here.taken]))


def close_offers(group: RolePlayGroup, now: datetime) -> None:
    """None of the hours that a group has before it is to be chosen any more."""
    for offer in queries.open_offers(group.id):
        offer.closed_at = now
    db.flush()


def _offer(group: RolePlayGroup, starts_at: datetime, by: Person | None, rank: int, now: datetime) -> HourOffer:
    """An hour for the group to choose; one that it had before it is opened again."""
    cohort = group.round.cohort
    held_on, at = rules.on_the_wall(starts_at, cohort.zone)
    offer = queries.offer_at(group.id, starts_at)
    if offer is None:
        offer = HourOffer(group_id=group.id, starts_at=starts_at)
        db.add(offer)
    elif offer.closed_at is not None:
        for said in queries.answers_of(offer.id):
            db.delete(said)
    offer.held_on, offer.starts_at_time, offer.zone_name = held_on, at, cohort.zone_name
    offer.offered_by_id, offer.offered_at = by and by.id, now
    offer.rank, offer.closed_at = rank, None
    db.flush()
    return offer


def _close_passed(group: RolePlayGroup, now: datetime) -> None:
    for offer in queries.open_offers(group.id):
        if offer.starts_at <= now:
            offer.closed_at = now
    db.flush()


def _needs_time(group: RolePlayGroup, now: datetime) -> None:
    """Raises Refused for a group that can't agree on an hour any more."""
    meeting = db.get(Meeting, group.id, populate_existing=True)
    has_begun = meeting is not None and meeting.state is State.BOOKED and meeting.starts_at <= now
    if has_begun or (meeting and meeting.state in (State.HELD, State.MISSED)):
        raise Refused("Your role play has begun: it can’t be moved any more.")
    if group.dissolved_at is not None or now >= group.round.until_at:
        raise Refused("The time for this role play is over.")

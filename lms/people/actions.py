"""What people do with their accounts, and coordinators with theirs."""

import secrets
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import InstrumentedAttribute

from lms.audit import actions as audit
from lms.audit.rules import Deed, Fact, Kind
from lms.core.db import db, transaction
from lms.core.errors import Refused
from lms.core.events import publish
from lms.people import passwords, queries, rules
from lms.people.events import Invited, Occasion, ResetAsked, SignInsEnded
from lms.people.models import Closing, Invitation, PasswordReset, Person, SignIn
from lms.people.queries import key_of
from lms.people.rules import Right

CLOSED = "This account is closed. Please ask your program’s coordinator."
OVER = "This link has been used already, or is too old. Ask for a new one."


def create(email: str, name: str, password: str, zone: str, now: datetime) -> Person:
    """Somebody who can sign in at once. Raises Refused for a taken address, an unknown zone or a weak password."""
    if queries.person_by_email(email):
        raise Refused("There is an account with this e-mail already. Please take another address.", "email")
    person = Person(email=rules.normal_email(email), zone_name=known_zone(zone), created_at=now)
    person.name = _named(name)
    person.password_hash = _strong(password, person)
    db.add(person)
    db.flush()
    return person


def sign_in(email: str, password: str, browser: str, now: datetime) -> SignIn:
    """Let somebody in. Refused alike, and after the same work, for an unknown address and a wrong password."""
    person = queries.person_by_email(email)
    known = passwords.matches(person.password_hash if person else None, password)
    if person is None or person.password_hash is None or not known:
        raise Refused("This e-mail and password don’t go together. Check both, or choose a new password below.")
    _refuse_if_closed(person)
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.kept(password)
    return _let_in(person, browser, now)


def close_account(person: Person, by: Person | None, now: datetime) -> None:
    """Let nobody sign in to the account any more, from this moment on; what they did stays. Twice is fine."""
    _end_sign_ins(person, None, by and by.id, now)
    if not queries.is_closed(person):
        db.add(Closing(person_id=person.id, closed_by_id=by and by.id, closed_at=now))
        db.flush()
        _record(Deed.ACCOUNT_CLOSED, person, by, now)


def reopen_account(person: Person, by: Person | None, now: datetime) -> None:
    """Let somebody sign in again, with the password that they had. Does nothing to an account that isn't closed.

    Raises Refused for one that was erased: there is nothing to come back to.
    """
    if person.is_erased:
        raise Refused("This account was erased. If its person comes back, they are invited anew.")
    if queries.is_closed(person):
        db.execute(delete(Closing).where(Closing.person_id == person.id))
        _record(Deed.ACCOUNT_REOPENED, person, by, now)


def touch(sign_in: SignIn, now: datetime) -> None:
    """Note, every few minutes, that the sign-in is in use. A transaction of its own: call it after the request's."""
    if now - sign_in.seen_at >= rules.SEEN_EVERY:
        with transaction():
            db.execute(update(SignIn).where(SignIn.id == sign_in.id, SignIn.ended_at.is_(None)).values(seen_at=now))


def sign_out(sign_in: SignIn, now: datetime) -> None:
    """End one sign-in."""
    sign_in.ended_at = now


def sign_out_elsewhere(person: Person, stay: SignIn | None, now: datetime) -> None:
    """End every sign-in of somebody but the one that stays."""
    _end_sign_ins(person, stay, person.id, now)


def grant(person: Person, right: Right, yes: bool, now: datetime, by: Person | None = None) -> None:
    """Give somebody a right over the whole house, or take it; nothing if it is so already. `by` None is a command."""
    if getattr(person, right.column) != yes:
        setattr(person, right.column, yes)
        _record(Deed.RIGHT_GRANTED if yes else Deed.RIGHT_ENDED, person, by, now, right=right.value)


def keep_account(person: Person, name: str, zone: str) -> None:
    """How somebody is called and in which zone they live. Raises Refused("name", "zone")."""
    person.name, person.zone_name = _named(name), known_zone(zone)


def change_password(person: Person, old: str, new: str, stay: SignIn, now: datetime) -> None:
    """Another password; every other browser is signed out. Raises Refused for "old" or "password"."""
    if not passwords.matches(person.password_hash, old):
        raise Refused("This isn’t your current password. Type it once more, or sign out and choose a new one.", "old")
    _set_password(person, _strong(new, person), stay, now)


def invite(email: str, name: str, by: Person, now: datetime, occasion: Occasion | None = None) -> Person:
    """The person with this address, made if there is none; whoever has no password yet is sent an invitation."""
    person = queries.person_by_email(email)
    if person is None:
        person = Person(email=rules.normal_email(email), name=_named(name), created_at=now)
        db.add(person)
        db.flush()
    _refuse_if_closed(
        person, "email", f"The account of {person.name} is closed. Open it again on the page People first."
    )
    if person.password_hash is None:
        _send_invitation(person, by, now, occasion)
    return person


def invite_again(person: Person, by: Person, now: datetime, occasion: Occasion | None = None) -> None:
    """Send another invitation; earlier ones stay good for as long as they were. Raises Refused once one is accepted."""
    if person.password_hash is not None:
        raise Refused(f"{person.name} has an account already, and can sign in or choose a new password there.")
    _refuse_if_closed(person)
    _send_invitation(person, by, now, occasion)


def accept(invitation: Invitation, name: str, zone: str, password: str, browser: str, now: datetime) -> SignIn:
    """Make the account one's own, and be signed in. Raises Refused; of two at once, for the second."""
    person = invitation.person
    keep_account(person, name, zone)
    person.password_hash = _strong(password, person)
    _use_up(Invitation, invitation.id, Invitation.accepted_at, now)
    return _let_in(person, browser, now)


def ask_reset(email: str, now: datetime) -> None:
    """Send a letter by which to choose a new password, if there is an account; whoever asks learns nothing of that."""
    person = queries.person_by_email(email)
    if person is None or queries.is_closed(person):
        return
    if person.password_hash is None:
        _send_invitation(person, None, now)
        return
    secret = secrets.token_urlsafe()
    reset = PasswordReset(key=key_of(secret), person_id=person.id, sent_at=now)
    db.add(reset)
    publish(ResetAsked(reset, person, secret))


def reset_password(reset: PasswordReset, password: str, now: datetime) -> None:
    """Another password; everywhere signed out. Raises Refused("password"); of two at once, for the second."""
    password_hash = _strong(password, reset.person)
    _use_up(PasswordReset, reset.id, PasswordReset.used_at, now)
    _set_password(reset.person, password_hash, None, now)


def known_zone(text: str) -> str:
    """The zone that somebody means. Raises Refused("zone")."""
    zone = rules.zone_named(text)
    if zone is None:
        raise Refused("We don’t know this time zone. Please choose one from the list, like America/New York.", "zone")
    return zone


def _named(text: str) -> str:
    name = rules.normal_name(text)
    if fault := rules.name_fault(name):
        raise Refused(fault, "name")
    return name


def _refuse_if_closed(person: Person, field: str | None = None, sentence: str = CLOSED) -> None:
    if queries.is_closed(person):
        raise Refused(sentence, field)


def _end_sign_ins(person: Person, stay: SignIn | None, by_id: int | None, now: datetime) -> None:
    ended = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    if stay:
        ended = ended.where(SignIn.id != stay.id)
    db.execute(ended.values(ended_at=now))
    publish(SignInsEnded(person, by_id, now))


def _record(deed: Deed, person: Person, by: Person | None, now: datetime, **facts: Fact) -> None:
    about = (Kind.PERSON, person.id)
    audit.record(deed, about, actor_id=by and by.id, now=now, person_id=person.id, **facts)


def _set_password(person: Person, password_hash: str, stay: SignIn | None, now: datetime) -> None:
    person.password_hash = password_hash
    unused = update(PasswordReset).where(PasswordReset.person_id == person.id, PasswordReset.used_at.is_(None))
    db.execute(unused.values(used_at=now))
    sign_out_elsewhere(person, stay, now)


def _strong(password: str, person: Person) -> str:
    if weakness := rules.weakness(password, person.email, person.name):
        raise Refused(weakness, "password")
    return passwords.kept(password)


def _let_in(person: Person, browser: str, now: datetime) -> SignIn:
    secret = secrets.token_urlsafe()
    made = SignIn(key=key_of(secret), person_id=person.id, started_at=now, seen_at=now, browser=browser)
    made.secret, made.person = secret, person
    db.add(made)
    db.flush()
    return made


def _send_invitation(person: Person, by: Person | None, now: datetime, occasion: Occasion | None = None) -> None:
    secret = secrets.token_urlsafe()
    invitation = Invitation(key=key_of(secret), person_id=person.id, sent_by_id=by and by.id, sent_at=now)
    db.add(invitation)
    publish(Invited(invitation, person, secret, by, occasion))


def _use_up(
    kind: type[Invitation] | type[PasswordReset],
    number: int,
    used_at: InstrumentedAttribute[datetime | None],
    now: datetime,
) -> None:
    used = db.execute(
        update(kind).where(kind.id == number, used_at.is_(None)).values({used_at: now}).returning(kind.id),
        execution_options={"synchronize_session": False},
    )
    if used.first() is None:
        raise Refused(OVER)

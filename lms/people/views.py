"""Pages of accounts: signing in and out, one's own account, the letters that let people in, everybody in a list."""

from flask import Blueprint, current_app, flash, g, redirect, request, session, url_for
from flask_limiter.util import get_remote_address
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.core import clock, limits
from lms.core.errors import Refused
from lms.core.limits import limiter
from lms.people import actions, queries, rules
from lms.people.forms import (
    AcceptForm,
    AccountForm,
    ChangePasswordForm,
    InviteForm,
    NewPasswordForm,
    ResetForm,
    SignInForm,
)
from lms.people.models import Person, SignIn
from lms.ui.page import page
from lms.ui.time import span

bp = Blueprint("people", __name__, template_folder="templates")


def _asked_email() -> str:
    """What attempts are counted by. A digest, so that no address gets into a log or into Redis."""
    return queries.key_of(rules.normal_email(request.form.get("email", "")))


def _asked_from_here() -> str:
    """The same, apart for each network address: a stranger who guesses elsewhere doesn't lock anybody out."""
    return f"{_asked_email()} {get_remote_address()}"


def _too_often(_: object) -> Response:
    """The form again, with how long to wait and the way to another password."""
    form, wait_s = SignInForm(), limits.wait_s()
    form.refuse(Refused(f"There were too many attempts. Please wait {span(wait_s)}, or choose a new password below."))
    answer = page("people/sign_in.html", form=form, next=rules.local_path(request.values.get("next")), status=429)
    answer.headers["Retry-After"] = str(wait_s)
    return answer


def _enter(made: SignIn) -> None:
    """Begin the browser's session anew, so that nothing which somebody else left in it holds on.

    Pages that their own ended sign-in left open go on working, because a person's forms prove themselves by the same
    token in every session: their words are waiting in them.
    """
    session.clear()
    _prove_by(made.person)
    login_user(made)


def _prove_by(person: Person) -> None:
    """Let forms prove themselves by the person's token, the new one after another password."""
    key = current_app.config["SECRET_KEY"]
    session["csrf_token"] = rules.form_token(person.id, person.password_hash, key)


def _failed(response: Response) -> bool:
    return response.status_code >= 400


def _browser() -> str:
    return rules.browser_named(request.user_agent.string)


@bp.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"], on_breach=_too_often)
@limiter.limit(
    "5 per 15 minutes", key_func=_asked_from_here, methods=["POST"], deduct_when=_failed, on_breach=_too_often
)
@limiter.limit("50 per hour", key_func=_asked_email, methods=["POST"], deduct_when=_failed, on_breach=_too_often)
@needs(May.SEE_PUBLIC)
def sign_in() -> Response:
    onward = rules.local_path(request.values.get("next"))
    if g.viewer.signed_in:
        return redirect(onward, 303)
    form = SignInForm()
    if form.validate_on_submit():
        with form.refusals():
            _enter(actions.sign_in(form.email.data, form.password.data, _browser(), clock.now()))
            return redirect(onward, 303)
    return page("people/sign_in.html", form=form, next=onward, status=422 if form.is_submitted() else 200)


@bp.post("/sign-out")
@needs(May.SEE_PUBLIC)
def sign_out() -> Response:
    if g.viewer.signed_in:
        actions.sign_out(current_user._get_current_object(), clock.now())
        logout_user()
    session.clear()
    return redirect(url_for(".sign_in"), 303)


@bp.route("/account", methods=["GET", "POST"])
@needs(May.OWN_ACCOUNT)
def account() -> Response:
    form = AccountForm(name=g.person.name, zone=g.person.zone_name.replace("_", " "))
    if form.validate_on_submit():
        with form.refusals():
            actions.keep_account(g.person, form.name.data, form.zone.data)
            flash("Saved.", "good")
            return redirect(url_for(".account"), 303)
    return _account_page(form=form, status=422 if form.is_submitted() else 200)


@bp.route("/account/password", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
@needs(May.OWN_ACCOUNT)
def password() -> Response:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            stay = current_user._get_current_object()
            actions.change_password(g.person, form.old.data, form.password.data, stay, clock.now())
            _prove_by(g.person)
            flash("Your password is changed. Every other browser has been signed out.", "good")
            return redirect(url_for(".account"), 303)
    return page("people/password.html", form=form, status=422 if form.is_submitted() else 200)


@bp.post("/account/sign-ins/<int:sign_in_id>/sign-out")
@needs(May.SIGN_IN_END, load=queries.sign_in)
def sign_out_there(there: SignIn) -> Response:
    actions.sign_out(there, clock.now())
    flash(f"{there.browser} is signed out.", "good")
    return redirect(url_for(".account"), 303)


@bp.post("/account/sign-ins/sign-out")
@needs(May.OWN_ACCOUNT)
def sign_out_elsewhere() -> Response:
    actions.sign_out_elsewhere(g.person, current_user._get_current_object(), clock.now())
    flash("Every other browser is signed out.", "good")
    return redirect(url_for(".account"), 303)


@bp.route("/password-reset", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
@limiter.limit("3 per hour", key_func=_asked_email, methods=["POST"])
@needs(May.SEE_PUBLIC)
def ask_reset() -> Response:
    form = ResetForm(email=request.args.get("email", ""))
    if form.validate_on_submit():
        actions.ask_reset(form.email.data, clock.now())
        return page("people/reset_sent.html", email=form.email.data)
    return page("people/ask_reset.html", form=form, status=422 if form.is_submitted() else 200)


@bp.route("/password-reset/<secret>", methods=["GET", "POST"])
@needs(May.SEE_PUBLIC)
def reset(secret: str) -> Response:
    asked = queries.open_reset(secret, clock.now())
    if asked is None:
        return page("people/link_over.html", status=410)
    form = NewPasswordForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.reset_password(asked, form.password.data, clock.now())
            flash("Your password is changed. Sign in with it.", "good")
            return redirect(url_for(".sign_in"), 303)
    return page("people/reset.html", form=form, person=asked.person, status=422 if form.is_submitted() else 200)


@bp.route("/invitations/<secret>", methods=["GET", "POST"])
@needs(May.SEE_PUBLIC)
def accept(secret: str) -> Response:
    invitation = queries.open_invitation(secret, clock.now())
    if invitation is None:
        return page("people/link_over.html", status=410)
    form = AcceptForm(name=invitation.person.name)
    if form.validate_on_submit():
        with form.refusals():
            made = actions.accept(
                invitation, form.name.data, form.zone.data, form.password.data, _browser(), clock.now()
            )
            _enter(made)
            return redirect(rules.HOME, 303)
    status = 422 if form.is_submitted() else 200
    return page("people/accept.html", form=form, person=invitation.person, zones=rules.ZONES, status=status)


@bp.get("/people/")
@needs(May.PEOPLE_INVITE)
def index() -> Response:
    text = request.args.get("q", "").strip()
    return page("people/index.html", people=queries.people_page(text, request.args.get("after")), text=text)


@bp.route("/people/invite", methods=["GET", "POST"])
@needs(May.PEOPLE_INVITE)
def invite() -> Response:
    form = InviteForm()
    if form.validate_on_submit():
        with form.refusals():
            person = actions.invite(form.email.data, form.name.data, g.person, clock.now())
            flash(_invited(person), "good")
            return redirect(url_for(".index"), 303)
    return page("people/invite.html", form=form, status=422 if form.is_submitted() else 200)


@bp.post("/people/<int:person_id>/invitations")
@needs(May.PEOPLE_INVITE, load=queries.person)
def invite_again(person: Person) -> Response:
    actions.invite_again(person, g.person, clock.now())
    flash(_invited(person), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/people/<int:person_id>/closing")
@needs(May.ACCOUNT_CLOSE, load=queries.person)
def close(person: Person) -> Response:
    actions.close_account(person, g.person, clock.now())
    flash(f"The account of {person.name} is closed, and signed out everywhere.", "good")
    return redirect(url_for(".index"), 303)


@bp.post("/people/<int:person_id>/reopening")
@needs(May.ACCOUNT_CLOSE, load=queries.person)
def reopen(person: Person) -> Response:
    actions.reopen_account(person, g.person, clock.now())
    flash(f"{person.name} can sign in again.", "good")
    return redirect(url_for(".index"), 303)


def _invited(person: Person) -> str:
    if person.password_hash is not None:
        return f"{person.name} has an account already, and can sign in."
    return f"Invitation sent to {person.email}."


def _account_page(form: AccountForm, status: int) -> Response:
    here = current_user._get_current_object()
    return page(
        "people/account.html",
        form=form,
        zones=rules.ZONES,
        here=here,
        sign_ins=queries.sign_ins_of(g.person, clock.now()),
        status=status,
    )

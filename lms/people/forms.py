"""Shapes of what people send about accounts."""

from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import DataRequired, Email, InputRequired, Length

from lms.people.rules import EMAIL_LIMIT, NAME_LIMIT, PASSWORD_LEAST, PASSWORD_MOST
from lms.ui.form import Form, stripped


def _email(autocomplete: str) -> EmailField:
    return EmailField(
        "E-mail",
        [
            DataRequired("Please give an e-mail address."),
            Length(max=EMAIL_LIMIT, message="An address is never that long."),
            Email("This isn’t a whole e-mail address. It should look like name@clinic.example."),
        ],
        [stripped],
        render_kw={"autocomplete": autocomplete, "inputmode": "email", "autocapitalize": "none"},
    )


def _name(autocomplete: str) -> StringField:
    return StringField(
        "Name",
        [
            DataRequired("Please give a name."),
            Length(max=NAME_LIMIT, message=f"Please use at most {NAME_LIMIT} characters."),
        ],
        [stripped],
        render_kw={"autocomplete": autocomplete},
    )


def _zone() -> StringField:
    return StringField(
        "Time zone",
        [DataRequired("Please choose your time zone.")],
        [stripped],
        render_kw={"list": "zones", "autocomplete": "off"},
        description="All times are shown in it. Type your city, or the nearest large one.",
    )


def _password(label: str) -> PasswordField:
    """A password with its limits; the rest is for the rules to say. Spaces around it are part of it."""
    return PasswordField(
        label,
        [
            InputRequired("Please choose a password."),
            Length(max=PASSWORD_MOST, message=f"Please take at most {PASSWORD_MOST} characters."),
        ],
        render_kw={"autocomplete": "new-password"},
        description=f"At least {PASSWORD_LEAST} characters. A few words in a row are easy to remember.",
    )


class SignInForm(Form):
    """Who is there."""

    email = _email("username")
    password = PasswordField(
        "Password",
        [
            InputRequired("Please type your password."),
            Length(max=PASSWORD_MOST, message="That is longer than any password here."),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class ResetForm(Form):
    """Who has forgotten their password."""

    email = _email("username")


class NewPasswordForm(Form):
    """A password in place of the forgotten one."""

    password = _password("New password")


class AcceptForm(Form):
    """What makes an invitation an account."""

    name = _name("name")
    zone = _zone()
    password = _password("Password")


class AccountForm(Form):
    """How one is called, and where one lives."""

    name = _name("name")
    zone = _zone()


class ChangePasswordForm(Form):
    """A password in place of the current one."""

    old = PasswordField(
        "Current password",
        [InputRequired("Please type your current password."), Length(max=PASSWORD_MOST)],
        render_kw={"autocomplete": "current-password"},
    )
    password = _password("New password")


class InviteForm(Form):
    """Somebody who is to have an account."""

    email = _email("off")
    name = _name("off")

"""Signing in, in the words of the product. Set in ``ACCOUNT_FORMS``."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm

ADDRESS = "E-postadress"


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form; each field says for itself what is missing, and the way to a new password stands apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self.fields["login"])
        self.fields["password"].help_text = ""
        self.fields["password"].error_messages["required"] = "Skriv ditt lösenord."


class NewPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """Asking for a link to choose a new password with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _address(self.fields["email"])


def _address(field: Any) -> None:
    field.label = ADDRESS
    field.error_messages |= {
        "required": "Skriv din e-postadress.",
        "invalid": "Skriv en hel e-postadress, till exempel namn@example.se.",
    }

"""How accounts come to be: by invitation from an administrator, never by signing up."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with open sign-up closed, and its refusals in words that say what to do."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "E-postadressen och lösenordet hör inte ihop. Skriv dem igen.",
        # Five times in a quarter of an hour: ACCOUNT_RATE_LIMITS.
        "too_many_login_attempts": (
            "Det blev fel lösenord för många gånger. Vänta 15 minuter och försök igen. "
            "Är du osäker på lösenordet väljer du ett nytt med länken ”Glömt lösenordet?”."
        ),
    }

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is written: a site's address in brackets before it tells the reader nothing."""
        return subject.strip()

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

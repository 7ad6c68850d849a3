"""How accounts come to be: by invitation from an administrator, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth with open sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

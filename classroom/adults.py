"""How allauth treats adults here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from the school. The first teacher signs up on a page of her own."""
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Signing in and out speaks for itself."""

"""How allauth and axes treat adults here."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

NO_FIT = "That e-mail and password do not fit. Try again."


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NO_FIT,
        "invalid_login": NO_FIT,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from the school. The first teacher signs up on a page of her own."""
        return False

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Signing in and out speaks for itself."""

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        messages.error(request, "This account is closed. Ask the person who looks after accounts at your school.")
        return redirect("account_login")


def typed_email(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """The name under which wrong passwords are counted, however it was typed.

    Without one, all who share the school's address would be locked out together.
    """
    given = credentials or request.POST
    return (given.get("email") or given.get("login") or given.get("username") or "").strip().lower()

"""Sign-in of adults: our adapters for allauth and axes, and a cookie for browsers where an adult has signed in
before."""

import logging
import secrets
from collections.abc import Callable, Mapping
from smtplib import SMTPException
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

from classroom.requests import Request
from classroom.typed import plain

logger = logging.getLogger(__name__)

NO_FIT = "That e-mail and password do not fit. Try again."


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NO_FIT,
        "invalid_login": NO_FIT,
        "incorrect_code": "That is not the code. Look at the newest mail.",
        "too_many_login_attempts": "Too many tries. Ask for a new code.",
        "enter_current_password": "That is not your password. Try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always False: accounts come from the school. The first teacher signs up on a separate page."""
        return False

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Show errors only. Signing in and out need no message."""
        if level >= messages.ERROR and kwargs.get("message"):
            messages.add_message(request, level, kwargs["message"])

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        messages.error(request, "This account is closed. Ask the person who looks after accounts at your school.")
        return redirect("account_login")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail, or log that it could not be sent. The page does not say so: it must not tell who has an
        account."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException):
            logger.exception("A mail could not be sent.")


def address(request: HttpRequest) -> str | None:
    """The client's network address, behind as many proxies as the settings say; None where it is not known."""
    try:
        found: str = get_adapter().get_client_ip(request)
    except PermissionDenied:
        return None
    return found


# Wrong passwords are counted for each name at each network address. A browser in which somebody has signed in before
# has a count of its own for them: a child who guesses a teacher's password at the school's address does not lock them
# out.

COOKIE = "known"
REMEMBERED = 180 * 24 * 60 * 60
MOST_REMEMBERED = 5


def typed_email(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """The name under which wrong passwords are counted: the e-mail as signing in reads it, in small plain letters, and
    before it the browser's mark where that person has signed in before.

    Without a name, everybody who shares the school's address would be locked out together.
    """
    given = credentials or request.POST
    email = plain(given.get("email") or given.get("login") or given.get("username") or "").lower()
    browser, known = _read(request)
    return f"{browser} {email}"[:255] if _trace(email) in known else email


def _trace(email: str) -> str:
    """A keyed hash that stands for an e-mail address in the cookie. Nobody who finds it can tell which address it
    is."""
    return salted_hmac("classroom.known", email).hexdigest()[:20]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """The browser's mark, a new one where it has none, and the traces of the people who have signed in here."""
    try:
        browser, known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=REMEMBERED)
    except (signing.BadSignature, ValueError, TypeError):
        return secrets.token_urlsafe(8), []
    return str(browser), list(known)


def remember_browser(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Middleware that marks the browser in which an adult has just signed in: see the receiver in signals.py."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        email = getattr(request, "signed_in_as", None)
        if email is not None:
            browser, known = _read(request)
            known = [_trace(email), *[trace for trace in known if trace != _trace(email)]][:MOST_REMEMBERED]
            response.set_cookie(
                COOKIE,
                signing.dumps([browser, known], salt=COOKIE),
                max_age=REMEMBERED,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware


def name_on_device(user: AbstractBaseUser) -> str:
    """The name under which a device stores a person's data, so that it belongs to that person alone. It does not
    tell who they are."""
    return salted_hmac("classroom.adults.name_on_device", str(user.pk)).hexdigest()[:20]

"""Adults come in and go out."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from classroom.actions import people
from classroom.actions.people import UnableToSignUp
from classroom.forms import FirstTeacherForm, PasswordForm
from classroom.middleware import ACTIVE_AT
from classroom.models import User
from classroom.requests import Request

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@login_not_required
@sensitive_post_parameters()
def sign_up(request: Request) -> HttpResponse:
    """The first teacher of an empty database, with the code that the server printed. Afterwards: not found."""
    if User.objects.exists():
        raise Http404
    form = FirstTeacherForm(request.POST or None)
    if form.is_valid():
        try:
            user = people.sign_up_first_teacher(**form.cleaned_data, now=request.now)
        except UnableToSignUp as error:
            form.add_error("code", str(error))
        else:
            login(request, user, backend=BACKEND)
            return redirect("home")
    return render(request, "classroom/sign_up.html", {"form": form})


@never_cache
@sensitive_post_parameters()
def confirm_password(request: Request) -> HttpResponse:
    """Asked after a rest, before the cover is lifted. Wrong passwords count toward the same lock-out as signing in."""
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        user = authenticate(request, email=request.user.email, password=form.cleaned_data["password"])
        if getattr(request, "axes_locked_out", False):
            return locked_out(request, {})
        if user == request.user:
            request.session[ACTIVE_AT] = request.now.timestamp()
            messages.success(request, "Thank you. You can look behind the cover now.")
            return HttpResponseRedirect(_safe(request, request.GET.get("next", "")))
        form.add_error("password", "That is not your password. Try again.")
    return render(request, "classroom/confirm_password.html", {"form": form})


def _safe(request: Request, address: str) -> str:
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if allowed and address.startswith("/") else reverse("home")


def locked_out(request: Request, credentials: dict[str, object], *args: object, **kwargs: object) -> HttpResponse:
    """Five wrong passwords: fifteen minutes of rest for this name at this address."""
    rest = dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    minutes = int(rest.total_seconds() // 60)
    return render(request, "classroom/locked_out.html", {"minutes": minutes}, status=429)

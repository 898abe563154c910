"""Accounts of adults: signing up, confirming and changing a password, and the page of one's own account."""

import datetime as dt

from allauth.account.views import PasswordChangeView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from classroom import __version__
from classroom.actions import accounts, first_teacher
from classroom.actions.first_teacher import UnableToSignUp
from classroom.forms.accounts import FirstTeacherForm, OwnNameForm, StillYouForm
from classroom.middleware import ACTIVE_AT
from classroom.models import User
from classroom.requests import Request

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@login_not_required
@sensitive_post_parameters()
def sign_up(request: Request) -> HttpResponse:
    """Sign up the first teacher of an empty database, with the code that the server printed. Afterwards it is a 404."""
    if User.objects.exists():
        raise Http404
    form = FirstTeacherForm(request.POST or None)
    if form.is_valid():
        try:
            user = first_teacher.sign_up_first_teacher(**form.cleaned_data, now=request.now)
        except UnableToSignUp as error:
            form.add_error("code", str(error))
        else:
            login(request, user, backend=BACKEND)
            return redirect("partners:home")
    return render(request, "classroom/sign_up.html", {"form": form})


@never_cache
@sensitive_post_parameters()
def confirm_password(request: Request) -> HttpResponse:
    """Ask for the password after a rest, before the cover is lifted. Wrong passwords count toward the same lock-out
    as signing in."""
    form = StillYouForm(request.POST or None)
    if form.is_valid() and knows_password(request, form):
        request.session[ACTIVE_AT] = request.now.timestamp()
        messages.success(request, "Thank you. You can look behind the cover now.")
        return HttpResponseRedirect(_safe(request, request.GET.get("next", "")))
    if is_locked_out(request):
        return locked_out(request, {})
    return render(request, "classroom/confirm_password.html", {"form": form})


def knows_password(request: Request, form: Form) -> bool:
    """Whether the `password` field of a valid form holds the person's password. If not, the form gets an error."""
    user = authenticate(request, email=request.user.email, password=form.cleaned_data["password"])
    if user != request.user:
        form.add_error("password", "That is not your password. Try again.")
    return user == request.user


def is_locked_out(request: Request) -> bool:
    """Whether a wrong password in this request was one too many: see locked_out."""
    return bool(getattr(request, "axes_locked_out", False))


def _safe(request: Request, address: str) -> str:
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if allowed and address.startswith("/") else reverse("partners:home")


def account(request: Request) -> HttpResponse:
    """A person's own account: the name that children use for them, and the way to a new password."""
    form = OwnNameForm(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        accounts.change_name(user=request.user, name=form.cleaned_data["name"], now=request.now)
        messages.success(request, "Saved.")
        return redirect("classroom:account")
    return render(request, "classroom/account.html", {"form": form, "version": __version__})


class ChangePassword(PasswordChangeView):
    """Changes the password of a person who is signed in and knows the old one. Their other devices are signed out."""

    success_url = reverse_lazy("classroom:account")

    def form_valid(self, form: Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        messages.success(self.request, "Your new password holds now. Other devices are signed out.")
        return answer


def locked_out(request: Request, credentials: dict[str, object], *args: object, **kwargs: object) -> HttpResponse:
    """The page after five wrong passwords: this name has to wait for fifteen minutes at this address."""
    rest = dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    minutes = int(rest.total_seconds() // 60)
    return render(request, "classroom/locked_out.html", {"minutes": minutes}, status=429)

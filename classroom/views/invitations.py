"""Adults join by a link: they read what it is for, sign in or make an account, and join.

The link's secret is behind the #, where no server, proxy or referrer sees it. A script posts it. From then on the
session knows which invitation it is, and no address tells.
"""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters

from classroom import emails
from classroom.actions import invitations
from classroom.actions.invitations import LinkIsOver, UnableToJoin
from classroom.forms.accounts import JoinForm, LinkForm
from classroom.models import Invitation
from classroom.requests import Request

JOINING = "joining"
LATER = "Now sign in with that e-mail and password. If you had an account here before, its password still holds."


def link_of(request: Request, secret: str) -> str:
    return f"{request.build_absolute_uri(reverse('classroom:invitation'))}#{secret}"


def over(request: Request) -> HttpResponse:
    """The page for a link that expired, was used, taken back or mistyped. It does not tell which: the way on is the
    same."""
    request.session.pop(JOINING, None)
    return render(request, "classroom/link_over.html", status=HTTPStatus.GONE)


@never_cache
@login_not_required
@ensure_csrf_cookie
def invitation(request: Request) -> HttpResponse:
    """The page that every link opens. Without a script the link is pasted."""
    if request.method != "POST":
        return render(request, "classroom/invitation.html", {"form": LinkForm()})
    form = LinkForm(request.POST)
    link = form.cleaned_data["token"] if form.is_valid() else ""
    try:
        found = invitations.find(secret=link.rpartition("#")[2], now=request.now)
    except LinkIsOver:
        request.session.pop(JOINING, None)
    else:
        request.session[JOINING] = found.key
    return redirect("classroom:join")


def _invited(request: Request) -> Invitation | None:
    key = request.session.get(JOINING)
    found = Invitation.objects.select_related("classroom", "school", "made_by").filter(key=key)
    return found.first() if key else None


@never_cache
@login_not_required
def join(request: Request) -> HttpResponse:
    """The page that says what the invitation is for, with two ways in: sign in, or make an account. A person who is
    signed in only confirms."""
    invitation = _invited(request)
    if invitation is not None and request.user.is_authenticated and invitation.used_by_id == request.user.pk:
        del request.session[JOINING]
        return _inside(invitation)
    if invitation is None or not invitation.is_open(request.now):
        return over(request)
    if request.method == "POST" and request.user.is_authenticated:
        return _accept(request, invitation)
    return render(request, "classroom/join.html", {"invitation": invitation, "what": emails.what_for(invitation)})


def _accept(request: Request, invitation: Invitation) -> HttpResponse:
    try:
        invitations.accept(invitation=invitation, user=request.user, now=request.now)
    except LinkIsOver:
        return over(request)
    except UnableToJoin as error:
        messages.error(request, str(error))
        return redirect("classroom:join")
    del request.session[JOINING]
    emails.joined(invitation, request.user)
    messages.success(request, f"Welcome to {invitation.classroom or invitation.school}.")
    return _inside(invitation)


def _inside(invitation: Invitation) -> HttpResponse:
    """A redirect to the page where the person's work is."""
    if invitation.role == Invitation.Role.CO_TEACHER and invitation.classroom:
        return redirect("classroom:class", invitation.classroom.key)
    return redirect("classroom:school" if invitation.role == Invitation.Role.ACCOUNT_MANAGER else "partners:home")


@never_cache
@login_not_required
@sensitive_post_parameters("password")
def join_new(request: Request) -> HttpResponse:
    """Make a new account. The answer is the same where the address has one already: only a mail to that address says
    so."""
    if request.user.is_authenticated:
        return redirect("classroom:join")
    invitation = _invited(request)
    if invitation is None or not invitation.is_open(request.now):
        return over(request)
    form = JoinForm(request.POST or None, initial={"email": invitation.sent_to})
    if not form.is_valid():
        return render(request, "classroom/join_new.html", {"form": form, "what": emails.what_for(invitation)})
    try:
        user = invitations.sign_up(invitation=invitation, **form.cleaned_data, now=request.now)
    except LinkIsOver:
        return over(request)
    if user is None:
        emails.already_here(form.cleaned_data["email"])
    else:
        emails.welcome(user)
        emails.joined(invitation, user)
    messages.success(request, LATER)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': reverse('classroom:join')})}")

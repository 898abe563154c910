"""The people who share a class: inviting and removing them, leaving, and handing the class over."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from classroom import access, emails
from classroom.actions import invitations, memberships
from classroom.buttons import next_step
from classroom.forms.people import HandOverForm, InviteForm
from classroom.models import ClassMembership, Classroom
from classroom.requests import Request, flash_errors
from classroom.views.accounts import is_locked_out, knows_password, locked_out
from classroom.views.archived_classes import works_when_archived
from classroom.views.invitations import link_of


@never_cache
def show_people(request: Request, key: str) -> HttpResponse:
    return _people_page(request, access.classroom_for(request.user, key), InviteForm())


def _people_page(request: Request, classroom: Classroom, form: InviteForm, link: str = "") -> HttpResponse:
    """The page of the people. `link` is shown only this once, since only its hash is stored."""
    people = classroom.memberships.select_related("user").order_by("user__name", "pk")
    order = list(ClassMembership.Role)
    context = {
        "classroom": classroom,
        "people": sorted(people, key=lambda membership: order.index(ClassMembership.Role(membership.role))),
        "owns": access.owns(request.user, classroom),
        "invitations": classroom.invitations.open(request.now).order_by("made_at", "pk"),
        "form": form,
        "link": link,
        "invite_kind": next_step(not link),
        "tab": "class",
    }
    return render(request, "classroom/people.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
def invite(request: Request, key: str) -> HttpResponse:
    classroom = access.owned_classroom_for(request.user, key)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people_page(request, classroom, form)
    invitation, secret = invitations.invite(
        school=classroom.school,
        classroom=classroom,
        role=form.cleaned_data["role"],
        sent_to=form.cleaned_data["email"],
        by=request.user,
        now=request.now,
    )
    link = link_of(request, secret)
    if invitation.sent_to:
        tell_about_mail(request, invitation.sent_to, sent=emails.invite(invitation, link))
    return _people_page(request, classroom, InviteForm(), link)


def tell_about_mail(request: Request, to: str, *, sent: bool) -> None:
    if sent:
        messages.success(request, f"The link is on its way to {to}.")
    else:
        messages.error(request, "The mail could not be sent. Copy the link, and send it yourself.")


@require_POST
def take_back(request: Request, key: str, invitation_key: str) -> HttpResponse:
    invitation = access.invitation_for_owner(request.user, key, invitation_key)
    invitations.take_back(invitation=invitation, by=request.user, now=request.now)
    messages.success(request, "That link does not work any more.")
    return redirect("classroom:people", key)


@works_when_archived
@require_POST
def remove_person(request: Request, key: str) -> HttpResponse:
    membership = access.membership_for_owner(request.user, key, request.POST.get("person", ""))
    with flash_errors(request):
        memberships.remove_person(membership=membership, by=request.user, now=request.now)
        messages.success(request, f"{membership.user.name} no longer shares this class.")
    return redirect("classroom:people", key)


@works_when_archived
@require_POST
def leave(request: Request, key: str) -> HttpResponse:
    """A co-teacher or an aide leaves the class."""
    membership = access.own_membership(request.user, key)
    with flash_errors(request):
        memberships.remove_person(membership=membership, by=request.user, now=request.now)
        messages.success(request, f"You no longer share {membership.classroom}.")
        return redirect("partners:home")
    return redirect("classroom:people", key)


@works_when_archived
@never_cache
@sensitive_post_parameters("password")
def hand_over(request: Request, key: str) -> HttpResponse:
    classroom = access.owned_classroom_for(request.user, key)
    form = HandOverForm(request.POST or None, people=memberships.may_own(classroom))
    if form.is_valid() and knows_password(request, form):
        to, stays = form.cleaned_data["to"], form.cleaned_data["stays"]
        with flash_errors(request):
            memberships.hand_over(classroom=classroom, to=to, stays=stays, by=request.user, now=request.now)
            emails.handed_over(classroom, to, request.user)
            messages.success(request, f"{classroom} is {to.name}’s class now.")
            return redirect(*(("classroom:people", key) if stays else ("partners:home",)))
    if is_locked_out(request):
        return locked_out(request, {})
    return render(request, "classroom/hand_over.html", {"classroom": classroom, "form": form, "tab": "class"})

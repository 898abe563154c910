"""The accounts of a school, for the person who looks after them: people, classes and counts, and nothing about a
child."""

from django.contrib import messages
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access, emails
from classroom.actions import accounts, invitations, memberships, year_end
from classroom.buttons import next_step
from classroom.forms.people import InviteToSchoolForm, ToWhomForm
from classroom.models import ClassMembership, Classroom, Invitation, School
from classroom.requests import Request, flash_errors
from classroom.views.archived_classes import works_when_archived
from classroom.views.invitations import link_of
from classroom.views.people import tell_about_mail

Role = ClassMembership.Role


@never_cache
def show_school(request: Request) -> HttpResponse:
    return _school_page(request, access.school_managed_by(request.user), InviteToSchoolForm())


def _school_page(request: Request, school: School, form: InviteToSchoolForm, link: str = "") -> HttpResponse:
    people = access.people_of(school).prefetch_related("school_memberships")
    invited = Invitation.objects.open(request.now).filter(school=school, classroom=None)
    context = {
        "school": school,
        "people": people.annotate(classes=Count("class_memberships", filter=_running())),
        "classes": _classes(school),
        "invitations": invited.order_by("made_at", "pk"),
        "form": form,
        "link": link,
        "invite_kind": next_step(not link),
    }
    return render(request, "classroom/school.html", context, status=422 if form.errors else 200)


def _running() -> Q:
    return Q(class_memberships__classroom__archived_at=None, class_memberships__isnull=False)


def _classes(school: School) -> list[Classroom]:
    """The classes of the school, archived ones last, each with `owners` (one or none) and the number of its
    children."""
    owners = Prefetch(
        "memberships", ClassMembership.objects.filter(role=Role.OWNER).select_related("user"), to_attr="owners"
    )
    here = Count("students", filter=Q(students__left_on=None))
    classes = school.classrooms.annotate(children=here).prefetch_related(owners).order_by("name", "pk")
    return sorted(classes, key=lambda classroom: classroom.archived_at is not None)


@never_cache
@require_POST
def invite(request: Request) -> HttpResponse:
    school = access.school_managed_by(request.user)
    form = InviteToSchoolForm(request.POST)
    if not form.is_valid():
        return _school_page(request, school, form)
    invitation, secret = invitations.invite(
        school=school,
        classroom=None,
        role=form.cleaned_data["role"],
        sent_to=form.cleaned_data["email"],
        by=request.user,
        now=request.now,
    )
    link = link_of(request, secret)
    if invitation.sent_to:
        tell_about_mail(request, invitation.sent_to, sent=emails.invite(invitation, link))
    return _school_page(request, school, InviteToSchoolForm(), link)


@require_POST
def take_back(request: Request, invitation_key: str) -> HttpResponse:
    invitation = access.invitation_for_manager(request.user, invitation_key)
    invitations.take_back(invitation=invitation, by=request.user, now=request.now)
    messages.success(request, "That link does not work any more.")
    return redirect("classroom:school")


@require_POST
def close_account(request: Request) -> HttpResponse:
    person = access.person_for_manager(request.user, request.POST.get("person", ""))
    with flash_errors(request):
        accounts.close_account(user=person, by=request.user, now=request.now)
        emails.account_closed(person, request.user)
        messages.success(request, f"{person.name}’s account is closed.")
    return redirect("classroom:school")


@require_POST
def open_account(request: Request) -> HttpResponse:
    person = access.person_for_manager(request.user, request.POST.get("person", ""))
    accounts.open_account(user=person, by=request.user, now=request.now)
    messages.success(request, f"{person.name} can sign in again.")
    return redirect("classroom:school")


@require_POST
def step_down(request: Request) -> HttpResponse:
    school = access.school_managed_by(request.user)
    with flash_errors(request):
        accounts.step_down(school=school, by=request.user, now=request.now)
        messages.success(request, "You no longer look after accounts.")
        return redirect("partners:home")
    return redirect("classroom:school")


@works_when_archived
@require_POST
def archive(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for_manager(request.user, key)
    with flash_errors(request):
        year_end.archive(classroom=classroom, by=request.user, now=request.now)
        messages.success(request, f"{classroom} is archived.")
    return redirect("classroom:school")


@works_when_archived
@require_POST
def bring_back(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for_manager(request.user, key)
    with flash_errors(request):
        year_end.bring_back(classroom=classroom, by=request.user, now=request.now)
        messages.success(request, f"{classroom} goes on.")
    return redirect("classroom:school")


@works_when_archived
@never_cache
def hand_over(request: Request, key: str) -> HttpResponse:
    """Hand the class of somebody who has left to another teacher. The new owner and everyone who teaches it get a
    mail."""
    classroom = access.classroom_for_manager(request.user, key)
    form = ToWhomForm(request.POST or None, people=memberships.may_own(classroom) - {request.user})
    owner = classroom.memberships.select_related("user").filter(role=Role.OWNER).first()
    if form.is_valid():
        to = form.cleaned_data["to"]
        told = {m.user for m in classroom.memberships.select_related("user").exclude(role=Role.AIDE)} | {to}
        with flash_errors(request):
            memberships.hand_over_for_owner(classroom=classroom, to=to, by=request.user, now=request.now)
            for person in told:
                emails.handed_over_for_owner(classroom, person, to, request.user)
            messages.success(request, f"{classroom} is {to.name}’s class now. Everyone who teaches it gets a mail.")
        return redirect("classroom:school")
    context = {"school": classroom.school, "room": classroom, "owner": owner, "form": form}
    return render(request, "classroom/school_hand_over.html", context)

"""Deletes a child or a class for good. The page first says what will be lost, and asks for the password."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from classroom import access
from classroom.requests import Request, flash_errors
from classroom.views.accounts import is_locked_out, knows_password, locked_out
from classroom.views.archived_classes import works_when_archived
from partners.actions import deleting
from partners.forms.deleting import DeleteForm


@works_when_archived
@never_cache
@sensitive_post_parameters("password")
def delete_student(request: Request, key: str, student_key: str) -> HttpResponse:
    student = access.student_for_owner(request.user, key, student_key)
    form = DeleteForm(request.POST or None)
    if form.is_valid() and knows_password(request, form):
        with flash_errors(request) as flashed:
            deleting.delete_student(student=student, by=request.user, now=request.now)
            messages.success(request, "Deleted for good.")
        return redirect(
            *(("classroom:class", key) if flashed.error is None else ("partners:student_delete", key, student_key))
        )
    if is_locked_out(request):
        return locked_out(request, {})
    classroom = student.classroom
    context = {"classroom": classroom, "student": student, "form": form, "tab": "class"}
    context["hindrance"] = deleting.hindrance(classroom)
    context["back_at"] = reverse("classroom:student", args=[key, student_key])
    return render(request, "partners/delete_student.html", context)


@works_when_archived
@never_cache
@sensitive_post_parameters("password")
def delete_class(request: Request, key: str) -> HttpResponse:
    classroom = access.owned_classroom_for(request.user, key)
    form = DeleteForm(request.POST or None)
    if form.is_valid() and knows_password(request, form):
        with flash_errors(request) as flashed:
            deleting.delete_class(classroom=classroom, by=request.user, now=request.now)
            messages.success(request, f"{classroom.name} is deleted for good.")
        return redirect(*(("partners:home",) if flashed.error is None else ("partners:class_delete", key)))
    if is_locked_out(request):
        return locked_out(request, {})
    context = {"classroom": classroom, "form": form, "tab": "class", "hindrance": deleting.hindrance(classroom)}
    context["back_at"] = reverse("classroom:people", args=[key])
    context["children"] = classroom.students.count()
    context["others"] = classroom.memberships.exclude(user=request.user).select_related("user").order_by("pk")
    return render(request, "partners/delete_class.html", context)

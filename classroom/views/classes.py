"""Pages of a class: making, showing and changing it; adding children, renaming them, and bringing them back."""

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from classroom import access
from classroom.actions import classes, roster
from classroom.actions.roster import UnableToAdd, UnableToChange
from classroom.buttons import next_step
from classroom.forms.classes import AddStudentsForm, ClassForm, NewClassForm, StudentForm
from classroom.models import Student
from classroom.names import listed
from classroom.requests import Request, flash_errors, too_large
from classroom.roster_files import Book
from classroom.views.roster_import import look_over


def new_class(request: Request) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = NewClassForm(*sent, too_large=too_large(request))
    if form.is_valid():
        with flash_errors(request):
            book = form.book()
            classroom = classes.make_class(
                name=form.cleaned_data["name"],
                grade_band=form.cleaned_data["grade_band"],
                children=[] if book else form.cleaned_data["children"] or [],
                by=request.user,
                now=request.now,
            )
            return look_over(request, classroom, book) if book else redirect("classroom:class", classroom.key)
    return render(request, "classroom/new_class.html", {"form": form})


def show_class(request: Request, key: str) -> HttpResponse:
    return _class_page(request, key, AddStudentsForm())


def _class_page(request: Request, key: str, form: AddStudentsForm) -> HttpResponse:
    classroom = access.classroom_for(request.user, key)
    students = list(classroom.students.here())
    context = {
        "classroom": classroom,
        "students": students,
        "add_kind": next_step(not students),
        "left": classroom.students.exclude(left_on=None).in_order(),
        "form": form,
        "owns": access.owns(request.user, classroom),
        "tab": "class",
    }
    return render(request, "classroom/class.html", context, status=422 if form.errors else 200)


@require_POST
def add_students(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for(request.user, key)
    form = AddStudentsForm(request.POST)
    if not form.is_valid():
        return _class_page(request, key, form)
    pasted = form.cleaned_data["children"]
    if isinstance(pasted, Book):
        return look_over(request, classroom, pasted)
    try:
        students = roster.add_students(classroom=classroom, names=pasted, by=request.user, now=request.now)
    except UnableToAdd as error:
        form.add_error("children", str(error))
        return _class_page(request, key, form)
    messages.success(request, f"{listed([student.called for student in students])} joined the class.")
    names = Counter(classroom.students.here().values_list("name", flat=True))
    if twice := sorted({student.name for student in students if names[student.name] > 1}):
        messages.warning(request, f"In the class twice now: {listed(twice)}. If that is one child, mark one as left.")
    return redirect("classroom:class", key)


def change_class(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for(request.user, key)
    form = ClassForm(request.POST or None, instance=access.classroom_for(request.user, key))
    if form.is_valid():
        classes.change_class(classroom=classroom, **form.cleaned_data, by=request.user, now=request.now)
        return redirect("classroom:class", key)
    return render(request, "classroom/change_class.html", {"classroom": classroom, "form": form, "tab": "class"})


def change_student(request: Request, key: str, student_key: str) -> HttpResponse:
    student = access.student_for(request.user, key, student_key)
    form = StudentForm(request.POST or None, classroom=student.classroom, initial=_as_it_is(student))
    if form.is_valid():
        try:
            roster.change_student(student=student, **form.cleaned_data, by=request.user, now=request.now)
        except UnableToChange as error:
            form.add_error("goes_by", str(error))
        else:
            messages.success(request, f"{student.name} it is. Everyone sees “{student.called}”.")
            return redirect("classroom:class", key)
    student.refresh_from_db()
    context = {"classroom": student.classroom, "student": student, "form": form, "tab": "class"}
    context["owns"] = access.owns(request.user, student.classroom)
    return render(request, "classroom/student.html", context)


def _as_it_is(student: Student) -> dict[str, str]:
    return {"name": student.name, "goes_by": student.goes_by, "grade_band": student.grade_band}


@require_POST
def bring_back(request: Request, key: str, student_key: str) -> HttpResponse:
    student = access.student_for(request.user, key, student_key)
    with flash_errors(request):
        roster.mark_back(student=student, by=request.user, now=request.now)
        messages.success(request, f"{student.called} is in the class again.")
    return redirect("classroom:class", key)

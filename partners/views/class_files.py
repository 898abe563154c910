"""Class files: export a whole class, and make a class from a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from classroom import access
from classroom.actions.unable import Unable
from classroom.requests import Request, too_large
from classroom.views.accounts import is_locked_out, knows_password, locked_out
from classroom.views.roster_export import as_file
from partners.actions import class_file_export, class_file_import
from partners.forms.class_files import ClassFileForm, LoadClassForm


@sensitive_post_parameters()
def export(request: Request, key: str) -> HttpResponse:
    """GET asks for the password and whether to include notes; POST sends the file."""
    classroom = access.owned_classroom_for(request.user, key)
    form = ClassFileForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and knows_password(request, form):
        with_notes = form.cleaned_data["with_notes"]
        text = class_file_export.export_class(
            classroom=classroom, with_notes=with_notes, by=request.user, now=request.now
        )
        return as_file(request, classroom, text, "json", "application/json")
    if is_locked_out(request):
        return locked_out(request, {})
    return render(request, "partners/class_file.html", {"classroom": classroom, "form": form, "tab": "class"})


def load(request: Request) -> HttpResponse:
    """Make a new class with everything in a class file."""
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LoadClassForm(*sent, too_large=too_large(request))
    if form.is_valid():
        try:
            file = class_file_import.read_file(form.cleaned_data["file"].read())
            classroom = class_file_import.load_class(file=file, by=request.user, now=request.now)
        except Unable as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"{classroom.name} is here, as it is in the file.")
            return redirect("classroom:class", classroom.key)
    return render(request, "partners/load_class.html", {"form": form})

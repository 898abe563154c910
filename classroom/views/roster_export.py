"""A class list as a file for a spreadsheet."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from classroom import access
from classroom.actions import roster_export
from classroom.models import Classroom
from classroom.requests import Request
from classroom.roster_files import as_csv, as_excel
from classroom.views.cover import not_kept

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(request: Request, key: str) -> HttpResponse:
    """GET shows what can be exported; POST returns the list, as Excel (`excel`) or as CSV."""
    classroom = access.owned_classroom_for(request.user, key)
    if request.method != "POST":
        return render(request, "classroom/export.html", {"classroom": classroom, "tab": "class"})
    rows = roster_export.export_roster(classroom=classroom, by=request.user, now=request.now)
    if "excel" in request.POST:
        return as_file(request, classroom, as_excel(classroom.name, roster_export.HEADINGS, rows), "xlsx", EXCEL)
    return as_file(request, classroom, as_csv(roster_export.HEADINGS, rows), "csv", "text/csv; charset=utf-8")


def as_file(
    request: Request, classroom: Classroom, content: str | bytes, ending: str, kind: str, *, name: str = ""
) -> HttpResponse:
    """A file to download, named after the class and the day. No browser or proxy stores the answer itself."""
    response = not_kept(HttpResponse(content, content_type=kind))
    name = f"{name or classroom.name} {classroom.today(request.now)}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, name.replace("/", "-"))
    return response

"""Children choose their pictures, once, and their avatar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from classroom.actions import avatars, picture_passwords
from classroom.actions.avatars import UnableToPick
from classroom.actions.picture_passwords import UnableToChoose
from classroom.forms.student_sign_in import AvatarForm
from classroom.picture_choices import how_many
from classroom.requests import Request
from classroom.views.picture_pad import Tapping
from classroom.views.student_session import for_children, leave


@for_children
def choose_pictures(request: Request) -> HttpResponse:
    """Choose pictures, look at them once more, and save them. In a window in set-up this comes before anything else."""
    assert request.sitting is not None
    sitting, student = request.sitting, request.sitting.student
    if not sitting.chooses_pictures:
        return redirect("partners:me")
    tapping = Tapping.of(request, how_many(student.band))
    context = {"me": student, "tapping": tapping}
    if tapping.is_kept and tapping.is_whole:
        try:
            picture_passwords.choose(sitting=sitting, pictures=tapping.tapped, now=request.now)
        except UnableToChoose:
            # The pictures were chosen at another device meanwhile: the child signs in with those.
            leave(request)
            return redirect("classroom:code")
        return redirect("partners:me")
    if tapping.is_handed_in and tapping.is_whole:
        return render(request, "classroom/child/remember_pictures.html", context)
    return render(request, "classroom/child/choose_pictures.html", context)


@for_children
def pick_avatar(request: Request) -> HttpResponse:
    """Pick one of the avatars that no classmate has."""
    assert request.sitting is not None
    student = request.sitting.student
    form = AvatarForm(
        request.POST if request.method == "POST" else None, offered=avatars.free_for(student), own=student.avatar
    )
    try:
        if form.is_valid():
            avatars.pick_avatar(student=student, avatar=form.cleaned_data["avatar"], now=request.now)
            return redirect("partners:me")
    except UnableToPick as error:
        form.add_error("avatar", str(error))
    for words in form.errors.get("avatar", ()):
        messages.error(request, str(words))
    if form.errors:
        form = AvatarForm(offered=avatars.free_for(student), own=student.avatar)
    return render(request, "classroom/child/pick_avatar.html", {"me": student, "form": form})

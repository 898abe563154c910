"""What partners does when something happens in the classroom app: a class is made or continued, a child sits down."""

from collections.abc import Mapping
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from classroom.actions import student_sign_in
from classroom.actions.student_sign_in import student_sat_down
from classroom.actions.year_end import class_continued
from classroom.languages import first_spoken, offered
from classroom.models import Classroom, Sitting, Student
from partners.models import Considerations, ConsiderationsContent, Workshop
from partners.models.workshop import DEFAULT_MOVE


@receiver(post_save, sender=Classroom)
def set_up_workshop(instance: Classroom, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Every class has a writing workshop from its first moment."""
    if created and not raw:
        Workshop.objects.create(classroom=instance)


@receiver(class_continued)
def keep_the_settings(before: Classroom, after: Classroom, **kwargs: Any) -> None:
    """Next year's workshop gets this year's settings. Its moves start anew, and no check-in is open."""
    kept = Workshop.objects.get(classroom=before)
    kept.pk, kept.classroom, kept.move_of_the_week = after.workshop.pk, after, DEFAULT_MOVE
    kept.check_in_since, kept.check_in_for = None, []
    kept.save(force_update=True)


@receiver(class_continued)
def keep_the_wishes_of_families(students: Mapping[Student, Student], **kwargs: Any) -> None:
    """A child whose family wants no note is not asked in the next class either."""
    known = Considerations.objects.filter(student__in=list(students)).select_related("student")
    Considerations.objects.bulk_create(
        Considerations(student=students[row.student], content=ConsiderationsContent(skips_note=True))
        for row in known
        if row.skips_note
    )


@receiver(student_sat_down)
def speak_the_home_language(sitting: Sitting, **kwargs: Any) -> None:
    """A child's pages begin in the first of their languages that the class has turned on."""
    known = Considerations.objects.filter(student=sitting.student_id).first()
    home = known.content.languages if known else ()
    spoken = first_spoken(home, offered(sitting.student.classroom.languages))
    if spoken is not None:
        student_sign_in.speak(sitting=sitting, language=spoken.code)

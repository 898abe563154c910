"""What partners does when something happens in the classroom."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from classroom.models import Classroom
from partners.models import Workshop


@receiver(post_save, sender=Classroom)
def set_up_workshop(instance: Classroom, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Every class has a writing workshop from its first moment."""
    if created and not raw:
        Workshop.objects.create(classroom=instance)

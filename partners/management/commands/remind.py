"""`manage.py remind`: sends messages to safety contacts about flags that wait too long."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from partners.actions.safety_reminders import remind


class Command(BaseCommand):
    help = "Tell safety contacts where a teacher has not answered what a child said by the next school day. For cron."

    def handle(self, *args: Any, **options: Any) -> None:
        reminders = remind(now=timezone.now())
        self.stdout.write(f"Classes reminded: {reminders.told}")
        if reminders.failed:
            classes = "1 class" if reminders.failed == 1 else f"{reminders.failed} classes"
            raise CommandError(f"{classes} could not be told. The log says why. They are tried again the next time.")

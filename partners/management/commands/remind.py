"""manage.py remind"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from partners.actions.safety_reminders import remind


class Command(BaseCommand):
    help = "Tell safety contacts where a teacher has not answered what a child said by the next school day. For cron."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Classes reminded: {remind(now=timezone.now())}")

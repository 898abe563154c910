"""`manage.py purge`: deletes the records that are due."""

import logging
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from classroom.actions.purging import Gone, purge_what_is_of_no_class
from classroom.models import Classroom
from partners.actions.purging import purge_class

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Delete what is no longer to be kept. For cron. May be interrupted, and started again."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        gone: Gone = Counter()
        failed = 0
        for classroom in Classroom.objects.order_by("pk"):
            try:
                gone += purge_class(classroom=classroom, now=now)
            except Exception:
                # An error in one class must not stop the purge of the others.
                logger.exception("A class could not be cleared up.")
                failed += 1
        gone += purge_what_is_of_no_class(now=now)
        for kind, count in sorted(gone.items()):
            self.stdout.write(f"{kind}: {count} deleted")
        if failed:
            raise CommandError(f"{failed} classes could not be cleared up. The log says where it stopped.")

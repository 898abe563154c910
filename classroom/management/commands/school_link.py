"""manage.py school_link SCHOOL"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from classroom.actions.invitations import invite
from classroom.models import Invitation, School


class Command(BaseCommand):
    help = (
        "Print a link with which one person, within a week, comes to look after the accounts of a school, new or not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("school", help="the name of the school")
        parser.add_argument("--address", default="http://localhost:8000", help="where the server can be reached")

    def handle(self, *args: Any, school: str, address: str, **options: Any) -> None:
        name = school.strip()
        if not name or len(name) > 120 or not name.isprintable():
            raise CommandError("A school has a name of at most 120 letters.", returncode=2)
        place = School.objects.filter(name=name).order_by("pk").first() or School.objects.create(name=name)
        role = Invitation.Role.ACCOUNT_MANAGER
        _, secret = invite(school=place, classroom=None, role=role, sent_to="", by=None, now=timezone.now())
        self.stdout.write(f"{address.rstrip('/')}{reverse('classroom:invitation')}#{secret}")

"""manage.py first_teacher_code"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from django.utils import timezone

from classroom.actions.first_teacher import make_sign_up_code
from classroom.models import User


class Command(BaseCommand):
    help = "Where nobody has signed up yet: print a new one-time code for the first teacher. Otherwise say nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://localhost:8000", help="where the server can be reached")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        if not User.objects.exists():
            code = make_sign_up_code(now=timezone.now())
            self.stdout.write(
                f"Nobody is here yet. Sign up at {address}{reverse('account_signup')} with the code {code}"
            )

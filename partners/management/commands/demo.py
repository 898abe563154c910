"""`manage.py demo`: sets up the invented class and prints how to sign in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from django.utils import timezone

from classroom.actions import sign_in_cards
from partners import demo


class Command(BaseCommand):
    help = "Set up the invented class Room 12 where it is not there yet, and print how to sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://localhost:8000", help="where the server can be reached")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        now = timezone.now()
        classroom = demo.set_up(now=now)
        teacher = classroom.memberships.get().user
        children = demo.two_children(classroom)
        made = {card.student_id: card for card in sign_in_cards.cards_for(classroom=classroom, by=teacher, now=now)}
        self.stdout.write(f"\n  Teacher   {address}{reverse('account_login')}")
        self.stdout.write(f"            {demo.TEACHER}   {demo.PASSWORD}\n")
        self.stdout.write("  Children  (in another browser or a private window: a browser holds one person)")
        for child in children:
            self.stdout.write(
                f"            {child.called}: {address}{reverse('classroom:card')}#{made[child.pk].token}"
            )
        self.stdout.write(f"            or {address}{reverse('classroom:code')} with the class code {classroom.code}\n")

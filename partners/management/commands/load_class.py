"""`manage.py load_class FILE --teacher EMAIL`: imports a class from a class file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from classroom.actions.unable import Unable
from classroom.models import User
from partners.actions.class_file_import import load_class
from partners.pairing import class_file


class Command(BaseCommand):
    help = "Load a class from a class file (partners.class/1). A bad file is refused as a whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--teacher", required=True, metavar="EMAIL", help="whose class it will be")

    def handle(self, *args: Any, file: Path, teacher: str, **options: Any) -> None:
        by = User.objects.filter(email=teacher.strip().lower()).first()
        if by is None:
            raise CommandError(f"Nobody with the e-mail {teacher} is here.", returncode=2)
        try:
            read = class_file.read(file.read_bytes())
            classroom = load_class(file=read, by=by, now=timezone.now())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}", returncode=2) from None
        except (class_file.BadClassFile, Unable) as error:
            raise CommandError(f"{file.name}: {error}", returncode=2) from None
        self.stdout.write(f"{classroom.name}: {classroom.students.count()} children. It is on {by.name}'s Home.")

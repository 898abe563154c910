"""manage.py new_notes_key"""

import base64
import secrets
from typing import Any

from django.core.management.base import BaseCommand

from classroom.crypto import KEY_BYTES


class Command(BaseCommand):
    help = "Print a new key for NOTES_KEYS. Put it first, keep the old ones behind it, then run rotate_notes_keys."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode())

"""manage.py rotate_notes_keys"""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, TextField

from classroom.fields import EncryptedTextField, encrypted_fields

BATCH = 200


class Command(BaseCommand):
    help = "Re-encrypt everything with the first of NOTES_KEYS. May be interrupted, and started again."

    def handle(self, *args: Any, **options: Any) -> None:
        for model in apps.get_models():
            for field in encrypted_fields(model):
                self.stdout.write(f"{field.label}: {rotate_column(model, field)} values re-encrypted")


def rotate_column(model: type[models.Model], field: EncryptedTextField) -> int:
    """Re-encrypt a column batch by batch, each in its own transaction. Returns how many values were not yet
    encrypted with the first key."""
    rows = model._base_manager  # hides no row
    rotated, last = 0, 0
    while True:
        with transaction.atomic():
            ciphertext = ExpressionWrapper(F(field.name), output_field=TextField())
            found = rows.select_for_update().filter(pk__gt=last).order_by("pk")
            batch = list(found.annotate(ciphertext=ciphertext).values_list("pk", "ciphertext")[:BATCH])
            if not batch:
                return rotated
            for pk, value in batch:
                new = None if value is None else field.rotate(value)
                if new is not None:
                    rows.filter(pk=pk).update(**{field.name: new})
                    rotated += 1
            last = batch[-1][0]

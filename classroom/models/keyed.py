"""Opaque keys, which stand in addresses instead of names and counting numbers."""

import secrets

from django.db import models

# No vowels, so that no word appears; no 0 O 1 I l, so that a key can be read aloud.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CLASS_CODE_LENGTH = 6


def new_key() -> str:
    """Ten letters: 47 random bits. It names a thing; the doors decide who may see it."""
    return "".join(secrets.choice(LETTERS) for _ in range(10))


def new_class_code() -> str:
    """The six characters that children type to reach their class."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CLASS_CODE_LENGTH))


class Keyed(models.Model):
    key = models.CharField(max_length=10, unique=True, editable=False, default=new_key)

    class Meta:
        abstract = True

"""Columns whose values are ciphertext in the database and words in Python. The only callers of crypto."""

import json
from typing import Any

from django.conf import settings
from django.db import models

from . import crypto


class Token(str):
    """Ciphertext on its way into a column as it is: used where keys are rotated."""

    __slots__ = ()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg] # no generic class at run time
    """Text, encrypted and padded to steps of `step` bytes; the empty text too.

    It can't be searched, compared or dumped: every lookup but `isnull` raises FieldError.
    """

    def __init__(self, *args: Any, step: int = 64, **kwargs: Any) -> None:
        self.step = step
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "step": self.step}

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def words(self, value: Any) -> str:
        return str(value)

    def value(self, words: str) -> Any:
        return words

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or isinstance(value, Token):
            return value
        return crypto.encrypt(self.words(value), label=self.label, keys=settings.NOTES_KEYS, step=self.step)

    def from_db_value(self, token: str | None, expression: Any, connection: Any) -> Any:
        if token is None:
            return None
        return self.value(crypto.decrypt(token, label=self.label, keys=settings.NOTES_KEYS))

    def rotate(self, token: str) -> Token | None:
        """The same value under the first key, or None when it is so already."""
        rotated = crypto.rotate(token, label=self.label, keys=settings.NOTES_KEYS)
        return None if rotated is None else Token(rotated)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> Any:
        return None

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.label} is confidential and is not dumped. Back up the database itself.")


class EncryptedJSONField(EncryptedTextField):
    """A JSON value, encrypted as one text."""

    # For the type checker: anything that JSON can say goes in and comes out.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def words(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def value(self, words: str) -> Any:
        return json.loads(words)

    def to_python(self, value: Any) -> Any:
        return value


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    """The encrypted columns of a model, for whoever rotates keys or looks for what lies in clear."""
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]

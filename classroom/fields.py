"""Encrypted columns: ciphertext in the database, values in Python. Nothing else encrypts or decrypts."""

import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from . import crypto
from .content import Content, UnreadableContent

C = TypeVar("C", bound=Content)


class Token(str):
    """Ciphertext that is written to a column as it is: for rotated keys, and for rows whose content was not
    decrypted."""

    __slots__ = ()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg] # no generic class at run time
    """Text, encrypted and padded to steps of `step` bytes, even where it is empty.

    `label` names the column's key and never changes, even when the model or the field is renamed: under another label
    nothing that is stored can be decrypted any more.

    The column can't be searched, compared or dumped: every lookup but `isnull` raises FieldError.
    """

    def __init__(self, *args: Any, label: str, step: int = 64, **kwargs: Any) -> None:
        self.label, self.step = label, step
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "label": self.label, "step": self.step}

    def words(self, value: Any) -> str:
        return str(value)

    def value(self, words: str) -> Any:
        return words

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or isinstance(value, Token):
            return value
        return crypto.encrypt(self.words(value), label=self.label, keys=settings.NOTES_KEYS, step=self.step)

    def opened(self, token: str) -> Any:
        """The value of a token of this column. Raises crypto.CannotOpen."""
        return self.value(crypto.decrypt(token, label=self.label, keys=settings.NOTES_KEYS))

    def from_db_value(self, token: str | None, expression: Any, connection: Any) -> Any:
        return None if token is None else self.opened(token)

    def rotate(self, token: str) -> Token | None:
        """The same value encrypted with the first key, or None where it already is."""
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

    # For the type checker: any JSON value can be set and read.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def words(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def value(self, words: str) -> Any:
        return json.loads(words)

    def to_python(self, value: Any) -> Any:
        return value


class _OpensWhenRead(DeferredAttribute):
    """The attribute of an encrypted content. A row is decrypted when its content is first read.

    So a row that can't be decrypted is an error for the code that reads that row, and not for a list that contains it.
    """

    field: "EncryptedContentField[Any]"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Token):
            value = instance.__dict__[self.field.attname] = self.field.opened(value)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:

    class _ContentField(models.TextField[C, C], Generic[C]):
        label: str
        step: int

        def __init__(self, *args: Any, label: str, step: int = 64, **kwargs: Any) -> None: ...
        def opened(self, token: str) -> C: ...
else:

    class _ContentField(EncryptedJSONField, Generic[C]):
        """At run time a JSON column like any other; for the type checker one that holds a C."""


class EncryptedContentField(_ContentField[C]):
    """Content of a class derived from `Content`, encrypted as one text.

    Reading it from a row raises crypto.CannotOpen or UnreadableContent where that row can't be read. Saving a row whose
    content was not read leaves it as it is. Migrations see a plain JSON column: shapes have versions of their own.
    """

    descriptor_class = _OpensWhenRead

    def __init__(self, content: type[C], *, label: str, step: int = 64, **kwargs: Any) -> None:
        self.content = content
        super().__init__(label=label, step=step, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        if "default" in kwargs:
            kwargs["default"] = dict
        return name, f"{EncryptedJSONField.__module__}.{EncryptedJSONField.__qualname__}", args, kwargs

    def clone(self) -> Any:
        """The field as migrations see it."""
        _, _, args, kwargs = self.deconstruct()
        return EncryptedJSONField(*args, **kwargs)

    def words(self, value: C) -> str:
        if not isinstance(value, self.content):
            raise TypeError(f"{self.label} takes a {self.content.__name__}.")
        return json.dumps(value.to_json(), ensure_ascii=False, separators=(",", ":"))

    def value(self, words: str) -> C:
        try:
            return self.content.from_json(json.loads(words))
        except UnreadableContent as error:
            raise UnreadableContent(f"{self.label}: {error}") from None

    def from_db_value(self, token: str | None, expression: Any, connection: Any) -> Token | None:
        return None if token is None else Token(token)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return model_instance.__dict__[self.attname]


def encrypted_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    """The encrypted columns of a model: for key rotation, and for checks that nothing is stored in clear."""
    return [field for field in model._meta.concrete_fields if isinstance(field, EncryptedTextField)]

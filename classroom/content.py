"""Typed and versioned contents of encrypted columns. Knows nothing of Django.

Each kind of content is a frozen dataclass that derives from `Content`. As JSON it carries its version, so that rows of
an older program can be read, and rows of a newer program are refused instead of misread.
"""

import datetime as dt
from enum import Enum
from functools import cache
from typing import Any, ClassVar, Self, get_origin

from cattrs import ClassValidationError
from cattrs.preconf.json import JsonConverter, make_converter

VERSION = "v"


class UnreadableContent(ValueError):
    """The content of a row has an unknown version, or not the shape of its version. The message holds no value of
    the row."""


class Content:
    """Base of the frozen dataclasses. Fields may be texts, numbers, booleans, days, moments, members of an enumeration,
    None, tuples and frozen sets of these, and other frozen dataclasses. Each field has a default or is in every row.

    A class whose shape changes increases `VERSION` and reads the older shapes in `upgraded`.
    """

    VERSION: ClassVar[int] = 1

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Content from a JSON object of this or an older version. Rows from before versions count as version 0.

        Raises UnreadableContent.
        """
        if not isinstance(data, dict):
            raise UnreadableContent(f"{cls.__name__} is not a JSON object.")
        version = data.get(VERSION, 0)
        if not isinstance(version, int) or not 0 <= version <= cls.VERSION:
            raise UnreadableContent(f"{cls.__name__} has version {version!r}; this program reads up to {cls.VERSION}.")
        values = {key: value for key, value in data.items() if key != VERSION}
        try:
            return _converter().structure(cls.upgraded(values, version), cls)
        except (ClassValidationError, KeyError, TypeError, ValueError):
            # The original error would quote values of the row.
            raise UnreadableContent(f"{cls.__name__} has not the shape of version {version}.") from None

    @classmethod
    def upgraded(cls, values: dict[str, Any], version: int) -> dict[str, Any]:
        """`values` of that version in the shape of the present version. The default changes nothing."""
        return values

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` reads: days and moments in ISO format, without fields that have their
        default."""
        return {VERSION: self.VERSION, **_converter().unstructure(self)}


@cache
def _converter() -> JsonConverter:
    """Strict: an unknown key is an error, since it would be lost when the row is saved again."""
    converter = make_converter(forbid_extra_keys=True, omit_if_default=True)
    for simple in (str, int, bool):
        converter.register_structure_hook(simple, _exactly)
    converter.register_structure_hook(dt.date, lambda value, _: dt.date.fromisoformat(value))
    # Sorted, so that equal sets are stored as equal texts.
    converter.register_unstructure_hook_func(_is_frozen_set, sorted)
    return converter


def _is_frozen_set(kind: Any) -> bool:
    return get_origin(kind) is frozenset


def _exactly(value: Any, kind: type) -> Any:
    """The value, if its type is exactly `kind`; for an enumeration, the member with this value. Raises TypeError or
    ValueError."""
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:
        raise TypeError(f"Expected {kind.__name__}.")
    return value

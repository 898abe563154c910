"""Encryption of what is said about children. Knows nothing of Django.

Each column has a key of its own, derived (HKDF-SHA256) from every key of the school, so that a value moved to another
column does not open. The first key encrypts, all of them decrypt. Values are padded before they are encrypted, so that
their length does not tell a short answer from a long one. Tokens carry no time, which could tell which child was at the
device.
"""

import base64
import binascii
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


class BadKey(ValueError):
    """A key is not 32 bytes in URL-safe base64."""


class CannotOpen(Exception):
    """No key opens this value: the keys are wrong, or the value was changed or moved here from elsewhere."""


@lru_cache(maxsize=256)
def _ciphers(label: str, keys: tuple[str, ...]) -> tuple[Fernet, ...]:
    return tuple(Fernet(_column_key(label, key)) for key in keys)


def _column_key(label: str, key: str) -> bytes:
    try:
        secret = base64.urlsafe_b64decode(key)
    except (ValueError, binascii.Error):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise BadKey("A notes key is 32 random bytes in URL-safe base64. `manage.py new_notes_key` prints a new one.")
    derived = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"partners:" + label.encode())
    return base64.urlsafe_b64encode(derived.derive(secret))


def pad(data: bytes, step: int) -> bytes:
    """`data` and a mark, filled up with zeros to a multiple of `step` bytes."""
    marked = data + b"\x80"
    return marked + b"\0" * (-len(marked) % step)


def unpad(data: bytes) -> bytes:
    return data[: data.rindex(b"\x80")]


def encrypt(text: str, *, label: str, keys: Sequence[str], step: int) -> str:
    """An ASCII token of `text`, padded to steps of `step` bytes, under the first of `keys`."""
    return _encrypt(_ciphers(label, tuple(keys))[0], pad(text.encode(), step))


def decrypt(token: str, *, label: str, keys: Sequence[str]) -> str:
    """The text of `token`. Raises CannotOpen when none of `keys` opens it."""
    try:
        return unpad(MultiFernet(_ciphers(label, tuple(keys))).decrypt(token.encode("ascii"))).decode()
    except (InvalidToken, ValueError):
        raise CannotOpen(f"No notes key opens a value of {label}.") from None


def rotate(token: str, *, label: str, keys: Sequence[str]) -> str | None:
    """`token` encrypted again with the first of `keys`, or None where it already is. Raises CannotOpen."""
    ciphers = _ciphers(label, tuple(keys))
    try:
        ciphers[0].decrypt(token.encode("ascii"))
    except InvalidToken:
        try:
            return _encrypt(ciphers[0], MultiFernet(ciphers).decrypt(token.encode("ascii")))
        except InvalidToken:
            raise CannotOpen(f"No notes key opens a value of {label}.") from None
    return None


def _encrypt(cipher: Fernet, data: bytes) -> str:
    return cipher.encrypt_at_time(data, current_time=0).decode("ascii")

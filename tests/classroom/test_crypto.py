"""Encryption: which keys open a ciphertext, and how little its length reveals."""

import base64
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom import crypto
from classroom.crypto import BadKey, CannotOpen, decrypt, encrypt, pad, rotate, unpad


def key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


OLD, NEW = key(), key()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_round_trip(text: str) -> None:
    token = encrypt(text, label="a.b", keys=[OLD], step=64)
    assert decrypt(token, label="a.b", keys=[OLD]) == text
    assert token.isascii()


@given(st.binary(max_size=600), st.integers(1, 300))
def test_padding_comes_off_and_fills_steps(data: bytes, step: int) -> None:
    padded = pad(data, step)
    assert unpad(padded) == data
    assert len(padded) % step == 0
    assert len(data) < len(padded) <= len(data) + step


def test_length_reveals_only_steps() -> None:
    lengths = [len(encrypt("x" * n, label="a.b", keys=[OLD], step=256)) for n in (0, 1, 100, 255, 256, 511, 512)]
    assert len(set(lengths[:4])) == 1
    assert len(set(lengths[4:6])) == 1
    assert len(set(lengths)) == 3


def test_the_same_text_looks_different_each_time() -> None:
    assert encrypt("kind", label="a.b", keys=[OLD], step=64) != encrypt("kind", label="a.b", keys=[OLD], step=64)


def test_another_key_does_not_open() -> None:
    token = encrypt("kind", label="a.b", keys=[OLD], step=64)
    with pytest.raises(CannotOpen, match=r"^No notes key opens a value of a\.b\.$"):
        decrypt(token, label="a.b", keys=[NEW])


def test_another_column_does_not_open() -> None:
    token = encrypt("kind", label="a.b", keys=[OLD], step=64)
    with pytest.raises(CannotOpen):
        decrypt(token, label="a.c", keys=[OLD])


@pytest.mark.parametrize("token", ["", "kind", "gAAAA", "ü"])
def test_a_value_that_was_never_encrypted_does_not_open(token: str) -> None:
    with pytest.raises(CannotOpen):
        decrypt(token, label="a.b", keys=[OLD])


def test_a_ciphertext_changed_by_one_letter_does_not_open() -> None:
    token = encrypt("kind", label="a.b", keys=[OLD], step=64)
    changed = token[:40] + ("A" if token[40] != "A" else "B") + token[41:]
    with pytest.raises(CannotOpen):
        decrypt(changed, label="a.b", keys=[OLD])


def test_the_first_key_encrypts_and_all_open() -> None:
    old = encrypt("kind", label="a.b", keys=[OLD], step=64)
    new = encrypt("kind", label="a.b", keys=[NEW, OLD], step=64)
    assert decrypt(old, label="a.b", keys=[NEW, OLD]) == "kind"
    assert decrypt(new, label="a.b", keys=[NEW]) == "kind"
    with pytest.raises(CannotOpen):
        decrypt(new, label="a.b", keys=[OLD])


def test_rotating_encrypts_a_value_with_the_first_key() -> None:
    old = encrypt("kind", label="a.b", keys=[OLD], step=64)
    new = rotate(old, label="a.b", keys=[NEW, OLD])
    assert new is not None
    assert decrypt(new, label="a.b", keys=[NEW]) == "kind"
    assert rotate(new, label="a.b", keys=[NEW, OLD]) is None
    with pytest.raises(CannotOpen):
        rotate(old, label="a.b", keys=[NEW])


def begins(token: str) -> bytes:
    """The first bytes of a token: the version, and where Fernet would put the time."""
    return base64.urlsafe_b64decode(token)[:9]


def test_a_token_does_not_reveal_when_it_was_made() -> None:
    """The time of a draft next to the times of sittings would reveal which child wrote it."""
    made = encrypt("kind", label="a.b", keys=[OLD], step=64)
    rotated = rotate(made, label="a.b", keys=[NEW, OLD])
    assert rotated is not None
    assert begins(made) == begins(rotated) == b"\x80" + bytes(8)


@pytest.mark.parametrize("bad", ["", "short", base64.urlsafe_b64encode(b"x" * 31).decode(), "?" * 44])
def test_an_invalid_key_is_refused(bad: str) -> None:
    with pytest.raises(BadKey, match="new_notes_key"):
        encrypt("kind", label="a.b", keys=[bad], step=64)


def test_the_key_of_a_column_is_not_the_key_of_the_school() -> None:
    """A column's key that leaks opens no other column."""
    assert crypto._column_key("a.b", OLD) != crypto._column_key("a.c", OLD)
    assert crypto._column_key("a.b", OLD).decode() != OLD

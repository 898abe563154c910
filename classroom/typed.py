"""Codes and addresses as people type them on any keyboard. Knows nothing of Django."""

import unicodedata


def plain(text: str) -> str:
    """`text` in plain letters and digits: not full-width (ＶＱ８), circled (⑧) or the digits of another script (٨), and
    without spaces at its ends and invisible characters."""
    composed = unicodedata.normalize("NFKC", text)
    shown = (character for character in composed if unicodedata.category(character) not in ("Cf", "Cc"))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in shown).strip()


def as_code(text: str) -> str:
    """The typed text as codes are written: in plain capitals and digits, without spaces and hyphens."""
    return "".join(character for character in plain(text).upper() if character.isalnum())

"""Fields that several forms for people and rosters share."""

from typing import Any

from django import forms

from classroom import names
from classroom.actions.roster import MOST_STUDENTS
from classroom.roster_files import Book, Unreadable, read, read_paste
from classroom.typed import plain

NAMES_HELP = "One child a line. Ana Ribeiro, or Ribeiro, Ana."
FILE_HELP = "CSV, Excel (.xlsx, .xls), OpenDocument (.ods), OneRoster (.zip) or a class file (.json), up to 5 MB."


class EmailAddressField(forms.EmailField):
    """An e-mail address, typed on any keyboard."""

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class SecretField(forms.CharField):
    """A token, or a link or code with one, that is usually copied. It is read without the spaces and line breaks that
    copying adds."""

    def to_python(self, value: Any) -> str:
        return "".join(plain(super().to_python(value) or "").split())


class OneLine(forms.CharField):
    """A name that an adult gives to something, without invisible characters. It is empty where there is nothing
    else."""

    def to_python(self, value: Any) -> str:
        tidied = names.tidy(super().to_python(value) or "")
        return "" if names.is_blank(tidied) else tidied


def one_line(value: str) -> str:
    """The name, if it has no line breaks and no other invisible characters. Otherwise raises ValidationError."""
    if any(not letter.isprintable() for letter in value):
        raise forms.ValidationError("Leave out signs that can't be seen.")
    return value


class PersonsNameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, **kwargs)

    def clean(self, value: Any) -> str:
        return one_line(super().clean(value))


class NamesField(forms.CharField):
    """Pasted names, one a line, as a list of Name. The errors give the number of every line that can't be read.

    A list with more than names (columns, headings or numbers) becomes a Book, which the teacher looks over first.
    """

    widget = forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40_000, help_text=NAMES_HELP, **kwargs)

    def clean(self, value: Any) -> list[names.Name] | Book:
        text = super().clean(value)
        if (book := _to_look_over(text)) is not None:
            return book
        found, errors = [], []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            try:
                found.append(names.parse(line))
            except names.BadName as error:
                errors.append(f"Line {number}: {error}")
        if len(found) > MOST_STUDENTS:
            errors.append(f"A class has at most {MOST_STUDENTS} children. There are {len(found)} names here.")
        if errors:
            raise forms.ValidationError(errors)
        return found


def _to_look_over(text: str) -> Book | None:
    """The list in a text, unless it is plain lines of names. Raises ValidationError."""
    if not text.strip():
        return None
    try:
        book = read_paste(text)
    except Unreadable as error:
        raise forms.ValidationError(str(error)) from error
    return None if book.plain else book


class RosterFileField(forms.FileField):
    """A roster file, as the Book that is in it."""

    widget = forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods,.zip,.json"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, help_text=FILE_HELP, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Book | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return read(upload.read())
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from error

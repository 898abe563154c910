"""A class as a file."""

from django import forms

from classroom.forms.accounts import PasswordForm
from classroom.forms.classes import TakesFile
from classroom.forms.layout import bare


class ClassFileForm(PasswordForm):
    """What goes into a class file; and the password, since it holds everything."""

    with_notes = forms.BooleanField(
        required=False, label="With the children’s notes", help_text="Each of them counts as opened by you."
    )
    field_order = ("with_notes", "password")


class LoadClassForm(TakesFile):
    file = forms.FileField(label="Class file", help_text="A .json file that was taken along from Partners.")

    helper = bare()

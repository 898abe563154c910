"""Forms to export a class as a file, and to make a class from one."""

from django import forms

from classroom.forms.accounts import PasswordForm
from classroom.forms.classes import TakesFile
from classroom.forms.layout import Button, Buttons, Helper, Link, Text, To


class ClassFileForm(PasswordForm):
    """The choice of what goes into a class file, and the password, because the file holds everything."""

    with_notes = forms.BooleanField(
        required=False, label="With the children’s notes", help_text="Each of them counts as opened by you."
    )
    field_order = ("with_notes", "password")

    helper = Helper(
        "with_notes",
        "password",
        Text(
            "Where a child does not feel safe with another, the file keeps them apart, and without the notes does not "
            "say why.",
            css="soft small m-0",
        ),
        Buttons(Button("Take it along"), Link("Back", To("classroom:export", "classroom.key"))),
    )


class LoadClassForm(TakesFile):
    file = forms.FileField(label="Class file", help_text="A .json file that was taken along from Partners.")

    helper = Helper("file", Buttons(Button("Make the class"), Link("Back", To("classroom:class_new"))))

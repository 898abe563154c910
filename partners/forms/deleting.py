"""The form that asks for the password before a child or a class is deleted for good."""

from classroom.forms.accounts import PasswordForm
from classroom.forms.layout import Button, Buttons, Helper, Known, Link


class DeleteForm(PasswordForm):
    helper = Helper(
        "password",
        Buttons(Button("Delete for good", kind="danger"), Link("Back", Known("back_at"))),
        css="sheet p-4 stack mt-4",
    )

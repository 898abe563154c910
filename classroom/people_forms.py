"""Forms of adults about their own accounts. They are allauth's; the words and the look are ours."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms

from classroom.forms import plain_helper

HOW_LONG = "At least 10 letters. A short sentence is a good one."


def one_line(value: str) -> str:
    """A name has no line breaks, and no other signs that nobody sees."""
    if any(not letter.isprintable() for letter in value):
        raise forms.ValidationError("Leave out signs that can't be seen.")
    return value


class PersonsNameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, **kwargs)

    def clean(self, value: Any) -> str:
        return one_line(super().clean(value))


class OwnNameForm(forms.Form):
    name = PersonsNameField(label="Your name, as children say it")

    helper = plain_helper()


class Plain:
    """Labels above the fields and nothing inside them, a new password once: it can always be had anew by mail."""

    fields: dict[str, forms.Field]
    labels: ClassVar[dict[str, str]] = {
        "email": "School e-mail",
        "code": "The code in the mail",
        "oldpassword": "Your password now",
        "password1": "New password",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = self.labels[name]
            field.help_text = HOW_LONG if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)


class ForgottenForm(Plain, allauth.ResetPasswordForm):
    pass


class CodeForm(Plain, allauth.ConfirmPasswordResetCodeForm):
    pass


class NewPasswordForm(Plain, allauth.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Plain, allauth.ChangePasswordForm):
    pass

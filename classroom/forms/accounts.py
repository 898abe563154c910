"""Forms of an adult's own account: signing in, beginning, the name, the password. Most are allauth's; the words and the
look are ours.
"""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth import password_validation

from classroom.forms.fields import OneLine, PersonsNameField
from classroom.forms.layout import Button, Helper, bare
from classroom.models import User

HOW_LONG = "At least 10 letters. A short sentence is a good one."


class SignInForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = bare()
        self.fields["login"].label = "School e-mail"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class FirstTeacherForm(forms.Form):
    code = forms.CharField(label="Sign-up code", max_length=40, help_text="The server printed it when it started.")
    school = OneLine(label="School", max_length=120)
    name = OneLine(label="Your name, as children say it", max_length=80)
    email = forms.EmailField(label="School e-mail", max_length=254)
    password = forms.CharField(
        label="Password",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=HOW_LONG,
    )

    helper = bare()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned:
            user = User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
            try:
                password_validation.validate_password(cleaned["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class JoinForm(forms.Form):
    """A new account, by invitation."""

    name = PersonsNameField(label="Your name, as children say it")
    email = forms.EmailField(
        label="School e-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label="Password",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=HOW_LONG,
    )

    helper = bare()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned:
            user = User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
            try:
                password_validation.validate_password(cleaned["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Password",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    helper = bare()


class OwnNameForm(forms.Form):
    name = PersonsNameField(label="Your name, as children say it")

    helper = Helper("name", Button("Save"))


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
        self.helper = bare()
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

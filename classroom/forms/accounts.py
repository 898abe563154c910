"""Forms of an adult's own account: signing in, signing up, the name, the password. Most are allauth's, with our
words and our look."""

from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth import password_validation

from classroom.forms.fields import EmailAddressField, OneLine, PersonsNameField, SecretField
from classroom.forms.layout import Button, Buttons, Helper, Known, Link, To, Value, bare
from classroom.models import User

HOW_LONG = "At least 10 letters. A short sentence is a good one."


class AccountAddressField(EmailAddressField):
    """The address of an account, in small letters as accounts have it."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).lower()


class SignInForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = AccountAddressField(widget=self.fields["login"].widget)
        then = Value("next", Known("redirect_field_value"))
        self.helper = Helper(*self.fields, then, Button("Sign in", css="w-100"), css="stack")
        self.fields["login"].label = "School e-mail"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class ChoosesPassword(forms.Form):
    """A form with a new password. Easy passwords are refused."""

    password = forms.CharField(
        label="Password",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=HOW_LONG,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned:
            user = User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
            try:
                password_validation.validate_password(cleaned["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class FirstTeacherForm(ChoosesPassword):
    code = forms.CharField(label="Sign-up code", max_length=40, help_text="The server printed it when it started.")
    school = OneLine(label="School", max_length=120)
    name = OneLine(label="Your name, as children say it", max_length=80)
    email = EmailAddressField(label="School e-mail", max_length=254)

    helper = Helper("code", "school", "name", "email", "password", Button("Start", css="w-100"), css="stack")


class LinkForm(forms.Form):
    """The link of an invitation, pasted where no script reads it from the address."""

    token = SecretField(
        label="Paste the whole link here", widget=forms.TextInput(attrs={"id": "link", "autocomplete": "off"})
    )

    helper = Helper(
        "token", Button("Open it", css="w-100"), css="stack", tight=True, id="token", action=To("classroom:invitation")
    )


class JoinForm(ChoosesPassword):
    """A new account, by invitation."""

    name = PersonsNameField(label="Your name, as children say it")
    email = EmailAddressField(
        label="School e-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )

    helper = Helper("name", "email", "password", Button("Make my account", css="w-100"), css="stack")


class PasswordForm(forms.Form):
    """The password that an account has now."""

    password = forms.CharField(
        label="Password",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    helper = bare()


class StillYouForm(PasswordForm):
    """Asks for the password after a rest, before the cover is lifted."""

    helper = Helper("password", Button("Go on"))


class OwnNameForm(forms.Form):
    name = PersonsNameField(label="Your name, as children say it")

    helper = Helper("name", Button("Save"))


class Plain:
    """Puts labels above the fields and nothing inside them, and asks for a new password only once: it can be reset
    by mail at any time."""

    fields: dict[str, forms.Field]
    labels: ClassVar[dict[str, str]] = {
        "email": "School e-mail",
        "code": "The code in the mail",
        "oldpassword": "Your password now",
        "password1": "New password",
    }

    helper: Helper

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = self.labels[name]
            field.help_text = HOW_LONG if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)


class ForgottenForm(Plain, allauth.ResetPasswordForm):
    helper = Helper("email", Button("Send me a code", css="w-100"), css="stack")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = AccountAddressField(label=self.labels["email"], widget=self.fields["email"].widget)


class CodeForm(Plain, allauth.ConfirmPasswordResetCodeForm):
    helper = Helper("code", Button("Go on", css="w-100"), css="stack")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = SecretField(label=self.labels["code"], widget=self.fields["code"].widget)


class NewPasswordForm(Plain, allauth.ResetPasswordKeyForm):
    helper = Helper("password1", Button("Save and sign in", css="w-100"), css="stack", action=Known("action_url"))


class ChangePasswordForm(Plain, allauth.ChangePasswordForm):
    helper = Helper("oldpassword", "password1", Buttons(Button("Save"), Link("Back", To("classroom:account"))))

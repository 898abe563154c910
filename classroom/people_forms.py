"""Forms of adults: inviting, joining, handing over, their own accounts."""

from collections.abc import Iterable
from typing import Any, ClassVar

from allauth.account import forms as allauth
from django import forms
from django.contrib.auth import password_validation

from classroom import names
from classroom.forms import NamesField, NewClassForm, PasswordForm, plain_helper
from classroom.models import ClassMembership, Classroom, Invitation, Student, User

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


class InviteForm(forms.Form):
    """To a class. The e-mail is for sending the link; without one it is copied."""

    role = forms.ChoiceField(
        label="Who is it?",
        widget=forms.RadioSelect,
        choices=[
            (Invitation.Role.CO_TEACHER, "A co-teacher, who shares the class wholly"),
            (Invitation.Role.AIDE, "An aide, who sees partners and writes observations, and reads no notes"),
        ],
        initial=Invitation.Role.CO_TEACHER,
    )
    email = forms.EmailField(
        label="E-mail", max_length=254, required=False, help_text="To send the link. Leave it empty to copy the link."
    )

    helper = plain_helper()


class InviteToSchoolForm(InviteForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [
            (Invitation.Role.TEACHER, "A teacher, who makes classes"),
            (Invitation.Role.ACCOUNT_MANAGER, "Someone who looks after accounts, as you do"),
        ]
        role.initial = Invitation.Role.TEACHER


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

    helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned:
            user = User(email=cleaned.get("email", ""), name=cleaned.get("name", ""))
            try:
                password_validation.validate_password(cleaned["password"], user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ToWhomForm(forms.Form):
    """Another owner for a class, of those who may have it."""

    to = forms.ChoiceField(label="To whom?")

    helper = plain_helper()

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in sorted(people, key=lambda p: (p.name.casefold(), p.pk))}
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [("", "Choose"), *((pk, f"{person.name} ({person.email})") for pk, person in self.people.items())]

    def clean_to(self) -> User:
        return self.people[self.cleaned_data["to"]]


class HandOverForm(ToWhomForm, PasswordForm):
    stays = forms.BooleanField(label="I stay as a co-teacher", required=False, initial=True)

    field_order = ("to", "stays", "password")


class NextClassForm(NewClassForm):
    """Next year's class: who goes along, and who is new."""

    students = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    adults = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    children = NamesField(label="New children", required=False)
    archives = forms.BooleanField(label="Archive this class now", required=False, initial=True)

    def __init__(self, *args: Any, classroom: Classroom, **kwargs: Any) -> None:
        kwargs["initial"] = {"name": classroom.name, "grade_band": classroom.grade_band}
        super().__init__(*args, **kwargs)
        self.here = {student.key: student for student in classroom.students.here()}
        sharing = classroom.memberships.exclude(role=ClassMembership.Role.OWNER).filter(user__is_active=True)
        self.sharing = {str(m.pk): m for m in sharing.select_related("user").order_by("user__name", "pk")}
        for name, choices in (
            ("students", [(key, student.called) for key, student in self.here.items()]),
            ("adults", [(pk, membership.user.name) for pk, membership in self.sharing.items()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices
        self.fields["children"].widget.attrs["rows"] = 6
        if classroom.archived_at is not None:
            del self.fields["archives"]

    def clean_students(self) -> list[Student]:
        ticked = set(self.cleaned_data["students"])
        return [student for key, student in self.here.items() if key in ticked]

    def clean_adults(self) -> list[ClassMembership]:
        ticked = set(self.cleaned_data["adults"])
        return [membership for pk, membership in self.sharing.items() if pk in ticked]

    def clean_children(self) -> list[names.Name]:
        return self.cleaned_data["children"] or []


# A person's own account. The forms are allauth's; the words and the look are ours.


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

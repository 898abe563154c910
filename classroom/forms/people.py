"""Forms for the people who share a class or look after a school: inviting, and handing a class over."""

from collections.abc import Iterable
from typing import Any

from django import forms

from classroom.forms.accounts import PasswordForm
from classroom.forms.fields import EmailAddressField
from classroom.forms.layout import Button, Buttons, Heading, Helper, Known, Link, To
from classroom.models import Invitation, User


def _inviting(action: To) -> Helper:
    """The kind of the button depends on the page: where a link was just made, copying it comes first."""
    button = Button("Make a link", kind=Known("invite_kind"), css="w-100")
    return Helper(Heading("Invite someone"), "role", "email", button, action=action)


class InviteForm(forms.Form):
    """An invitation to a class. The link is sent to the e-mail address; without one the teacher copies it."""

    role = forms.ChoiceField(
        label="Who is it?",
        widget=forms.RadioSelect,
        choices=[
            (Invitation.Role.CO_TEACHER, "A co-teacher, who shares the class wholly"),
            (Invitation.Role.AIDE, "An aide, who sees partners and writes observations, and reads no notes"),
        ],
        initial=Invitation.Role.CO_TEACHER,
    )
    email = EmailAddressField(
        label="E-mail", max_length=254, required=False, help_text="To send the link. Leave it empty to copy the link."
    )

    helper = _inviting(To("classroom:invite", "classroom.key"))


class InviteToSchoolForm(InviteForm):
    helper = _inviting(To("classroom:school_invite"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [
            (Invitation.Role.TEACHER, "A teacher, who makes classes"),
            (Invitation.Role.ACCOUNT_MANAGER, "Someone who looks after accounts, as you do"),
        ]
        role.initial = Invitation.Role.TEACHER


class ToWhomForm(forms.Form):
    """Chooses another owner for a class, among the people who may own it."""

    to = forms.ChoiceField(label="To whom?")

    helper = Helper("to", Buttons(Button("Hand it over"), Link("Back", To("classroom:school"))))

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

    helper = Helper(
        "to",
        "stays",
        "password",
        Buttons(Button("Hand it over"), Link("Back", To("classroom:people", "classroom.key"))),
    )

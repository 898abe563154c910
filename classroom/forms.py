"""Forms of the people and the roster. They validate, and do nothing else."""

from typing import Any, ClassVar

from allauth.account.forms import LoginForm
from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth import password_validation

from classroom import names
from classroom.actions.roster import MOST_STUDENTS
from classroom.languages import LANGUAGES
from classroom.models import Classroom, GradeBand, User
from classroom.roster_files import Book, Unreadable, is_plain, read, read_paste
from classroom.roster_files.reading import TOO_LARGE

NAMES_HELP = "One child a line. Ana Ribeiro, or Ribeiro, Ana."
FILE_HELP = "CSV, Excel (.xlsx), OneRoster (.zip) or a class file (.json), up to 5 MB."


class LanguagesForm(forms.Form):
    """Which languages children's pages speak, beside the checked ones."""

    languages = forms.MultipleChoiceField(
        choices=[(language.code, language.name) for language in LANGUAGES if not language.checked], required=False
    )


def plain_helper() -> FormHelper:
    """Fields only: the page brings the form tag, the token and the button."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.fields["login"].label = "School e-mail"
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class OneLine(forms.CharField):
    """What an adult calls something: without signs that nobody sees, of which alone it is no name."""

    def to_python(self, value: Any) -> str:
        tidied = names.tidy(super().to_python(value) or "")
        return "" if names.is_blank(tidied) else tidied


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
        help_text="At least 10 letters. A short sentence is a good one.",
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


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Password",
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    helper = plain_helper()


class NamesField(forms.CharField):
    """Pasted names, one a line, as a list of Name. Every line that can't be read is named with its number.

    What is more than that, with columns, headings or numbers, comes out as a Book, to be looked over first.
    """

    widget = forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40_000, help_text=NAMES_HELP, **kwargs)

    def clean(self, value: Any) -> list[names.Name] | Book:
        text = super().clean(value)
        if not is_plain(text):
            return read_paste(text)
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


class RosterFileField(forms.FileField):
    """A roster as a file, as the Book that is in it."""

    widget = forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.zip,.json"})

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


class TakesFile(forms.Form):
    """A form with a `file`; `too_large` says that more was sent than is taken."""

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.too_large:
            self.add_error("file", TOO_LARGE)
        return cleaned


class ClassForm(forms.ModelForm):  # type: ignore[type-arg] # no generic class at run time
    class Meta:
        model = Classroom
        fields: ClassVar[list[str]] = ["name", "grade_band"]
        labels: ClassVar[dict[str, str]] = {"name": "Name of the class", "grade_band": "Grade"}
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"name": OneLine}

    helper = plain_helper()


class NewClassForm(TakesFile, ClassForm):
    children = NamesField(label="Children", required=False)
    file = RosterFileField(label="Or a file")

    def book(self) -> Book | None:
        """What is to be looked over before the children join."""
        pasted = self.cleaned_data["children"]
        return self.cleaned_data["file"] or (pasted if isinstance(pasted, Book) else None)


class AddStudentsForm(forms.Form):
    children = NamesField(label="Names")

    helper = plain_helper()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].widget.attrs["rows"] = 4


class StudentForm(forms.Form):
    name = forms.CharField(label="Name", max_length=names.MAX_LENGTH)
    goes_by = forms.CharField(
        label="Called",
        max_length=60,
        required=False,
        help_text="Only if it is another name than the first name. Everyone sees it, and it stays when others join.",
    )
    grade_band = forms.ChoiceField(label="Grade", required=False)

    helper = plain_helper()

    def __init__(self, *args: Any, classroom: Classroom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = ("", f"As the class: {classroom.get_grade_band_display()}")
        self.fields["grade_band"].choices = [same, *GradeBand.choices]  # type: ignore[attr-defined]

    def clean_name(self) -> names.Name:
        try:
            return names.parse(self.cleaned_data["name"])
        except names.BadName as error:
            raise forms.ValidationError(str(error)) from error

    def clean_goes_by(self) -> str:
        typed = self.cleaned_data["goes_by"]
        try:
            return names.parse(typed.replace(",", " ")).full if typed.strip() else ""
        except names.BadName as error:
            raise forms.ValidationError(str(error)) from error


class SafetyContactForm(forms.Form):
    safety_name = OneLine(label="Name", max_length=80)
    safety_email = forms.EmailField(label="E-mail", max_length=254)

    helper = plain_helper()


class LetInForm(forms.Form):
    """The number on a child's screen, and the child."""

    number = forms.RegexField(r"^\d{4}$", error_messages={"invalid": "The number has four digits."})
    student = forms.CharField(max_length=10)

"""Forms of a class: making and changing it, its children, its languages, and next year's class."""

from typing import Any, ClassVar

from django import forms

from classroom import names
from classroom.forms.fields import NamesField, OneLine, RosterFileField
from classroom.forms.layout import Box, Button, Buttons, Folded, Heading, Helper, Known, Link, Part, Text, TickList, To
from classroom.languages import LANGUAGES, Language
from classroom.models import ClassMembership, Classroom, GradeBand, Student
from classroom.roster_files import Book
from classroom.roster_files.reading import TOO_LARGE

TO_THE_CLASS = To("classroom:class", "classroom.key")


class TakesFile(forms.Form):
    """A form with a `file`. With `too_large`, more was sent than the server takes, and the file gets an error."""

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

    helper = Helper("name", "grade_band", Buttons(Button("Save"), Link("Back", TO_THE_CLASS)), keeps_typing=True)


class NewClassForm(TakesFile, ClassForm):
    children = NamesField(label="Children", required=False)
    file = RosterFileField(label="Or a file")

    helper = Helper("name", "grade_band", "children", "file", Button("Make the class"), keeps_typing=True)

    def book(self) -> Book | None:
        """The list that the teacher has to look over before the children join, or None."""
        pasted = self.cleaned_data["children"]
        return self.cleaned_data["file"] or (pasted if isinstance(pasted, Book) else None)


class AddStudentsForm(forms.Form):
    children = NamesField(label="Names")

    helper = Helper(
        Heading("Add children", id="add"),
        "children",
        Buttons(
            Button("Add", kind=Known("add_kind"), icon="plus"),
            Link("From a file", To("classroom:roster_import", "classroom.key")),
        ),
        action=To("classroom:students_add", "classroom.key"),
        keeps_typing=True,
    )

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

    helper = Helper(
        "name",
        "goes_by",
        "grade_band",
        Buttons(Button("Save"), Link("Back to the class", TO_THE_CLASS)),
        keeps_typing=True,
    )

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


class NextClassForm(NewClassForm):
    """Next year's class: which children go along, and who is new."""

    students = forms.MultipleChoiceField(
        label="Children who go along", required=False, widget=forms.CheckboxSelectMultiple
    )
    adults = forms.MultipleChoiceField(
        label="Who shares it again?", required=False, widget=forms.CheckboxSelectMultiple
    )
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
        del self.fields["file"]
        if classroom.archived_at is not None:
            del self.fields["archives"]
        self.helper = self._laid_out()

    def _laid_out(self) -> Helper:
        again = TickList("students", legend_css="visually-hidden", css="mt-2")
        return Helper(
            "name",
            "grade_band",
            *(
                [Folded("The same children again", again, opens_with=("students",), summary_css="h3")]
                if self.here
                else []
            ),
            "children",
            *([TickList("adults", legend_css="h3")] if self.sharing else []),
            *(["archives"] if "archives" in self.fields else []),
            Buttons(Button("Look it over"), Link("Back", To("classroom:people", "classroom.key"))),
            keeps_typing=True,
        )

    def clean_students(self) -> list[Student]:
        ticked = set(self.cleaned_data["students"])
        return [student for key, student in self.here.items() if key in ticked]

    def clean_adults(self) -> list[ClassMembership]:
        ticked = set(self.cleaned_data["adults"])
        return [membership for pk, membership in self.sharing.items() if pk in ticked]

    def clean_children(self) -> list[names.Name] | Book:
        return self.cleaned_data["children"] or []

    def book(self) -> Book | None:
        pasted = self.cleaned_data["children"]
        return pasted if isinstance(pasted, Book) else None


class LanguagesForm(forms.Form):
    """The languages that children's pages offer besides the checked ones."""

    languages = forms.MultipleChoiceField(
        choices=[(language.code, language.name) for language in LANGUAGES if not language.checked],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    helper = Helper(
        Part("classroom/_languages.html"),
        Text(
            "Before you turn one on, let someone who speaks it read it. While it is not checked, the promise and the "
            "pages about safety say the same in English below.",
            css="soft",
        ),
        Box(Button("Save")),
        css="narrow stack",
    )

    def lines(self) -> list[tuple[Language, dict[str, Any] | None]]:
        """Every language with its box, or with None where it is always on."""
        boxes = {box.data["value"]: box.data for box in self["languages"].subwidgets}
        return [(language, boxes.get(language.code)) for language in LANGUAGES]

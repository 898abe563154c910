"""Forms of the pages of a child's note: names, reasons, chips, own words, and someone with whom a child does not feel
safe.

Answers that are not on a list are left out. Words that are too long are an error, and what was tapped beside them stays
on the page.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from classroom.forms.layout import Answers, Enter, Face, Helper, Part, Presses, Tiles, Value
from classroom.forms.taps import ChildForm, OneTap, Pressed, Taps
from classroom.models import Student
from partners.forms.free_text import OWN_WORDS, BeginningOfWords, ChildWords, Own
from partners.notes.questions import UNSAFE, Answer
from partners.notes.wizard import Sheet

Data = Mapping[str, Any] | None

STAY, BACK, SKIP = "stay", "back", "skip"
TAKE_OFF = "take_off"
KIDS = _("Kids in your class")
ADD_OWN = _("You can add your own words.")


def faces(offered: Sequence[Answer], level: int = 1) -> list[tuple[str, Face]]:
    """Answers as choices. Only Level 1 has drawings."""
    return [
        (each.key, Face(capfirst(str(each.words)), picture=each.picture if level == 1 else "", lang=each.lang))
        for each in offered
    ]


def names(students: Sequence[Student]) -> list[tuple[str, Face]]:
    return [(student.key, Face.of(student)) for student in students]


def answer_sheet(*parts: Any, **attrs: Any) -> Helper:
    """The layout of a page of the note. Enter presses its first button: Next, and never a button that reports
    someone or takes a report off."""
    options: dict[str, Any] = {"css": "child-form", "id": "answers", "tight": True, "error_role": "alert"}
    return Helper(Enter(_("Next")), *parts, **options, **attrs)


class NotePage(ChildForm):
    """A page of the note. The button that was pressed says where to go; without one, the next page comes."""

    go = OneTap(choices=[(STAY, ""), (BACK, ""), (SKIP, "")])


class HasOwn(forms.Form):
    """Adds a field for the child's own words, if they may type."""

    own = ChildWords(label=ADD_OWN)

    def __init__(self, *args: Any, may_type: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_type:
            self.fields["own"].help_text = gettext("Up to %(max)s letters.") % {"max": OWN_WORDS}
        else:
            del self.fields["own"]

    @property
    def own_part(self) -> list[Own]:
        return [Own("own")] if "own" in self.fields else []


class Names(Taps):
    """Classmates, at most `limit`. A name that is no longer on the list is an error, because the child means
    somebody."""

    limit = 0
    default_error_messages = {  # noqa: RUF012 # as in Django
        "too_many": _("Tap up to %(max)s. Tap a name again to take it away."),
        "gone": _("Someone you tapped is not on the list now. Please look again."),
    }

    def clean(self, value: Any) -> tuple[str, ...]:
        picked = super().clean(value)
        if len(picked) > self.limit:
            raise forms.ValidationError(self.error_messages["too_many"], "too_many", {"max": self.limit})
        if len(picked) != len(set(value)):
            raise forms.ValidationError(self.error_messages["gone"], "gone")
        return picked


class NamesForm(NotePage):
    """The classmates who would be great partners, or hard to work with."""

    student = Names(label=KIDS)

    def __init__(self, data: Data = None, *, offered: Sequence[Student], limit: int, picked: Sequence[int]) -> None:
        super().__init__(data, initial={"student": [each.key for each in offered if each.pk in picked]})
        field = self.fields["student"]
        assert isinstance(field, Names)
        self.offered, field.limit, field.choices = offered, limit, names(offered)
        self.helper = answer_sheet(Tiles("student"), data_limit=limit, data_saves=True, aria_label=KIDS)

    @property
    def picked(self) -> tuple[int, ...]:
        """The ids of the children who were tapped, in the order of the list."""
        return tuple(each.pk for each in self.offered if each.key in self.cleaned_data["student"])

    @property
    def shown(self) -> list[Student]:
        """The children whom the page shows as picked, even if there are too many, so that the child can take one
        away."""
        tapped = self["student"].value()
        return [each for each in self.offered if each.key in tapped]


class HardForm(NotePage):
    """The answer to whether it would be hard with someone. "No one" is as large as "Yes"."""

    answer = OneTap()

    def __init__(self, data: Data = None, *, level: int, says: str) -> None:
        super().__init__(data, initial={"answer": says})
        yes = _("Yes, tell my teacher") if level == 1 else _("Choose")
        self.fields["answer"].choices = [  # type: ignore[attr-defined]
            ("no", Face(_("No one"), picture="no-one")),
            ("yes", Face(yes, picture="tell")),
        ]
        self.helper = answer_sheet(Presses("answer", tells=bool(says)), data_once=True)


class WhyForm(HasOwn, NotePage):
    """The reasons why this child would be great, or what would make it hard. "Not safe" is a button of its own, and
    stays until it is taken off."""

    student = OneTap()
    why = Taps()
    unsafe = Pressed()
    take_off = Pressed()

    def __init__(self, data: Data = None, *, note: Sheet, offered: Sequence[Answer]) -> None:
        super().__init__(data, may_type=note.may_type)
        self.note = note
        self.not_safe = next((each for each in offered if each.key == UNSAFE), None)
        self.fields["student"].choices = names(note.classmates)  # type: ignore[attr-defined]
        self.fields["why"].choices = faces([each for each in offered if each.key != UNSAFE])  # type: ignore[attr-defined]

    @property
    def about(self) -> Student | None:
        """The child whom the sent page was about. None if that child is not a classmate now."""
        return self.note.classmate(self.cleaned_data["student"])

    def reasons(self, known: Sequence[str]) -> tuple[str, ...]:
        """The reasons as they are after this page. `known` are the reasons from before."""
        return (*self.cleaned_data["why"], *([UNSAFE] if self._is_unsafe(known) else []))

    def _is_unsafe(self, known: Sequence[str]) -> bool:
        if self.not_safe is None or not self.is_bound:
            return UNSAFE in known
        return self.cleaned_data["unsafe"] or (UNSAFE in known and not self.cleaned_data["take_off"])

    def ask_about(self, student: Student, known: Sequence[str], own: str | None) -> None:
        """Lay the page out for this child, with the answers from before."""
        self.initial = {"why": known, "own": own}
        unsafe = {"answer": self.not_safe, "is_said": self._is_unsafe(known), "take_off": TAKE_OFF}
        more = (Part("partners/note/_unsafe.html", **unsafe),) if self.not_safe else ()
        label = _("Tap all that fit.") if self.note.student.level == 1 else _("Choose what fits.")
        parts = (Value("student", student.key), Answers("why", more=more), *self.own_part)
        self.helper = answer_sheet(*parts, data_saves=True, aria_label=label)


class NamesToTell(Tiles):
    """Names, one of which may be reported. Names that were reported are buttons that take the report off."""

    template = "partners/note/_names_to_tell.html"

    def __init__(self, name: str, *, told: Sequence[str], take_off: str) -> None:
        super().__init__(name)
        self.options |= {"told": told, "take_off": take_off}


class NotSafeForm(HasOwn, ChildForm):
    """A classmate with whom a child does not feel safe. The teacher gets it whatever else was sent, so nothing in it
    can be an error."""

    student = OneTap()
    unsafe = Pressed()
    take_off = OneTap()
    own = BeginningOfWords(label=ADD_OWN)

    def __init__(self, data: Data = None, *, note: Sheet) -> None:
        super().__init__(data, may_type=note.may_type)
        self.note = note
        told = note.answers.not_safe or ()
        self.fields["student"].choices = names(note.classmates)  # type: ignore[attr-defined]
        self.fields["take_off"].choices = names(note.classmates)  # type: ignore[attr-defined]
        keys = [each.key for each in note.classmates if each.pk in told]
        parts = (Value(UNSAFE, "1"), NamesToTell("student", told=keys, take_off=TAKE_OFF), *self.own_part)
        self.helper = answer_sheet(*parts, data_once=True, aria_label=KIDS)
        self.full_clean()

    def tapped(self, name: str) -> Student | None:
        return self.note.classmate(self.cleaned_data.get(name, "")) if self.is_bound else None

    @property
    def words(self) -> str:
        return str(self.cleaned_data.get("own", ""))


class ChipsForm(NotePage):
    """Chips to tap, under a question that the page asks."""

    chip = Taps()

    def __init__(
        self,
        data: Data = None,
        *,
        question: Any,
        offered: Sequence[Answer],
        level: int,
        tapped: Sequence[str],
        **options: Any,
    ) -> None:
        super().__init__(data, initial={"chip": tapped}, **options)
        self.question = question
        self.fields["chip"].choices = faces(offered, level)  # type: ignore[attr-defined]

    @cached_property
    def helper(self) -> Helper:
        return answer_sheet(*self.parts, data_saves=True, aria_label=self.question)

    @property
    def parts(self) -> list[Any]:
        return [Answers("chip")]


class LovesForm(HasOwn, ChipsForm):
    """The topics that a child loves to write about, from a list, and their own words."""

    def __init__(self, data: Data = None, *, own: str | None, **options: Any) -> None:
        super().__init__(data, **options)
        self.initial["own"] = own

    @property
    def parts(self) -> list[Any]:
        return [*super().parts, *self.own_part]


class TellForm(HasOwn, NotePage):
    """Whether a child wants to talk to the teacher. Children who may type tap a chip beside their words; the others
    press a button."""

    talk = OneTap()
    own = ChildWords(label=_("Tell my teacher"))

    def __init__(self, data: Data = None, *, may_type: bool, wants: bool | None, own: str | None, kept: bool) -> None:
        super().__init__(data, may_type=may_type)
        if may_type:
            self.fields["talk"] = Taps(choices=[("yes", Face(_("I want to talk to my teacher"), picture="tell"))])
            self.initial = {"talk": ["yes"] if wants else [], "own": own}
            label = _("Do you want to tell your teacher more?")
            self.helper = answer_sheet(Answers("talk"), *self.own_part, data_saves=True, aria_label=label)
        else:
            yes, no = Face(_("Yes"), picture="tell"), Face(_("I'm done"), picture="no-one")
            self.fields["talk"] = OneTap(choices=[("yes", yes), ("no", no)])
            self.initial = {"talk": "yes" if wants else "no"}
            self.helper = answer_sheet(Presses("talk", tells=not kept), data_once=True)

    @property
    def wants(self) -> bool:
        """Whether the child wants to talk to the teacher."""
        return self.cleaned_data["talk"] in ("yes", ("yes",))

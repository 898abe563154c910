"""The pictures on a child's page, and which of them are tapped.

Every tap can be a request of its own. Without a script the form carries the taps so far, so that they are in no session
and no address.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest
from django.utils.functional import Promise

from classroom.forms.student_sign_in import PicturesForm
from classroom.picture_choices import PICTURES


@dataclass(frozen=True)
class Picture:
    name: str
    label: str | Promise
    place: int | None  # its place among the tapped pictures, from 1


@dataclass(frozen=True)
class Tapping:
    count: int
    form: PicturesForm

    @classmethod
    def of(cls, request: HttpRequest, count: int) -> Self:
        return cls(count, PicturesForm(request.POST, count=count))

    @property
    def tapped(self) -> list[str]:
        return self.form.pictures

    @property
    def is_handed_in(self) -> bool:
        """Whether Next was pressed, and not one more picture."""
        return bool(self.form.cleaned_data["go"])

    @property
    def is_kept(self) -> bool:
        return bool(self.form.cleaned_data["keep"])

    @property
    def is_somebody_elses(self) -> bool:
        """Whether the button "That's not me" was pressed."""
        return bool(self.form.cleaned_data["not-me"])

    @property
    def is_whole(self) -> bool:
        return len(self.tapped) == self.count

    @property
    def pictures(self) -> Iterator[Picture]:
        for name, label in PICTURES.items():
            yield Picture(name, label, self.tapped.index(name) + 1 if name in self.tapped else None)

    @property
    def chosen(self) -> list[Picture]:
        """The tapped pictures, in the order of the taps."""
        return [Picture(name, PICTURES[name], place) for place, name in enumerate(self.tapped, 1)]

    @property
    def seats(self) -> list[bool]:
        return [place < len(self.tapped) for place in range(self.count)]

"""Choices as chips, ticks and tiles."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from classroom.forms.drawing import PACK, OneField, dashed, rendered
from classroom.models import Student


@dataclass(frozen=True)
class Face:
    """The label of a choice, as a chip shows it. As a string, in a select, it is only its words."""

    words: Any
    more: Any = ""  # in a second line
    note: Any = ""  # small, after the words
    avatar: str = ""
    picture: str = ""
    icon: str = ""
    css: str = ""  # a CSS class of the label
    lang: str = ""  # set where the words are in another language than the page
    is_drawn: bool = False  # only the drawing is shown; the words are for screen readers
    is_own: bool = False  # a name, or somebody's words: they keep their own direction

    def __str__(self) -> str:
        return str(self.words)

    @property
    def flat(self) -> SafeString:
        """The HTML attributes of the words."""
        own = SafeString(' dir="auto"') if self.is_own or self.lang else ""
        return format_html("{}{}", format_html(' lang="{}"', self.lang) if self.lang else "", own)

    @classmethod
    def of(cls, student: Student) -> "Face":
        """A child, with a mark where they left."""
        return cls(student.called, avatar=student.avatar, note="(left)" if student.left_on else "", is_own=True)


class Tick(OneField):
    """A yes or no, with the words right of the box."""

    template = f"{PACK}/layout/tick.html"

    def __init__(self, name: str) -> None:
        super().__init__(name)


class TickList(OneField):
    """Several choices as boxes in columns. `legend_css` is the class of the field's label."""

    template = f"{PACK}/layout/tick_list.html"

    def __init__(self, name: str, *, legend_css: str = "form-label", css: str = "") -> None:
        super().__init__(name, legend_css=legend_css, css=css)


class Chips(OneField):
    """One choice or several as chips, as the field's widget has it. The labels of the choices are what the chips show:
    see Face.

    `css` is the class of the element around the chips; `tick` is where a chosen chip shows its tick (start, end). The
    field's label is the legend, and its hint a line below it. `bare` leaves out fieldset and legend, where the page or
    the form says what is asked. `skip` is where a link in front of many chips leads. `form_id` is for chips outside
    their form. `more` are layout objects after the last chip. A `silent` field shows no errors: it can only be wrong
    where somebody sends what the page does not offer. Any other option is an attribute of the element around the chips:
    role="group".
    """

    template = f"{PACK}/layout/chips.html"
    chip, avatar_css = "chip", "avatar-s"
    around = ""  # the class of an element around each chip

    def __init__(  # noqa: PLR0913 # options of a layout object, each with its default
        self,
        name: str,
        *,
        css: str = "chips",
        tick: str = "",
        bare: bool = False,
        legend_css: str = "form-label",
        fieldset_css: str = "",
        skip: str = "",
        form_id: str = "",
        more: tuple[Any, ...] = (),
        silent: bool = False,
        **attrs: Any,
    ) -> None:
        super().__init__(name, css=css, tick=tick, bare=bare, skip=skip, form_id=form_id, silent=silent)
        self.more = more
        self.options |= {
            "legend_css": legend_css,
            "fieldset_css": fieldset_css,
            "chip": self.chip,
            "avatar_css": self.avatar_css,
            "around": self.around,
            "flat": flatatt(dashed(attrs)),
        }

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        choices = [choice.data for choice in form[self.name].subwidgets]
        return super().drawn(form, context) | {"choices": choices, "more": rendered(self.more, form, context)}


class Switch(Chips):
    """A few choices in one bar, of which one is on."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, **{"css": "switch"} | options)


class Tiles(Chips):
    """Large chips for children: classmates, avatars."""

    chip, avatar_css = "tile", ""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, **dict[str, Any](css="tiles", tick="end", bare=True) | options)


class Answers(Chips):
    """Answers for children, each as wide as its column."""

    around = "option"

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, **dict[str, Any](css="options", tick="end", bare=True) | options)


class Presses(Chips):
    """Answers for children, each a button that sends itself. `tells` is whether the chosen button says that it is
    chosen."""

    template = f"{PACK}/layout/presses.html"

    def __init__(self, name: str, *, tells: bool = True, **options: Any) -> None:
        super().__init__(name, **dict[str, Any](css="answers", bare=True) | options)
        self.options["tells"] = tells

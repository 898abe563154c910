"""Template tags and filters that every page uses: drawings, days, names."""

import datetime as dt
import re
from typing import cast

from django import template
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from classroom import sprites, text_direction
from classroom.adult_sign_in import name_on_device
from classroom.dates import day_in_words
from classroom.javascript import with_imports
from classroom.name_size import name_size
from classroom.retention import KEPT, Kept

register = template.Library()

for drawing in (sprites.icon, sprites.avatar, sprites.picture, sprites.scene, sprites.mark, sprites.between):
    register.simple_tag(drawing)
register.filter(text_direction.apart)
register.filter(name_size)


@register.simple_tag(takes_context=True)
def script(context: template.Context, path: str) -> SafeString:
    """The script tag of one of our modules. The modules that it imports are linked, once a page, so that the browser
    loads them at once and not when it has read the module."""
    named = cast("set[str]", context.render_context.setdefault("scripts", set()))  # type: ignore[arg-type]
    imported = [each for each in with_imports(path)[:-1] if each not in named]
    named.update(imported)
    links = ((sprites.address(each),) for each in imported)
    return format_html(
        '{}<script type="module" src="{}"></script>',
        format_html_join("", '<link rel="modulepreload" href="{}">\n', links),
        sprites.address(path),
    )


@register.simple_tag
def kept() -> Kept:
    """How long each kind of record is kept."""
    return KEPT


@register.filter
def room_time(moment: object, classroom: object) -> object:
    """A moment as the clock in the class's room shows it."""
    return classroom.here(moment)  # type: ignore[attr-defined]


@register.filter
def day(date: dt.date) -> str:
    """A day with its day of the week, for teachers: Monday, 12 October."""
    return day_in_words(date)


@register.filter
def short_day(date: dt.date) -> str:
    """A day for teachers: 12 October."""
    return day_in_words(date, "j F")


@register.filter
def on_device(user: AbstractBaseUser) -> str:
    return name_on_device(user)


@register.filter
def unstopped(name: str) -> str:
    """A name without the full stop at its end, for the end of a sentence: "Ana R." brings a full stop already."""
    return re.sub(r"\.(\u2069?)$", r"\1", name)


@register.filter
def times(count: int) -> str:
    """How often, in words: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")

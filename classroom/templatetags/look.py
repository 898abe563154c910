"""Drawings from the sprites in static/img, and the small pieces that every page uses."""

import datetime as dt
import re
from functools import cache
from typing import cast
from unicodedata import bidirectional

from django import template
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.storage import Storage, storages
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from classroom.adults import name_on_device
from classroom.dates import told
from classroom.javascript import with_imports
from classroom.keeping import KEPT, Kept

register = template.Library()

_BOXES = {"moves": "0 0 160 120", "objects": "0 0 64 64", "room": "0 0 320 240"}


@cache
def _address(storage: Storage, path: str) -> str:
    """Where a static file is; asked once, as a page shows hundreds of drawings from a few of them."""
    return storage.url(path)


def _sprite(file: str, name: str) -> str:
    return f"{_address(storages['staticfiles'], f'img/{file}.svg')}#{name}"


@register.simple_tag(takes_context=True)
def script(context: template.Context, path: str) -> SafeString:
    """A module of ours. A browser hears at once of all that it imports, rather than when it has read the module."""
    named = cast("set[str]", context.render_context.setdefault("scripts", set()))  # type: ignore[arg-type]
    imported = [each for each in with_imports(path)[:-1] if each not in named]
    named.update(imported)
    storage = storages["staticfiles"]
    links = ((_address(storage, each),) for each in imported)
    return format_html(
        '{}<script type="module" src="{}"></script>',
        format_html_join("", '<link rel="modulepreload" href="{}">\n', links),
        _address(storage, path),
    )


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}"/></svg>', extra, _sprite("icons", name))


@register.simple_tag
def avatar(name: str, extra: str = "") -> SafeString:
    return format_html(
        '<svg class="avatar {}" aria-hidden="true"><use href="{}"/></svg>', extra, _sprite("avatars", name)
    )


@register.simple_tag
def picture(name: str, extra: str = "picture") -> SafeString:
    """A child's answer as a drawing; nothing where the answer has none."""
    if not name:
        return SafeString("")
    return format_html(
        '<svg class="{}" viewBox="0 0 48 48" aria-hidden="true"><use href="{}"/></svg>',
        extra,
        _sprite("pictures", name),
    )


@register.simple_tag
def scene(name: str, extra: str = "scene", file: str = "scenes") -> SafeString:
    box = _BOXES.get(file) or _BOXES.get(name, "0 0 320 180")
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true"><use href="{}"/></svg>', extra, box, _sprite(file, name)
    )


@register.simple_tag
def mark(name: str = "mark-colour") -> SafeString:
    return format_html('<svg aria-hidden="true"><use href="{}"/></svg>', _sprite("mark", name))


@register.simple_tag
def between() -> SafeString:
    """The sheet that lies between two partners."""
    return format_html(
        '<svg class="between" viewBox="0 0 40 52" aria-hidden="true"><use href="{}"/></svg>',
        _sprite("icons", "between"),
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
    return told(date)


@register.filter
def short_day(date: dt.date) -> str:
    """A day for teachers: 12 October."""
    return told(date, "j F")


@register.filter
def on_device(user: AbstractBaseUser) -> str:
    return name_on_device(user)


@register.filter
def unstopped(name: str) -> str:
    """A name before a full stop: Ana R. brings her own."""
    return re.sub(r"\.(\u2069?)$", r"\1", name)


@register.filter
def apart(words: str) -> str:
    """A name inside a sentence that is written in the other direction: its signs stay with it."""
    leftward = any(bidirectional(letter) in ("R", "AL") for letter in words)
    return words if leftward == get_language_bidi() else f"\u2068{words}\u2069"


@register.filter
def times(count: int) -> str:
    """How often, in words: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")

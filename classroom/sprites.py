"""Drawings from the sprites in static/img, as inline SVG."""

from functools import cache

from django.core.files.storage import Storage, storages
from django.utils.html import format_html
from django.utils.safestring import SafeString

_BOXES = {"moves": "0 0 160 120", "objects": "0 0 64 64", "room": "0 0 320 240"}


def address(path: str) -> str:
    """The URL of a static file."""
    return _address(storages["staticfiles"], path)


@cache
def _address(storage: Storage, path: str) -> str:
    """The URL, looked up once for each file: a page shows hundreds of drawings from a few files."""
    return storage.url(path)


def _sprite(file: str, name: str) -> str:
    return f"{address(f'img/{file}.svg')}#{name}"


def icon(name: str, extra: str = "") -> SafeString:
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}"/></svg>', extra, _sprite("icons", name))


def avatar(name: str, extra: str = "") -> SafeString:
    return format_html(
        '<svg class="avatar {}" aria-hidden="true"><use href="{}"/></svg>', extra, _sprite("avatars", name)
    )


def picture(name: str, extra: str = "picture") -> SafeString:
    """A child's answer as a drawing; nothing where the answer has none."""
    if not name:
        return SafeString("")
    return format_html(
        '<svg class="{}" viewBox="0 0 48 48" aria-hidden="true"><use href="{}"/></svg>',
        extra,
        _sprite("pictures", name),
    )


def scene(name: str, extra: str = "scene", file: str = "scenes") -> SafeString:
    box = _BOXES.get(file) or _BOXES.get(name, "0 0 320 180")
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true"><use href="{}"/></svg>', extra, box, _sprite(file, name)
    )


def mark(name: str = "mark-colour") -> SafeString:
    return format_html('<svg aria-hidden="true"><use href="{}"/></svg>', _sprite("mark", name))


def between() -> SafeString:
    """The drawing of the sheet that lies between two partners."""
    return format_html(
        '<svg class="between" viewBox="0 0 40 52" aria-hidden="true"><use href="{}"/></svg>',
        _sprite("icons", "between"),
    )

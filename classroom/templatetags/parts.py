"""Template tags for the parts of pages: a button that posts, a question before it, lines of a list, a child, a card.

A part that leads somewhere takes what `{% url %}` takes: {% press "Start" "classroom:class_start" room.key %}. Without
a view it leads to the page itself. Its button takes the options of classroom/buttons.py: kind, icon, about and so on.
The templates are in templates/components/.
"""

from collections.abc import Mapping
from typing import Any

from django import forms, template
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from classroom.buttons import button
from classroom.models import Student
from classroom.sprites import avatar, scene

register = template.Library()

OF_THE_BUTTON = ("css", "icon", "turns", "about", "unseen", "name", "value")


def _action(view: str, args: tuple[Any, ...]) -> str | None:
    return reverse(view, args=args) if view else None


def _dashed(attrs: dict[str, Any]) -> dict[str, Any]:
    """HTML attributes from Python names: hx_post becomes hx-post."""
    return {name.replace("_", "-"): value for name, value in attrs.items()}


@register.inclusion_tag("components/_press.html")
def press(
    words: Any, view: str = "", *args: Any, kind: str = "plain", form_css: str = "", **options: Any
) -> dict[str, Any]:
    """A form that is one button. Options that do not belong to the button are attributes of the form: hx_post=address.

    `name` and `value` belong to the button; `sends` is the name of a hidden field and `sent` its value.
    """
    sends, sent = options.pop("sends", ""), options.pop("sent", "")
    own = {key: options.pop(key) for key in OF_THE_BUTTON if key in options}
    attrs = {"class": form_css or None, "method": "post", "action": _action(view, args)} | _dashed(options)
    return {"flat": flatatt(attrs), "sends": sends, "sent": sent, "button": button(words, kind=kind, **own)}


@register.simple_block_tag(takes_context=True)
def ask_first(
    context: Any, content: str, summary: str, words: str, view: str, *args: Any, **options: Any
) -> SafeString:
    """A button that opens `content`, which says what would happen, and the button that does it. `unseen` belongs to
    the first."""
    known = {
        "summary": summary,
        "unseen": options.pop("unseen", ""),
        "sends": options.pop("sends", ""),
        "sent": options.pop("sent", ""),
        "content": content,
        "action": _action(view, args),
        "button": button(words, **{"kind": "danger"} | options),
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("components/_ask_first.html", known)


def _line(icon: str, words: Any, css: str = "", turns: bool = False) -> dict[str, Any]:
    return {"icon": icon, "icon_css": "icon-turns" if turns else "", "words": words, "css": css}


@register.inclusion_tag("components/_line_link.html")
def line_link(icon: str, words: Any, go: str, view: str, *args: Any, query: str = "", **options: Any) -> dict[str, Any]:
    """A line of a list that is one link: what is the matter, and where it leads. `css` and `turns` are the line's."""
    return _line(icon, words, **options) | {"go": go, "href": reverse(view, args=args) + query}


@register.inclusion_tag("components/_line_button.html")
def line_button(
    icon: str, words: Any, go: str, view: str, *args: Any, query: str = "", **options: Any
) -> dict[str, Any]:
    """A line of a list with a link that looks like a button."""
    link = button(go, kind="quiet", href=reverse(view, args=args) + query)
    return _line(icon, words, **options) | {"link": link}


@register.inclusion_tag("components/_line_press.html")
def line_press(icon: str, words: Any, go: str, view: str, *args: Any, **options: Any) -> dict[str, Any]:
    """A line of a list with a button that posts."""
    return _line(icon, words, **options) | {"action": reverse(view, args=args), "button": button(go, kind="quiet")}


LINES = {"link": line_link, "button": line_button, "press": line_press}


@register.simple_block_tag(takes_context=True)
def line(context: Any, content: str, icon: str, go: str, view: str, *args: Any, by: str, **options: Any) -> SafeString:
    """A line of a list whose words are the content of the block. `by` says how it leads on: link, button or press,
    as above."""
    known = LINES[by](icon, content, go, view, *args, **options)
    return render_to_string(f"components/_line_{by}.html", known | {"csrf_token": context.get("csrf_token")})


@register.simple_tag
def tab(words: str, view: str, *args: Any, on: str) -> SafeString:
    """A link among those to the pages of a class, marked where the page says that it is `on` it."""
    attrs = {"href": reverse(view, args=args), "aria-current": on == words.lower() and "page"}
    return format_html("<a{}>{}</a>", flatatt(attrs), words)


@register.simple_tag
def child(student: Student, css: str = "avatar-s") -> SafeString:
    """A child's avatar, and what everyone calls them."""
    return format_html('{}<span dir="auto">{}</span>', avatar(student.avatar, css), student.called)


@register.simple_block_tag
def card(content: str, title: Any, id: str, css: str = "", title_css: str = "h3") -> SafeString:  # noqa: A002 # as in HTML
    """A sheet with a heading of its own."""
    return format_html(
        '<section class="sheet p-4{0}" aria-labelledby="{1}"><h2 id="{1}" class="{2}">{3}</h2>{4}</section>',
        f" {css}" if css else "",
        id,
        title_css,
        title,
        content,
    )


@register.simple_block_tag
def nothing_yet(content: str, words: str = "", css: str = "") -> SafeString:
    """A drawing and words in place of an empty list, with what to do about it."""
    said = format_html('<p class="m-0">{}</p>', words) if words else ""
    return format_html('<div class="empty{}">{}{}{}</div>', f" {css}" if css else "", scene("empty"), said, content)


@register.simple_tag
def control(field: forms.BoundField, css: str = "") -> SafeString:
    """The control of a field, without label, errors and hint: see templates/bootstrap5/field.html."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        look = "form-check-input"
    else:
        look = "form-select" if isinstance(widget, forms.Select) else "form-control"
    wrong = "is-invalid" if field.errors else ""
    classes = (widget.attrs.get("class", ""), look, wrong, css)
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.simple_tag
def box(choice: Mapping[str, Any], *, is_wrong: bool = False) -> SafeString:
    """The input of one of several choices, from the data that Django has for it."""
    css = "form-check-input is-invalid" if is_wrong else "form-check-input"
    return format_html('<input class="{}" id="{}"{}>', css, choice["attrs"].get("id"), _said_by(choice))


@register.simple_tag
def chip_box(choice: Mapping[str, Any], *, form_id: str = "", is_first: bool = False) -> SafeString:
    """The hidden input of a chip. Focus goes to the first of its field. `form_id` is the id of its form, where the
    chip is outside of it."""
    form = format_html(' form="{}"', form_id) if form_id else ""
    focus = SafeString(" autofocus" if is_first and choice["attrs"].get("autofocus") else "")
    return format_html('<input class="hide-box"{}{}{}>', _said_by(choice), form, focus)


def _said_by(choice: Mapping[str, Any]) -> SafeString:
    """The attributes of a choice's input. They are written out for speed, since a page has hundreds of choices."""
    checked = SafeString(" checked" if choice["selected"] else "")
    required = SafeString(" required" if choice["attrs"].get("required") else "")
    own = (choice["type"], choice["name"], choice["value"])
    return format_html(' type="{}" name="{}" value="{}"{}{}', *own, checked, required)

"""Cells of the considerations grid. A class has several hundred, so each is rendered in one go."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from partners.considerations.grid import Cell
from partners.templatetags.attributes import in_order

register = template.Library()


@register.simple_tag
def grid_cell(cell: Cell) -> SafeString:
    """A cell with its control, and with the mark of a value that could not be saved."""
    attrs = {"data-dial": cell.dial.key, "data-kind": cell.dial.kind, "data-label": cell.label}
    if not cell.error:
        return format_html("<td{}>{}</td>", in_order(attrs), CONTROLS[cell.dial.kind](cell))
    attrs |= {"class": "is-unsaved", "data-error": cell.error}
    if cell.missed:
        attrs["data-missed"] = "yes"
    control = CONTROLS[cell.dial.kind](cell)
    return format_html('<td{}>{}<small class="cell-error">Not saved</small></td>', in_order(attrs), control)


def _css(cell: Cell, kind: str) -> str:
    return " ".join(filter(None, (kind, "dial", "is-set" if cell.shown else "")))


def _one(cell: Cell) -> SafeString:
    options = format_html_join(
        "",
        "<option{}>{}</option>",
        ((in_order({"value": choice.key, "selected": is_on}), choice.words) for choice, is_on in cell.options),
    )
    attrs = in_order({"class": _css(cell, "form-select"), "name": cell.name, "aria-label": cell.label})
    return format_html('<select{}><option value="">–</option>{}</select>', attrs, options)


def _yes(cell: Cell) -> SafeString:
    return format_html('<label class="tick-cell">{}</label>', _box(cell, "yes", bool(cell.shown), label=cell.label))


def _words(cell: Cell) -> SafeString:
    attrs = {"class": _css(cell, "form-control"), "name": cell.name, "value": cell.text, "aria-label": cell.label}
    attrs |= {"maxlength": cell.dial.limit, "placeholder": "–"}  # type: ignore[attr-defined] # a dial of words has one
    if cell.dial.key == "languages":
        attrs["list"] = "languages"
    return format_html("<input{}>", in_order(attrs))


def _many(cell: Cell) -> SafeString:
    """A list that opens, with boxes for several choices."""
    boxes = format_html_join(
        "",
        "<label>{}{}</label>",
        ((_box(cell, choice.key, is_on), choice.words) for choice, is_on in cell.options),
    )
    return format_html(
        '<details class="dial-list" name="lists">'
        '<summary class="{}"><span class="visually-hidden">{}: </span><span data-words>{}</span></summary>'
        '<div class="sheet grid-pop" role="group" aria-label="{}">{}</div></details>',
        *(_css(cell, ""), cell.label, cell.in_words or "–", cell.label, boxes),
    )


def _box(cell: Cell, value: str, is_on: bool, *, label: str | None = None) -> SafeString:
    attrs = {"class": "form-check-input", "type": "checkbox", "name": cell.name, "value": value}
    return format_html("<input{}>", in_order(attrs | {"aria-label": label, "checked": is_on}))


CONTROLS = {"one": _one, "yes": _yes, "words": _words, "many": _many}

"""Fills a form with what its person typed and sent after their session had ended."""

from typing import Any

from django import forms

from classroom.actions import unsaved_forms
from classroom.requests import Request


def bring_back(form: Any, request: Request, path: str = "") -> None:
    """Sign the form for the person who has the page, and fill it in with what they sent unsaved to `path`, or else to
    the address of the page. A form that was just sent shows what was sent."""
    path = path or request.get_full_path()
    form.typed_by = unsaved_forms.signature(user=request.user, path=path)
    found = None if form.is_bound else unsaved_forms.find(path=path, by=request.user, now=request.now)
    form.is_brought_back = found is not None
    if found is not None:
        _fill(form, unsaved_forms.values_of(found))


def _fill(form: Any, sent: Any) -> None:
    """Fill in what was sent. A box that was not sent was not checked; any other field that was not sent stays."""
    for name, field in form.fields.items():
        prefixed = form.add_prefix(name)
        if not isinstance(field, forms.FileField) and not field.widget.value_omitted_from_data(sent, {}, prefixed):
            form.initial[name] = field.widget.value_from_datadict(sent, {}, prefixed)

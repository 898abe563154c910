"""How controls of teachers' forms are drawn."""

import html
import re
from typing import Any

from crispy_forms.utils import render_crispy_form
from django import forms

from classroom.forms.layout import Face, Helper, To
from partners.forms.controls import ChoiceLines, InRow, LightSelect, OneAlwaysOn, TextLink
from partners.templatetags.attributes import in_order

PLACES = [("pair:a", Face("Ana & Ben", note="Suggested", is_own=True)), ("later", Face("Later"))]


class PlaceForm(forms.Form):
    to = forms.ChoiceField(label="Where?", choices=PLACES, widget=forms.RadioSelect(attrs={"autofocus": True}))
    draft = forms.ChoiceField(
        label="Draft", choices=[("", "None"), ("2", "<b>")], widget=LightSelect(attrs={"id": "it"})
    )
    mode = forms.ChoiceField(choices=[("mix", "Mix")], widget=OneAlwaysOn)

    def __init__(self, *parts: Any, **options: Any) -> None:
        super().__init__(**options)
        self.helper = Helper(*parts)


def drawn(form: forms.Form) -> str:
    return re.sub(r"\s*\n +", " ", re.sub(r">\s*\n\s*<", "><", html.unescape(render_crispy_form(form))))


def test_choices_are_lines_and_the_best_is_marked() -> None:
    shown = drawn(PlaceForm(ChoiceLines("to", is_seen=False), initial={"to": "pair:a"}))
    assert '<legend class="visually-hidden">Where?</legend>' in shown
    assert (
        'name="to" value="pair:a" autofocus checked><span dir="auto">Ana & Ben</span> <span class="tag">Sugg' in shown
    )
    assert 'name="to" value="later"><span>Later</span></label>' in shown


def test_a_list_without_choices_says_what_to_do() -> None:
    form = PlaceForm(ChoiceLines("to", nothing="Suggest a new plan."))
    form.fields["to"].choices = []  # type: ignore[attr-defined]
    assert '<p class="m-0">Suggest a new plan.</p>' in drawn(form)


def test_a_control_in_a_row_has_its_label_before_it() -> None:
    shown = drawn(PlaceForm(InRow("draft", css="goes-to"), initial={"draft": "2"}))
    assert '<label class="visually-hidden" for="it">Draft</label><select name="draft"' in shown
    assert 'class="form-select goes-to"' in shown
    assert '<option value="">None</option><option value="2" selected><b></option></select>' in shown
    assert '<label for="it">Draft</label>' in drawn(PlaceForm(InRow("draft", is_labelled=True)))


def test_options_of_a_select_are_escaped() -> None:
    assert '<option value="2">&lt;b&gt;</option>' in PlaceForm()["draft"].as_widget()


def test_a_control_with_one_choice_always_on_is_not_required() -> None:
    assert "required" not in PlaceForm()["mode"].as_widget()


def test_a_text_link_leads_to_another_page() -> None:
    assert '<p class="m-0"><a href="/">Home</a></p>' in drawn(PlaceForm(TextLink("Home", To("partners:home"))))


def test_attributes_keep_their_order_and_are_escaped() -> None:
    attrs = {"name": 'a"b', "data_place": "", "checked": True, "id": None, "disabled": False}
    assert in_order(attrs) == ' name="a&quot;b" data-place="" checked'

"""The HTML of layout objects and of parts of pages."""

import html
import re
from typing import Any

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template

from classroom.forms.layout import (
    Answers,
    Button,
    Buttons,
    Chips,
    Enter,
    Errors,
    Face,
    Field,
    Folded,
    Group,
    Heading,
    Helper,
    Known,
    Link,
    Row,
    Switch,
    Text,
    Tick,
    TickList,
    Tiles,
    To,
    Value,
    bare,
)
from classroom.models import Student

DATE = forms.DateInput(attrs={"type": "date"})


class EveryForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As <they> say it.", max_length=5)
    first = forms.DateField(label="From", required=False, widget=DATE)
    last = forms.DateField(label="Until", required=False, widget=DATE)
    ends = forms.BooleanField(label="Until the unit ends", required=False)
    kind = forms.ChoiceField(
        label="What it says",
        help_text="One of them.",
        choices=[("never", Face("Never", more="Not with each other")), ("always", "Always")],
        widget=forms.RadioSelect,
    )
    who = forms.MultipleChoiceField(label="Who", required=False, widget=forms.CheckboxSelectMultiple)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *parts: Any, data: Any = None, helper: Helper | None = None, **options: Any) -> None:
        super().__init__(data)
        self.helper = helper or Helper(*parts, **options)
        ana = Student(called="Ana", avatar="fox")
        faces = [("a", Face.of(ana)), ("b", Face("Ben", note="(left)", is_own=True))]
        self.fields["who"].choices = faces  # type: ignore[attr-defined]


def drawn(form: EveryForm, **page: Any) -> str:
    """The HTML of a form on a page, without the spaces between its tags."""
    return _in_one_line(render_crispy_form(form, context=page))


def template(text: str, **page: Any) -> str:
    return _in_one_line(Template(text).render(Context(page)))


def _in_one_line(text: str) -> str:
    return re.sub(r"\s*\n +", " ", re.sub(r">\s+<", "><", html.unescape(text))).strip()


def test_a_form_has_its_tag_its_token_and_its_address() -> None:
    form = EveryForm(
        "name", Button("Save"), action=To("classroom:student", "room", "key", query="#top"), id="it", data_once=""
    )
    shown = drawn(form, room="r2", key="k3", csrf_token="secret")
    assert 'class="sheet p-4 stack"' in shown
    assert 'action="/c/r2/children/k3/#top"' in shown
    assert 'method="post"' in shown
    assert 'id="it"' in shown
    assert 'data-once=""' in shown
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="secret">' in shown
    assert shown.endswith('<button class="btn btn-primary" type="submit">Save</button></form>')


def test_fields_only_leave_tag_and_token_to_the_page() -> None:
    shown = drawn(EveryForm(helper=bare("name")), csrf_token="secret")
    assert "<form" not in shown
    assert "secret" not in shown


def test_label_hint_and_errors_belong_to_the_control() -> None:
    shown = drawn(EveryForm("name", data={"name": ""}, error_role="alert"))
    assert '<label class="form-label" for="id_name">Name</label>' in shown
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'class="form-control is-invalid"' in shown
    assert 'id="id_name_error"><p class="field-error" role="alert">This field is required.</p></div>' in shown
    assert 'id="id_name_helptext">As <they> say it.</div>' in shown


def test_a_field_may_hide_its_label_and_have_something_beside_it() -> None:
    shown = drawn(EveryForm(Field("first", hides_label=True, css="rule-day", beside=(Tick("ends"),)), tight=True))
    assert '<label class="visually-hidden" for="id_first">From</label><div class="row-wrap"><input' in shown
    assert 'class="form-control rule-day"' in shown
    assert re.search(r'<label class="mode"><input[^>]*><span>Until the unit ends</span></label>', shown)


def test_fields_are_side_by_side_under_a_legend_and_after_a_line() -> None:
    days = Group("Days", Row("first", "last"), id="days")
    shown = drawn(EveryForm(Folded("More", days, opens_with=("first",)), data={"first": "2026-01-12"}))
    assert '<details open><summary>More</summary><fieldset id="days"><legend class="form-label">Days</legend>' in shown
    assert '<div class="fields"><div' in shown
    assert "<details><summary>" in drawn(EveryForm(Folded("More", "first", opens_with=("first",))))


def test_choices_are_chips_with_faces() -> None:
    shown = drawn(EveryForm(Chips("kind", css="rule-kinds"), data={"kind": "always"}))
    assert '<fieldset id="id_kind" aria-describedby="id_kind_helptext"><legend class="form-label">What it says' in shown
    assert '<p class="soft" id="id_kind_helptext">One of them.</p><div class="rule-kinds"><label class="chip">' in shown
    assert (
        '<input class="hide-box" type="radio" name="kind" value="never" required><span class="chip-face"><span>'
        '<b>Never</b><br><span class="soft small">Not with each other</span></span></span></label>'
    ) in shown
    assert 'value="always" checked required><span class="chip-face"><span>Always</span></span>' in shown
    assert shown.count("One of them.") == 1


def test_the_errors_of_chips_appear_once_and_belong_to_the_group() -> None:
    shown = drawn(EveryForm(Switch("kind"), data={"kind": "sometimes"}))
    assert '<div class="switch"><label class="chip">' in shown
    assert 'aria-describedby="id_kind_helptext id_kind_error"' in shown
    assert shown.count('class="field-error"') == 1
    assert 'id="id_kind_error"' in shown


def test_children_are_chips_with_avatars_checkboxes_and_a_mark_if_they_left() -> None:
    shown = drawn(EveryForm(Chips("who", css="pick", tick="end", skip="#reason", form_id="it"), data={"who": ["b"]}))
    assert '<a class="visually-hidden-focusable" href="#reason">Skip the names</a><div class="pick">' in shown
    assert 'name="who" value="a" form="it"><span class="chip-face"><svg class="avatar avatar-s"' in shown
    assert (
        'value="b" checked form="it"><span class="chip-face"><span dir="auto">Ben <span class="soft small">(left)'
        in shown
    )
    assert shown.count('<svg class="icon tick"') == 2


def test_the_first_chip_gets_the_focus() -> None:
    form = EveryForm(Chips("who"))
    form.fields["who"].widget.attrs["autofocus"] = True
    assert re.findall(r'value="(\w)"[^>]*autofocus', drawn(form)) == ["a"]


def test_choices_have_no_legend_where_the_page_asks_the_question() -> None:
    tiles = drawn(EveryForm(Tiles("who"), css="tiles"))
    assert "<fieldset" not in tiles
    assert '<label class="tile"><input class="hide-box"' in tiles
    assert '<span class="tile-face"><svg class="avatar "' in tiles
    assert '<div class="options"><div class="option"><label class="chip">' in drawn(EveryForm(Answers("who")))


def test_checkboxes_are_in_columns() -> None:
    shown = drawn(EveryForm(TickList("who", legend_css="h3"), data={"who": ["b"]}))
    assert '<legend class="h3">Who</legend><ul class="tick-list"><li><label class="mode" for="id_who_0">' in shown
    assert 'name="who" value="b" checked><span dir="auto">Ben</span>' in shown


def test_buttons_and_links_are_in_a_row() -> None:
    row = Buttons(
        Button(Known("words"), kind=Known("kind"), icon="plus", name="mode", value="mix", attrs={"data_once": ""}),
        Button("Remove", kind="danger", to=To("classroom:class", "room"), unseen="the rule"),
        Link("Back", To("classroom:class", "room"), icon="back", turns=True),
    )
    shown = drawn(EveryForm(row), words="Add", kind="plain", room="r2")
    assert re.search(
        r'<div class="row-wrap"><button class="btn btn-outline-secondary" [^>]*data-once=""[^>]*name="mode"[^>]*'
        r'value="mix">(<svg class="icon "[^>]*>.*?</svg>)Add</button>',
        shown,
    )
    assert 'formaction="/c/r2/"' in shown
    assert 'Remove<span class="visually-hidden"> the rule</span></button>' in shown
    assert re.search(
        r'<a class="btn btn-quiet" href="/c/r2/"><svg class="icon icon-turns"[^>]*>.*?</svg>Back</a>', shown
    )


def test_words_and_values_are_escaped_and_missing_ones_left_out() -> None:
    parts = (
        Heading("A <b>", id="h"),
        Text("1 < 2", css="soft"),
        Value("to", Known("nothing")),
        Value("at", '"'),
        Enter("Go"),
    )
    shown = render_crispy_form(EveryForm(*parts, "seen"))
    assert '<h2 class="h3" id="h">A &lt;b&gt;</h2><p class="soft">1 &lt; 2</p>' in shown
    assert 'name="to"' not in shown
    assert '<input type="hidden" name="at" value="&quot;">' in shown
    assert '<input type="hidden" name="seen" id="id_seen">' in shown
    assert re.search(
        r'<button aria-hidden="true" class="visually-hidden" tabindex="-1" type="submit">Go</button>', shown
    )


def test_errors_of_the_form_are_first_or_where_the_layout_puts_them() -> None:
    for parts, place in ((("name", Text("here")), 0), (("name", Text("here"), Errors()), 1)):
        form = EveryForm(*parts, data={"name": "Ana", "kind": "never"})
        form.add_error(None, "Not both.")
        first, last = drawn(form).split("here")
        assert ("Not both." in first, "Not both." in last) == ((True, False), (False, True))[place]


def test_a_missing_field_raises_an_error() -> None:
    with pytest.raises(KeyError):
        drawn(EveryForm("nobody"))


def test_a_button_can_post() -> None:
    options = 'kind="quiet" name="a" value="b" form_css="push" data_then=who'
    shown = template(
        f'{{% press "Clear" "classroom:class" "r2" about=who {options} %}}',
        who="<Ana>",
        csrf_token="secret",
    )
    assert shown.startswith(
        '<form action="/c/r2/" class="push" data-then="<Ana>" method="post"><input type="hidden" name="csrf'
    )
    assert 'name="a"' in shown
    assert 'value="b"' in shown
    assert 'Clear<span class="visually-hidden">: <Ana></span></button></form>' in shown


def test_a_button_to_the_page_itself_sends_a_hidden_value() -> None:
    shown = template('{% press "Go" kind="primary" css="w-100" sends="person" sent=3 %}')
    assert '<form method="post">' in shown
    assert (
        '<input type="hidden" name="person" value="3"><button class="btn btn-primary w-100" type="submit">Go</button>'
        in shown
    )


def test_a_button_can_ask_a_question_first() -> None:
    shown = template(
        '{% ask_first "Close" "Close it" "classroom:class" "r2" unseen="the <door>" sends="x" sent="1" %}'
        "For <b>good</b>?{% endask_first %}"
    )
    assert '<summary class="btn btn-quiet">Close<span class="visually-hidden"> the <door></span></summary>' in shown
    assert '<form class="stack" method="post" action="/c/r2/">' in shown
    assert (
        '<p class="m-0">For <b>good</b>?</p><button class="btn btn-outline-danger" type="submit">Close it</button>'
        in shown
    )


@pytest.mark.parametrize(
    ("tag", "end"),
    [
        (
            'link" query="#x',
            '<a class="line-link" href="/c/r2/#x"><span>Ana & Ben</span><span class="go">Go</span></a></li>',
        ),
        (
            "button",
            '<div class="line-link"><span>Ana & Ben</span><a class="btn btn-quiet" href="/c/r2/">Go</a></div></li>',
        ),
        ("press", '<span>Ana & Ben</span><button class="btn btn-quiet" type="submit">Go</button></form></li>'),
    ],
)
def test_lines_of_a_list(tag: str, end: str) -> None:
    block = template(
        f'{{% line "card" "Go" "classroom:class" "r2" css="line-now" by="{tag}" %}}{{{{ who }}}}{{% endline %}}',
        who="Ana & Ben",
    )
    assert block.endswith(end)
    assert block.startswith('<li class="line line-now"><svg class="icon "')
    kind, _, query = tag.partition('" query="')
    words = f'{{% line_{kind} "card" who "Go" "classroom:class" "r2" css="line-now" query="{query}" %}}'
    assert template(words if query else words.replace(' query=""', ""), who="Ana & Ben") == block


def test_small_parts() -> None:
    ana = Student(called="<Ana>", avatar="fox")
    assert template("{% child ana %}", ana=ana).endswith('</svg><span dir="auto"><Ana></span>')
    assert template('{% card "The <code>" "code" css="mb-4" %}In{% endcard %}') == (
        '<section class="sheet p-4 mb-4" aria-labelledby="code"><h2 id="code" class="h3">The <code></h2>In</section>'
    )
    assert template('{% nothing_yet "None." css="mt-3" %}{% endnothing_yet %}').endswith(
        '</svg><p class="m-0">None.</p></div>'
    )
    assert (
        template('{% tab "Class" "classroom:class" "r2" on="class" %}')
        == '<a aria-current="page" href="/c/r2/">Class</a>'
    )
    assert template('{% tab "Class" "classroom:class" "r2" on="notes" %}') == '<a href="/c/r2/">Class</a>'


def test_a_control_alone() -> None:
    shown = template('{% control form.name css="dial" %}', form=EveryForm(data={"name": ""}))
    assert re.search(r'^<input [^>]*class="form-control is-invalid dial"[^>]*>$', shown)

"""Fields of forms as HTML."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting

from cms import fields

WIDGETS = [
    forms.TextInput(attrs={"required": True, "maxlength": 80, "disabled": False}),
    forms.EmailInput(attrs={"autocomplete": "email"}),
    forms.PasswordInput(render_value=True),
    forms.NumberInput(attrs={"min": 1}),
    forms.URLInput(),
    forms.HiddenInput(),
    forms.CheckboxInput(),
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
@pytest.mark.parametrize("value", [None, "", 'L’été & <b>"moi"</b>', True])
def test_an_input_is_written_as_django_writes_it(widget: forms.Widget, value: object) -> None:
    attrs = {"id": "id_name", "aria-describedby": 'a "b"'}
    ours = widget.render("name", value, attrs, renderer=fields.FormRenderer())
    djangos = widget.render("name", value, attrs, renderer=TemplatesSetting())
    assert ours == djangos.strip()


class Letter(forms.Form):
    name = forms.CharField(label="Name", help_text="As in your passport.")
    note = forms.CharField(label="Note <b>", required=False)
    agrees = forms.BooleanField(label="I agree", required=False)
    colour = forms.ChoiceField(label="Colour", choices=[("r", "Red"), ("g", "Green")], widget=forms.RadioSelect)


def test_a_field_says_what_it_is_for_and_what_is_wrong() -> None:
    written = fields.as_html(Letter({"name": ""})["name"])
    assert '<label class="field__label" for="id_name">Name</label>' in written
    assert '<div class="field__help" id="id_name_helptext">As in your passport.</div>' in written
    assert 'aria-describedby="id_name_helptext id_name_error"' in written
    assert "This field is required." in written
    assert "field--invalid" in written
    assert "As in your passport" not in fields.as_html(Letter()["name"], hide_help=True)


def test_a_field_that_may_be_left_says_so_but_not_beside_a_box() -> None:
    assert "(optional)" in fields.as_html(Letter()["note"])
    assert "(optional)" not in fields.as_html(Letter()["agrees"])
    assert "field--check" in fields.as_html(Letter()["agrees"])
    assert "Note &lt;b&gt;" in fields.as_html(Letter()["note"])


def test_several_inputs_stand_in_a_group_with_its_name() -> None:
    written = fields.as_html(Letter()["colour"])
    assert "<fieldset>" in written
    assert '<legend class="field__label">Colour</legend>' in written

"""One field of a form as HTML: label, help, what is wrong, the field.

It is written here and not in a template because every form has many, and a template costs several times as much.
"""

from __future__ import annotations

from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.icons import ICONS


def as_html(field: BoundField, *, hide_help: bool = False) -> SafeString:
    """Write `field` for a public form. Django ties help and errors to it by aria-describedby."""
    if field.field.widget.attrs.get("tabindex") == "-1":  # nobody but a machine fills it in
        return format_html('<div class="trap" aria-hidden="true">{}{}</div>', field.label_tag(), str(field))
    errors = field.errors
    is_check = field.widget_type == "checkbox"
    kind = (" field--check" if is_check else "") + (" field--invalid" if errors else "")
    inside = _label(field, is_check) + _help(field, hide_help) + _errors(field, errors) + conditional_escape(str(field))
    if field.use_fieldset:
        described = field.aria_describedby
        tie = format_html(' aria-describedby="{}"', described) if described else ""
        inside = format_html("<fieldset{}>{}</fieldset>", tie, inside)
    return format_html('<div class="field{}">{}</div>', kind, inside)


def _label(field: BoundField, is_check: bool) -> SafeString:
    optional: str | SafeString = ""
    if not field.field.required and (field.use_fieldset or not is_check):
        optional = format_html(' <span class="field__optional">{}</span>', _("(optional)"))
    if field.use_fieldset:
        return format_html('<legend class="field__label">{}{}</legend>', field.label, optional)
    return format_html('<label class="field__label" for="{}">{}{}</label>', field.id_for_label, field.label, optional)


def _help(field: BoundField, hide_help: bool) -> SafeString:
    if hide_help or not field.help_text:
        return SafeString("")
    text = mark_safe(str(field.help_text))  # noqa: S308  # ours, as Django shows it: never what a person typed
    return format_html('<div class="field__help" id="{}_helptext">{}</div>', field.auto_id, text)


def _errors(field: BoundField, errors: ErrorList) -> SafeString:
    if not errors:
        return SafeString("")
    lines = format_html_join(
        "", '<p class="field__error">{}<span>{}</span></p>', ((ICONS["warning"], error) for error in errors)
    )
    return format_html('<div id="{}_error">{}</div>', field.auto_id, lines)


# --- Widgets ----------------------------------------------------------------------------------------

#: Django's templates that are one <input> and nothing else.
INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("checkbox", "email", "hidden", "input", "number", "password", "text", "url")
)


class FormRenderer(TemplatesSetting):
    """Django's, but for single inputs, which need no template."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name not in INPUTS:
            return super().render(template_name, context, request)
        widget = context["widget"]
        attributes = {"type": widget["type"], "name": widget["name"]}
        if widget["value"] is not None:
            attributes["value"] = str(widget["value"])
        return format_html("<input{}{}>", _attributes(attributes), _attributes(widget["attrs"]))


def _attributes(attributes: dict[str, Any]) -> SafeString:
    """Write attributes in their order: a True stands for the name alone, a False for nothing."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value)),)
            for name, value in attributes.items()
            if value is not False
        ),
    )

"""Widgets of the admin that Wagtail does not have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.telepath import JSContext


class ManyChooser(forms.SelectMultiple):
    """Rows of a snippet, chosen in Wagtail's own chooser: it lists the chosen ones only, however many there are."""

    template_name = "cms_admin/many_chooser.html"
    use_fieldset = True

    def __init__(self, model: Any, *, add_text: Any, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.model = model
        self.add_text = add_text

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        keys = [str(key) for key in value or () if str(key).isdecimal()]
        found = {str(row.pk): row for row in self.model._default_manager.filter(pk__in=keys)}
        return {
            "widget": {
                "name": name,
                "attrs": self.build_attrs(self.attrs, attrs),
                "add_text": self.add_text,
                "definition": self._chooser[0],
                "rows": [{"key": key, "title": str(found[key])} for key in dict.fromkeys(keys) if key in found],
            }
        }

    @cached_property
    def _chooser(self) -> tuple[Any, forms.Media]:
        """Wagtail's chooser of one row, as its scripts read it, and these scripts."""
        context = JSContext()
        return context.pack(self.model.snippet_viewset.chooser_viewset.widget_class()), context.media

    @property
    def media(self) -> forms.Media:
        return self._chooser[1] + forms.Media(js=["js/many-chooser.js"])
